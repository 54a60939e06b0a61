"""Detection of decoder loops, as distinct from repetition that was really spoken.

Both look the same as text. When the same tokens occur twice in a row, the decoder's cross-attention
decides. In spoken repetition, each token attends to new audio, at about the same delay after its
counterpart in the previous round. In a loop the attention does not advance.
"""

from collections.abc import Callable

import numpy as np

from captions.engine.recognition.moonshine.alignment import align_tokens, normalise_attention
from captions.engine.recognition.moonshine.attention_evidence import (
    Attention,
    is_supported,
    measure_support,
)
from captions.engine.recognition.moonshine.tokens import Tokens

MAX_LOOP_TOKENS = 32
"""Longest round that is examined, in tokens."""
_SUBWORD_REPEATS = 4
"""Rounds that may be a loop if a round is part of a word, which has no audio of its own. Examples
are the zeros of a number and the syllables of laughter."""
_MIN_LAG_FRAMES = 4
"""Minimum delay between two spoken rounds, in encoder frames: 0.1 s."""
_MIN_LAG_SHARE = 0.5
"""Minimum delay of each token between two rounds, as a share of the longest. Spoken repetition had
0.7 to 1. Loops had 0 to 0.4, because their tokens crowd at the end of the audio."""


class LoopGuard:
    """Loop detector for one decode."""

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
            attention: returns the alignment heads' weights for given tokens, which include no
                control tokens, ``[heads, tokens, frames]``.
        """
        self._prefix = prefix
        self._starts_word = starts_word
        self._attention = attention
        self._results: dict[Tokens, bool] = {}
        """Result for each examined text: True for spoken repetition at its end, False for a
        loop."""

    def loop_length(self, tokens: Tokens) -> int:
        """Return how many of the last tokens form a loop; 0 if none do."""
        written = (*self._prefix, *tokens)
        for period in range(1, min(MAX_LOOP_TOKENS, len(written) // 2) + 1):
            repeats = 2 if self._starts_word(written[-period]) else _SUBWORD_REPEATS
            if _is_repeated(written, period, repeats) and not self._is_spoken(written, period):
                return min((repeats - 1) * period, len(tokens))
        return 0

    def _is_spoken(self, written: Tokens, period: int) -> bool:
        """Return True if the last round was spoken; each round is examined once."""
        earlier = (written[:end] for end in range(len(written) - period + 1, len(written)))
        if any(self._results.get(text, False) for text in earlier):
            return True
        if written not in self._results:
            has_third = _is_repeated(written, period, 3)
            attention = self._attention(written)
            self._results[written] = is_real_repetition(
                attention, period, rounds=3 if has_third else 2
            )
        return self._results[written]


def is_real_repetition(attention: Attention, period: int, rounds: int = 2) -> bool:
    """Return True if the last round was spoken.

    Args:
        attention: weights of the alignment heads for each token, ``[heads, tokens, frames]``.
        period: tokens in a round.
        rounds: number of rounds that are compared, 2 or 3.
    """
    spans = align_tokens(normalise_attention(attention))
    starts = np.array([start for start, _ in spans])
    lags = np.diff(starts[-rounds * period :].reshape(rounds, period), axis=0)
    least = max(_MIN_LAG_FRAMES, _MIN_LAG_SHARE * lags.max())
    return bool(lags[-1].min() >= least) and is_supported(
        measure_support(attention, spans)[-period:]
    )


def _is_repeated(written: Tokens, period: int, repeats: int) -> bool:
    span = period * repeats
    return span <= len(written) and written[-span:] == written[-period:] * repeats
