"""Global shortcuts: a common class on top of a key backend for each system.

A backend grabs keys from its system and does not know what they are for. This module holds what is
the same everywhere: which keys form a shortcut, which shortcuts clash, and why a grab failed. A
Wayland desktop assigns the keys itself (`captions.ui.hotkeys.portal`); while it does, no backend
grabs any.
"""

import asyncio
import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence

from captions.ui.hotkeys.key_backend import GrabRefusal, KeyBackendFactory, PortalBindings
from captions.ui.hotkeys.key_names import format_trigger
from captions.ui.hotkeys.key_sequences import (
    KeySequences,
    find_clashes,
    first_combination,
    is_typing_key,
    native_text,
)
from captions.ui.hotkeys.macos import MacKeys
from captions.ui.hotkeys.windows import WindowsKeys
from captions.ui.hotkeys.x11 import X11Keys
from captions.wording.language import marked, translated

if TYPE_CHECKING:
    from captions.ui.hotkeys.portal import ShortcutPortal

SHORTCUT_TITLES = {
    "pause": marked("&Pause or resume"),
    "commit": marked("Commit &now"),
    "clear": marked("Cl&ear captions"),
    "transcript": marked("Open &transcript"),
    "show": marked("&Show or hide captions"),
    "lock": marked("&Lock or unlock captions"),
    "larger": marked("Lar&ger text"),
    "smaller": marked("S&maller text"),
}
"""Titles of the shortcuts by their name in the settings; marked for translation."""


