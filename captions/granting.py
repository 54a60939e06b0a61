"""Does what is asked of the app, by its menu, by keys or by another program."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import NamedTuple

import msgspec

from captions.captioning import Captioning
from captions.errors import CaptionsError
from captions.model.wishes import Answer, GetSetting, Question, SetSetting, Wish
from captions.paths import check_path, checked, rule_at, value_at, with_value
from captions.preferences import Preferences
from captions.settings import Settings
from captions.wording.status import status

_STEPS = {Wish.LARGER: 1.1, Wish.SMALLER: 1 / 1.1}
"""By what the font grows at each wish."""


class FrontEnd(NamedTuple):
    """What commands ask of the window or the terminal in which captions are shown."""

    shown: Callable[[], bool]
    """Returns True if captions can be seen."""
    show: Callable[[], None]
    hide: Callable[[], None]
    clear: Callable[[], None]
    open_settings: Callable[[], None]
    lacks: frozenset[Wish] = frozenset()
    """Commands that need a window where there is none."""


class Granting:
    """Executes commands from the menu, the shortcuts and the control socket."""

    def __init__(
        self,
        captioning: Captioning,
        preferences: Preferences,
        front_end: FrontEnd,
        quit_app: Callable[[], None],
        done: Callable[[], None],
    ) -> None:
        """Prepare to execute commands.

        Args:
            captioning: is paused, resumed, and made to commit.
            preferences: the settings in force, which some commands change.
            front_end: what shows the captions.
            quit_app: ends the app.
            done: is called after each command.
        """
        self._captioning = captioning
        self._preferences = preferences
        self._front_end = front_end
        self._quit = quit_app
        self._done = done

    def fulfil(self, wish: Wish) -> None:
        """Do what is asked for, if it can be done."""
        paused, locked = self._captioning.paused, self._settings.window.click_through
        front_end = self._front_end
        actions: dict[Wish, Callable[[], None]] = {
            Wish.PAUSE: self._captioning.pause,
            Wish.RESUME: self._captioning.resume,
            Wish.TOGGLE_PAUSE: self._captioning.resume if paused else self._captioning.pause,
            Wish.COMMIT: self._captioning.commit,
            Wish.CLEAR: front_end.clear,
            Wish.SHOW: front_end.show,
            Wish.HIDE: front_end.hide,
            Wish.TOGGLE_SHOW: front_end.hide if front_end.shown() else front_end.show,
            Wish.LOCK: partial(self._lock, locked=True),
            Wish.UNLOCK: partial(self._lock, locked=False),
            Wish.TOGGLE_LOCK: partial(self._lock, locked=not locked),
            Wish.LARGER: partial(self._resize, Wish.LARGER),
            Wish.SMALLER: partial(self._resize, Wish.SMALLER),
            Wish.START_AGAIN: self._captioning.renew,
            Wish.SETTINGS: front_end.open_settings,
            Wish.QUIT: self._quit,
            Wish.STATE: lambda: None,
        }
        actions[wish]()
        self._done()

    def answer(self, question: Question) -> Answer:
        """Do what another program asks for, and return how the app is then."""
        try:
            match question:
                case GetSetting(name):
                    check_path(name)
                    value = value_at(self._settings, name)
                    return msgspec.structs.replace(self._answer(), value=value)
                case SetSetting(name, value):
                    chosen = with_value(self._settings, name, checked(name, value))
                    self._preferences.change_now(chosen)
                    return self._answer()
                case _:
                    return self._grant(question)
        except CaptionsError as error:
            return self._answer(str(error))

    def _grant(self, wish: Wish) -> Answer:
        refusal = self._refusal(wish)
        if not refusal:
            self.fulfil(wish)
        return self._answer(refusal)

    def _answer(self, refusal: str = "") -> Answer:
        """Return how the app is."""
        now = status(self._captioning.health)
        state = now.tray
        if self._captioning.paused is not now.paused and state != "error":
            # The sound takes a moment to stop, or to be opened again.
            state = "paused" if self._captioning.paused else "waiting"
        return Answer(
            state=state,
            detail=now.line if state == now.tray else "",
            shown=self._front_end.shown(),
            locked=self._settings.window.click_through,
            refusal=refusal,
        )

    @property
    def _settings(self) -> Settings:
        return self._preferences.settings

    def _refusal(self, wish: Wish) -> str:
        """Say why something cannot be done at the moment; empty if it can."""
        if wish in self._front_end.lacks:
            return "Captions are shown in a terminal, which has no window for this."
        if wish is Wish.COMMIT and not self._settings.recognition.manual:
            return "Speech is committed by itself: choose the manual strategy in the settings."
        if wish is Wish.START_AGAIN and not self._captioning.failed:
            return "Nothing has failed: there is nothing to start again."
        if wish in _STEPS and self._resized(wish) == self._settings.appearance.font_px:
            return f"The letters cannot get {wish.value}."
        return ""

    def _lock(self, *, locked: bool) -> None:
        self._preferences.change_part(window=replace(self._settings.window, click_through=locked))

    def _resize(self, wish: Wish) -> None:
        appearance = self._settings.appearance
        self._preferences.change_part(appearance=replace(appearance, font_px=self._resized(wish)))

    def _resized(self, wish: Wish) -> int:
        """Return the letters' next size in pixels, within its bounds."""
        font_px = round(self._settings.appearance.font_px * _STEPS[wish])
        return int(rule_at("appearance.font_px").nearest(font_px))
