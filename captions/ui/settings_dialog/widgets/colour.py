"""An editor for a colour: a menu with the eight colours of the FCC rules, and a colour dialog."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPaintEvent, QPalette, QPixmap
from PySide6.QtWidgets import (
    QColorDialog,
    QMenu,
    QPushButton,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)
from typing_extensions import override

from captions.ui.settings_dialog.widgets.editors import NAME_PROPERTY, SettingEditor
from captions.ui.theme.metrics import GRID, NUMBER_WIDTH

_SWATCH = QSize(28, 14)
"""Size of the colour swatch, in logical pixels."""


class ColourEditor(SettingEditor):
    """A button with a swatch of the colour; it opens a menu of colours."""

    def __init__(self) -> None:
        self._button = _ColourButton()
        super().__init__(self._button)
        self._value = ""
        self._name = ""
        self._button.setAutoDefault(False)
        self._button.setMinimumWidth(NUMBER_WIDTH)
        self._button.setIconSize(_SWATCH)
        self._button.setMenu(self._make_menu())

    @override
    def show_value(self, value: str) -> None:
        self._value = value
        self._button.setIcon(_swatch_icon(value, self._button))
        self._button.setText(self._colour_names().get(value, value))
        self._button.setAccessibleName(f"{self._name} {self._button.text()}".strip())

    @override
    def set_accessible_texts(self, name: str, explanation: str) -> None:
        super().set_accessible_texts(name, explanation)
        self._name = name
        self._button.setProperty(NAME_PROPERTY, name)

    def _make_menu(self) -> QMenu:
        menu = QMenu(self._button)
        for value, name in self._colour_names().items():
            menu.addAction(_swatch_icon(value, menu), name).setData(value)
        menu.triggered.connect(self._choose_action)
        menu.aboutToHide.connect(self._end_hover)
        menu.addSeparator()
        menu.addAction(self.tr("Custom colour…")).triggered.connect(self._open_chooser)
        return menu

    def _colour_names(self) -> dict[str, str]:
        """Return the names of the eight colours of 47 CFR 79.103(c)(3), by their value."""
        return {
            "#ffffff": self.tr("White"),
            "#000000": self.tr("Black"),
            "#ff0000": self.tr("Red"),
            "#00ff00": self.tr("Green"),
            "#0000ff": self.tr("Blue"),
            "#ffff00": self.tr("Yellow"),
            "#ff00ff": self.tr("Magenta"),
            "#00ffff": self.tr("Cyan"),
        }

    def _end_hover(self) -> None:
        """Forget that the pointer was over the button: Qt does not tell that a menu took it."""
        self._button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)  # noqa: FBT003  # Qt
        self._button.update()

    def _choose_action(self, action: QAction) -> None:
        if action.data() is not None:
            self._emit_edited(action.data())

    def _open_chooser(self) -> None:
        # Not `getColor`, which would run a nested event loop.
        chooser = QColorDialog(QColor(self._value), self._button.window())
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.colorSelected.connect(lambda colour: self._emit_edited(colour.name()))
        chooser.open()

    def _emit_edited(self, value: str) -> None:
        if value != self._value:
            self.show_value(value)
            self.edited.emit(value)


class _ColourButton(QPushButton):
    """A button whose swatch and text begin at the left, as in a drop-down list."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        swatch, text = self.icon(), self.text()
        option.icon, option.text = QIcon(), ""
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        area = self.rect().adjusted(GRID, 0, -GRID, 0)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        mode = QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled
        # An icon fills a larger area with its device pixels: at 200 %, it would cover the text.
        place = QStyle.alignedRect(self.layoutDirection(), left, self.iconSize(), area)
        swatch.paint(painter, place, left, mode)
        area.setLeft(place.right() + 1 + GRID)
        role = QPalette.ColorRole.ButtonText
        painter.drawItemText(area, left.value, self.palette(), self.isEnabled(), text, role)


def _swatch_icon(value: str, widget: QWidget) -> QIcon:
    """Return a rectangle of a colour, drawn for the palette and scale of a widget."""
    scale = widget.devicePixelRatioF()
    picture = QPixmap(_SWATCH * scale)
    picture.setDevicePixelRatio(scale)
    painter = QPainter(picture)
    area = picture.rect().size() / scale
    painter.fillRect(0, 0, area.width(), area.height(), QColor(value))
    border = QColor(widget.palette().color(QPalette.ColorRole.ButtonText))
    border.setAlphaF(0.5)
    painter.setPen(border)
    painter.drawRect(0, 0, area.width() - 1, area.height() - 1)
    painter.end()
    return QIcon(picture)
