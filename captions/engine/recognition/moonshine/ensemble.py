"""Two networks that decode together: their log probabilities are averaged at each step.

Networks of different sizes make different errors. The weighted average of their log probabilities
(a logarithmic opinion pool; Hinton 2002, "Products of experts") prefers tokens that both find
likely, and makes fewer errors than either. Both need the same vocabulary.
"""

import numpy as np
from numpy.typing import NDArray

from captions.engine.recognition.moonshine.network import (
    Arrays,
    EncodedAudio,
    Heads,
    Logits,
    MoonshineNetwork,
    Past,
)
from captions.pcm import Samples

_SECOND_WEIGHT = 0.3
"""Weight of the second network; the first has the rest."""
_SECOND = "second/"
"""Beginning of the names of the second network's arrays."""


class EnsembleNetwork:
    """An accurate network and a fast one, with the interface of a single network."""

    def __init__(self, first: MoonshineNetwork, second: MoonshineNetwork) -> None:
        """``first`` is the accurate one, whose attention aligns words with audio."""
        self._first = first
        self._second = second
        self.empty_past: Past = _join(first.empty_past, second.empty_past)

    def encode_audio(self, samples: Samples) -> EncodedAudio:
        """Encode up to about 30 s of audio at `ENGINE_RATE`."""
        audio = self._first.encode_audio(samples)
        other = self._second.encode_audio(samples)
        return audio._replace(cross_cache=_join(audio.cross_cache, other.cross_cache))

    def run_decoder(
        self, audio: EncodedAudio, tokens: NDArray[np.int64], past: Past
    ) -> tuple[Logits, Past]:
        """Run both decoders as `MoonshineNetwork.run_decoder` does.

        Returns:
            The weighted averages of the logits, and the extended past of both.
        """
        first, first_past = self._first.run_decoder(
            audio._replace(cross_cache=_first_arrays(audio.cross_cache)),
            tokens,
            _first_arrays(past),
        )
        second, second_past = self._second.run_decoder(
            audio._replace(cross_cache=_second_arrays(audio.cross_cache)),
            tokens,
            _second_arrays(past),
        )
        logits = (1 - _SECOND_WEIGHT) * first + _SECOND_WEIGHT * second
        return logits, _join(first_past, second_past)

    def compute_attention(
        self, audio: EncodedAudio, tokens: NDArray[np.int64], heads: Heads
    ) -> NDArray[np.float32]:
        """Return the attention of the first network."""
        first = audio._replace(cross_cache=_first_arrays(audio.cross_cache))
        return self._first.compute_attention(first, tokens, heads)


def _join(first: Arrays, second: Arrays) -> Arrays:
    return {**first, **{_SECOND + name: array for name, array in second.items()}}


def _first_arrays(arrays: Arrays) -> Arrays:
    return {name: array for name, array in arrays.items() if not name.startswith(_SECOND)}


def _second_arrays(arrays: Arrays) -> Arrays:
    return {
        name.removeprefix(_SECOND): array
        for name, array in arrays.items()
        if name.startswith(_SECOND)
    }
