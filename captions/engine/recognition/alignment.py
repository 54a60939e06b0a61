"""When each token was spoken, by where the decoder looked in the sound while it told the token.

Some heads of the decoder's cross attention follow speech from left to right (as in Whisper; Radford
et al. 2022, arXiv:2212.04356). Dynamic programming lays all tokens over all moments in order, so
that the tokens look at their own moments as much as possible.

Whisper first compares each moment's weights with each other, as `contrasted` does. That tells
tokens apart that say the same. But where the text leaves sound out, the weights differ by chance
alone, and could move every token to the end of the sound.
"""

import numpy as np
from numpy.typing import NDArray

MOMENT_SECONDS = 0.024
"""What one moment of Moonshine's encoder stands for: 384 samples at 16 kHz."""

_SMOOTHED_MOMENTS = 7


def aligned(attention: NDArray[np.float32]) -> list[tuple[int, int]]:
    """Lay tokens over moments.

    Args:
        attention: where heads look while each token is told, ``[heads, tokens, moments]``.

    Returns:
        For each token its first moment, and the one behind its last; each token begins where the
        one before it ends. With fewer moments than tokens, the last tokens share the last moment.
    """
    fit = attention.mean(axis=0)
    tokens, moments = fit.shape
    starts = _starts(fit[:moments])
    starts += [moments - 1] * (tokens - len(starts))
    ends = [*starts[1:], moments]
    return list(zip(starts, ends, strict=True))


def contrasted(attention: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return how much more each token looks at a moment than the others do, in deviations."""
    mean = attention.mean(axis=1, keepdims=True)
    spread = attention.std(axis=1, keepdims=True)
    return _smoothed((attention - mean) / (spread + np.float32(1e-9)))


def _smoothed(weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """Take the median of each moment and its neighbours."""
    beside = _SMOOTHED_MOMENTS // 2
    padded = np.pad(weights, ((0, 0), (0, 0), (beside, beside)), mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, _SMOOTHED_MOMENTS, axis=2)
    smoothed: NDArray[np.float32] = np.median(windows, axis=-1)
    return smoothed


def _starts(fit: NDArray[np.float32]) -> list[int]:
    """Return the first moment of each token on the path with the greatest sum.

    From one moment to the next the path stays with its token or goes to the following one.
    """
    tokens, moments = fit.shape
    best = np.full(tokens, -np.inf)
    best[0] = fit[0, 0]
    came = np.zeros((moments, tokens), np.bool_)
    for moment in range(1, moments):
        from_before = np.concatenate([[-np.inf], best[:-1]])
        came[moment] = from_before > best
        best = np.maximum(best, from_before) + fit[:, moment]
    starts = [0] * tokens
    token = tokens - 1
    for moment in range(moments - 1, 0, -1):
        if came[moment, token]:
            starts[token] = moment
            token -= 1
    return starts
