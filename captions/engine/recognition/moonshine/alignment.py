"""Forced alignment: the time of each token, from the decoder's cross-attention.

Some cross-attention heads follow speech from left to right, so their weights show when each token
was spoken (for Whisper: Radford et al. 2022, arXiv:2212.04356). Dynamic programming, as in dynamic
time warping, then finds the best monotonic path. It passes through all tokens and all encoder
frames, and has the greatest total attention.

Whisper first normalises the weights of each frame over all tokens, as `normalise_attention` does.
This distinguishes tokens with the same text. But where the text omits audio, the normalised weights
differ only by chance. They could then move every token to the end of the audio.
"""

import numpy as np
from numpy.typing import NDArray

ENCODER_FRAME_SECONDS = 0.024
"""Duration of one frame of Moonshine's encoder in seconds: 384 samples at 16 kHz."""

_MEDIAN_FILTER_FRAMES = 7
"""Width of the median filter in encoder frames."""


def align_tokens(attention: NDArray[np.float32]) -> list[tuple[int, int]]:
    """Align tokens with encoder frames.

    Args:
        attention: weights of the alignment heads for each token, ``[heads, tokens, frames]``.

    Returns:
        For each token its first frame, and the frame after its last. Each token begins where the
        previous one ends. With fewer frames than tokens, the last tokens share the last frame.
    """
    scores = attention.mean(axis=0)
    tokens, frames = scores.shape
    starts = _find_starts(scores[:frames])
    starts += [frames - 1] * (tokens - len(starts))
    ends = [*starts[1:], frames]
    return list(zip(starts, ends, strict=True))


def normalise_attention(attention: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return each weight as standard deviations from its frame's mean over all tokens."""
    mean = attention.mean(axis=1, keepdims=True)
    spread = attention.std(axis=1, keepdims=True)
    return _median_filter((attention - mean) / (spread + np.float32(1e-9)))


def _median_filter(weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """Replace each weight by the median of neighbouring frames."""
    radius = _MEDIAN_FILTER_FRAMES // 2
    padded = np.pad(weights, ((0, 0), (0, 0), (radius, radius)), mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, _MEDIAN_FILTER_FRAMES, axis=2)
    smoothed: NDArray[np.float32] = np.median(windows, axis=-1)
    return smoothed


def _find_starts(scores: NDArray[np.float32]) -> list[int]:
    """Return the first frame of each token on the path with the greatest sum.

    From one frame to the next, the path stays with its token or advances to the following one.
    """
    tokens, frames = scores.shape
    best = np.full(tokens, -np.inf)
    best[0] = scores[0, 0]
    advanced = np.zeros((frames, tokens), np.bool_)
    for frame in range(1, frames):
        from_previous = np.concatenate([[-np.inf], best[:-1]])
        advanced[frame] = from_previous > best
        best = np.maximum(best, from_previous) + scores[:, frame]
    starts = [0] * tokens
    token = tokens - 1
    for frame in range(frames - 1, 0, -1):
        if advanced[frame, token]:
            starts[token] = frame
            token -= 1
    return starts
