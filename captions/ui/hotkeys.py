"""Shortcuts that work whichever program has the focus: one port, and a part for each system.

A part knows how its system lends out keys, and nothing of what they are for. What is here is the
same everywhere: which keys make a shortcut, which two clash, and what to say of those that cannot
be had. A Wayland desktop decides by itself, once it is asked (`captions.ui.portal`): while it lends
keys, no part takes any.
"""

import asyncio
import os
import sys
from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING

from PySide6.QtCore import QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence

from captions.settings import ShortcutSettings
from captions.ui.keynames import trigger
from captions.ui.keysystem import Lent, MakeSystem, Refusal
from captions.wording.language import marked, translated

if TYPE_CHECKING:
    from captions.ui.portal import Portal

Keys = Mapping[str, QKeySequence]
"""What is wanted for each name; empty is none."""

TITLES = {
    "pause": marked("&Pause or resume"),
    "commit": marked("Commit &now"),
    "clear": marked("Cl&ear captions"),
    "show": marked("&Show or hide captions"),
    "lock": marked("&Lock or unlock captions"),
    "larger": marked("Lar&ger letters"),
    "smaller": marked("S&maller letters"),
}
"""What each of the settings' shortcuts does; marked for translation."""


class Hotkeys(QObject):
    """The app's global shortcuts."""

    pressed = Signal(str)
    """The name of a shortcut whose keys were pressed, once however long they are held."""

    changed = Signal()
    """The desktop lent keys, or took them back: `lent` and `limit` are others, and keys are to be
    `set` again."""

    def __init__(self, make: MakeSystem | None = None) -> None:
        """``make`` makes the system's part; by default that of this system, where it has one."""
        super().__init__()
        make = make or _system()
        self._system = make(self._tell) if make is not None else None
        self._names: list[str] = []
        self._portal: Portal | None = None
        self._asking: asyncio.Task[None] | None = None
        self._lent: Lent | None = None

    @property
    def lent(self) -> Lent | None:
        """The keys that the desktop lends by itself, whichever are wanted; `None` for none."""
        return self._lent

    @property
    def limit(self) -> str:
        """What the system does not allow, and the way out; empty where shortcuts work."""
        if self._lent is not None:
            return ""
        if self._system is None:
            return self.tr(
                "This desktop lends no keys to programs: shortcuts do not work here. Use the menu "
                "of the tray icon or of the captions, or let keys of the desktop run commands such "
                "as “captions tell toggle-pause”."
            )
        if is_wayland(os.environ):
            return self.tr(
                "In a Wayland session shortcuts only work while some programs have the focus. "
                "Elsewhere use the menu of the tray icon or of the captions, or let keys of the "
                "desktop run commands such as “captions tell toggle-pause”."
            )
        return ""

    async def ask_desktop(self, keys: Keys) -> None:
        """Let a Wayland desktop lend keys for as long as the app runs; others are not asked.

        Args:
            keys: what is proposed to it; it may bind others, or none.
        """
        if not is_wayland(os.environ):
            return
        from captions.ui.portal import Offer, Portal  # noqa: PLC0415  # only Linux has jeepney

        offers = [
            Offer(
                name,
                translated(TITLES[name]).replace("&", ""),
                "" if wanted.isEmpty() else trigger(_combination(wanted)),
            )
            for name, wanted in keys.items()
        ]
        self._portal = Portal(offers, self._tell_name, self._take_lent)
        self._asking = asyncio.current_task()
        await self._portal.serve(QGuiApplication.desktopFileName())

    async def configure(self) -> None:
        """Have the desktop show its settings of the keys that it lends."""
        if self._portal is not None:
            await self._portal.configure()

    def set(self, keys: Keys) -> dict[str, str]:
        """Watch for these keys from now on, and for no others; not while the desktop lends some.

        Returns:
            A sentence for each name whose keys cannot be had.
        """
        twice = clashes(keys)
        problems = {}
        self._names = list(keys)
        if self._system is not None:
            self._system.release()
        if self._lent is not None:
            return {}
        for number, (name, wanted) in enumerate(keys.items()):
            # Of two with the same keys, the first has them.
            earlier = name in twice and self._names.index(twice[name]) < number
            problem = self._twice(wanted) if earlier else self._take(number, wanted)
            if problem:
                problems[name] = problem
        return problems

    def close(self) -> None:
        """Give all keys back, as one of the last things before the app ends."""
        self._portal = None
        if self._asking is not None:
            self._asking.cancel()
        if self._system is not None:
            self._system.close()
            self._system = None

    def _take(self, number: int, wanted: QKeySequence) -> str:
        if wanted.isEmpty() or self._system is None:
            return ""
        words = wanted.toString(QKeySequence.SequenceFormat.NativeText)
        if is_typed(wanted):
            return self.tr("%1 would be missing from typing everywhere: add Ctrl or Alt.").replace(
                "%1", words
            )
        return self._words_of(self._system.grab(number, _combination(wanted))).replace("%1", words)

    def _words_of(self, refusal: Refusal | None) -> str:
        match refusal:
            case Refusal.TAKEN:
                return self.tr("%1 is taken by another program: choose other keys.")
            case Refusal.NO_KEY:
                return self.tr("This keyboard has no %1: choose other keys.")
            case None:
                return ""

    def _twice(self, wanted: QKeySequence) -> str:
        words = wanted.toString(QKeySequence.SequenceFormat.NativeText)
        return self.tr("%1 is chosen twice: choose other keys for one of them.").replace(
            "%1", words
        )

    def _tell(self, number: int) -> None:
        self.pressed.emit(self._names[number])

    def _tell_name(self, name: str) -> None:
        if name in self._names:
            self.pressed.emit(name)

    def _take_lent(self, lent: Lent | None) -> None:
        if self._portal is not None and lent != self._lent:
            self._lent = lent
            self.changed.emit()


