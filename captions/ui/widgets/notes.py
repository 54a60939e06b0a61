"""Notes beside controls: explanations in a muted colour, and results of user actions.

The colours depend on the system's palette, light or dark, and keep a contrast of at least 4.5 to 1,
as WCAG level AA requires.
"""

from enum import Enum

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget
from typing_extensions import override

from captions.ui.theme.palette import find_colours
from captions.ui.widgets.announcing import announce


class NoteTone(Enum):
    """Kind of a note; it sets the colour, and the text must convey the same without it."""

    QUIET = "quiet"
    GOOD = "good"
    ATTENTION = "attention"
    BAD = "bad"


_COLOURS = {
    NoteTone.QUIET: "quiet_text",
    NoteTone.GOOD: "good",
    NoteTone.ATTENTION: "attention",
    NoteTone.BAD: "bad",
}
"""Names of the text colours in `captions.ui.theme.colours.ThemeColours`."""


def reserve_accents(label: QLabel) -> None:
    """Make room above a label's text for accents, such as those of “Ö”.

    In some fonts they are higher than the ascent, which is all the room that Qt gives to a line.
    """
    metrics, margins = label.fontMetrics(), label.contentsMargins()
    needed = max(0, -metrics.tightBoundingRect(label.text()).top() - metrics.ascent())
    if margins.top() != needed:
        margins.setTop(needed)
        label.setContentsMargins(margins)


class NoteLabel(QLabel):
    """A text below a control; hidden while it is empty."""

    def __init__(self, text: str = "", tone: NoteTone = NoteTone.QUIET) -> None:
        super().__init__()
        self._tone = tone
        # Device names and server messages may contain markup, which must not be interpreted.
        self.setTextFormat(Qt.TextFormat.PlainText)
        # On a page of text, Qt would use another role, which the tone does not colour.
        self.setForegroundRole(QPalette.ColorRole.WindowText)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setWordWrap(True)
        self.show_text(text, tone)

    def show_text(self, text: str, tone: NoteTone = NoteTone.QUIET) -> None:
        """Replace the text."""
        self._tone = tone
        self.setText(text)
        reserve_accents(self)
        self._update_visibility()

    def announce_text(self, text: str, tone: NoteTone) -> None:
        """Show the result of a user action and announce it to screen readers."""
        self.show_text(text, tone)
        if text:
            announce(self, text)

    def _update_visibility(self) -> None:
        if self.parentWidget() is not None:  # Without a parent it would open as a window.
            self.setVisible(bool(self.text()))
        self._update_colour()

    def _update_colour(self) -> None:
        """Derive the text colour from the parent's palette."""
        parent = self.parentWidget()
        background = (parent if isinstance(parent, QWidget) else self).palette()
        palette = QPalette(background)
        colour = QColor(getattr(find_colours(background), _COLOURS[self._tone]))
        palette.setColor(QPalette.ColorRole.WindowText, colour)
        if palette != self.palette():
            self.setPalette(palette)

    @override
    def minimumSizeHint(self) -> QSize:
        # Qt's own hint assumes a line break at every word, which would make every page too tall.
        return QSize(0, self.fontMetrics().lineSpacing() + self.contentsMargins().top())

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ParentChange:
            self._update_visibility()
        elif event.type() == QEvent.Type.PaletteChange:
            self._update_colour()
        elif event.type() == QEvent.Type.FontChange:
            reserve_accents(self)
        return super().event(event)
