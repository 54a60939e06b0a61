"""The button that returns to the live end of a transcript."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from captions.ui.theme.drawn_icons import make_icon
from captions.ui.theme.palette import find_colours

_BOTTOM = 16
"""Distance from the lower edge of the view, in logical pixels."""
_STYLE = (
    "QPushButton {{ background: {background}; color: {text}; border: 2px solid {background};"
    " border-radius: 16px; padding: 0 16px; min-height: 28px; font-weight: 600; }}"
    "QPushButton:focus {{ border-color: {text}; }}"
)


class LiveButton(QPushButton):
    """Floats above the lower edge of a view, and counts what was added below."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view
        self._unseen = 0
        view.installEventFilter(self)
        self._update_look()
        self.hide()

    def show_unseen(self, count: int) -> None:
        """Show the number of segments that were added below."""
        self._unseen = count
        self._update_text()

    def _update_text(self) -> None:
        text = self.tr("Live")
        if self._unseen:
            text = self.tr("Live, {count} new").format(count=self.locale().toString(self._unseen))
        self.setText(text)
        self.setAccessibleDescription(self.tr("Follows the transcript as people speak."))
        self.setToolTip(self.tr("Follows the transcript as people speak."))
        self._place()

    def _update_look(self) -> None:
        palette = self._view.palette()
        colours = find_colours(palette)
        self.setStyleSheet(_STYLE.format(background=colours.accent, text=colours.accent_text))
        self.setIcon(make_icon("down", palette, "accent_text"))
        self._update_text()

    def _place(self) -> None:
        """Centre the button above the lower edge."""
        self.adjustSize()
        left = (self._view.width() - self.width()) // 2
        self.move(left, self._view.height() - self.height() - _BOTTOM)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        elif event.type() == QEvent.Type.PaletteChange:
            self._update_look()
        return False

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._update_text()
        super().changeEvent(event)
