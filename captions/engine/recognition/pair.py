"""Two recognisers in one: the better one for what stays, and for what comes at once if it can."""

import time
from collections.abc import Callable

from captions.engine.ports import Hints, Hypothesis, Recogniser, Told
from captions.pcm import Samples

_QUICK_SECONDS = 0.15
"""A guess that takes longer than this on the whole comes late, or keeps others waiting."""
_MEMORY = 0.9
"""How much of what it took so far counts, beside the last time."""
_SHORT_MEMORY = 0.5
"""The same where it is tried again only now and then."""
_LONGEST_SECONDS = 1.0
"""A guess counts as no longer than this: a computer that stood still for once is not slow."""
_TRY_AGAIN = 25
"""Guesses of the quick one, after which the better one is tried again."""


class Pair:
    """The better recogniser settles; it also guesses, unless this computer is too slow or busy.

    Guesses of the better one are better, and need fewer changes later. On a slow computer, or with
    many sessions, the quick one guesses in its place. Both must have the same vocabulary, so that
    each can go on from what the other told.
    """

    def __init__(
        self,
        quick: Recogniser,
        better: Recogniser,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        """``clock`` tells seconds since any moment."""
        self._quick = quick
        self._better = better
        self._clock = clock
        self._took = 0.0
        """Seconds of a guess of the better one, on the whole."""
        self._since = 0
        """Guesses of the quick one in a row."""

    @property
    def guess_every(self) -> float:
        """Seconds of sound between two guesses."""
        return self._better.guess_every

    def guess(self, samples: Samples, hints: Hints, told: Told, draft: Hypothesis) -> Hypothesis:
        """Return the words soon."""
        if self._took > _QUICK_SECONDS and self._since < _TRY_AGAIN:
            self._since += 1
            return self._quick.guess(samples, hints, told, draft)
        memory = _SHORT_MEMORY if self._since else _MEMORY
        self._since = 0
        began = self._clock()
        found = self._better.guess(samples, hints, told, draft)
        took = min(self._clock() - began, _LONGEST_SECONDS)
        self._took = memory * self._took + (1 - memory) * took
        return found

    def settle(self, samples: Samples, hints: Hints, told: Told) -> Hypothesis:
        """Return the words for good."""
        return self._better.settle(samples, hints, told)

    def confirm(
        self, samples: Samples, hints: Hints, told: Told, expected: Hypothesis
    ) -> Hypothesis | None:
        """Return the better recogniser's words, however busy the computer is."""
        return self._better.confirm(samples, hints, told, expected)
