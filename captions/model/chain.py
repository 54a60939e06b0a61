"""The chain of one lane, from its device to its text: the state of each link, and what is broken.

Nothing here knows a clock: what has to last is measured in seconds of sound, so that pauses, and a
computer that sleeps, count for nothing.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from captions.events import (
    Committed,
    DeviceCondition,
    EngineChanged,
    Event,
    Partial,
    SessionChanged,
    SessionState,
    SourceChanged,
    SourceState,
)
from captions.model import trouble
from captions.model.signal import ZERO_DBFS, Signal
from captions.model.trouble import Trouble
from captions.pcm import Level

_MUTED_SECONDS = 1.0
"""Of silence, until it is put down to being muted."""
_FAINT_DBFS = -60.0
"""What the computer plays is louder than this, if anybody is to hear it."""
_ANSWER_SECONDS = 60.0
"""Sound without any answer. Servers commit after 36 s of sound at the latest; one that works at
little more than half the speed of speech is slow, but not stalled."""
_REACH_SECONDS = 15.0
"""Sound that comes while a server on this computer, which runs, cannot be connected to."""
_REMEMBERED_SECONDS = 1.5
"""Of voiced sound that are still counted beyond that, so that quiet ends it soon."""
_FORGETTING = 0.15
"""Seconds of voiced sound that each second of other sound outweighs: now and then is no speech."""


class Hears(StrEnum):
    """What a lane listens to."""

    MICROPHONE = "microphone"
    COMPUTER = "computer"
    """What the computer plays."""
    RECORDING = "recording"
    """A file or a stream, whose silence is its own."""


_WORDLESS_SECONDS = {Hears.MICROPHONE: 9.0, Hears.COMPUTER: 20.0, Hears.RECORDING: 20.0}
"""Of voiced sound without words; about half of running speech is voiced. What is played may be
music, which often counts as voiced."""


class Watched(NamedTuple):
    """A lane to watch."""

    name: str
    hears: Hears
    label: str = ""
    """Who is heard in it."""


class Chain:
    """The links of one lane, each in the state that was told of it last."""

    def __init__(self, watched: Watched, stalled: Trouble | None) -> None:
        """Begin with a lane of which nothing is known.

        Args:
            watched: the lane.
            stalled: what it means that no answer comes to a long sound; `None` where the server
                need not answer as long as nobody speaks.
        """
        self._hears = watched.hears
        self._patience = _WORDLESS_SECONDS[watched.hears]
        self._stalled = stalled
        self.label = watched.label
        self.source = SourceChanged(SourceState.OPENING)
        self.session = SessionChanged(SessionState.CONNECTING)
        self.worded = False
        """Whether words came since source and session last changed."""
        self._condition = DeviceCondition()
        self._device = ""
        self._listen_anew()

    @property
    def live(self) -> bool:
        """Whether sound comes in, or is about to."""
        return self.source.state in (SourceState.LISTENING, SourceState.OPENING)

    @property
    def unreached(self) -> bool:
        """Whether no connection was to be had for longer than a server takes that is well."""
        return self._unconnected >= _REACH_SECONDS

    def apply(self, event: Event) -> None:
        """Take note of what happened in this lane."""
        match event:
            case SourceChanged():
                self._change_source(event)
            case DeviceCondition():
                self._change_condition(event)
            case SessionChanged():
                self._change_session(event)
            case EngineChanged():
                self._unconnected = 0.0
            case Partial(text) if text:
                self.worded = True
                self._unanswered = self._wordless = 0.0
            case Committed(text):
                self._unanswered = 0.0
                if text:
                    self.worded = True
                    self._wordless = 0.0
            case _:
                pass

    def measured(self, level: Level, seconds: float) -> None:
        """Take note of a chunk that was heard."""
        if self._is_excused(level):
            self._signal.excuse()
        self._signal.heard(level, seconds)
        if self.session.state is not SessionState.LISTENING:
            self._unconnected += seconds
            return
        if level.peak > ZERO_DBFS:  # Zeros may not be sent at all, and nobody misses their words.
            self._unanswered += seconds
        change = seconds if self._signal.voiced else -_FORGETTING * seconds
        most = self._patience + _REMEMBERED_SECONDS
        self._wordless = min(max(0.0, self._wordless + change), most)

    def troubles(self) -> Iterator[Trouble]:
        """Yield everything that is wrong now."""
        if not self.live:
            return
        if self._condition.hushed and self._signal.silent_seconds >= _MUTED_SECONDS:
            yield self._of_device(trouble.MICROPHONE_MUTED, trouble.COMPUTER_MUTED)
        elif self._signal.dead:
            yield self._of_device(trouble.MICROPHONE_SILENT, trouble.COMPUTER_SILENT)
        if self._stalled is not None and self._unanswered >= _ANSWER_SECONDS:
            yield self._stalled
        elif self._wordless >= self._patience:
            yield trouble.NO_WORDS
        # What the computer plays is often mastered up to full scale, and well understood.
        if self._signal.clipping and self._hears is Hears.MICROPHONE:
            yield trouble.CLIPPING

    def reopening(self) -> bool:
        """Say whether opening the device again is worth a try; once until it sounds again."""
        return self._signal.reopening()

    def _is_excused(self, level: Level) -> bool:
        """Whether silence until now was no fault of the device."""
        match self._hears:
            case Hears.MICROPHONE:  # Any room has its noise.
                return self._condition.hushed and level.peak > ZERO_DBFS
            case Hears.COMPUTER:
                return self._condition.plays is not True
            case Hears.RECORDING:
                return True

    def _of_device(self, microphone: Trouble, computer: Trouble) -> Trouble:
        return microphone if self._hears is Hears.MICROPHONE else computer

    def _change_source(self, event: SourceChanged) -> None:
        """Forget what was heard, unless the same device was only opened again."""
        self.source = event
        self.worded = False
        if event.state is SourceState.LISTENING:
            another, self._device = event.detail != self._device, event.detail
            if another:
                self._listen_anew()
        elif not self.live:
            self._listen_anew()

    def _change_session(self, event: SessionChanged) -> None:
        self.session = event
        self.worded = False
        self._unanswered = self._wordless = 0.0
        if event.state is SessionState.LISTENING:
            self._unconnected = 0.0

    def _change_condition(self, event: DeviceCondition) -> None:
        if event.hushed != self._condition.hushed:
            self._signal.excuse()
        self._condition = event

    def _listen_anew(self) -> None:
        faintest = _FAINT_DBFS if self._hears is Hears.COMPUTER else ZERO_DBFS
        self._signal = Signal(faintest)
        self._unconnected = 0.0
        """Seconds of sound since there was a connection."""
        self._unanswered = 0.0
        """Seconds of sound since the last answer."""
        self._wordless = 0.0
        """Seconds of sound that may be speech since the last words."""
