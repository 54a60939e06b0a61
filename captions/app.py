"""The front door of the desktop app: builds every part, joins them, and closes them in order."""

import asyncio
import logging
from collections.abc import Coroutine
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QPoint

from captions import __version__, captioning, lock, logs, storage
from captions.adjusting import Adjusting
from captions.captioning import Captioning, Plan
from captions.control import ControlSocket
from captions.errors import CaptionsError
from captions.events import (
    Committed,
    Event,
    Failed,
    Partial,
    SessionChanged,
    SourceChanged,
)
from captions.granting import FrontEnd, Granting
from captions.model.wishes import SHORTCUTS, Wish
from captions.outputs.trace import Trace
from captions.pcm import Chunk
from captions.preferences import Preferences, SettingsFile
from captions.realtime.key import KeyStore
from captions.screen import Screen
from captions.settings import CaptionSettings, Settings, ShortcutSettings
from captions.ui import loop, translation
from captions.ui.hotkeys import Hotkeys, sequences
from captions.ui.menu import Menu
from captions.ui.places import Places
from captions.ui.tray import Tray
from captions.wording import notices
from captions.wording.notices import Told
from captions.wording.status import Status, status

log = logging.getLogger(__name__)

_LAST_LOOK_SECONDS = 1.0
"""How long the last words stay when the app ends with its recording."""
_NO_KEYS = ShortcutSettings(**dict.fromkeys(SHORTCUTS, ""))


class Run(NamedTuple):
    """What one start of the app was asked for."""

    settings: Settings
    """In force: those of the file, and whatever the command line chose."""
    saved: Settings
    """Those of the file."""
    path: Path
    """Where they are kept."""
    problems: tuple[str, ...] = ()
    """Sentences on what was wrong with the settings."""
    trace: Path | None = None
    quit_at_end: bool = False
    """Whether to end with the recording."""


def run(asked: Run) -> int:
    """Run the app until it is quit, and return its exit code.

    Raises:
        CaptionsError: the app cannot start, or cannot go on.
    """
    planned = captioning.plan(asked.settings)
    with Trace(asked.trace) as trace, lock.only_copy(), logs.kept():
        log.info("Captions %s begins.", __version__)
        storage.remove_leftovers(asked.path)
        translation.install(loop.application(), asked.settings.interface.language)
        return loop.run(lambda: App(asked, planned, trace).main())