def sequences(shortcuts: ShortcutSettings) -> dict[str, QKeySequence]:
    """Return the keys that the settings name; what is no key is one that no keyboard has."""
    return {
        item.name: QKeySequence.fromString(
            getattr(shortcuts, item.name), QKeySequence.SequenceFormat.PortableText
        )
        for item in fields(shortcuts)
    }


def clashes(keys: Keys) -> dict[str, str]:
    """Return each name whose keys are also another's, with the first of those others."""
    return {
        name: next(other for other in keys if other != name and keys[other] == wanted)
        for name, wanted in keys.items()
        if not wanted.isEmpty() and list(keys.values()).count(wanted) > 1
    }


def is_typed(wanted: QKeySequence) -> bool:
    """Whether keys are those of typing, so that no program may take them from all others."""
    key, held = _combination(wanted).key(), _combination(wanted).keyboardModifiers()
    commands = (
        Qt.KeyboardModifier.ControlModifier
        | Qt.KeyboardModifier.AltModifier
        | Qt.KeyboardModifier.MetaModifier
    )
    if held & commands or key == Qt.Key.Key_unknown:
        return False
    return key.value < Qt.Key.Key_Escape.value or key in _EDITING


def is_wayland(environment: Mapping[str, str]) -> bool:
    """Whether the desktop is one of Wayland, on which X11's programs are guests."""
    return sys.platform.startswith("linux") and bool(environment.get("WAYLAND_DISPLAY"))


_EDITING = {
    Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Backspace, Qt.Key.Key_Return,
    Qt.Key.Key_Enter, Qt.Key.Key_Insert, Qt.Key.Key_Delete, Qt.Key.Key_Home, Qt.Key.Key_End,
    Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
}  # fmt: skip


def _combination(wanted: QKeySequence) -> QKeyCombination:
    """Return the first keys of a sequence; what follows them cannot be global."""
    first: QKeyCombination = wanted[0]  # type: ignore[index]  # PySide6's types lack it
    return first


def _system() -> MakeSystem | None:
    match QGuiApplication.platformName():
        case "xcb":
            from captions.ui.hotkeys_x11 import X11Keys  # noqa: PLC0415  # X11 alone has its library

            return X11Keys
        case "windows":
            from captions.ui.hotkeys_windows import WindowsKeys  # noqa: PLC0415  # so has Windows

            return WindowsKeys
        case "cocoa":
            from captions.ui.hotkeys_macos import MacKeys  # noqa: PLC0415  # so has macOS

            return MacKeys
        case _:
            return None
