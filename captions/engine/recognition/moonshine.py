"""The recogniser of the captions: Moonshine's networks, and words made of their tokens."""

from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from captions.engine.ports import NOTHING, Hints, Hypothesis, Told
from captions.engine.recognition.alignment import MOMENT_SECONDS, aligned
from captions.engine.recognition.decoding import Decoded, Guide, beam_search, greedy
from captions.engine.recognition.evidence import is_supported, support
from captions.engine.recognition.keyterms import BOLD, WARY, bias_towards
from captions.engine.recognition.network import Heads, Network
from captions.engine.recognition.spelling import Spelling
from captions.engine.recognition.tokens import BEGIN, Tokens, Vocabulary
from captions.engine.recognition.words import Span, word_bounds, words_of
from captions.pcm import Samples


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
        self._spelling = Spelling.of(self._vocabulary)
        self._size = size
        self._bias = lru_cache(_BIASES)(partial(bias_towards, self._vocabulary))

    guess_every = 0.4
    """Seconds of sound between two guesses: more of them change more than they tell."""

    def guess(self, samples: Samples, hints: Hints, told: Told, draft: Hypothesis) -> Hypothesis:
        """Return the words soon, each the likeliest behind those before it."""
        sound = self._network.hear(samples)
        guide = self._guide(hints, WARY)
        decoded = greedy(self._network, sound, _tokens(told), _tokens(draft.words), guide)
        return Hypothesis(tuple(words_of(self._vocabulary, decoded)))

    def settle(self, samples: Samples, hints: Hints, told: Told) -> Hypothesis:
        """Return the words that are likeliest taken together, with their times."""
        sound = self._network.hear(samples)
        known = _tokens(told)
        decoded = beam_search(self._network, sound, known, self._guide(hints, BOLD))
        if not decoded.tokens:
            return NOTHING
        tokens = np.array([BEGIN, *known, *decoded.tokens], np.int64)
        attention = self._network.attention(sound, tokens, self._size.aligning_heads)[:, :-1]
        moments = aligned(attention)
        decoded = self._supported(decoded, support(attention, moments)[len(known) :])
        spans = [self._span(*span) for span in moments[len(known) :]]
        return Hypothesis(tuple(words_of(self._vocabulary, decoded, spans)))

    def _guide(self, hints: Hints, begin_bonus: float) -> Guide:
        bias = self._bias(hints.keyterms, begin_bonus)
        return Guide(bias, self._spelling, self._size.aligning_heads)

    def _supported(self, decoded: Decoded, supports: NDArray[np.float64]) -> Decoded:
        """Leave out words at the end that nobody said."""
        bounds = list(word_bounds(self._vocabulary, decoded.tokens))
        while bounds and not is_supported(supports[slice(*bounds[-1])]):
            bounds.pop()
        return decoded.first(bounds[-1][1] if bounds else 0)

    def _span(self, first: int, end: int) -> Span:
        lead = self._size.lead
        return Span(first * MOMENT_SECONDS + lead, end * MOMENT_SECONDS + lead)


def _tokens(words: Told) -> Tokens:
    return tuple(token for word in words for token in word.tokens)
