"""Tells what somebody said again from a loop in which the network repeats itself.

Both look the same as text. So where a second round of the same words is complete, the decoder's
attention decides: each word of a round that was spoken is written while listening to new sound,
about as long after its first round as all the others.
"""

from collections.abc import Callable

import numpy as np

from captions.engine.recognition.alignment import aligned, contrasted
from captions.engine.recognition.evidence import Attention, is_supported, support
from captions.engine.recognition.tokens import Tokens

LONGEST_LOOP = 32
"""Tokens of the longest round that is looked for."""
_PART_REPEATS = 4
"""Rounds that make a loop where a round is a part of a word, which has no sound of its own: the
zeros of a number, the syllables of laughter."""
_LEAST_LAG_MOMENTS = 4
"""Distance of two rounds that were spoken, in moments: 0.1 s."""
_LEAST_LAG_SHARE = 0.5
"""Share of the longest lag between two rounds that each of their tokens keeps. Sentences that were
spoken again had 0.7 to 1; loops had 0 to 0.4, since their tokens crowd at the end of the sound."""


class LoopGuard:
    """Finds loops in one decode."""

    def __init__(
        self,
        prefix: Tokens,
        starts_word: Callable[[int], bool],
        attention: Callable[[Tokens], Attention],
    ) -> None:
        """Start a decode.

        Args:
            prefix: the tokens before those that are decoded.
            starts_word: returns True for a token that begins a word.
            attention: returns where the decoder looks while it writes all tokens, without control
                tokens, ``[heads, tokens, moments]``.
        """
        self._prefix = prefix
        self._starts_word = starts_word
        self._attention = attention
        self._judged: dict[Tokens, bool] = {}
        """True for texts that end with repetition that was spoken, False for loops."""

    def loop_length(self, tokens: Tokens) -> int:
        """Return how many of the last tokens only repeat those before them; 0 if none do."""
        written = (*self._prefix, *tokens)
        for period in range(1, min(LONGEST_LOOP, len(written) // 2) + 1):
            repeats = 2 if self._starts_word(written[-period]) else _PART_REPEATS
            if _is_repeated(written, period, repeats) and not self._is_spoken(written, period):
                return min((repeats - 1) * period, len(tokens))
        return 0

    def _is_spoken(self, written: Tokens, period: int) -> bool:
        """Return True if the last round was spoken; each round is examined once."""
        sooner = (written[:end] for end in range(len(written) - period + 1, len(written)))
        if any(self._judged.get(text, False) for text in sooner):
            return True
        if written not in self._judged:
            third = _is_repeated(written, period, 3)
            attention = self._attention(written)
            self._judged[written] = is_spoken_again(attention, period, rounds=3 if third else 2)
        return self._judged[written]


def is_spoken_again(attention: Attention, period: int, rounds: int = 2) -> bool:
    """Return True if the last round was spoken.

    Args:
        attention: where the decoder looked for each token, ``[heads, tokens, moments]``.
        period: tokens of a round.
        rounds: how many rounds are compared, 2 or 3.
    """
    spans = aligned(contrasted(attention))
    starts = np.array([start for start, _ in spans])
    lags = np.diff(starts[-rounds * period :].reshape(rounds, period), axis=0)
    least = max(_LEAST_LAG_MOMENTS, _LEAST_LAG_SHARE * lags.max())
    return bool(lags[-1].min() >= least) and is_supported(support(attention, spans)[-period:])


def _is_repeated(written: Tokens, period: int, repeats: int) -> bool:
    span = period * repeats
    return span <= len(written) and written[-span:] == written[-period:] * repeats
