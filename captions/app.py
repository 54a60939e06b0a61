"""The desktop app: the overlay, its menus and its windows, joined to an application."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint

from captions.adjusting import Adjusting
from captions.application import Application, Run, begun
from captions.captioning import Plan
from captions.errors import CaptionsError
from captions.events import Speech
from captions.granting import FrontEnd
from captions.model.wishes import SHORTCUTS, Wish
from captions.outputs.trace import Trace
from captions.pcm import Chunk
from captions.screen import Screen
from captions.settings import CaptionSettings, Settings, ShortcutSettings
from captions.ui import loop, translation
from captions.ui.hotkeys import Hotkeys, sequences
from captions.ui.menu import Menu
from captions.ui.places import Places
from captions.ui.tray import Tray
from captions.wording import notices
from captions.wording.notices import Told
from captions.wording.status import Status

_NO_KEYS = ShortcutSettings(**dict.fromkeys(SHORTCUTS, ""))


def run(asked: Run) -> int:
    """Show captions in the overlay until the user quits, and return the exit code.

    Raises:
        CaptionsError: the app cannot start, or cannot go on.
    """
    with begun(asked) as parts:
        translation.install(loop.application(), asked.settings.interface.language)
        return loop.run(lambda: App(asked, parts).main())


class App:
    """The view of an application in a window: owns the overlay and what belongs to it."""

    def __init__(self, asked: Run, parts: tuple[Plan, Trace]) -> None:
        """``parts`` is what `captions.application.begun` has opened."""
        self._screen = Screen(asked.settings, Places())
        self._menu = Menu()
        self._tray = Tray(self._menu)
        self._hotkeys = Hotkeys()
        self._adjusting = Adjusting(self._change, self._key_changed, self.notify, self._show_keys)
        self._application = Application(asked, parts, self, self._front_end())
        self._preferences = self._application.preferences
        self._join()

    async def main(self) -> int:
        """Caption until the user quits or the recording ends; return the exit code.

        Raises:
            CaptionsError: the app cannot go on; the user was told.
        """
        try:
            return await self._application.main()
        finally:
            self._tray.hide()
            self._screen.close()

    def open(self) -> None:
        """Put the window up, and ask what is asked at the first start."""
        self._screen.open()
        self._take_keys()
        self._application.do(self._hotkeys.ask_desktop(sequences(self._settings.shortcuts)))
        # A user who names a source on the command line has chosen already.
        saved = self._preferences.saved
        if not saved.interface.welcomed and self._settings.sound == saved.sound:
            self._adjusting.open_welcome()

    def show(self, event: Speech) -> None:
        """Show what was said."""
        self._screen.show(event)

    def show_status(self, now: Status) -> None:
        """Show the status beside the captions, in the tray and in the windows."""
        self._screen.overlay.show_status(now.line, now.light)
        self._adjusting.show_status(now.line)
        self._menu.set_failed(failed=self._application.captioning.failed)
        self._tray.set_state(now.tray, f"Captions: {now.line}" if now.line else "Captions")

    def show_choices(self) -> None:
        """Show in the menu what is chosen."""
        settings = self._settings
        self._menu.set_source(settings.sound.source)
        self._menu.set_manual(manual=settings.recognition.manual)
        self._menu.set_locked(locked=settings.window.click_through)
        self._menu.set_shown(shown=self._screen.overlay.isVisible())
        self._menu.set_paused(paused=self._application.captioning.paused)
        self._adjusting.show(settings)

    def show_change(self, before: Settings, settings: Settings) -> None:
        """Show what changes at once when settings change."""
        self._screen.apply(settings)
        if before.interface.language != settings.interface.language:
            translation.install(loop.application(), settings.interface.language)
        if before.shortcuts != settings.shortcuts:
            self._take_keys()
        self.show_choices()

    def notify(self, told: Told) -> None:
        """Send a notification."""
        self._application.do(self._tray.notify(*told))

    def heard(self, chunk: Chunk) -> None:
        """Show how loud it is in the windows that are open."""
        self._adjusting.heard(chunk)

    async def read(self) -> None:
        """Wait until all that was said has been shown for long enough to be read."""
        await self._screen.read()

    async def close(self) -> None:
        """Take no more keys, and close the windows with settings."""
        self._hotkeys.close()
        await self._adjusting.close()

    def _join(self) -> None:
        overlay = self._screen.overlay
        overlay.painted.connect(self._application.trace.frame)
        overlay.quit_requested.connect(self._application.quit.set)
        overlay.menu_requested.connect(self._menu.popup)
        overlay.moved.connect(self._take_place)
        overlay.resized.connect(self._take_length)
        overlay.problem_found.connect(self._tell_of_window)
        self._menu.source_requested.connect(self._listen_to)
        for asked, wish in (
            (self._tray.show_requested, Wish.TOGGLE_SHOW),
            (self._menu.show_requested, Wish.TOGGLE_SHOW),
            (self._menu.start_again_requested, Wish.START_AGAIN),
            (self._menu.pause_requested, Wish.TOGGLE_PAUSE),
            (self._menu.commit_requested, Wish.COMMIT),
            (self._menu.clear_requested, Wish.CLEAR),
            (self._menu.lock_requested, Wish.TOGGLE_LOCK),
            (self._menu.settings_requested, Wish.SETTINGS),
            (self._menu.quit_requested, Wish.QUIT),
        ):
            asked.connect(partial(self._application.fulfil, wish))
        self._hotkeys.pressed.connect(lambda name: self._application.fulfil(SHORTCUTS[name]))
        self._hotkeys.changed.connect(self._take_keys)

    def _front_end(self) -> FrontEnd:
        overlay = self._screen.overlay
        return FrontEnd(
            shown=overlay.isVisible,
            show=overlay.show,
            hide=overlay.hide,
            clear=self._screen.clear,
            open_settings=self._adjusting.open_settings,
        )

    def _change(self, settings: Settings) -> None:
        self._preferences.change(settings)

    def _key_changed(self) -> None:
        self._application.key_changed()

    def _listen_to(self, source: str) -> None:
        self._preferences.change_part(sound=replace(self._settings.sound, source=source))

    def _take_place(self, place: QPoint) -> None:
        """Keep where the captions were dragged to."""
        try:
            self._screen.remember(place)
        except CaptionsError as error:
            self.notify(notices.about("not_saved", str(error)))
        self._preferences.change_part(window=replace(self._settings.window, position="free"))

    def _take_length(self, captions: CaptionSettings) -> None:
        self._preferences.change_part(captions=captions)

    @property
    def _settings(self) -> Settings:
        """Settings in force."""
        return self._preferences.settings

    def _take_keys(self) -> None:
        """Take the keys of the settings, unless the desktop lends others; say what is lacking."""
        problems = self._hotkeys.set(sequences(self._settings.shortcuts)).values()
        said = filter(None, [self._hotkeys.limit, *problems])
        self._adjusting.show_shortcuts(tuple(said), self._hotkeys.lent)
        # A menu has no room for a desktop's own words.
        ours = self._settings.shortcuts if self._hotkeys.lent is None else _NO_KEYS
        self._menu.set_shortcuts(ours)
        if problems:
            self.notify(notices.about("shortcut_taken", " ".join(problems)))

    def _show_keys(self) -> None:
        self._application.do(self._hotkeys.configure())

    def _tell_of_window(self, sentence: str) -> None:
        self.notify(notices.about("window_limited", sentence))
