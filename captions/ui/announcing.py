"""Sentences that screen readers say without the focus going there, such as the answer to a click.

Each is an announcement of Qt's: on Linux `object:announcement` of AT-SPI, which Orca 43 does not
know yet; on Windows a notification of UI Automation; on macOS one of NSAccessibility.
"""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


def announce(source: QWidget, sentence: str) -> None:
    """Have screen readers say a sentence, after what they are at."""
    event = QAccessibleAnnouncementEvent(source, sentence)
    event.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
    QAccessible.updateAccessibility(event)
