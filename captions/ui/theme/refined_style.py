"""Fusion with rounded controls of a touchable size, in the theme's colours.

A proxy style costs less than a style sheet: it is asked only when a control is painted or measured,
and it leaves the layout of all controls to Fusion. Figures are in ``captions/ui/README.md``.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QProxyStyle,
    QStyle,
    QStyleOption,
    QStyleOptionButton,
    QStyleOptionComplex,
    QStyleOptionMenuItem,
    QStyleOptionSpinBox,
    QWidget,
)
from typing_extensions import override

from captions.ui.theme.colours import ThemeColours
from captions.ui.theme.drawn_icons import make_plain_icon, paint_icon
from captions.ui.theme.metrics import CARD_RADIUS, CONTROL_HEIGHT, GRID, HALF_GRID
from captions.ui.theme.palette import find_colours
from captions.ui.theme.shapes import paint_box, paint_focus_ring

_Primitive = QStyle.PrimitiveElement
_State = QStyle.StateFlag
_SubControl = QStyle.SubControl
_ARROW = 12
"""Size of the arrows in drop-down lists, in logical pixels."""
_STEP_ARROW = 10
"""Size of the arrows of number fields, in logical pixels."""
_FRAME_RADIUS = 2
_SCROLL_HANDLE = 6
"""Width of the handle of a scroll bar, in logical pixels."""
_TALL = frozenset(
    {
        QStyle.ContentsType.CT_PushButton,
        QStyle.ContentsType.CT_ComboBox,
        QStyle.ContentsType.CT_LineEdit,
        QStyle.ContentsType.CT_SpinBox,
    }
)
"""Controls with the minimum height."""
_BUTTONS = "Apply Cancel Close Discard Help No Ok Open Reset Save Yes"
_BUTTON_ICONS = frozenset(
    QStyle.StandardPixmap[f"SP_Dialog{name}Button"] for name in _BUTTONS.split()
)
"""Icons that Qt puts on the buttons of dialogs."""
_STANDARD_ICONS = {
    QStyle.StandardPixmap.SP_MessageBoxInformation: ("about", "accent"),
    QStyle.StandardPixmap.SP_MessageBoxWarning: ("attention", "attention"),
    QStyle.StandardPixmap.SP_MessageBoxCritical: ("bad", "bad"),
    # Qt does not ask again when the theme changes; this grey suits both.
    QStyle.StandardPixmap.SP_LineEditClearButton: ("close", "disabled_text"),
}
"""Drawing and colour of the icons that Qt itself shows."""
_LARGE_ICON = 4 * GRID
"""Size of icons in questions, in logical pixels; smaller ones are scaled down."""
Painting = Callable[[QStyleOption, QPainter, ThemeColours], None]


class RefinedStyle(QProxyStyle):
    """Paints the controls of our windows where the system has no good style of its own."""

    def __init__(self) -> None:
        super().__init__("Fusion")
        self._primitives: dict[QStyle.PrimitiveElement, Painting] = {
            _Primitive.PE_PanelButtonCommand: _paint_button,
            _Primitive.PE_FrameFocusRect: _paint_focus,
            _Primitive.PE_FrameLineEdit: _paint_field,
            _Primitive.PE_PanelLineEdit: _paint_line,
            _Primitive.PE_IndicatorArrowDown: partial(_paint_arrow, "chevron-down"),
            _Primitive.PE_IndicatorArrowUp: partial(_paint_arrow, "chevron-up"),
            _Primitive.PE_IndicatorArrowRight: _paint_menu_arrow,
            _Primitive.PE_IndicatorCheckBox: _paint_check_box,
            _Primitive.PE_IndicatorRadioButton: _paint_radio_button,
        }

    @override
    def standardIcon(
        self,
        standardIcon: QStyle.StandardPixmap,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> QIcon:
        if standardIcon in _BUTTON_ICONS:
            return QIcon()  # Our buttons have words alone.
        if standardIcon not in _STANDARD_ICONS:
            return super().standardIcon(standardIcon, option, widget)
        name, colour = _STANDARD_ICONS[standardIcon]
        palette = QApplication.palette() if widget is None else widget.palette()
        return make_plain_icon(name, getattr(find_colours(palette), colour), _LARGE_ICON)

    @override
    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        paint = self._primitives.get(element)
        if element == _Primitive.PE_Frame:
            _paint_frame(option, painter, widget)
        elif paint is None:
            super().drawPrimitive(element, option, painter, widget)
        else:
            paint(option, painter, find_colours(_palette(option)))

    @override
    def drawControl(
        self,
        element: QStyle.ControlElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        is_label = element == QStyle.ControlElement.CE_PushButtonLabel
        if is_label and _is_filled(option):
            colour = QColor(find_colours(_palette(option)).accent_text)
            palette = QPalette(_palette(option))
            palette.setColor(QPalette.ColorRole.ButtonText, colour)
            option.palette = palette
        if element == QStyle.ControlElement.CE_ComboBoxLabel:
            option.rect = _rect(option).adjusted(HALF_GRID, 0, 0, 0)
        super().drawControl(element, option, painter, widget)

    @override
    def drawComplexControl(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        match control:
            case QStyle.ComplexControl.CC_ComboBox if not _is_editable(widget):
                self._paint_drop_down(option, painter)
            case QStyle.ComplexControl.CC_SpinBox:
                self._paint_number_field(option, painter, widget)
            case QStyle.ComplexControl.CC_ScrollBar:
                self._paint_scroll_bar(option, painter, widget)
            case _:
                super().drawComplexControl(control, option, painter, widget)

    @override
    def sizeFromContents(
        self,
        kind: QStyle.ContentsType,
        option: QStyleOption,
        contents: QSize,
        widget: QWidget | None = None,
    ) -> QSize:
        size = super().sizeFromContents(kind, option, contents, widget)  # type: ignore[arg-type]
        if kind == QStyle.ContentsType.CT_SpinBox:
            size.setHeight(contents.height())  # Fusion adds a second frame to that of the line.
        elif kind == QStyle.ContentsType.CT_ComboBox:
            size.setWidth(size.width() + GRID)  # For the space before and after the text.
        elif kind == QStyle.ContentsType.CT_MenuItem and not _is_separator(option):
            size.setHeight(max(size.height(), CONTROL_HEIGHT))
        return size.expandedTo(QSize(0, CONTROL_HEIGHT)) if kind in _TALL else size

    def _paint_drop_down(self, option: QStyleOptionComplex, painter: QPainter) -> None:
        colours, area = find_colours(_palette(option)), _rect(option)
        paint_box(painter, area, _button_fill(option, colours), colours.control_border)
        arrow = _square(
            QRectF(area.right() - 3 * GRID, area.top(), 2 * GRID, area.height()), _ARROW
        )
        paint_icon(painter, "chevron-down", arrow, _mark_colour(option, colours))
        if _has(option, _State.State_HasFocus) and _has(option, _State.State_KeyboardFocusChange):
            paint_focus_ring(painter, area, colours)

    def _paint_number_field(
        self, option: QStyleOptionComplex, painter: QPainter, widget: QWidget | None
    ) -> None:
        colours = find_colours(_palette(option))
        _paint_field(option, painter, colours)
        if not isinstance(option, QStyleOptionSpinBox):
            return
        for part, name, step in (
            (_SubControl.SC_SpinBoxUp, "chevron-up", option.stepEnabled.StepUpEnabled),
            (_SubControl.SC_SpinBoxDown, "chevron-down", option.stepEnabled.StepDownEnabled),
        ):
            area = self._find_part(QStyle.ComplexControl.CC_SpinBox, option, part, widget)
            can_step = bool(option.stepEnabled & step) and _has(option, _State.State_Enabled)
            colour = colours.text if can_step else colours.disabled_text
            paint_icon(painter, name, _square(area, _STEP_ARROW), colour)

    def _find_part(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        part: QStyle.SubControl,
        widget: QWidget | None,
    ) -> QRectF:
        # The stubs do not know that there may be no widget.
        return QRectF(self.subControlRect(control, option, part, widget))  # type: ignore[arg-type]

    def _paint_scroll_bar(
        self, option: QStyleOptionComplex, painter: QPainter, widget: QWidget | None
    ) -> None:
        colours = find_colours(_palette(option))
        slider = self._find_part(
            QStyle.ComplexControl.CC_ScrollBar, option, _SubControl.SC_ScrollBarSlider, widget
        )
        if _has(option, _State.State_Horizontal):
            bar = QRectF(slider.left(), 0, slider.width(), _SCROLL_HANDLE)
        else:
            bar = QRectF(0, slider.top(), _SCROLL_HANDLE, slider.height())
        bar.moveCenter(slider.center())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.field_border))
        painter.drawRoundedRect(bar, _SCROLL_HANDLE / 2, _SCROLL_HANDLE / 2)
        painter.restore()


def _paint_button(option: QStyleOption, painter: QPainter, colours: ThemeColours) -> None:
    if _is_filled(option):
        fill = colours.accent_hover if _has(option, _State.State_MouseOver) else colours.accent
        paint_box(painter, _rect(option), fill, fill)
    else:
        fill = _button_fill(option, colours)
        paint_box(painter, _rect(option), fill, colours.control_border)


def _paint_focus(option: QStyleOption, painter: QPainter, colours: ThemeColours) -> None:
    if _has(option, _State.State_KeyboardFocusChange):
        paint_focus_ring(painter, _rect(option), colours)


def _paint_field(option: QStyleOption, painter: QPainter, colours: ThemeColours) -> None:
    is_enabled = _has(option, _State.State_Enabled)
    is_focused = is_enabled and _has(option, _State.State_HasFocus)
    edge = colours.field_border if is_enabled else colours.control_border
    fill = colours.field if is_enabled else colours.card
    paint_box(painter, _rect(option), fill, colours.accent if is_focused else edge)
    if is_focused:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.accent), 2))
        painter.drawRoundedRect(QRectF(_rect(option)).adjusted(1, 1, -1, -1), 4, 4)
        painter.restore()


def _paint_frame(option: QStyleOption, painter: QPainter, widget: QWidget | None) -> None:
    colours = find_colours(_palette(option))
    if isinstance(widget, QAbstractScrollArea):
        is_focused = _has(option, _State.State_HasFocus)
        edge = colours.accent if is_focused else colours.field_border
        # The square contents would cover larger corners.
        paint_box(painter, _rect(option), colours.field, edge, _FRAME_RADIUS)
    else:
        paint_box(painter, _rect(option), colours.card, colours.card_border, CARD_RADIUS)


def _paint_arrow(name: str, option: QStyleOption, painter: QPainter, colours: ThemeColours) -> None:
    area = QRectF(_rect(option))
    side = max(_STEP_ARROW, min(area.width(), area.height()))
    paint_icon(painter, name, _square(area, side), _mark_colour(option, colours))


def _paint_menu_arrow(option: QStyleOption, painter: QPainter, colours: ThemeColours) -> None:
    # Fusion gives a selected item of a menu the colour of its text, which the theme does not know.
    colour = _palette(option).color(QPalette.ColorRole.WindowText).name()
    if not _has(option, _State.State_Enabled):
        colour = _mark_colour(option, colours)
    area = QRectF(_rect(option))
    paint_icon(painter, "chevron-right", _square(area, max(_STEP_ARROW, area.height())), colour)


def _paint_line(option: QStyleOption, painter: QPainter, colours: ThemeColours) -> None:
    # A number field paints the frame itself; its line has none.
    if getattr(option, "lineWidth", 0) > 0:
        _paint_field(option, painter, colours)


def _paint_check_box(option: QStyleOption, painter: QPainter, colours: ThemeColours) -> None:
    area = QRectF(_rect(option))
    is_on = _has(option, _State.State_On)
    fill, edge, mark = _indicator_colours(option, colours, is_on=is_on)
    paint_box(painter, area, fill, edge, radius=3)
    if is_on:
        paint_icon(painter, "check", area, mark)


def _paint_radio_button(option: QStyleOption, painter: QPainter, colours: ThemeColours) -> None:
    area = QRectF(_rect(option))
    is_on = _has(option, _State.State_On)
    fill, edge, mark = _indicator_colours(option, colours, is_on=is_on)
    paint_box(painter, area, fill, edge, radius=area.height() / 2)
    if is_on:
        dot = _square(area, area.height() * 0.45)
        paint_box(painter, dot, mark, mark, radius=dot.height() / 2)


def _indicator_colours(
    option: QStyleOption, colours: ThemeColours, *, is_on: bool
) -> tuple[str, str, str]:
    """Return the colours of a check box: background, edge and mark."""
    if not _has(option, _State.State_Enabled):
        return colours.card, colours.control_border, colours.disabled_text
    if is_on:
        return colours.accent, colours.accent, colours.accent_text
    return colours.field, colours.field_border, colours.text


def _button_fill(option: QStyleOption, colours: ThemeColours) -> str:
    if not _has(option, _State.State_Enabled):
        return colours.card
    if _has(option, _State.State_Sunken) or _has(option, _State.State_On):
        return colours.control_pressed
    return colours.control_hover if _has(option, _State.State_MouseOver) else colours.control


def _mark_colour(option: QStyleOption, colours: ThemeColours) -> str:
    return colours.text if _has(option, _State.State_Enabled) else colours.disabled_text


def _is_filled(option: QStyleOption) -> bool:
    """Return True for a dialog's default button, which has the accent colour."""
    if not isinstance(option, QStyleOptionButton) or not _has(option, _State.State_Enabled):
        return False
    return bool(option.features & QStyleOptionButton.ButtonFeature.DefaultButton)


def _is_editable(widget: QWidget | None) -> bool:
    return isinstance(widget, QComboBox) and widget.isEditable()


def _square(area: QRectF, side: float) -> QRectF:
    square = QRectF(0, 0, side, side)
    square.moveCenter(QPointF(area.center()))
    return square


# The stubs of PySide6 lack the fields of style options.
def _has(option: Any, state: QStyle.StateFlag) -> bool:  # noqa: ANN401
    return bool(option.state & state)


def _rect(option: Any) -> QRect:  # noqa: ANN401
    area: QRect = option.rect
    return area


def _is_separator(option: Any) -> bool:  # noqa: ANN401
    return bool(option.menuItemType == QStyleOptionMenuItem.MenuItemType.Separator)


def _palette(option: Any) -> QPalette:  # noqa: ANN401
    palette: QPalette = option.palette
    return palette
