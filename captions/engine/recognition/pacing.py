"""The interval between guesses, from what they cost on this computer and for all its sessions."""

import time
from collections.abc import Callable
from math import exp

from captions.engine.ports import Hypothesis, Prefix, Recogniser, RecognitionHints
from captions.engine.processor_cores import usable_cores
from captions.pcm import Samples

_MAX_PROCESSOR_SHARE = 0.4
"""Share of all processor cores that guesses may use; settling words needs the rest."""
_MAX_INTERVAL = 1.0
"""Longest interval between two guesses of a session, in seconds of audio."""
_AVERAGED_SECONDS = 1.0
"""Time constant of the measured load, in seconds."""
_MIN_ELAPSED = 1e-6
"""Lower limit of the time between two guesses that end together, in seconds."""
_GAIN = 0.03
"""Exponent of the correction with each guess: small, because the load follows it a second later."""
_SMOOTHING = 0.9
"""Weight of the previous value in the exponential moving average of guess durations."""
_FRESH_SMOOTHING = 0.5
"""The same weight for the first guess after a rest, about which older ones say little."""
_MAX_DURATION = 1.0
"""Upper limit of one measured duration, so that a single stall does not count as a slow
computer."""


class GuessPace:
    """Measures the guesses of a recogniser, and adapts their interval to the load.

    Threads that record at the same time may lose a measurement of each other, which changes little.
    """

    def __init__(self, shortest: float, clock: Callable[[], float], cores: int) -> None:
        """``shortest`` is the interval of a computer with time to spare, in seconds of audio."""
        self._shortest = shortest
        self._clock = clock
        self._limit = _MAX_PROCESSOR_SHARE * cores
        self.interval = shortest
        """Seconds of audio between two guesses of one session."""
        self.mean_duration = 0.0
        """Moving average of the duration of a guess, in seconds."""
        self._load = 0.0
        """Guesses in progress on average over the last second."""
        self._measured = clock()

    def record_guess(self, duration: float, *, is_fresh: bool = False) -> None:
        """Record the duration of a guess that has just ended, in seconds."""
        duration = min(duration, _MAX_DURATION)
        smoothing = _FRESH_SMOOTHING if is_fresh else _SMOOTHING
        self.mean_duration = smoothing * self.mean_duration + (1 - smoothing) * duration
        now = self._clock()
        elapsed, self._measured = max(_MIN_ELAPSED, now - self._measured), now
        decay = exp(-elapsed / _AVERAGED_SECONDS)
        self._load = decay * self._load + (1 - decay) * duration / elapsed
        interval = self.interval * (self._load / self._limit) ** _GAIN
        self.interval = min(max(interval, self._shortest), _MAX_INTERVAL)


class PacedRecogniser:
    """A recogniser whose guesses leave the computer time for everything else."""

    def __init__(
        self,
        recogniser: Recogniser,
        clock: Callable[[], float] = time.perf_counter,
        cores: int | None = None,
    ) -> None:
        """Wrap a recogniser.

        Args:
            recogniser: the recogniser.
            clock: seconds since an arbitrary time.
            cores: processor cores; by default those that this process may use.
        """
        self._recogniser = recogniser
        self._clock = clock
        self.pace = GuessPace(recogniser.guess_every, clock, cores or usable_cores())
        """Measurements of the guesses."""

    @property
    def guess_every(self) -> float:
        """Interval between two guesses, in seconds of audio."""
        return self.pace.interval

    def guess(
        self, samples: Samples, hints: RecognitionHints, prefix: Prefix, draft: Hypothesis
    ) -> Hypothesis:
        """Return the recogniser's guess, and measure how long it takes."""
        started = self._clock()
        hypothesis = self._recogniser.guess(samples, hints, prefix, draft)
        self.pace.record_guess(self._clock() - started)
        return hypothesis

    def settle(self, samples: Samples, hints: RecognitionHints, prefix: Prefix) -> Hypothesis:
        """Return the recogniser's final words."""
        return self._recogniser.settle(samples, hints, prefix)

    def confirm(
        self, samples: Samples, hints: RecognitionHints, prefix: Prefix, expected: Hypothesis
    ) -> Hypothesis | None:
        """Return the recogniser's confirmation."""
        return self._recogniser.confirm(samples, hints, prefix, expected)
