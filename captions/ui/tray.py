"""The tray icon: what the app is doing at a glance, the menu, and notifications.

A system without a tray has none of the first two and everything else.
"""

import logging
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from captions.ui import icons, notifications
from captions.wording.status import TrayState

_log = logging.getLogger(__name__)

FOLDED = 60.0
"""Seconds in which a notification of the same kind is not shown again."""
LONGEST_TOOLTIP = 120
"""Characters; Windows has room for 127, and cuts what is longer within a word."""


class Tray(QObject):
    """An icon in the system's tray, where there is one, and notifications."""

    show_requested = Signal()
    """The overlay should be shown, or hidden if it is."""

    def __init__(self, menu: QMenu, clock: Callable[[], float] = time.monotonic) -> None:
        """``clock`` tells seconds; it decides which notifications are repetitions."""
        super().__init__()
        self._clock = clock
        self._notified: dict[str, float] = {}
        self._icon = QSystemTrayIcon(icons.icon("tray-waiting"), self)
        self._icon.setContextMenu(menu)
        self._icon.activated.connect(self._activated)
        self.set_state("waiting", "Captions")
        # Shown even where there is no tray: Qt brings it up should the desktop's start later.
        self._icon.show()

    def set_state(self, state: TrayState, tooltip: str) -> None:
        """Show what the app is doing."""
        self._icon.setIcon(icons.icon(f"tray-{state}"))
        self._icon.setToolTip(_shortened(tooltip))

    async def notify(self, title: str, advice: str, kind: str = "") -> bool:
        """Tell the user something once; it never fails.

        Args:
            title: a few words.
            advice: a sentence that says what to do.
            kind: what it is about; while that is fresh, it is not shown again. The title, if empty.

        Returns:
            Whether anything could show it; also if it was folded into the one before.
        """
        kind = kind or title
        now = self._clock()
        if now - self._notified.get(kind, -FOLDED) < FOLDED:
            return True
        self._notified[kind] = now
        if await notifications.send(title, advice):
            return True
        if not QSystemTrayIcon.isSystemTrayAvailable():
            _log.info("Nothing on this desktop shows notifications: %s. %s", title, advice)
            return False
        self._icon.showMessage(title, advice, icons.icon("captions"), notifications.SHOWN_MS)
        return True

    def hide(self) -> None:
        """Take the icon away, as the last thing before the app ends."""
        self._icon.hide()

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            self.show_requested.emit()


def _shortened(text: str) -> str:
    """Cut a text behind a word, if it is too long for a tooltip."""
    if len(text) <= LONGEST_TOOLTIP:
        return text
    return text[: LONGEST_TOOLTIP - 1].rpartition(" ")[0] + "…"
