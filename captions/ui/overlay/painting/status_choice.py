"""What the status line shows: a hint, a notice or the status, in this order."""

from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from captions.wording.status import Light

HINT_SECONDS = 8.0
"""Time for which a hint is shown, in seconds: twice the time to read its longest text."""

_HINT_LIGHT: Light = "listening"  # Hints and notices have the mark of the usual state.


class StatusText(NamedTuple):
    """Text of the status line, and the state that its mark shows."""

    text: str = ""
    light: Light = "waiting"


class StatusChoice(QObject):
    """Chooses what the status line shows."""

    changed = Signal()
    """Emitted when `shown` may have changed."""

    def __init__(self, parent: QObject) -> None:
        """Show nothing; ``parent`` owns the choice."""
        super().__init__(parent)
        self._status = StatusText()
        self._hint = self._notice = ""
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._end_hint)

    @property
    def shown(self) -> StatusText:
        """The hint while there is one, or else the notice, or else the status."""
        text = self._hint or self._notice
        return StatusText(text, _HINT_LIGHT) if text else self._status

    def show_status(self, text: str, light: Light) -> None:
        """Show a status; an empty text removes it."""
        self._status = StatusText(text, light if text else "waiting")
        self.changed.emit()

    def show_hint(self, text: str, seconds: float) -> None:
        """Show a text in place of the status for some seconds; an empty text ends it."""
        self._hint = text
        self._timer.start(round(seconds * 1000))
        self.changed.emit()

    def show_notice(self, text: str) -> None:
        """Show a text in place of the status until it is replaced by an empty one."""
        self._notice = text
        self.changed.emit()

    def _end_hint(self) -> None:
        self._hint = ""
        self.changed.emit()
