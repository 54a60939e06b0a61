"""Plays sample captions while the settings or the welcome dialog are open and nobody speaks.

The sample goes to the screen only, by a way of its own: the application, and with it transcripts,
outputs, word alerts and the trace, never learns of it.
"""

import asyncio
import itertools
from collections.abc import Callable, Iterator
from typing import Protocol

from captions.app.sample.sample_script import (
    PAUSE_SECONDS,
    SampleScript,
    SampleSentence,
    SampleStep,
    commit_sentence,
    iter_steps,
    write_script,
)
from captions.engine.library.translation import find_translation
from captions.events import CaptionEvent, Speech
from captions.model.layout.style import CaptionMode
from captions.settings.schema import Settings

SILENCE_SECONDS = 10.0
"""Silence in seconds before the sample starts or returns. Longer than a pause for thought,
and than the 8 s after which captions are cleared by default."""
_READING_SECONDS = 1.0
"""Polling interval in seconds while the user still reads real captions."""


class SampleScreen(Protocol):
    """Shows the sample in place of real captions, and marks it."""

    @property
    def shows_sample(self) -> bool:
        """True from `start_sample` to `end_sample`."""

    @property
    def is_sample_full(self) -> bool:
        """True if the sample occupies all rows."""

    @property
    def is_being_read(self) -> bool:
        """True while real captions wait to be shown or read, or the user has scrolled back."""

    def start_sample(self) -> None:
        """Start an empty sample, which replaces an earlier one."""

    def show_sample(self, event: CaptionEvent) -> None:
        """Show a segment of the sample, or its translation."""

    def end_sample(self) -> None:
        """Return to the real captions."""


class SampleCaptions:
    """Owns the sample: decides when it plays, and feeds it to the screen."""

    def __init__(
        self,
        screen: SampleScreen,
        settings: Settings,
        is_wanted: Callable[[], bool],
        is_still: Callable[[], bool],
    ) -> None:
        """Wait for a dialog.

        Args:
            screen: shows the sample.
            settings: settings currently in use.
            is_wanted: returns True while a dialog is open whose effects the sample shows.
            is_still: returns True if the user wants no animations: the sample then stands still.
        """
        self._screen = screen
        self._settings = settings
        self._is_wanted = is_wanted
        self._is_still = is_still
        self._quiet_since = float("-inf")
        """Time of the loop at which speech was last recognised."""
        self._timer: asyncio.TimerHandle | None = None
        """Timer for the next step, or for the end of the silence before the first."""
        self._steps: Iterator[SampleStep] = iter(())

    def update(self) -> None:
        """Start or end the sample after a dialog was opened or closed."""
        if not self._is_wanted() or self._is_captured:
            self.close()
        elif self._timer is None and not self._screen.shows_sample:
            self._start_after_silence()

    def record_speech(self, event: Speech) -> None:
        """Give way to real speech at once; the sample returns after silence."""
        if event.text.strip():
            self._quiet_since = _loop_time()
            self.close()
            self.update()

    def apply(self, settings: Settings) -> None:
        """Apply other settings; start again if they change the words or their arrangement."""
        before, self._settings = self._settings, settings
        if self._screen.shows_sample and _relevant_settings(before) != _relevant_settings(settings):
            self._cancel_timer()
            self._start()
        self.update()

    def close(self) -> None:
        """End the sample."""
        self._cancel_timer()
        if self._screen.shows_sample:
            self._screen.end_sample()

    @property
    def _is_captured(self) -> bool:
        """True if the window has a key colour: all of it goes on air, and a mark has no place."""
        return bool(self._settings.appearance.chroma_key)

    def _start_after_silence(self) -> None:
        self._timer = None
        now = _loop_time()
        due = self._quiet_since + SILENCE_SECONDS
        if now >= due and not self._screen.is_being_read:
            self._start()
            return
        self._call_at(max(due, now + _READING_SECONDS), self._start_after_silence)

    def _start(self) -> None:
        """Fill the rows at once, so that a changed setting shows; then continue word by word."""
        self._screen.start_sample()
        script = write_script(self._settings)
        shown = self._show_opening(script)
        if not self._is_still():
            rest = (*script.rule_sentences[1:], *script.conversation[shown:])
            again = itertools.cycle((*script.conversation, *script.rule_sentences))
            sentences = itertools.chain(rest, again)
            self._steps = itertools.chain.from_iterable(map(iter_steps, sentences))
            self._call_at(_loop_time() + PAUSE_SECONDS, self._show_next)

    def _show_opening(self, script: SampleScript) -> int:
        """Show whole sentences, and return how many of the conversation.

        A block or a page holds one sentence; rows that roll up hold as many as they have room for.
        The last sentence shows a word rule, if there are any.
        """
        rolls_up = self._settings.captions.mode == CaptionMode.ROLL_UP
        shown = 0
        for sentence in script.conversation if rolls_up or not script.rule_sentences else ():
            self._show_sentence(sentence)
            shown += 1
            if self._screen.is_sample_full or not rolls_up:
                break
        for sentence in script.rule_sentences[:1]:
            self._show_sentence(sentence)
        return shown

    def _show_sentence(self, sentence: SampleSentence) -> None:
        for event in commit_sentence(sentence):
            self._screen.show_sample(event)

    def _show_next(self) -> None:
        event, seconds = next(self._steps)
        self._screen.show_sample(event)
        self._call_at(_loop_time() + seconds, self._show_next)

    def _call_at(self, time: float, work: Callable[[], None]) -> None:
        self._timer = asyncio.get_running_loop().call_at(time, work)

    def _cancel_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def _loop_time() -> float:
    return asyncio.get_running_loop().time()


def _relevant_settings(settings: Settings) -> tuple[object, ...]:
    """Return the settings on which the words of the sample and their arrangement depend."""
    return (
        settings.captions,
        settings.words,
        settings.sound,
        settings.recognition.language,
        settings.recognition.is_manual,
        settings.recognition.speakers,
        find_translation(settings),
        settings.interface.language,
    )
