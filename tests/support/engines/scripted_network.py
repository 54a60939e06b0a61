"""A network that ignores its audio, and returns the log odds of a test's script."""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

from captions.engine.recognition.moonshine.network import (
    EncodedAudio,
    Heads,
    Logits,
    MoonshineNetwork,
    Past,
)
from captions.engine.recognition.moonshine.tokens import Tokens
from captions.pcm import Samples

Script = Callable[[Tokens], Mapping[int, float]]
"""Maps the previous tokens, of which the first is `BEGIN`, to probabilities of the next, 0..1."""

NEVER = -30.0
"""Log odds of a token that the script does not name."""


class ScriptedNetwork(MoonshineNetwork):
    """A network whose past is the tokens themselves, so that a wrong past shows in the results."""

    def __init__(self, script: Script, vocabulary: int = 16, *, spoken: bool = False) -> None:
        """``spoken``: every token attends to audio of its own, so that repetition is real."""
        self._script = script
        self._spoken = spoken
        self._vocabulary = vocabulary
        self.empty_past = {"past_tokens": np.zeros((1, 1, 0, 1), np.float32)}
        self.asked: list[list[Tokens]] = []
        """For each step, all tokens of each beam."""

    @override
    def encode_audio(self, samples: Samples) -> EncodedAudio:
        return EncodedAudio(len(samples) / 16_000, {})

    @override
    def run_decoder(
        self, audio: EncodedAudio, tokens: NDArray[np.int64], past: Past
    ) -> tuple[Logits, Past]:
        before = past["past_tokens"][:, 0, :, 0].astype(np.int64)
        said = np.concatenate([before, tokens], axis=1)
        beams = [tuple(beam) for beam in said.tolist()]
        self.asked.append(beams)
        first = before.shape[1] + 1
        logits = np.array(
            [[self._row(beam[:end]) for end in range(first, len(beam) + 1)] for beam in beams],
            np.float32,
        )
        return logits, {"past_tokens": said[:, None, :, None].astype(np.float32)}

    @override
    def compute_attention(
        self, audio: EncodedAudio, tokens: NDArray[np.int64], heads: Heads
    ) -> NDArray[np.float32]:
        """Attend to six moments per token, or to those where it was first written."""
        said = tokens.tolist()
        place = {token: said.index(token) for token in said}
        weights = np.zeros((1, len(said), 6 * len(said)), np.float32)
        for index, token in enumerate(said[1:]):
            first = 6 * (index if self._spoken else place[token] - 1)
            weights[0, index, first : first + 6] = 1 / 6
        return weights

    def _row(self, said: Tokens) -> NDArray[np.float32]:
        row = np.full(self._vocabulary, NEVER, np.float32)
        for token, chance in self._script(said).items():
            row[token] = np.log(chance)
        return row


def lines(*expected: Tokens) -> Script:
    """Return a script that continues the previous tokens by the first line that begins so."""

    def script(said: Tokens) -> Mapping[int, float]:
        spoken = said[1:]
        for line in expected:
            if line[: len(spoken)] == spoken and len(line) > len(spoken):
                return {line[len(spoken)]: 1.0}
        return {2: 1.0}

    return script
