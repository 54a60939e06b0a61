"""Health of one lane, from its device to its text: the state of each link, and its problems.

This module has no clock. Durations are measured in seconds of sound, so pauses and suspends do not
count.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

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
from captions.model.health import problem
from captions.model.health.level_tracker import DIGITAL_SILENCE_DBFS, LevelTracker
from captions.model.health.problem import Problem, Remedy
from captions.pcm import Level

_MUTED_SILENCE_SECONDS = 1.0
"""Silence in seconds required before a muted device is reported."""
_COMPUTER_SILENCE_DBFS = -60.0
"""Level in dBFS below which sound played by the computer counts as silence; audible sound is
louder."""
_ANSWER_TIMEOUT_SECONDS = 60.0
"""Sound in seconds without any answer before the server counts as stalled. Servers commit after 36
s of sound at the latest. A server at little more than half real time is slow, but not stalled."""
_CONNECT_TIMEOUT_SECONDS = 15.0
"""Sound in seconds without a connection before a running server on this computer counts as
stalled."""
_MAX_EXCESS_SECONDS = 1.5
"""Maximum excess of voiced seconds counted beyond the limit, so that the problem soon ends in
quiet."""
_UNVOICED_WEIGHT = 0.15
"""Voiced seconds cancelled by each second of unvoiced sound; occasional voiced sound is not
speech."""


class SourceKind(StrEnum):
    """Kind of sound that a lane captures."""

    MICROPHONE = "microphone"
    COMPUTER = "computer"
    """Sound that the computer plays."""
    RECORDING = "recording"
    """A file or a stream, which may contain silence."""


_WORDLESS_LIMITS = {
    SourceKind.MICROPHONE: 9.0,
    SourceKind.COMPUTER: 20.0,
    SourceKind.RECORDING: 20.0,
}
"""Voiced sound in seconds without words before a problem is reported. About half of running speech
is voiced. Sound of the computer may be music, which often counts as voiced."""


@dataclass(frozen=True, slots=True)
class WatchedLane:
    """A lane to monitor."""

    name: str
    source_kind: SourceKind
    label: str = ""
    """Name of the speaker or source."""


class LaneHealth:
    """Tracks the state of each link of one lane."""

    def __init__(self, watched: WatchedLane, stall_problem: Problem | None) -> None:
        """Create the health of a lane in an unknown state.

        Args:
            watched: the lane.
            stall_problem: problem to report if the server does not answer a long sound; `None` if
                it may stay silent while nobody speaks.
        """
        self.source_kind = watched.source_kind
        """Kind of sound that the lane captures."""
        self._wordless_limit = _WORDLESS_LIMITS[watched.source_kind]
        self._stall_problem = stall_problem
        self.label = watched.label
        self.source = SourceChanged(SourceState.OPENING)
        self.session = SessionChanged(SessionState.CONNECTING)
        self.is_behind = False
        """True while the server recognises speech too slowly."""
        self.has_words = False
        """True if words have arrived since the source or the session last changed."""
        self._condition = DeviceCondition()
        self._device = ""
        self._reset_measurements()

    @property
    def is_live(self) -> bool:
        """True if sound is arriving or the source is opening."""
        return self.source.state in (SourceState.LISTENING, SourceState.OPENING)

    @property
    def is_unreachable(self) -> bool:
        """True if the connection has been missing for longer than a working server needs."""
        return self._unconnected_seconds >= _CONNECT_TIMEOUT_SECONDS

    def apply(self, event: Event) -> None:
        """Update the state with an event of this lane."""
        match event:
            case SourceChanged():
                self._handle_source(event)
            case DeviceCondition():
                self._handle_condition(event)
            case SessionChanged():
                self._handle_session(event)
            case EngineChanged():
                self._unconnected_seconds = 0.0
            case Partial(text) if text:
                self.has_words = True
                self._unanswered_seconds = self._wordless_seconds = 0.0
            case Committed(text):
                self._unanswered_seconds = 0.0
                if text:
                    self.has_words = True
                    self._wordless_seconds = 0.0
            case _:
                pass

    def record_level(self, level: Level, seconds: float) -> None:
        """Record the level and the length of a captured chunk."""
        if self._is_silence_expected(level):
            self._level_tracker.reset_silence()
        self._level_tracker.record_level(level, seconds)
        if self.session.state is not SessionState.LISTENING:
            self._unconnected_seconds += seconds
            return
        # Digital silence may not be sent, and contains no words.
        if level.peak > DIGITAL_SILENCE_DBFS:
            self._unanswered_seconds += seconds
        change = seconds if self._level_tracker.is_voiced else -_UNVOICED_WEIGHT * seconds
        limit = self._wordless_limit + _MAX_EXCESS_SECONDS
        self._wordless_seconds = min(max(0.0, self._wordless_seconds + change), limit)

    def find_problems(self) -> Iterator[Problem]:
        """Yield all current problems."""
        if not self.is_live:
            return
        if (
            self._condition.is_silenced
            and self._level_tracker.silent_seconds >= _MUTED_SILENCE_SECONDS
        ):
            yield self._choose_by_source(problem.MICROPHONE_MUTED, problem.COMPUTER_MUTED)
        elif self._level_tracker.is_dead:
            yield self._choose_by_source(problem.MICROPHONE_SILENT, problem.COMPUTER_SILENT)
        if self._stall_problem is not None and self._unanswered_seconds >= _ANSWER_TIMEOUT_SECONDS:
            yield self._stall_problem
        elif self._wordless_seconds >= self._wordless_limit:
            yield problem.NO_WORDS
        # Sound of the computer is often mastered to full scale, and still recognised well.
        if self._level_tracker.is_clipping and self.source_kind is SourceKind.MICROPHONE:
            yield problem.CLIPPING

    def choose_remedy(self, started: Problem) -> Remedy:
        """Return what to try after a problem; reopening is tried once for each period of sound."""
        if started.remedy is Remedy.REOPEN and not self._level_tracker.claim_reopen():
            return Remedy.NONE
        return started.remedy

    def _is_silence_expected(self, level: Level) -> bool:
        """Return True if the silence so far was not a fault of the device."""
        match self.source_kind:
            case SourceKind.MICROPHONE:  # Every working microphone picks up some noise.
                return self._condition.is_silenced and level.peak > DIGITAL_SILENCE_DBFS
            case SourceKind.COMPUTER:
                return self._condition.plays is not True
            case SourceKind.RECORDING:
                return True

    def _choose_by_source(self, microphone: Problem, computer: Problem) -> Problem:
        return microphone if self.source_kind is SourceKind.MICROPHONE else computer

    def _handle_source(self, event: SourceChanged) -> None:
        """Reset the measurements, unless the same device was only reopened."""
        self.source = event
        self.has_words = False
        if event.state is SourceState.LISTENING:
            another, self._device = event.name != self._device, event.name
            if another:
                self._reset_measurements()
        elif not self.is_live:
            self._reset_measurements()

    def _handle_session(self, event: SessionChanged) -> None:
        self.session = event
        self.has_words = self.is_behind = False
        self._unanswered_seconds = self._wordless_seconds = 0.0
        if event.state is SessionState.LISTENING:
            self._unconnected_seconds = 0.0

    def _handle_condition(self, event: DeviceCondition) -> None:
        if event.is_silenced != self._condition.is_silenced:
            self._level_tracker.reset_silence()
        self._condition = event

    def _reset_measurements(self) -> None:
        threshold = (
            _COMPUTER_SILENCE_DBFS
            if self.source_kind is SourceKind.COMPUTER
            else DIGITAL_SILENCE_DBFS
        )
        self._level_tracker = LevelTracker(threshold)
        self._unconnected_seconds = 0.0
        """Seconds of sound since the last connection."""
        self._unanswered_seconds = 0.0
        """Seconds of sound since the last answer."""
        self._wordless_seconds = 0.0
        """Seconds of possible speech since the last words."""
