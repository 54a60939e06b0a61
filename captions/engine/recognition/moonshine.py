"""The recogniser of the captions: Moonshine's networks, and words made of their tokens."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

import numpy as np

from captions.engine.ports import NOTHING, Hints, Hypothesis, HypothesisWord, Told
from captions.engine.recognition.alignment import MOMENT_SECONDS, aligned
from captions.engine.recognition.decoding import Decoded, beam_search, greedy
from captions.engine.recognition.keyterms import BOLD, WARY, bias_towards
from captions.engine.recognition.network import Network
from captions.engine.recognition.tokens import BEGIN, Tokens, Vocabulary
from captions.pcm import Samples

Heads = tuple[tuple[int, int], ...]
"""Layer and number of each."""


@dataclass(frozen=True, slots=True)
class Size:
    """One size of Moonshine, as published."""

    name: str
    aligning_heads: Heads
    """The heads of the decoder's cross attention that follow speech best."""
    lead: float
    """Seconds by which they look ahead of what is spoken."""


_BIASES = 32
"""So many are kept ready: two for each session with keyterms of its own."""

TINY = Size("moonshine-tiny", ((2, 1), (4, 0)), 0.16)
BASE = Size("moonshine-base", ((4, 6), (1, 0), (6, 0)), 0.13)


class Moonshine:
    """One size of Moonshine as a recogniser of English."""

    def __init__(self, folder: Path, size: Size) -> None:
        """Load ``encoder.onnx``, ``decoder.onnx`` and ``tokenizer.bin``.

        Raises:
            EngineError: one of them cannot be loaded.
        """
        self._network = Network(folder)
        self._vocabulary = Vocabulary(folder / "tokenizer.bin")
        self._size = size
        self._bias = lru_cache(_BIASES)(partial(bias_towards, self._vocabulary))

    guess_every = 0.4
    """Seconds of sound between two guesses: more of them change more than they tell."""

    def guess(self, samples: Samples, hints: Hints, told: Told, draft: Hypothesis) -> Hypothesis:
        """Return the words soon, each the likeliest behind those before it."""
        sound = self._network.hear(samples)
        expected = self._bias(hints.keyterms, WARY)
        decoded = greedy(self._network, sound, _tokens(told), _tokens(draft.words), expected)
        return self._words(decoded, None)

    def settle(self, samples: Samples, hints: Hints, told: Told) -> Hypothesis:
        """Return the words that are likeliest taken together, with their times."""
        sound = self._network.hear(samples)
        known = _tokens(told)
        decoded = beam_search(self._network, sound, known, self._bias(hints.keyterms, BOLD))
        if not decoded.tokens:
            return NOTHING
        tokens = np.array([BEGIN, *known, *decoded.tokens], np.int64)
        attention = self._network.attention(sound, tokens, self._size.aligning_heads)
        return self._words(decoded, aligned(attention[:, :-1])[len(known) :])

    def _words(self, decoded: Decoded, times: list[tuple[int, int]] | None) -> Hypothesis:
        return Hypothesis(tuple(self._each_word(decoded, times)))

    def _each_word(
        self, decoded: Decoded, times: list[tuple[int, int]] | None
    ) -> Iterator[HypothesisWord]:
        for first, behind in self._spans(decoded.tokens):
            tokens = decoded.tokens[first:behind]
            # The model doubles a comma now and then; nobody writes one twice.
            text = self._vocabulary.text(list(tokens)).replace(",,", ",")
            start = self._moment(times[first][0]) if times else None
            end = self._moment(times[behind - 1][1]) if times else None
            surest = min(decoded.probabilities[first:behind])
            if text:
                yield HypothesisWord(text, surest, start, end, tokens)

    def _moment(self, moment: int) -> float:
        return moment * MOMENT_SECONDS + self._size.lead

    def _spans(self, tokens: Tokens) -> Iterator[tuple[int, int]]:
        """Yield where each word begins among tokens, and where it ends."""
        first = 0
        for place in range(1, len(tokens)):
            if self._vocabulary.starts_word(tokens[place]):
                yield first, place
                first = place
        if tokens:
            yield first, len(tokens)


def _tokens(words: Told) -> Tokens:
    return tuple(token for word in words for token in word.tokens)
