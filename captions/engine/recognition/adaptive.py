"""A recogniser that combines an accurate model with a fast one for slow or busy computers."""

import time
from collections.abc import Callable

from captions.engine.ports import Hypothesis, Prefix, Recogniser, RecognitionHints
from captions.pcm import Samples

_MAX_MEAN_DURATION = 0.15
"""Mean duration of a guess, in seconds, above which the fast recogniser guesses instead. A slower
guess appears late, or delays other sessions."""
_SMOOTHING = 0.9
"""Weight of the previous value in the exponential moving average of guess durations."""
_RETRY_SMOOTHING = 0.5
"""The same weight for a retry of the accurate recogniser; retries are rare, so each counts more."""
_MAX_DURATION = 1.0
"""Upper limit of one measured duration, so that a single stall does not count as a slow
computer."""
_RETRY_AFTER_GUESSES = 25
"""Guesses of the fast recogniser after which the accurate one is tried again."""


class AdaptiveRecogniser:
    """An accurate recogniser, which a fast one replaces for guesses on a slow or busy computer.

    The accurate recogniser settles and confirms all words. It also guesses, because its hypotheses
    need fewer corrections later. When its guesses take too long on average, the fast recogniser
    guesses instead. Both must have the same vocabulary, because each continues from the tokens of
    the other.
    """

    def __init__(
        self,
        fast: Recogniser,
        accurate: Recogniser,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        """``clock`` returns seconds since an arbitrary time."""
        self._fast = fast
        self._accurate = accurate
        self._clock = clock
        self._mean_guess_duration = 0.0
        """Moving average of the accurate recogniser's guess durations, in seconds."""
        self._fast_guesses = 0
        """Consecutive guesses of the fast recogniser."""

    @property
    def guess_every(self) -> float:
        """Interval between two guesses, in seconds of audio."""
        return self._accurate.guess_every

    def guess(
        self, samples: Samples, hints: RecognitionHints, prefix: Prefix, draft: Hypothesis
    ) -> Hypothesis:
        """Return a quick hypothesis, from the fast recogniser if the accurate one is too slow."""
        if (
            self._mean_guess_duration > _MAX_MEAN_DURATION
            and self._fast_guesses < _RETRY_AFTER_GUESSES
        ):
            self._fast_guesses += 1
            return self._fast.guess(samples, hints, prefix, draft)
        smoothing = _RETRY_SMOOTHING if self._fast_guesses else _SMOOTHING
        self._fast_guesses = 0
        started = self._clock()
        hypothesis = self._accurate.guess(samples, hints, prefix, draft)
        duration = min(self._clock() - started, _MAX_DURATION)
        self._mean_guess_duration = (
            smoothing * self._mean_guess_duration + (1 - smoothing) * duration
        )
        return hypothesis

    def settle(self, samples: Samples, hints: RecognitionHints, prefix: Prefix) -> Hypothesis:
        """Return the accurate recogniser's final words."""
        return self._accurate.settle(samples, hints, prefix)

    def confirm(
        self, samples: Samples, hints: RecognitionHints, prefix: Prefix, expected: Hypothesis
    ) -> Hypothesis | None:
        """Return the accurate recogniser's confirmation, regardless of the computer's load."""
        return self._accurate.confirm(samples, hints, prefix, expected)
