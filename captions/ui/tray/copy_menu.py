"""A menu that copies what was said in the last minutes."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu

OFFERED_MINUTES = (1, 5, 15, 60)


class CopyMenu(QMenu):
    """Offers to copy what was said in the last minute, or in more."""

    copy_requested = Signal(int)
    """The user wants to copy what was said; carries the number of minutes."""

    def __init__(self) -> None:
        super().__init__()
        for minutes in OFFERED_MINUTES:
            self.addAction("").triggered.connect(partial(self.copy_requested.emit, minutes))

    def retranslate(self) -> None:
        """Write all entries in the interface language."""
        for action, minutes in zip(self.actions(), OFFERED_MINUTES, strict=True):
            many = self.tr("{0} minutes").format(minutes)
            action.setText(self.tr("1 minute") if minutes == 1 else many)
