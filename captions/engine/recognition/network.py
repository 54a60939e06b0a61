"""Moonshine's network on onnxruntime: sound in, and the odds of each next token out.

Moonshine (Jeffries et al. 2024, arXiv:2410.15608) takes raw samples of any length, so a second of
speech costs a second's work and no padding. An encoder hears the sound once; a decoder then tells
the odds of the next token, given those before it. It remembers its *past*, so that each further
token costs one step, and it takes several tokens at once, or several candidates beside each other.

The graphs are our own, built at set-up of the published weights (``packaging``).
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from captions.engine.onnx import open_model
from captions.engine.ports import ENGINE_RATE
from captions.pcm import Samples

_MIN_SAMPLES = ENGINE_RATE // 4
"""Shorter sound is padded: the encoder's convolutions need some room."""

Logits = NDArray[np.float32]
Arrays = dict[str, NDArray[np.float32]]
Heads = tuple[tuple[int, int], ...]
"""Layer and number of each."""
Past = Arrays
"""Keys and values of the tokens so far, by the decoder's names: ``[beams, heads, tokens, size]``"""


class Sound(NamedTuple):
    """A stretch of sound as the decoder hears it."""

    seconds: float
    crossed: Arrays
    """Keys and values of the sound, by the decoder's names."""


class Network:
    """One size of Moonshine; any number of threads may use it."""

    def __init__(self, folder: Path) -> None:
        """Load ``encoder.onnx`` and ``decoder.onnx``.

        Raises:
            EngineError: one of them cannot be loaded.
        """
        self._encoder = open_model(folder / "encoder.onnx")
        self._decoder = open_model(folder / "decoder.onnx")
        self._crossed = [item.name for item in self._encoder.get_outputs()]
        shapes = {item.name: item.shape for item in self._decoder.get_inputs()}
        self.no_past: Past = {
            name: np.zeros((1, shape[1], 0, shape[3]), np.float32)
            for name, shape in shapes.items()
            if name.startswith("past_")
        }
        self._answers = ["logits", *(name.removeprefix("past_") for name in self.no_past)]

    def hear(self, samples: Samples) -> Sound:
        """Listen to up to about 30 s of sound at `ENGINE_RATE`."""
        if len(samples) < _MIN_SAMPLES:
            samples = np.pad(samples, (0, _MIN_SAMPLES - len(samples)))
        found = self._encoder.run(self._crossed, {"samples": samples[None]})
        return Sound(len(samples) / ENGINE_RATE, dict(zip(self._crossed, found, strict=True)))

    def step(self, sound: Sound, tokens: NDArray[np.int64], past: Past) -> tuple[Logits, Past]:
        """Take tokens, ``[beams, tokens]``, behind those of the past.

        Returns:
            The logits of what may follow each of them, ``[beams, tokens, vocabulary]``, and the
            past with them.
        """
        logits, *now = self._decoder.run(self._answers, {"tokens": tokens, **sound.crossed, **past})
        return logits, dict(zip(self.no_past, now, strict=True))

    def attention(
        self, sound: Sound, tokens: NDArray[np.int64], heads: Heads
    ) -> NDArray[np.float32]:
        """Return where some heads of the decoder look in the sound while tokens are told.

        Args:
            sound: what was heard.
            tokens: all of them, from the first on.
            heads: layer and number of each.

        Returns:
            How much each looks where, ``[heads, tokens, moments of the sound]``; a row sums to 1.
        """
        layers = sorted({layer for layer, _ in heads})
        names = [f"attention_{layer}" for layer in layers]
        found = self._decoder.run(names, {"tokens": tokens[None], **sound.crossed, **self.no_past})
        weights = dict(zip(layers, found, strict=True))
        return np.stack([weights[layer][0, head] for layer, head in heads])


def shortened(past: Past, tokens: int) -> Past:
    """Return a past without what came behind its first tokens."""
    return {name: kept[:, :, :tokens] for name, kept in past.items()}


def chosen(past: Past, beams: NDArray[np.int64]) -> Past:
    """Return a past that goes on with some of its beams."""
    return {name: kept[beams] for name, kept in past.items()}