class GlobalHotkeys(QObject):
    """The app's global shortcuts."""

    pressed = Signal(str)
    """Emitted once per press of a shortcut, however long it is held; carries its name."""

    changed = Signal()
    """The desktop assigned keys or withdrew them. `portal_bindings` and `limitation_notice` have
    changed, and `apply_keys` must be called again."""

    def __init__(self, make_backend: KeyBackendFactory | None = None) -> None:
        """Create the key backend; ``make_backend`` defaults to this system's, if it has one."""
        super().__init__()
        make_backend = make_backend or _backend_factory()
        self._backend = make_backend(self._emit_pressed) if make_backend is not None else None
        self._names: list[str] = []
        self._keys: KeySequences = {}
        self._suspended = False
        """True while pressed keys must have no effect, because the user records a shortcut."""
        self._portal: ShortcutPortal | None = None
        self._portal_task: asyncio.Task[None] | None = None
        self._portal_bindings: PortalBindings | None = None

    @property
    def portal_bindings(self) -> PortalBindings | None:
        """Keys that the desktop assigned in place of the settings; `None` if it assigns none."""
        return self._portal_bindings

    @property
    def limitation_notice(self) -> str:
        """Why shortcuts do not work fully here, with a workaround; empty if they do."""
        if self._portal_bindings is not None:
            return ""
        if self._backend is None:
            return self.tr(
                "Global shortcuts are not available on this desktop. Use the menu of the tray icon "
                "or of the captions, or create desktop shortcuts for commands such as “captions "
                "control toggle-pause”."
            )
        if is_wayland(os.environ):
            return self.tr(
                "On Wayland, shortcuts work only while certain programs have the focus. Otherwise "
                "use the menu of the tray icon or of the captions, or create desktop shortcuts for "
                "commands such as “captions control toggle-pause”."
            )
        return ""

    async def serve_portal(self, keys: KeySequences) -> None:
        """Have a Wayland desktop assign the keys while the app runs; return at once elsewhere.

        Args:
            keys: the proposed keys; the desktop may assign others, or none.
        """
        if not is_wayland(os.environ):
            return
        from captions.ui.hotkeys.portal import ShortcutOffer, ShortcutPortal  # noqa: PLC0415  # only Linux has jeepney

        offers = [
            ShortcutOffer(
                name,
                translated(SHORTCUT_TITLES[name]).replace("&", ""),
                "" if wanted.isEmpty() else format_trigger(first_combination(wanted)),
            )
            for name, wanted in keys.items()
        ]
        self._portal = ShortcutPortal(offers, self._emit_pressed_name, self._handle_bindings)
        self._portal_task = asyncio.current_task()
        await self._portal.serve(QGuiApplication.desktopFileName())

    async def open_desktop_settings(self) -> None:
        """Open the desktop's own settings for the assigned keys."""
        if self._portal is not None:
            await self._portal.open_desktop_settings()

    def apply_keys(self, keys: KeySequences) -> dict[str, str]:
        """Grab these keys in place of all others; grab none while the desktop assigns the keys.

        Returns:
            A sentence for each shortcut whose keys could not be grabbed, by name.
        """
        twice = find_clashes(keys)
        self._keys = keys
        problems = {}
        self._names = list(keys)
        if self._backend is not None:
            self._backend.release_all()
        if self._portal_bindings is not None:
            return {}
        for number, (name, wanted) in enumerate(keys.items()):
            # If two shortcuts have the same keys, the first one gets them.
            earlier = name in twice and self._names.index(twice[name]) < number
            problem = self._duplicate_text(wanted) if earlier else self._grab_keys(number, wanted)
            if problem:
                problems[name] = problem
        if self._suspended and self._backend is not None:
            self._backend.release_all()  # They were grabbed only to find conflicts.
        return problems

    def suspend(self, suspended: bool) -> None:  # noqa: FBT001  # the argument of a Qt signal
        """Release all keys, so that a field can record them, or grab them again."""
        if suspended is self._suspended:
            return
        self._suspended = suspended
        if not suspended:
            self.apply_keys(self._keys)
        elif self._backend is not None:
            self._backend.release_all()

    def close(self) -> None:
        """Release all keys; called before the app ends."""
        self._portal = None
        if self._portal_task is not None:
            self._portal_task.cancel()
        if self._backend is not None:
            self._backend.close()
            self._backend = None

    def _grab_keys(self, number: int, wanted: QKeySequence) -> str:
        if wanted.isEmpty() or self._backend is None:
            return ""
        title = native_text(wanted)
        if is_typing_key(wanted):
            return self.tr("%1 is needed for typing: add Ctrl or Alt.").replace("%1", title)
        return self._refusal_text(self._backend.grab(number, first_combination(wanted))).replace(
            "%1", title
        )

    def _refusal_text(self, refusal: GrabRefusal | None) -> str:
        match refusal:
            case GrabRefusal.TAKEN:
                return self.tr("%1 is used by another program: choose a different shortcut.")
            case GrabRefusal.NO_KEY:
                return self.tr("Your keyboard does not have %1: choose a different shortcut.")
            case None:
                return ""

    def _duplicate_text(self, wanted: QKeySequence) -> str:
        title = native_text(wanted)
        return self.tr("%1 is used twice: choose a different shortcut for one of them.").replace(
            "%1", title
        )

    def _emit_pressed(self, number: int) -> None:
        if not self._suspended:
            self.pressed.emit(self._names[number])

    def _emit_pressed_name(self, name: str) -> None:
        if name in self._names and not self._suspended:
            self.pressed.emit(name)

    def _handle_bindings(self, bindings: PortalBindings | None) -> None:
        if self._portal is not None and bindings != self._portal_bindings:
            self._portal_bindings = bindings
            self.changed.emit()


def is_wayland(environment: Mapping[str, str]) -> bool:
    """Return True in a Wayland session, where X11 programs run through XWayland."""
    return sys.platform.startswith("linux") and bool(environment.get("WAYLAND_DISPLAY"))


def _backend_factory() -> KeyBackendFactory | None:
    match QGuiApplication.platformName():
        case "xcb":
            return X11Keys
        case "windows":
            return WindowsKeys
        case "cocoa":
            return MacKeys
        case _:
            return None
