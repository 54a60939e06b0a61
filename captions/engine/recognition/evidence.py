"""Tells spoken words from invented ones by where the decoder listened while it wrote them.

A word that was spoken is written while the decoder's attention rests where the word is. In a loop,
and when it continues after the last word, the decoder has nothing left to listen to: its attention
falls back on sound that is already written, or spreads. The *support* of a token is the share of
its attention that rests near the span which alignment gives it.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from captions.engine.recognition.alignment import aligned

Attention = NDArray[np.float32]

_NEAR_MOMENTS = 4
"""Distance in moments, about 0.1 s, from a token's span that still counts as near it."""
_SUPPORTED = 0.15
"""Support from which a word counts as spoken. Spoken words had 0.2 to 1, invented ones 0 to 0.1: of
3,004 words in 15 minutes of speech, 11 had less than this, and nearly all of these were loops."""


def support(attention: Attention, spans: Sequence[tuple[int, int]]) -> NDArray[np.float64]:
    """Return the support of each token, 0 to 1.

    Args:
        attention: where the aligning heads looked for each token, ``[heads, tokens, moments]``.
        spans: the first moment of each token, and the one after its last.
    """
    mean = attention.mean(axis=0)
    return np.array(
        [
            row[max(0, start - _NEAR_MOMENTS) : max(end, start + 1) + _NEAR_MOMENTS].sum()
            for row, (start, end) in zip(mean, spans, strict=True)
        ]
    )


def is_supported(supports: NDArray[np.float64]) -> bool:
    """Return True if the tokens of a word, or of several, were spoken."""
    return bool(supports.mean() >= _SUPPORTED)


def spoken(
    attention: Attention, told: int, words: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return the span of each token, up to the last of the words that were spoken.

    Two words in a row without support show that the network wrote the same sound twice: alignment
    can give it to one of them only. The text then ends before the second.

    Args:
        attention: where the aligning heads looked for each token, ``[heads, tokens, moments]``.
        told: how many of the tokens are certain, and come first.
        words: the first token of each word after those, and the one after its last.
    """
    for count in range(len(words), 0, -1):
        heard = attention[:, : words[count - 1][1]]
        spans = aligned(heard)
        supports = support(heard, spans)
        found = [is_supported(supports[first:end]) for first, end in words[:count]]
        if found[-1] and all(one or other for one, other in pairwise(found)):
            return spans
    return aligned(attention[:, :told]) if told else []
