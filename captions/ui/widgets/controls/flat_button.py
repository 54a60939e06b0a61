"""Flat buttons with an icon, for bars above and below contents."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QMenu, QToolButton
from typing_extensions import override

from captions.ui.theme.drawn_icons import make_icon

_STYLE = """
QToolButton { border: 2px solid transparent; border-radius: 6px; padding: 6px 7px; }
QToolButton[popupMode="2"] { padding-right: 20px; }
QToolButton:hover, QToolButton:pressed { background: palette(midlight); }
QToolButton:focus { border-color: palette(highlight); }
QToolButton::menu-indicator { subcontrol-position: right center; right: 6px; }
"""


class FlatButton(QToolButton):
    """A button without a frame until the pointer or the focus is on it."""

    def __init__(self, drawing: str, menu: QMenu | None = None) -> None:
        """``drawing`` is a file name in ``resources/icons``; ``menu`` opens at a click."""
        super().__init__()
        self._drawing = drawing
        if menu is not None:
            self.setMenu(menu)
            self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setStyleSheet(_STYLE)
        self._draw()

    def show_drawing(self, name: str) -> None:
        """Show another drawing."""
        self._drawing = name
        self._draw()

    def set_texts(self, text: str, tip: str = "") -> None:
        """Set the text, which may be hidden, and its explanation."""
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(tip or text)

    def _draw(self) -> None:
        self.setIcon(make_icon(self._drawing, self.palette()))

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()
        super().changeEvent(event)
