"""Metrics of the server in the Prometheus text format, version 0.0.4.

The metrics are numbers only: no text, audio, keys or client addresses.
"""

import math
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import NamedTuple

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4 as CONTENT_TYPE
from prometheus_client.registry import Collector
from typing_extensions import override

__all__ = ["CONTENT_TYPE", "ServerMetrics"]

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
    """Working time of the recognition threads in seconds."""


class ServerMetrics(Collector):
    """Counts events since the start of the server; used on the event loop only.

    It collects metric families, not the client library's own counters: those refuse a counter
    ``captions_sessions_total`` beside a gauge ``captions_sessions``, and add a creation time.
    """

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
        self._translations: Counter[str] = Counter()
        self._translation_seconds = 0.0
        self._refusals: Counter[str] = Counter()
        self._queued_seconds = 0.0
        self._registry = CollectorRegistry()
        self._registry.register(self)

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

    def record_translation(self, busy: float) -> None:
        """Record a segment that was translated, and the seconds that it took."""
        self._translations["done"] += 1
        self._translation_seconds += busy

    def record_left_out(self) -> None:
        """Record a segment that was not translated, because translation fell behind."""
        self._translations["left_out"] += 1

    def record_refusal(self, reason: str) -> None:
        """Record a refused request, by reason: ``host``, ``origin``, ``key`` or ``tokens``."""
        self._refusals[reason] += 1

    def render_text(self, queued_seconds: float) -> str:
        """Return all metrics as text; ``queued_seconds`` is the queued audio of all sessions."""
        self._queued_seconds = round(queued_seconds, 3)
        return generate_latest(self._registry).decode()

    @override
    def collect(self) -> Iterator[Metric]:
        """Return the current values, for the registry."""
        yield GaugeMetricFamily("captions_sessions", "Open sessions.", self.open_sessions)
        yield CounterMetricFamily(
            "captions_sessions_total", "Sessions since the server started.", self._sessions_total
        )
        yield CounterMetricFamily(
            "captions_sound_seconds_total", "Received audio in seconds.", self._received_seconds
        )
        yield CounterMetricFamily(
            "captions_recognised_seconds_total",
            "Recognised audio in seconds.",
            self._recognised_seconds,
        )
        yield CounterMetricFamily(
            "captions_recognition_seconds_total",
            "Working time of the recognition threads in seconds.",
            self._worker_seconds,
        )
        yield GaugeMetricFamily(
            "captions_real_time_factor",
            "Recognition time per second of audio during the last minute.",
            self._real_time_factor(),
        )
        yield GaugeMetricFamily(
            "captions_waiting_seconds", "Queued audio in seconds.", self._queued_seconds
        )
        yield self._delay_family()
        yield _counter_family("errors_total", "Errors sent to clients.", "name", self._errors)
        yield _counter_family(
            "drops_total", "Clients disconnected by the server.", "reason", self._drops
        )
        yield from self._translation_families()
        yield _counter_family("refused_total", "Refused requests.", "reason", self._refusals)

    def _translation_families(self) -> Iterator[Metric]:
        yield _counter_family(
            "translations_total",
            "Segments to translate that were translated, or left out.",
            "result",
            self._translations,
        )
        yield CounterMetricFamily(
            "captions_translation_seconds_total",
            "Working time of the translation thread in seconds.",
            self._translation_seconds,
        )

    def _real_time_factor(self) -> float:
        self._discard_old()
        sound = sum(done.sound for done in self._recent)
        return sum(done.busy for done in self._recent) / sound if sound else 0.0

    def _delay_family(self) -> HistogramMetricFamily:
        below = accumulate(self._delays[bound] for bound in _DELAY_BUCKETS)
        bounds = [f"{bound:g}" for bound in _DELAY_BUCKETS]
        return HistogramMetricFamily(
            "captions_delay_seconds",
            "Time in seconds from receiving audio to recognising it.",
            [*zip(bounds, below, strict=True), ("+Inf", self._delay_count)],
            self._delay_sum,
        )

    def _discard_old(self) -> None:
        oldest = self._clock() - _RECENT_SECONDS
        while self._recent and self._recent[0].at < oldest:
            self._recent.popleft()


def _counter_family(
    name: str, meaning: str, label: str, counts: Counter[str]
) -> CounterMetricFamily:
    family = CounterMetricFamily(f"captions_{name}", meaning, labels=[label])
    for value, count in sorted(counts.items()):
        family.add_metric([value], count)
    return family