class App:
    """Owns the window and what belongs to it; every event passes through `tell`."""

    def __init__(self, asked: Run, planned: Plan, trace: Trace) -> None:
        self._asked = asked
        self._trace = trace
        self._status: Status | None = None
        """What is shown."""
        self._quit = asyncio.Event()
        self._chores: set[asyncio.Task[Any]] = set()
        self._captioning = Captioning(planned, self.tell, self._take_note, self._key)
        self._preferences = Preferences(
            asked.settings,
            SettingsFile(asked.path, asked.saved, asked.settings),
            self._captioning,
            self._show_change,
            self._notify,
        )
        self._screen = Screen(asked.settings, Places())
        self._menu = Menu()
        self._tray = Tray(self._menu)
        self._hotkeys = Hotkeys()
        self._adjusting = Adjusting(
            self._preferences.change, self._key_changed, self._notify, self._show_keys
        )
        self._granting = Granting(
            self._captioning, self._preferences, self._front_end(), self._show_choices
        )
        self._control = ControlSocket(self._granting.grant)
        self._join()

    async def main(self) -> int:
        """Caption until the user quits or the recording ends.

        Raises:
            CaptionsError: the app cannot go on; the user was told.
        """
        self._screen.open()
        self._show_choices()
        self._take_keys()
        self._do(self._hotkeys.ask_desktop(sequences(self._settings.shortcuts)))
        self._say_status()
        self._greet()
        await self._control.open()
        work: set[asyncio.Task[Any]] = {
            asyncio.create_task(self._caption()),
            asyncio.create_task(self._quit.wait()),
        }
        try:
            done, _ = await asyncio.wait(work, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        except CaptionsError as error:
            self._notify(notices.about("must_end", str(error)))
            raise
        else:
            return 0
        finally:
            await self._close(work)

    def tell(self, event: Event) -> None:
        """Take note of something that happened, and show what follows from it."""
        self._trace.event(event)
        self._say_status()
        if isinstance(event, Partial | Committed):
            self._screen.show(event)
        if isinstance(event, Failed):
            log.warning("%s. %s", event.title, event.advice)
        elif isinstance(event, SourceChanged | SessionChanged):
            log.info("%s", event)
        told = notices.of(event)
        if told is not None:
            self._notify(told)

    def _join(self) -> None:
        overlay = self._screen.overlay
        overlay.painted.connect(self._trace.frame)
        overlay.quit_requested.connect(self._quit.set)
        overlay.menu_requested.connect(self._menu.popup)
        overlay.moved.connect(self._take_place)
        overlay.resized.connect(self._take_length)
        overlay.problem_found.connect(self._tell_of_window)
        self._menu.source_requested.connect(self._listen_to)
        for asked, wish in (
            (self._tray.show_requested, Wish.TOGGLE_SHOW),
            (self._menu.show_requested, Wish.TOGGLE_SHOW),
            (self._menu.pause_requested, Wish.TOGGLE_PAUSE),
            (self._menu.commit_requested, Wish.COMMIT),
            (self._menu.clear_requested, Wish.CLEAR),
            (self._menu.lock_requested, Wish.TOGGLE_LOCK),
            (self._menu.settings_requested, Wish.SETTINGS),
            (self._menu.quit_requested, Wish.QUIT),
        ):
            asked.connect(partial(self._granting.fulfil, wish))
        self._hotkeys.pressed.connect(lambda name: self._granting.fulfil(SHORTCUTS[name]))
        self._hotkeys.changed.connect(self._take_keys)

    def _front_end(self) -> FrontEnd:
        overlay = self._screen.overlay
        return FrontEnd(
            shown=overlay.isVisible,
            show=overlay.show,
            hide=overlay.hide,
            clear=self._screen.clear,
            open_settings=self._adjusting.open_settings,
            quit=self._quit.set,
        )

    def _greet(self) -> None:
        """Tell what was wrong with the settings, or ask what is asked at the first start."""
        if self._asked.problems:
            self._notify(notices.about("setting_wrong", " ".join(self._asked.problems)))
        # Whoever names on the command line what to hear has made up their mind.
        saved = self._preferences.saved
        if not saved.interface.welcomed and self._settings.sound == saved.sound:
            self._adjusting.open_welcome()

    async def _caption(self) -> None:
        quit_at_end = self._asked.quit_at_end
        await self._captioning.run(self._say_status, quit_at_end=quit_at_end)
        await self._screen.read()
        await asyncio.sleep(_LAST_LOOK_SECONDS)

    async def _key(self, server: str) -> str:
        """Return the key of a server; empty if there is none."""
        try:
            return await KeyStore(server).read()
        except CaptionsError as error:
            self._notify(notices.about("key_store", str(error)))
            return ""

    def _key_changed(self) -> None:
        """Try again with another key, if one is needed."""
        if self._settings.recognition.server:
            self._captioning.renew()

    def _take_note(self, lane: str, chunk: Chunk) -> None:
        self._trace.chunk(lane, chunk)
        self._adjusting.heard(chunk)

    def _listen_to(self, source: str) -> None:
        self._preferences.change_part(sound=replace(self._settings.sound, source=source))

    def _take_place(self, place: QPoint) -> None:
        """Keep where the captions were dragged to."""
        try:
            self._screen.remember(place)
        except CaptionsError as error:
            self._notify(notices.about("not_saved", str(error)))
        self._preferences.change_part(window=replace(self._settings.window, position="free"))

    def _take_length(self, captions: CaptionSettings) -> None:
        self._preferences.change_part(captions=captions)

    @property
    def _settings(self) -> Settings:
        """Settings in force."""
        return self._preferences.settings

    def _show_change(self, before: Settings, settings: Settings) -> None:
        """Show what changes at once when settings change."""
        self._screen.apply(settings)
        if before.interface.language != settings.interface.language:
            translation.install(loop.application(), settings.interface.language)
        if before.shortcuts != settings.shortcuts:
            self._take_keys()
        self._show_choices()

    def _show_choices(self) -> None:
        """Show in the menu what is chosen."""
        settings = self._settings
        self._menu.set_source(settings.sound.source)
        self._menu.set_manual(manual=settings.recognition.manual)
        self._menu.set_locked(locked=settings.window.click_through)
        self._menu.set_shown(shown=self._screen.overlay.isVisible())
        self._menu.set_paused(paused=self._captioning.paused)
        self._adjusting.show(settings)

    def _take_keys(self) -> None:
        """Take the keys of the settings, unless the desktop lends others; say what is lacking."""
        problems = self._hotkeys.set(sequences(self._settings.shortcuts)).values()
        said = filter(None, [self._hotkeys.limit, *problems])
        self._adjusting.show_shortcuts(tuple(said), self._hotkeys.lent)
        # A menu has no room for a desktop's own words.
        ours = self._settings.shortcuts if self._hotkeys.lent is None else _NO_KEYS
        self._menu.set_shortcuts(ours)
        if problems:
            self._notify(notices.about("shortcut_taken", " ".join(problems)))

    def _show_keys(self) -> None:
        self._do(self._hotkeys.configure())

    def _tell_of_window(self, sentence: str) -> None:
        self._notify(notices.about("window_limited", sentence))

    def _notify(self, told: Told) -> None:
        self._do(self._tray.notify(*told))

    def _do(self, work: Coroutine[Any, Any, Any]) -> None:
        """Do something beside whatever happens next."""
        chore = asyncio.create_task(work)
        self._chores.add(chore)
        chore.add_done_callback(self._chores.discard)

    def _say_status(self) -> None:
        """Show how everything is, if that changed."""
        now = status(self._captioning.health)
        if now == self._status:
            return
        self._status = now
        self._screen.overlay.show_status(now.line, now.light)
        self._adjusting.show_status(now.line)
        self._tray.set_state(now.tray, f"Captions: {now.line}" if now.line else "Captions")

    async def _close(self, work: set[asyncio.Task[Any]]) -> None:
        """Close in order: wishes, sound, session, engine, notices, windows."""
        await self._control.close()
        self._hotkeys.close()
        for task in work:
            task.cancel()
        await asyncio.gather(*work, return_exceptions=True)
        await self._captioning.close()
        await self._adjusting.close()
        self._preferences.close()
        await asyncio.gather(*self._chores, return_exceptions=True)
        self._tray.hide()
        self._screen.close()
