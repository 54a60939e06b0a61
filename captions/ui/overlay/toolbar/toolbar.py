"""The toolbar: commands for pointer users, in a window of its own that never takes the focus.

The menu offers the same commands to keyboard users. The toolbar does not use the caption colours,
so it stays readable whatever they are.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import (
    QAbstractAnimation,
    QEvent,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    QVariantAnimation,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QGuiApplication,
    QPainter,
    QPaintEvent,
    QPen,
    QShowEvent,
)
from PySide6.QtWidgets import QGraphicsOpacityEffect, QHBoxLayout, QToolButton, QToolTip, QWidget
from typing_extensions import override

from captions.model.command import Command
from captions.ui.overlay.hover_widget import HoverWidget
from captions.ui.platform import screen_sharing
from captions.ui.theme.drawn_icons import make_plain_icon

FADE_MS = 120
"""Duration of fading in and out, in milliseconds; none if the user prefers reduced motion."""
BUTTON_SIDE = 32
"""Width and height of a button in logical pixels, the minimum for pointers here."""
_ICON_SIDE = 20
_DRAWINGS = {"hide": "close", "resume": "play"}
"""Icons with another name than their button."""
_PAD = 4
_TIP_OFFSET = 16
"""Distance from the place of a tooltip to its upper edge, which Qt adds for the pointer."""
_TIP_MARGIN = 16
"""Height of the margins of a tooltip and of the gap to its button, in logical pixels."""
_RADIUS = 10.0
_BACKGROUND = QColor(24, 26, 29, 240)
_BORDER = QColor(255, 255, 255, 56)
_STYLE = """
QToolButton { border: none; border-radius: 6px; background: transparent; }
QToolButton:hover { background: rgba(255, 255, 255, 46); }
QToolButton:pressed { background: rgba(255, 255, 255, 82); }
"""


class HoverToolbar(HoverWidget):
    """A row of buttons beside the captions."""

    command_requested = Signal(object)
    """The user clicked a button; carries its `Command`."""
    looks_requested = Signal(QRect)
    """The user wants to choose a look; carries the rectangle of the button on the screen, as high
    as the toolbar."""

    def __init__(self, is_still: Callable[[], bool] = lambda: False) -> None:
        """``is_still`` returns True if the user wants no animations: nothing fades then."""
        super().__init__()
        self._is_still = is_still
        self._paused = self._is_excluded = False
        self._buttons: dict[str, _ToolbarButton] = {}
        self._panel = _ToolbarPanel(self)
        self._fade = QVariantAnimation(self)
        self._fade.setDuration(FADE_MS)
        self._fade.valueChanged.connect(self._apply_opacity)
        self._fade.finished.connect(self._finish_fade)
        self._opacity = 0.0
        self._make_window()
        self._add_buttons()
        self.setFixedSize(self.sizeHint())

    @property
    def is_wanted(self) -> bool:
        """True if the toolbar is visible and not fading out."""
        fades_out = self._fade.state() is QAbstractAnimation.State.Running and not float(
            self._fade.endValue()
        )
        return self.isVisible() and not fades_out

    def set_paused(self, *, paused: bool) -> None:
        """Offer to resume while captioning is paused, otherwise to pause."""
        if paused != self._paused:
            self._paused = paused
            self._name_buttons()

    def set_excluded(self, *, excluded: bool) -> None:
        """Exclude the toolbar from recordings and screen sharing, where the system can do so.

        The captions report it if the system cannot.
        """
        self._is_excluded = excluded
        if self.windowHandle() is not None:
            screen_sharing.set_hidden(self.winId(), hidden=excluded)

    def show_at(self, corner: QPoint, *, is_above: bool) -> None:
        """Show the toolbar.

        Args:
            corner: place of its top left corner on the screen.
            is_above: True if it stands above the captions, and its tooltips therefore above it.
        """
        self.move(corner)
        for button in self._buttons.values():
            button.tips_above = is_above
        if not self.isVisible():
            self._apply_opacity(0.0)
            self.show()
            self.raise_()  # Only now, because a menu of the toolbar must stay above it.
        self._fade_to(1.0)

    def fade_out(self) -> None:
        """Hide the toolbar."""
        if self.is_wanted:
            self._fade_to(0.0)

    def _make_window(self) -> None:
        window_type = (
            Qt.WindowType.X11BypassWindowManagerHint
            if QGuiApplication.platformName() == "xcb"
            else Qt.WindowType.Tool
        )
        self.setWindowFlags(
            Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.WindowDoesNotAcceptFocus
            | Qt.WindowType.NoDropShadowWindowHint
            | window_type
        )
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_MacAlwaysShowToolWindow)
        self.setAttribute(Qt.WidgetAttribute.WA_AlwaysShowToolTips)  # It is never active.
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._panel)

    def _add_buttons(self) -> None:
        for name, command in (
            ("pause", Command.TOGGLE_PAUSE),
            ("smaller", Command.SMALLER),
            ("larger", Command.LARGER),
            ("look", None),
            ("transcript", Command.TRANSCRIPT),
            ("settings", Command.SETTINGS),
            ("hide", Command.HIDE),
        ):
            button = _ToolbarButton(name)
            if command is None:
                button.clicked.connect(self._request_looks)
            else:
                button.clicked.connect(partial(self.command_requested.emit, command))
            self._buttons[name] = button
            self._panel.buttons.addWidget(button)

    def _request_looks(self) -> None:
        button = self._buttons["look"]
        place = QRect(button.mapToGlobal(QPoint()), button.size())
        self.looks_requested.emit(place.adjusted(0, -_PAD, 0, _PAD))

    def _name_buttons(self) -> None:
        """Name the buttons while they can be seen; a screen reader would hear of each name."""
        if not self.isVisible():
            return
        texts = {
            "pause": self.tr("Resume") if self._paused else self.tr("Pause"),
            "smaller": self.tr("Smaller text"),
            "larger": self.tr("Larger text"),
            "look": self.tr("Look"),
            "transcript": self.tr("Transcript"),
            "settings": self.tr("Settings"),
            "hide": self.tr("Hide captions"),
        }
        self.setWindowTitle(self.tr("Caption toolbar"))
        for name, text in texts.items():
            self._buttons[name].setToolTip(text)
            self._buttons[name].setAccessibleName(text)
        self._buttons["pause"].show_drawing("resume" if self._paused else "pause")

    def _fade_to(self, opacity: float) -> None:
        self._fade.stop()
        self._fade.setStartValue(self._opacity)
        self._fade.setEndValue(opacity)
        if self._is_still():
            self._apply_opacity(opacity)
            self._finish_fade()
        else:
            self._fade.start()

    def _apply_opacity(self, opacity: float) -> None:
        self._opacity = opacity
        self._panel.set_opacity(opacity)

    def _finish_fade(self) -> None:
        if not self._opacity:
            self.hide()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._name_buttons()
        self.set_excluded(excluded=self._is_excluded)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._name_buttons()


class _ToolbarButton(QToolButton):
    """A button whose tooltip does not cover the captions."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.tips_above = False
        """True if the tooltip appears above the button instead of below it."""
        self.setObjectName(name)
        self.setFixedSize(BUTTON_SIDE, BUTTON_SIDE)
        self.setIconSize(QSize(_ICON_SIDE, _ICON_SIDE))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.show_drawing(name)

    def show_drawing(self, name: str) -> None:
        """Show an icon of the theme in white, because the toolbar is always dark."""
        self.setIcon(make_plain_icon(_DRAWINGS.get(name, name), "#ffffff", _ICON_SIDE))

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.ToolTip:
            return super().event(event)
        line = QFontMetrics(QToolTip.font()).height() + _TIP_MARGIN
        top = -line - _TIP_OFFSET if self.tips_above else self.height() + _PAD - _TIP_OFFSET
        QToolTip.showText(self.mapToGlobal(QPoint(0, top)), self.toolTip(), self)
        return True


class _ToolbarPanel(QWidget):
    """The background of the toolbar, which fades together with its buttons."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setStyleSheet(_STYLE)
        self.buttons = QHBoxLayout(self)
        self.buttons.setContentsMargins(_PAD, _PAD, _PAD, _PAD)
        self.buttons.setSpacing(2)
        # The opacity of a window depends on a compositor; that of a widget does not.
        self._effect = QGraphicsOpacityEffect(self)
        self.setGraphicsEffect(self._effect)

    def set_opacity(self, opacity: float) -> None:
        """Set the opacity, from 0 to 1."""
        self._effect.setOpacity(opacity)
        self._effect.setEnabled(opacity < 1)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(_BORDER, 1))
        painter.setBrush(_BACKGROUND)
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS
        )
