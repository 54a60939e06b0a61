"""The tray icon: shows the app's state, opens the menu and sends notifications.

Systems without a tray show no icon; notifications still work there.
"""

import logging
import time
from collections.abc import Awaitable, Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from captions.ui import icons
from captions.ui.tray import notifications
from captions.wording.notifications.notices import REPEAT_SECONDS
from captions.wording.status import TrayState

_log = logging.getLogger(__name__)

MAX_TOOLTIP_CHARS = 120
"""Maximum characters of a tooltip; Windows cuts longer ones after 127, even within a word."""


class TrayIcon(QObject):
    """An icon in the system tray, if there is one, and notifications."""

    show_requested = Signal()
    """The user wants to show the overlay, or hide it if it is visible."""

    def __init__(
        self,
        menu: QMenu,
        clock: Callable[[], float] = time.monotonic,
        send: Callable[[str, str], Awaitable[bool]] = notifications.send,
    ) -> None:
        """Create the icon.

        Args:
            menu: menu of the icon.
            clock: returns seconds, which limit repeated notifications.
            send: sends a notification to a server; returns True if one accepted it.
        """
        super().__init__()
        self._clock = clock
        self._send = send
        self._last_shown: dict[str, float] = {}
        self._tooltip = ""
        self._progress = ""
        """Progress of downloads, shown in the tooltip."""
        self._icon = QSystemTrayIcon(icons.load_icon("tray-waiting"), self)
        self._icon.setContextMenu(menu)
        self._icon.activated.connect(self._handle_activation)
        self.set_state("waiting", "Captions")
        # Shown even without a tray: Qt adds the icon if the desktop's tray starts later.
        self._icon.show()

    def set_state(self, state: TrayState, tooltip: str, mark: str = "") -> None:
        """Show the app's state.

        Args:
            state: state of captioning.
            tooltip: text that describes it.
            mark: ``locked`` or ``hidden`` if the captions are; otherwise empty.
        """
        self._icon.setIcon(icons.load_icon(f"tray-{state}", mark))
        self._tooltip = tooltip
        self._update_tooltip()

    def set_progress(self, progress: str) -> None:
        """Show the progress of downloads in the tooltip; an empty text removes it."""
        if progress != self._progress:
            self._progress = progress
            self._update_tooltip()

    async def notify(
        self, title: str, advice: str, kind: str = "", repeat_seconds: float = REPEAT_SECONDS
    ) -> bool:
        """Show a notification, unless one of the same kind was shown recently; never raises.

        Args:
            title: a few words.
            advice: a sentence that says what to do.
            kind: identifies repetitions; the title if empty.
            repeat_seconds: seconds for which repetitions are suppressed.

        Returns:
            True if it was shown or suppressed as a repetition.
        """
        kind = kind or title
        now = self._clock()
        if now - self._last_shown.get(kind, float("-inf")) < repeat_seconds:
            return True
        self._last_shown[kind] = now
        if await self._send(title, advice):
            return True
        if not QSystemTrayIcon.isSystemTrayAvailable():
            _log.info("This desktop shows no notifications: %s. %s", title, advice)
            return False
        self._icon.showMessage(title, advice, icons.load_icon("captions"), notifications.SHOWN_MS)
        return True

    def hide(self) -> None:
        """Remove the icon; called last before the app ends."""
        self._icon.hide()

    def _update_tooltip(self) -> None:
        # The progress comes first, because a long status would push it out of the tooltip.
        shown = filter(None, [self._progress, self._tooltip])
        self._icon.setToolTip(_shorten_tooltip("\n".join(shown)))

    def _handle_activation(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            self.show_requested.emit()


def _shorten_tooltip(text: str) -> str:
    """Cut a text after a word if it is too long for a tooltip."""
    if len(text) <= MAX_TOOLTIP_CHARS:
        return text
    return text[: MAX_TOOLTIP_CHARS - 1].rpartition(" ")[0] + "…"
