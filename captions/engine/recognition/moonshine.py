"""The recogniser of the captions: Moonshine's networks, and words made of their tokens."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from math import log
from pathlib import Path
from statistics import fmean

import numpy as np

from captions.engine.ports import Hints, Hypothesis, Told, logprob
from captions.engine.recognition.alignment import MOMENT_SECONDS
from captions.engine.recognition.decoding import Decoded, Guide, beam_search, greedy
from captions.engine.recognition.evidence import spoken
from captions.engine.recognition.keyterms import BOLD, WARY, bias_towards
from captions.engine.recognition.network import Heads, Network, Sound
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


_UNWRITTEN_SECONDS = 1.2
"""Sound after the last token in which more was said: beam search may stop at a text that is short
and sure, although words follow it."""
_LEAST_TOKENS = 2
"""In so much sound there is more than a single token, which would only repeat the last."""
_LEAST_MEAN_LOGPROB = log(0.5)
"""From this mean log probability of a token on, a text that goes on is believed. In 15 minutes of
speech, words that beam search had missed had 0.6 to 0.8, and invented ones 0.2 to 0.4."""
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
        guide = self._guide(hints, BOLD)
        decoded = beam_search(self._network, sound, known, guide)
        spans = self._spoken(sound, known, decoded)
        if len(spans) == len(known) + len(decoded.tokens) and _is_unfinished(sound, spans):
            decoded = self._continued(sound, known, decoded, guide)
            spans = self._spoken(sound, known, decoded)
        times = [self._span(*span) for span in spans[len(known) :]]
        return Hypothesis(tuple(words_of(self._vocabulary, decoded.first(len(times)), times)))

    def confirm(
        self, samples: Samples, hints: Hints, told: Told, expected: Hypothesis
    ) -> Hypothesis:
        """Return the words as `guess` does."""
        return self.guess(samples, hints, told, expected)

    def _continued(self, sound: Sound, known: Tokens, decoded: Decoded, guide: Guide) -> Decoded:
        """Return a longer text, or the same where the network is not sure how it continues."""
        written = (*known, *decoded.tokens)
        more = greedy(self._network, sound, written, guide=guide._replace(goes_on=True))
        if (
            len(more.tokens) < _LEAST_TOKENS
            or fmean(map(logprob, more.probabilities)) < _LEAST_MEAN_LOGPROB
        ):
            return decoded
        return Decoded(decoded.tokens + more.tokens, decoded.probabilities + more.probabilities)

    def _spoken(self, sound: Sound, known: Tokens, decoded: Decoded) -> list[tuple[int, int]]:
        """Return the moments of each token, up to the last word that was spoken."""
        tokens = np.array([BEGIN, *known, *decoded.tokens], np.int64)
        attention = self._network.attention(sound, tokens, self._size.aligning_heads)[:, :-1]
        bounds = word_bounds(self._vocabulary, decoded.tokens)
        words = [(len(known) + first, len(known) + end) for first, end in bounds]
        return spoken(attention, len(known), words)

    def _guide(self, hints: Hints, begin_bonus: float) -> Guide:
        bias = self._bias(hints.keyterms, begin_bonus)
        return Guide(bias, self._spelling, self._size.aligning_heads)

    def _span(self, first: int, end: int) -> Span:
        lead = self._size.lead
        return Span(first * MOMENT_SECONDS + lead, end * MOMENT_SECONDS + lead)


def _is_unfinished(sound: Sound, spans: Sequence[tuple[int, int]]) -> bool:
    """Return True if much sound follows the last token."""
    return bool(spans) and sound.seconds - spans[-1][0] * MOMENT_SECONDS >= _UNWRITTEN_SECONDS


def _tokens(words: Told) -> Tokens:
    return tuple(token for word in words for token in word.tokens)
