"""Texts that stand beside controls: explanations in a quieter colour, and notes on trouble.

Their colours are worked out from the system's palette, light or dark, so that they stay readable:
at least 4.5 to 1, as WCAG's level AA asks.
"""

from enum import Enum

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget
from typing_extensions import override

from captions.ui.announcing import announce

_QUIET = 0.74
"""How much of the text's colour an explanation keeps."""
_MIDDLE = 128
"""Lightness from which a ground counts as bright."""


class Tone(Enum):
    """What a note is about; its words say the same."""

    QUIET = "quiet"
    GOOD = "good"
    BAD = "bad"


_COLOURS = {
    Tone.GOOD: ("#14632f", "#86e0a3"),
    Tone.BAD: ("#a61b12", "#ff9d94"),
}
"""On a bright and on a dark ground."""


class Note(QLabel):
    """A text below a control; without one it takes no room."""

    def __init__(self, text: str = "", tone: Tone = Tone.QUIET) -> None:
        super().__init__()
        # Names of devices and messages of servers are texts, whatever they hold.
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setWordWrap(True)
        self.say(text, tone)

    def say(self, text: str, tone: Tone = Tone.QUIET) -> None:
        """Show another text."""
        self._tone = tone
        self.setText(text)
        self._fit()

    def answer(self, text: str, tone: Tone) -> None:
        """Show what came of something that the user did, and have screen readers say it."""
        self.say(text, tone)
        if text:
            announce(self, text)

    def _fit(self) -> None:
        if self.parentWidget() is not None:  # Without one it would open a window.
            self.setVisible(bool(self.text()))
        self._colour()

    def _colour(self) -> None:
        """Take the colours of whatever the note stands on."""
        around = self.parentWidget()
        ground = (around if isinstance(around, QWidget) else self).palette()
        palette = QPalette(ground)
        palette.setColor(QPalette.ColorRole.WindowText, _ink(ground, self._tone))
        if palette != self.palette():
            self.setPalette(palette)

    @override
    def minimumSizeHint(self) -> QSize:
        # Qt's own is that of a text broken at each word, which would make every page far too tall.
        return QSize(0, self.fontMetrics().lineSpacing())

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ParentChange:
            self._fit()
        elif event.type() == QEvent.Type.PaletteChange:
            self._colour()
        return super().event(event)


def is_bright(palette: QPalette) -> bool:
    """Tell whether windows of this palette have dark text on a bright ground."""
    return palette.color(QPalette.ColorRole.Window).lightness() >= _MIDDLE


def _ink(palette: QPalette, tone: Tone) -> QColor:
    if tone is not Tone.QUIET:
        on_bright, on_dark = _COLOURS[tone]
        return QColor(on_bright if is_bright(palette) else on_dark)
    ink = QColor(palette.color(QPalette.ColorRole.WindowText))
    ink.setAlphaF(_QUIET)
    return ink
