"""Announcements: sentences that screen readers speak without a change of focus.

Qt maps an announcement to `object:announcement` of AT-SPI on Linux, which Orca 43 does not support
yet, to a UI Automation notification on Windows, and to an NSAccessibility notification on macOS.
"""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


def announce(source: QWidget, sentence: str) -> None:
    """Have screen readers speak a sentence after their current output."""
    event = QAccessibleAnnouncementEvent(source, sentence)
    event.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
    QAccessible.updateAccessibility(event)
