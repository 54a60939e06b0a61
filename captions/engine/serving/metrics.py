"""Metrics of the server in the Prometheus text format, version 0.0.4.

The metrics are numbers only: no text, audio, keys or client addresses.
"""

import math
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from typing import NamedTuple

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
"""Content type of the Prometheus text format."""
_DELAY_BUCKETS = (0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0, 30.0, 60.0)
"""Upper bounds of the delay histogram's buckets, in seconds."""
_RECENT_SECONDS = 60.0
"""Period over which the real-time factor is averaged."""


class _RecognisedSecond(NamedTuple):
    """Work of all turns within one second, added up so that few records are kept."""

    at: float
    """Start of the second on the clock."""
    sound: float
    """Seconds of recognised audio."""
    busy: float
    """Seconds that threads worked."""


class ServerMetrics:
    """Counts events since the start of the server; used on the event loop only."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self.open_sessions = 0
        """Number of open sessions."""
        self._sessions_total = 0
        self._received_seconds = 0.0
        self._recognised_seconds = 0.0
        self._worker_seconds = 0.0
        self._recent: deque[_RecognisedSecond] = deque()
        self._delays: Counter[float] = Counter()
        self._delay_sum = 0.0
        self._delay_count = 0
        self._errors: Counter[str] = Counter()
        self._drops: Counter[str] = Counter()
        self._refusals: Counter[str] = Counter()

    def record_session_start(self) -> None:
        """Record the start of a session."""
        self.open_sessions += 1
        self._sessions_total += 1

    def record_session_end(self) -> None:
        """Record the end of a session."""
        self.open_sessions -= 1

    def record_received(self, seconds: float) -> None:
        """Record received audio, in seconds."""
        self._received_seconds += seconds

    def record_turn(self, sound: float, busy: float) -> None:
        """Record a turn: seconds of recognised audio, and seconds that a thread worked."""
        self._recognised_seconds += sound
        self._worker_seconds += busy
        second = math.floor(self._clock())
        if self._recent and self._recent[-1].at == second:
            last = self._recent.pop()
            sound, busy = last.sound + sound, last.busy + busy
        self._recent.append(_RecognisedSecond(second, sound, busy))
        self._discard_old()

    def record_delay(self, seconds: float) -> None:
        """Record the seconds from receiving the first audio of a turn to its recognition."""
        self._delay_sum += seconds
        self._delay_count += 1
        bucket = next((bound for bound in _DELAY_BUCKETS if seconds <= bound), None)
        if bucket is not None:
            self._delays[bucket] += 1

    def record_error(self, name: str) -> None:
        """Record an error sent to a client, by its name in the protocol."""
        self._errors[name] += 1

    def record_drop(self, reason: str) -> None:
        """Record a dropped client, by reason.

        Reasons are ``idle``, ``not_reading``, ``too_slow``, ``crowd`` and ``too_many_frames``.
        """
        self._drops[reason] += 1

    def record_refusal(self, reason: str) -> None:
        """Record a refused request, by reason: ``host``, ``origin``, ``key`` or ``tokens``."""
        self._refusals[reason] += 1

    def render_text(self, queued_seconds: float) -> str:
        """Return all metrics as text; ``queued_seconds`` is the queued audio of all sessions."""
        return "".join(f"{line}\n" for line in self._metric_lines(queued_seconds))

    def _metric_lines(self, waiting: float) -> Iterator[str]:
        self._discard_old()
        sound = sum(done.sound for done in self._recent)
        factor = sum(done.busy for done in self._recent) / sound if sound else 0.0
        yield from _value_lines("sessions", "gauge", "Sessions now.", self.open_sessions)
        yield from _value_lines(
            "sessions_total", "counter", "Sessions so far.", self._sessions_total
        )
        yield from _value_lines(
            "sound_seconds_total", "counter", "Seconds of sound taken in.", self._received_seconds
        )
        yield from _value_lines(
            "recognised_seconds_total",
            "counter",
            "Seconds of sound recognised.",
            self._recognised_seconds,
        )
        yield from _value_lines(
            "recognition_seconds_total",
            "counter",
            "Seconds that threads worked.",
            self._worker_seconds,
        )
        yield from _value_lines(
            "real_time_factor",
            "gauge",
            "Seconds of work for a second of sound, during the last minute.",
            factor,
        )
        yield from _value_lines(
            "waiting_seconds", "gauge", "Seconds of sound that wait.", round(waiting, 3)
        )
        yield from self._delay_lines()
        yield from _counter_lines("errors_total", "Errors told to clients.", "name", self._errors)
        yield from _counter_lines("drops_total", "Clients given up.", "reason", self._drops)
        yield from _counter_lines("refused_total", "Requests refused.", "reason", self._refusals)

    def _delay_lines(self) -> Iterator[str]:
        name = "captions_delay_seconds"
        yield f"# HELP {name} Seconds from sound taken in to sound recognised."
        yield f"# TYPE {name} histogram"
        below = 0
        for bound in _DELAY_BUCKETS:
            below += self._delays[bound]
            yield f'{name}_bucket{{le="{bound:g}"}} {below}'
        yield f'{name}_bucket{{le="+Inf"}} {self._delay_count}'
        yield f"{name}_sum {self._delay_sum:g}"
        yield f"{name}_count {self._delay_count}"

    def _discard_old(self) -> None:
        oldest = self._clock() - _RECENT_SECONDS
        while self._recent and self._recent[0].at < oldest:
            self._recent.popleft()


def _value_lines(name: str, kind: str, meaning: str, value: float) -> Iterator[str]:
    yield f"# HELP captions_{name} {meaning}"
    yield f"# TYPE captions_{name} {kind}"
    yield f"captions_{name} {value:.10g}"


def _counter_lines(name: str, meaning: str, label: str, counts: Counter[str]) -> Iterator[str]:
    yield f"# HELP captions_{name} {meaning}"
    yield f"# TYPE captions_{name} counter"
    for value, count in sorted(counts.items()):
        yield f'captions_{name}{{{label}="{value}"}} {count}'
