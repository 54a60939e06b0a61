"""Tells spoken words from invented ones by where the decoder listened while it wrote them.

A word that was spoken is written while the decoder's attention rests where the word is. In a loop,
and when it continues after the last word, the decoder has nothing left to listen to: its attention
falls back on sound that is already written, or spreads. The *support* of a token is the share of
its attention that rests near the span which alignment gives it.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Attention = NDArray[np.float32]

_NEAR_MOMENTS = 4
"""Distance in moments, about 0.1 s, from a token's span that still counts as near it."""
_SUPPORTED = 0.15
"""Support from which a word counts as spoken. Spoken words had 0.3 to 1, invented ones 0 to 0.1."""


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
