"""Detection of hallucinated words, from the decoder's cross-attention.

While the decoder writes a word that was spoken, its cross-attention concentrates on the frames of
that word. In a repetition loop, or in a continuation after the last spoken word, no unwritten audio
remains. The attention then returns to frames that already have text, or spreads over many frames.
The *support* of a token measures this. It is the share of the token's attention on or near the span
that forced alignment gives it.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from captions.engine.recognition.moonshine.alignment import align_tokens

Attention = NDArray[np.float32]

_MARGIN_FRAMES = 4
"""Margin around a token's span that counts as near it, in encoder frames: about 0.1 s."""
_MIN_SUPPORT = 0.15
"""Mean support from which a word counts as spoken. Spoken words had 0.2 to 1, hallucinated ones 0
to 0.1. Of 3,004 words in 15 minutes of speech, 11 had less than this threshold. Nearly all of these
were loops."""


def measure_support(attention: Attention, spans: Sequence[tuple[int, int]]) -> NDArray[np.float64]:
    """Return the support of each token, 0 to 1.

    Args:
        attention: weights of the alignment heads for each token, ``[heads, tokens, frames]``.
        spans: the first frame of each token, and the frame after its last.
    """
    mean = attention.mean(axis=0)
    return np.array(
        [
            row[max(0, start - _MARGIN_FRAMES) : max(end, start + 1) + _MARGIN_FRAMES].sum()
            for row, (start, end) in zip(mean, spans, strict=True)
        ]
    )


def is_supported(supports: NDArray[np.float64]) -> bool:
    """Return True if the tokens of one or more words were spoken, by their mean support."""
    return bool(supports.mean() >= _MIN_SUPPORT)


def align_spoken_words(
    attention: Attention, prefix_length: int, words: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return the span of each token, up to the last word that was spoken.

    Two consecutive words without support show that the decoder wrote the same audio twice.
    Alignment can assign it to only one of them. The text then ends before the second.

    Args:
        attention: weights of the alignment heads for each token, ``[heads, tokens, frames]``.
        prefix_length: number of tokens in the decoder prefix, which are always kept.
        words: for each word after the prefix, its first token and the token after its last.
    """
    for count in range(len(words), 0, -1):
        shortened = attention[:, : words[count - 1][1]]
        spans = align_tokens(shortened)
        supports = measure_support(shortened, spans)
        flags = [is_supported(supports[first:end]) for first, end in words[:count]]
        if flags[-1] and all(one or other for one, other in pairwise(flags)):
            return spans
    return align_tokens(attention[:, :prefix_length]) if prefix_length else []
