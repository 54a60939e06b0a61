"""Moonshine's network on onnxruntime: audio in, logits of the next token out.

Moonshine (Jeffries et al. 2024, arXiv:2410.15608) is an encoder-decoder transformer. It takes raw
samples of any length, so the cost is proportional to the duration, without padding. The encoder
runs once for each window, its first layers, the *stem*, as a graph of their own. The decoder then
computes the logits of the next token from the encoded audio and the tokens so far. A key/value
cache, the *past*, limits each further token to one step. One call takes several tokens in a row, or
several beams as a batch.

The ONNX graphs are our own, built at set-up from the published weights (``packaging``).
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from captions.engine.onnx import open_model
from captions.engine.ports import ENGINE_RATE
from captions.engine.recognition.moonshine.growing_stem import Features, GrowingStem
from captions.pcm import Samples

_MIN_SAMPLES = ENGINE_RATE // 4
"""Minimum input in samples, 0.25 s; shorter audio is padded, because the encoder's convolutions
need it."""

Logits = NDArray[np.float32]
Arrays = dict[str, NDArray[np.float32]]
Heads = tuple[tuple[int, int], ...]
"""Cross-attention heads, each as its layer and its number in the layer."""
Past = Arrays
"""Key/value cache for the tokens so far, by the decoder's input names: ``[beams, heads, tokens,
size]``."""


class EncodedAudio(NamedTuple):
    """The encoder's output for a window of audio."""

    seconds: float
    cross_cache: Arrays
    """Keys and values for cross-attention, by the decoder's input names."""


class MoonshineNetwork:
    """The network of one model size, shared by any number of threads."""

    def __init__(self, folder: Path) -> None:
        """Load ``stem.onnx``, ``growing_stem.onnx``, ``encoder.onnx`` and ``decoder.onnx``.

        Raises:
            EngineError: one of them cannot be loaded.
        """
        self._stem = open_model(folder / "stem.onnx")
        self._growing_stem = GrowingStem(folder / "growing_stem.onnx")
        self._encoder = open_model(folder / "encoder.onnx")
        self._decoder = open_model(folder / "decoder.onnx")
        self._encoder_outputs = [item.name for item in self._encoder.get_outputs()]
        shapes = {item.name: item.shape for item in self._decoder.get_inputs()}
        self.empty_past: Past = {
            name: np.zeros((1, shape[1], 0, shape[3]), np.float32)
            for name, shape in shapes.items()
            if name.startswith("past_")
        }
        self._decoder_outputs = [
            "logits",
            *(name.removeprefix("past_") for name in self.empty_past),
        ]

    def encode_audio(self, samples: Samples) -> EncodedAudio:
        """Encode up to about 30 s of audio at `ENGINE_RATE`."""
        if len(samples) < _MIN_SAMPLES:
            samples = np.pad(samples, (0, _MIN_SAMPLES - len(samples)))
        (features,) = self._stem.run(["features"], {"samples": samples[np.newaxis]})
        return self._encode_features(len(samples), features[0])

    def encode_growing_audio(self, samples: Samples, padding: int) -> EncodedAudio:
        """Encode audio with silence after it, faster if a previous call encoded its beginning.

        Args:
            samples: up to about 30 s at `ENGINE_RATE`.
            padding: number of silent samples.
        """
        padding = max(padding, _MIN_SAMPLES - len(samples))
        features = self._growing_stem.compute_features(samples, padding)
        return self._encode_features(len(samples) + padding, features)

    def run_decoder(
        self, audio: EncodedAudio, tokens: NDArray[np.int64], past: Past
    ) -> tuple[Logits, Past]:
        """Run the decoder on tokens, ``[beams, tokens]``, that follow those of the past.

        Returns:
            The logits of the token after each of them, ``[beams, tokens, vocabulary]``, and the
            extended past.
        """
        logits, *extended = self._decoder.run(
            self._decoder_outputs, {"tokens": tokens, **audio.cross_cache, **past}
        )
        return logits, dict(zip(self.empty_past, extended, strict=True))

    def compute_attention(
        self, audio: EncodedAudio, tokens: NDArray[np.int64], heads: Heads
    ) -> NDArray[np.float32]:
        """Return the cross-attention weights of some heads while the decoder is fed given tokens.

        Args:
            audio: the encoded audio.
            tokens: all tokens, from the first.
            heads: layer and number of each head.

        Returns:
            The weights, ``[heads, tokens, encoder frames]``; each row sums to 1.
        """
        layers = sorted({layer for layer, _ in heads})
        names = [f"attention_{layer}" for layer in layers]
        outputs = self._decoder.run(
            names, {"tokens": tokens[None], **audio.cross_cache, **self.empty_past}
        )
        weights = dict(zip(layers, outputs, strict=True))
        return np.stack([weights[layer][0, head] for layer, head in heads])

    def _encode_features(self, samples: int, features: Features) -> EncodedAudio:
        outputs = self._encoder.run(self._encoder_outputs, {"features": features[np.newaxis]})
        return EncodedAudio(
            samples / ENGINE_RATE, dict(zip(self._encoder_outputs, outputs, strict=True))
        )


def truncate_past(past: Past, tokens: int) -> Past:
    """Return a past with only its first ``tokens`` tokens."""
    return {name: cache[:, :, :tokens] for name, cache in past.items()}


def select_beams(past: Past, beams: NDArray[np.int64]) -> Past:
    """Return a past that consists of the given beams."""
    return {name: cache[beams] for name, cache in past.items()}
