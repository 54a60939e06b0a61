"""What the server counts and measures, in the text format that Prometheus reads (0.0.4).

Numbers only: no text, no sound, no key, no address of a client.
"""

import math
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from typing import NamedTuple

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_DELAYS = (0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0, 30.0, 60.0)
"""Upper bounds of the delay's buckets, seconds."""
_RECENT_SECONDS = 60.0


class _Recognised(NamedTuple):
    """The work of all turns in one second of the clock, so that there are few."""

    at: float
    sound: float
    busy: float


class Metrics:
    """Counts since the server started; used on its loop alone."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self.sessions = 0
        """Sessions now."""
        self._sessions_total = 0
        self._sound_taken = 0.0
        self._sound_recognised = 0.0
        self._busy = 0.0
        self._recent: deque[_Recognised] = deque()
        self._delays: Counter[float] = Counter()
        self._delay_sum = 0.0
        self._delay_count = 0
        self._errors: Counter[str] = Counter()
        self._drops: Counter[str] = Counter()
        self._refused: Counter[str] = Counter()

    def opened(self) -> None:
        """Count a session's beginning."""
        self.sessions += 1
        self._sessions_total += 1

    def closed(self) -> None:
        """Count a session's end."""
        self.sessions -= 1

    def took(self, seconds: float) -> None:
        """Count sound that was taken in."""
        self._sound_taken += seconds

    def worked(self, sound: float, busy: float) -> None:
        """Count a turn: seconds of sound that it recognised, seconds that a thread worked."""
        self._sound_recognised += sound
        self._busy += busy
        second = math.floor(self._clock())
        if self._recent and self._recent[-1].at == second:
            last = self._recent.pop()
            sound, busy = last.sound + sound, last.busy + busy
        self._recent.append(_Recognised(second, sound, busy))
        self._forget_old()

    def waited(self, seconds: float) -> None:
        """Count how long ago a turn's first sound had come in when it was recognised."""
        self._delay_sum += seconds
        self._delay_count += 1
        bucket = next((bound for bound in _DELAYS if seconds <= bound), None)
        if bucket is not None:
            self._delays[bucket] += 1

    def failed(self, name: str) -> None:
        """Count an error that a client was told, by its name on the wire."""
        self._errors[name] += 1

    def dropped(self, reason: str) -> None:
        """Count a client that was given up, by the reason.

        Reasons are ``idle``, ``not_reading``, ``too_slow``, ``crowd`` and ``too_many_frames``.
        """
        self._drops[reason] += 1

    def refused(self, reason: str) -> None:
        """Count a request that was refused: ``host``, ``origin``, ``key``, ``tokens``."""
        self._refused[reason] += 1

    def text(self, waiting: float) -> str:
        """Write everything; ``waiting`` is the seconds of sound that wait in all sessions."""
        return "".join(f"{line}\n" for line in self._lines(waiting))

    def _lines(self, waiting: float) -> Iterator[str]:
        self._forget_old()
        sound = sum(done.sound for done in self._recent)
        factor = sum(done.busy for done in self._recent) / sound if sound else 0.0
        yield from _one("sessions", "gauge", "Sessions now.", self.sessions)
        yield from _one("sessions_total", "counter", "Sessions so far.", self._sessions_total)
        yield from _one(
            "sound_seconds_total", "counter", "Seconds of sound taken in.", self._sound_taken
        )
        yield from _one(
            "recognised_seconds_total",
            "counter",
            "Seconds of sound recognised.",
            self._sound_recognised,
        )
        yield from _one(
            "recognition_seconds_total", "counter", "Seconds that threads worked.", self._busy
        )
        yield from _one(
            "real_time_factor",
            "gauge",
            "Seconds of work for a second of sound, during the last minute.",
            factor,
        )
        yield from _one(
            "waiting_seconds", "gauge", "Seconds of sound that wait.", round(waiting, 3)
        )
        yield from self._delay_lines()
        yield from _many("errors_total", "Errors told to clients.", "name", self._errors)
        yield from _many("drops_total", "Clients given up.", "reason", self._drops)
        yield from _many("refused_total", "Requests refused.", "reason", self._refused)

    def _delay_lines(self) -> Iterator[str]:
        name = "captions_delay_seconds"
        yield f"# HELP {name} Seconds from sound taken in to sound recognised."
        yield f"# TYPE {name} histogram"
        below = 0
        for bound in _DELAYS:
            below += self._delays[bound]
            yield f'{name}_bucket{{le="{bound:g}"}} {below}'
        yield f'{name}_bucket{{le="+Inf"}} {self._delay_count}'
        yield f"{name}_sum {self._delay_sum:g}"
        yield f"{name}_count {self._delay_count}"

    def _forget_old(self) -> None:
        oldest = self._clock() - _RECENT_SECONDS
        while self._recent and self._recent[0].at < oldest:
            self._recent.popleft()


def _one(name: str, kind: str, meaning: str, value: float) -> Iterator[str]:
    yield f"# HELP captions_{name} {meaning}"
    yield f"# TYPE captions_{name} {kind}"
    yield f"captions_{name} {value:.10g}"


def _many(name: str, meaning: str, label: str, counts: Counter[str]) -> Iterator[str]:
    yield f"# HELP captions_{name} {meaning}"
    yield f"# TYPE captions_{name} counter"
    for value, count in sorted(counts.items()):
        yield f'captions_{name}{{{label}="{value}"}} {count}'
