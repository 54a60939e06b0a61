"""Says on screen and in the tray what the app is doing, and how to get hidden captions back."""

from collections.abc import Callable

from PySide6.QtGui import QKeySequence

from captions.settings.schema import Settings, ShortcutSettings
from captions.ui.hotkeys.key_backend import PortalBindings
from captions.ui.overlay.overlay import Overlay
from captions.ui.tray.tray import TrayIcon
from captions.wording import hints
from captions.wording.notifications.notices import SHOWN_SECONDS, NotificationText
from captions.wording.status import CaptionStatus

SOURCE_SECONDS = 4.0
"""Time for which a hint names a new source, in seconds."""


class Presence:
    """Shows hints beside the captions, and the state of the captions in the tray."""

    def __init__(
        self, overlay: Overlay, tray: TrayIcon, notify: Callable[[NotificationText], None]
    ) -> None:
        """Say nothing yet.

        Args:
            overlay: shows hints.
            tray: shows the state.
            notify: sends a notification, for what a hidden overlay cannot say.
        """
        self._overlay = overlay
        self._tray = tray
        self._notify = notify
        self._heard = ""
        """What was listened to when a hint last said so; empty before captions start."""
        self._is_locked = False
        self._status = CaptionStatus("", "waiting")
        self._keys: dict[str, str] = {}
        """Keys of the shortcuts that lock and show the captions, as the user knows them."""

    def set_shortcuts(self, shortcuts: ShortcutSettings, bindings: PortalBindings | None) -> None:
        """Mention these keys in hints.

        Args:
            shortcuts: the settings.
            bindings: the desktop's keys, if it manages them.
        """
        for name in ("lock", "show"):
            keys = QKeySequence(
                getattr(shortcuts, name), QKeySequence.SequenceFormat.PortableText
            ).toString(QKeySequence.SequenceFormat.NativeText)
            self._keys[name] = keys if bindings is None else bindings.triggers.get(name, "")

    def show_status(self, now: CaptionStatus) -> None:
        """Show a status; when captions start or listen to something else, say what it is."""
        self._status = now
        if now.light == "listening":
            self._describe_source(now)
        self.update_tray()

    def apply(self, settings: Settings) -> None:
        """Show whether the captions are locked, and say how to unlock them if that is new."""
        was_locked, self._is_locked = self._is_locked, settings.window.click_through
        if self._is_locked is not was_locked:
            locked = hints.describe_lock(self._keys.get("lock", ""))
            self._overlay.show_hint(locked if self._is_locked else "")
        self.update_tray()

    def report_hidden(self) -> None:
        """Say how to show the captions again."""
        self._notify(hints.describe_hiding(self._keys.get("show", "")))
        self.update_tray()

    def say(self, sentence: str) -> None:
        """Show a sentence beside the captions, or in a notification while they are hidden."""
        if self._overlay.isVisible():
            self._overlay.show_hint(sentence)
        else:
            self._notify(NotificationText("Captions", sentence, sentence, SHOWN_SECONDS))

    def _describe_source(self, now: CaptionStatus) -> None:
        """Say what is listened to if that is new, and at first where the menu is."""
        if not self._heard and now.line:
            self._overlay.show_hint(hints.describe_start(now.line, is_locked=self._is_locked))
        elif now.listening not in ("", self._heard):
            self._overlay.show_hint(now.listening, SOURCE_SECONDS)
        else:
            return
        self._heard = now.listening or now.line

    def update_tray(self) -> None:
        """Show the state of the captions in the tray."""
        is_shown = self._overlay.isVisible()
        self._tray.set_state(
            self._status.tray,
            hints.describe_tray(self._status, is_shown=is_shown, is_locked=self._is_locked),
            "hidden" if not is_shown else "locked" if self._is_locked else "",
        )
