"""Finds the samples of a looped sound that were lost, by comparing it with the sound that arrived.

Each second that arrived is sought in the loop. Where one is further on than the one before it, by
more than a second, samples were lost between them; where it is less far on, some came twice. This
distinguishes a loss from late sound, which clocks cannot.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from captions.pcm import Samples

_WINDOW_SECONDS = 1.0
"""Sought at once: speech does not say the same so long."""
_SURE = 0.9
"""Minimum correlation (0..1) of a window with its place in the loop. A window with missing samples
correlates less with either side, and pure silence correlates with everything."""


class Slip(NamedTuple):
    """A place where sound does not go on as it was played."""

    at: float
    """Seconds from the beginning of what arrived, to a window."""
    seconds: float
    """Seconds that are missing there; negative for repeated sound."""


class Compared(NamedTuple):
    """How sound arrived."""

    slips: list[Slip]
    found: float
    """Share (0..1) of the sound that was found in the loop."""


def find_slips(arrived: Samples, loop: Samples, rate: int) -> Compared:
    """Find where sound slipped.

    Args:
        arrived: the samples that arrived, shape ``(n,)``.
        loop: what was played over and over, at the same rate, shape ``(m,)``; a slip is taken to be
            shorter than half of it.
        rate: samples a second.

    Raises:
        ValueError: it is no part of the loop.
    """
    size = round(_WINDOW_SECONDS * rate)
    offsets = list(_offsets(arrived, loop, size))
    if not offsets:
        raise ValueError("What was heard is not what was played.")
    (_, before), slips = offsets[0], []
    for number, offset in offsets:
        if slipped := _around(offset - before, len(loop)):
            slips.append(Slip(number * _WINDOW_SECONDS, slipped / rate))
        before = offset
    return Compared(slips, len(offsets) / (len(arrived) // size))


def _offsets(arrived: Samples, loop: Samples, size: int) -> Iterator[tuple[int, int]]:
    """Yield each window that is found, by its number, and how far the loop was ahead of it."""
    spectrum = np.fft.rfft(loop)
    loudness = _loudness(loop, size)
    for number, window in enumerate(arrived[: len(arrived) // size * size].reshape(-1, size)):
        likeness = np.fft.irfft(spectrum * np.fft.rfft(window, len(loop)).conj(), len(loop))
        own = float(np.linalg.norm(window))
        place = int(likeness.argmax())
        if likeness[place] > _SURE * own * loudness[place] > 0:
            yield number, (place - number * size) % len(loop)


def _loudness(loop: Samples, size: int) -> NDArray[np.float64]:
    """Return the norm of the window that begins at each sample of the loop."""
    powers = np.square(np.concatenate([loop, loop[:size]]), dtype=np.float64)
    sums = np.concatenate([[0.0], powers.cumsum()])
    norms: NDArray[np.float64] = np.sqrt(sums[size:-1] - sums[: -size - 1])
    return norms


def _around(slipped: int, length: int) -> int:
    """Return the shorter way round a loop."""
    return (slipped + length // 2) % length - length // 2
