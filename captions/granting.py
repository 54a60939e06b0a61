"""Does what is asked of the app, by its menu, by keys or by another program."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from captions.adjusting import Adjusting
from captions.captioning import Captioning
from captions.model.wishes import Answer, Wish
from captions.screen import Screen
from captions.settings import Settings
from captions.ui.dialog.tree import rule_at
from captions.wording.status import status

_STEPS = {Wish.LARGER: 1.1, Wish.SMALLER: 1 / 1.1}
"""By what the font grows at each wish."""


class Parts(NamedTuple):
    """What can be asked for something."""

    captioning: Captioning
    screen: Screen
    adjusting: Adjusting
    quit: Callable[[], None]


class Granting:
    """Grants wishes; whether one is named by a menu or by a script makes no difference."""

    def __init__(
        self,
        parts: Parts,
        settings: Callable[[], Settings],
        change: Callable[..., None],
        done: Callable[[], None],
    ) -> None:
        """Prepare to be asked.

        Args:
            parts: do what is asked for.
            settings: gives those in force.
            change: is called with branches of the settings by their names.
            done: is called whenever something was asked for.
        """
        self._captioning, self._screen, self._adjusting, self._quit = parts
        self._settings = settings
        self._change = change
        self._done = done

    def fulfil(self, wish: Wish) -> None:
        """Do what is asked for, if it can be done."""
        paused, locked = self._captioning.paused, self._settings().window.click_through
        overlay = self._screen.overlay
        actions: dict[Wish, Callable[[], None]] = {
            Wish.PAUSE: self._captioning.pause,
            Wish.RESUME: self._captioning.resume,
            Wish.TOGGLE_PAUSE: self._captioning.resume if paused else self._captioning.pause,
            Wish.COMMIT: self._captioning.commit,
            Wish.CLEAR: self._screen.clear,
            Wish.SHOW: overlay.show,
            Wish.HIDE: overlay.hide,
            Wish.TOGGLE_SHOW: partial(overlay.setVisible, not overlay.isVisible()),
            Wish.LOCK: partial(self._lock, locked=True),
            Wish.UNLOCK: partial(self._lock, locked=False),
            Wish.TOGGLE_LOCK: partial(self._lock, locked=not locked),
            Wish.LARGER: partial(self._resize, Wish.LARGER),
            Wish.SMALLER: partial(self._resize, Wish.SMALLER),
            Wish.SETTINGS: self._adjusting.open_settings,
            Wish.QUIT: self._quit,
            Wish.STATE: lambda: None,
        }
        actions[wish]()
        self._done()

    def grant(self, wish: Wish) -> Answer:
        """Do what another program asks for, and tell how everything is then."""
        refusal = self._refusal(wish)
        if not refusal:
            self.fulfil(wish)
        now = status(self._captioning.health)
        state = now.tray
        if self._captioning.paused is not now.paused and state != "error":
            # The sound takes a moment to stop, or to be opened again.
            state = "paused" if self._captioning.paused else "waiting"
        return Answer(
            state=state,
            detail=now.line if state == now.tray else "",
            shown=self._screen.overlay.isVisible(),
            locked=self._settings().window.click_through,
            refusal=refusal,
        )

    def _refusal(self, wish: Wish) -> str:
        """Say why something cannot be done at the moment; empty if it can."""
        if wish is Wish.COMMIT and not self._settings().recognition.manual:
            return "Speech is committed by itself: choose the manual strategy in the settings."
        if wish in _STEPS and self._resized(wish) == self._settings().appearance.font_px:
            return f"The letters cannot get {wish.value}."
        return ""

    def _lock(self, *, locked: bool) -> None:
        self._change(window=replace(self._settings().window, click_through=locked))

    def _resize(self, wish: Wish) -> None:
        appearance = self._settings().appearance
        self._change(appearance=replace(appearance, font_px=self._resized(wish)))

    def _resized(self, wish: Wish) -> int:
        """Return the letters' next size in pixels, within its bounds."""
        font_px = round(self._settings().appearance.font_px * _STEPS[wish])
        return int(rule_at("appearance.font_px").nearest(font_px))
