"""Moonshine speech recognition on onnxruntime: an encoder, and a decoder run token by token.

Moonshine (Jeffries et al. 2024, arXiv:2410.15608) takes raw samples of any length, so a second of
speech costs a second's work and no padding. The decoder is greedy and keeps its keys and values, so
that each token costs one step. Two of its habits need a guard: it may end before the first word of
a long stretch, and it may fall into a loop of the same few tokens.
"""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from captions.engine.onnx import open_model
from captions.engine.ports import ENGINE_RATE, Hypothesis, HypothesisWord
from captions.engine.tokens import BEGIN, END, Vocabulary
from captions.pcm import Samples

_MIN_SAMPLES = ENGINE_RATE // 4
"""Shorter sound is padded: the encoder's convolutions need some room."""
_TOKENS_A_SECOND = 6.5
"""More than anyone speaks: what Moonshine's authors cap the output at."""
_SPARE_TOKENS = 6
_SURELY_SPEECH_SECONDS = 0.75
"""Sound of this length holds a word, since voice detection let it through."""
_LOOP_PERIODS = range(1, 7)
_LOOP_REPEATS = 4


class Moonshine:
    """One model, used by one thread at a time."""

    def __init__(self, folder: Path) -> None:
        """Load ``encoder_model.ort``, ``decoder_model_merged.ort`` and ``tokenizer.bin``.

        Raises:
            EngineError: one of them cannot be loaded.
        """
        self._encoder = open_model(folder / "encoder_model.ort")
        self._decoder = open_model(folder / "decoder_model_merged.ort")
        self._vocabulary = Vocabulary(folder / "tokenizer.bin")
        inputs = {item.name: item.shape for item in self._decoder.get_inputs()}
        self._outputs = [item.name for item in self._decoder.get_outputs()]
        self._no_past = {
            name: np.zeros((1, shape[1], 0, shape[3]), np.float32)
            for name, shape in inputs.items()
            if name.startswith("past_key_values")
        }

    def recognise(self, samples: Samples) -> Hypothesis:
        """Return the words in up to about 30 s of sound."""
        if len(samples) < _MIN_SAMPLES:
            samples = np.pad(samples, (0, _MIN_SAMPLES - len(samples)))
        mask = np.ones((1, len(samples)), np.int64)
        (hidden,) = self._encoder.run(None, {"input_values": samples[None], "attention_mask": mask})
        tokens, confidences = self._decode(hidden, mask, len(samples) / ENGINE_RATE)
        return self._words(tokens, confidences)

    def _decode(
        self, hidden: NDArray[np.float32], mask: NDArray[np.int64], seconds: float
    ) -> tuple[list[int], list[float]]:
        step = _Step(self._decoder, self._outputs, hidden, mask)
        past: dict[str, Any] = self._no_past
        tokens: list[int] = []
        confidences: list[float] = []
        last = BEGIN
        for _ in range(int(seconds * _TOKENS_A_SECOND) + _SPARE_TOKENS):
            logits, past = step.run(last, past)
            if not tokens and seconds >= _SURELY_SPEECH_SECONDS:
                logits[END] = -np.inf
            last = int(logits.argmax())
            if last == END:
                break
            tokens.append(last)
            confidences.append(_probability_of_best(logits))
            loop = _loop_length(tokens)
            if loop:
                return tokens[:-loop], confidences[:-loop]
        return tokens, confidences

    def _words(self, tokens: list[int], confidences: list[float]) -> Hypothesis:
        groups: list[tuple[list[int], float]] = []
        for token, confidence in zip(tokens, confidences, strict=True):
            if groups and not self._vocabulary.starts_word(token):
                pieces, lowest = groups[-1]
                groups[-1] = ([*pieces, token], min(lowest, confidence))
            else:
                groups.append(([token], confidence))
        # The model doubles a comma now and then; nobody writes one twice.
        words = (
            (self._vocabulary.text(pieces).replace(",,", ","), lowest) for pieces, lowest in groups
        )
        return tuple(
            HypothesisWord(part, lowest) for text, lowest in words for part in text.split()
        )


class _Step:
    """Runs the decoder for one more token over the same sound."""

    def __init__(
        self,
        decoder: Any,  # noqa: ANN401  # onnxruntime has no types
        outputs: list[str],
        hidden: NDArray[np.float32],
        mask: NDArray[np.int64],
    ) -> None:
        self._decoder = decoder
        self._outputs = outputs
        self._sound = {"encoder_hidden_states": hidden, "encoder_attention_mask": mask}
        self._first = True

    def run(self, token: int, past: dict[str, Any]) -> tuple[NDArray[np.float32], dict[str, Any]]:
        """Return the logits for the next token, and what the step after needs of the past."""
        feed = {
            "input_ids": np.array([[token]], np.int64),
            "use_cache_branch": np.array([not self._first]),
            **self._sound,
            **past,
        }
        found = dict(zip(self._outputs, self._decoder.run(None, feed), strict=True))
        logits: NDArray[np.float32] = found["logits"][0, -1]
        kept = {name: self._kept(name, found, past) for name in past}
        self._first = False
        return logits, kept

    def _kept(self, name: str, found: dict[str, Any], past: dict[str, Any]) -> Any:  # noqa: ANN401
        # Keys and values of the sound come out of the first step alone; later ones return stubs.
        if not self._first and ".encoder." in name:
            return past[name]
        return found[name.replace("past_key_values", "present")]


def _probability_of_best(logits: NDArray[np.float32]) -> float:
    return float(1.0 / np.exp(logits - logits.max()).sum())


def _loop_length(tokens: list[int]) -> int:
    """Return how many tokens at the end only repeat what stands before them; 0 for no loop."""
    for period in _LOOP_PERIODS:
        span = period * _LOOP_REPEATS
        if len(tokens) >= span and tokens[-span:] == tokens[-period:] * _LOOP_REPEATS:
            return span - period
    return 0
