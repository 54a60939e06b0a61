"""A recogniser that combines an accurate model with a fast one for slow or busy computers."""

import time
from collections.abc import Callable

from captions.engine.ports import Hypothesis, Prefix, Recogniser, RecognitionHints
from captions.engine.processor_cores import usable_cores
from captions.engine.recognition.pacing import GuessPace
from captions.pcm import Samples

_MAX_MEAN_DURATION = 0.15
"""Mean duration of a guess, in seconds, above which the fast recogniser guesses instead. A slower
guess appears late, or delays other sessions."""
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
        cores: int | None = None,
    ) -> None:
        """Combine two recognisers.

        Args:
            fast: the fast one.
            accurate: the accurate one.
            clock: seconds since an arbitrary time.
            cores: processor cores; by default those that this process may use.
        """
        self._fast = fast
        self._accurate = accurate
        self._clock = clock
        cores = cores or usable_cores()
        self._fast_pace = GuessPace(fast.guess_every, clock, cores)
        self._accurate_pace = GuessPace(accurate.guess_every, clock, cores)
        self._fast_guesses = 0
        """Consecutive guesses of the fast recogniser."""

    @property
    def guess_every(self) -> float:
        """Interval between two guesses, in seconds of audio."""
        return (self._fast_pace if self._prefers_fast else self._accurate_pace).interval

    @property
    def _prefers_fast(self) -> bool:
        """True if the next guess is due from the fast recogniser."""
        return (
            self._accurate_pace.mean_duration > _MAX_MEAN_DURATION
            and self._fast_guesses < _RETRY_AFTER_GUESSES
        )

    def guess(
        self, samples: Samples, hints: RecognitionHints, prefix: Prefix, draft: Hypothesis
    ) -> Hypothesis:
        """Return a quick hypothesis, from the fast recogniser if the accurate one is too slow."""
        recogniser, pace = self._accurate, self._accurate_pace
        is_retry = self._fast_guesses > 0
        if self._prefers_fast:
            recogniser, pace, is_retry = self._fast, self._fast_pace, False
            self._fast_guesses += 1
        else:
            self._fast_guesses = 0
        started = self._clock()
        hypothesis = recogniser.guess(samples, hints, prefix, draft)
        pace.record_guess(self._clock() - started, is_fresh=is_retry)
        return hypothesis

    def settle(self, samples: Samples, hints: RecognitionHints, prefix: Prefix) -> Hypothesis:
        """Return the accurate recogniser's final words."""
        return self._accurate.settle(samples, hints, prefix)

    def confirm(
        self, samples: Samples, hints: RecognitionHints, prefix: Prefix, expected: Hypothesis
    ) -> Hypothesis | None:
        """Return the accurate recogniser's confirmation, regardless of the computer's load."""
        return self._accurate.confirm(samples, hints, prefix, expected)
