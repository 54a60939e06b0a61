"""The open partials of a live session, which stay until their segments are in the transcript.

A partial ends when its segment is committed, and the segment appears a moment later. Without this
delay, the text would vanish and come back, and the view would jump.
"""

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer, Signal

_MAX_WAIT_MS = 300
"""Time after which a partial disappears even if no segment follows."""


class OpenPartials(QObject):
    """Texts of the open segments by their labels."""

    changed = Signal()
    """A text changed or disappeared."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._texts: dict[str, str] = {}
        self._ended: set[str] = set()
        self._timer = QTimer(self, singleShot=True, interval=_MAX_WAIT_MS)
        self._timer.timeout.connect(self._drop_late)

    @property
    def texts(self) -> Mapping[str, str]:
        """The texts by their labels, in the order in which they began."""
        return self._texts

    def show_text(self, label: str, text: str) -> None:
        """Replace the text of a label; an empty one ends it."""
        if text:
            self._ended.discard(label)
            self._texts[label] = text
            self.changed.emit()
        elif label in self._texts:
            self._ended.add(label)
            self._timer.start()

    def drop_ended(self) -> None:
        """Remove the texts that have ended, because their segments are in the transcript."""
        for label in self._ended:
            self._texts.pop(label, None)
        self._ended.clear()

    def _drop_late(self) -> None:
        if self._ended:
            self.drop_ended()
            self.changed.emit()
