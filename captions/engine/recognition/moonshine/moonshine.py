"""The included recogniser: Moonshine's networks, and words built from their tokens."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from math import log
from pathlib import Path
from statistics import fmean

import numpy as np

from captions.engine.ports import (
    ENGINE_RATE,
    FRAME_SECONDS,
    Hypothesis,
    Prefix,
    RecognitionHints,
    to_logprob,
)
from captions.engine.recognition.moonshine.alignment import ENCODER_FRAME_SECONDS
from captions.engine.recognition.moonshine.attention_evidence import align_spoken_words
from captions.engine.recognition.moonshine.decoding import (
    DecodedTokens,
    DecodingGuide,
    beam_search,
    greedy_search,
)
from captions.engine.recognition.moonshine.keyterms import BEAM_BONUS, GREEDY_BONUS, build_bias
from captions.engine.recognition.moonshine.network import (
    EncodedAudio,
    Heads,
    MoonshineNetwork,
)
from captions.engine.recognition.moonshine.spelling import SpellingRules
from captions.engine.recognition.moonshine.tokens import BEGIN, Tokens, Vocabulary
from captions.engine.recognition.moonshine.words import TokenSpan, build_words, word_bounds
from captions.pcm import Samples


@dataclass(frozen=True, slots=True)
class ModelSize:
    """One published size of Moonshine."""

    name: str
    alignment_heads: Heads
    """The decoder's cross-attention heads that follow speech best."""
    lead: float
    """Seconds by which these heads attend ahead of the spoken word."""


_MAX_UNWRITTEN_SECONDS = 1.2
"""Audio after the start of the last token that suggests missing words, in seconds. Beam search may
prefer a short, confident text although words follow."""
_MIN_CONTINUATION_TOKENS = 2
"""Minimum tokens of a continuation; a single token would only repeat the last
word."""
_MIN_MEAN_LOGPROB = log(0.5)
"""Minimum mean log probability of a continuation's tokens. In 15 minutes of speech, words that beam
search had missed had probabilities of 0.6 to 0.8. Hallucinated ones had 0.2 to 0.4."""
_GUESS_INTERVAL = 6 * FRAME_SECONDS
"""Interval between two guesses in seconds of audio: the whole frames that fit in 0.2 s. Clients
send tenths of a second, so a guess that waited for a seventh frame would wait for a third tenth."""
_GUESS_PADDING = round(0.2 * ENGINE_RATE)
"""Silent samples after the audio of a guess, 0.2 s. The network was trained on whole utterances:
silence tells it that the last word has ended, so that the word is written sooner and changes
less."""
_CACHED_BIASES = 32
"""Number of cached prefix trees of keyterms: two for each session with its own keyterms."""

TINY = ModelSize("moonshine-tiny", ((2, 1), (4, 0)), 0.16)
BASE = ModelSize("moonshine-base", ((4, 6), (1, 0), (6, 0)), 0.13)


class MoonshineRecogniser:
    """A recogniser of English, based on one size of Moonshine."""

    def __init__(self, folder: Path, size: ModelSize) -> None:
        """Load the network and ``tokenizer.bin``.

        Raises:
            EngineError: one of them cannot be loaded.
        """
        self._network = MoonshineNetwork(folder)
        self._vocabulary = Vocabulary(folder / "tokenizer.bin")
        self._spelling = SpellingRules.for_vocabulary(self._vocabulary)
        self._size = size
        self._cached_bias = lru_cache(_CACHED_BIASES)(partial(build_bias, self._vocabulary))

    @property
    def guess_every(self) -> float:
        """Interval between two guesses, in seconds of audio."""
        return _GUESS_INTERVAL

    def guess(
        self, samples: Samples, hints: RecognitionHints, prefix: Prefix, draft: Hypothesis
    ) -> Hypothesis:
        """Return a quick hypothesis from greedy search, without word times."""
        audio = self._network.encode_growing_audio(samples, _GUESS_PADDING)
        return self._decode_quickly(audio, hints, prefix, draft)

    def settle(self, samples: Samples, hints: RecognitionHints, prefix: Prefix) -> Hypothesis:
        """Return the words from beam search, with their times."""
        audio = self._network.encode_audio(samples)
        prefix_tokens = _collect_tokens(prefix)
        guide = self._create_guide(hints, BEAM_BONUS)
        decoded = beam_search(self._network, audio, prefix_tokens, guide)
        spans = self._align_spoken(audio, prefix_tokens, decoded)
        is_complete = len(spans) == len(prefix_tokens) + len(decoded.tokens)
        if is_complete and _is_unfinished(audio, spans):
            decoded = self._extend_text(audio, prefix_tokens, decoded, guide)
            spans = self._align_spoken(audio, prefix_tokens, decoded)
        times = [self._token_span(*span) for span in spans[len(prefix_tokens) :]]
        return Hypothesis(
            tuple(build_words(self._vocabulary, decoded.keep_first(len(times)), times))
        )

    def confirm(
        self, samples: Samples, hints: RecognitionHints, prefix: Prefix, expected: Hypothesis
    ) -> Hypothesis:
        """Return the words from greedy search; unlike a guess, they depend on this audio only."""
        audio = self._network.encode_audio(np.pad(samples, (0, _GUESS_PADDING)))
        return self._decode_quickly(audio, hints, prefix, expected)

    def _decode_quickly(
        self, audio: EncodedAudio, hints: RecognitionHints, prefix: Prefix, draft: Hypothesis
    ) -> Hypothesis:
        guide = self._create_guide(hints, GREEDY_BONUS)
        decoded = greedy_search(
            self._network, audio, _collect_tokens(prefix), _collect_tokens(draft.words), guide
        )
        return Hypothesis(tuple(build_words(self._vocabulary, decoded)))

    def _extend_text(
        self, audio: EncodedAudio, prefix: Tokens, decoded: DecodedTokens, guide: DecodingGuide
    ) -> DecodedTokens:
        """Return the text with a continuation, if the network is confident of one."""
        written = (*prefix, *decoded.tokens)
        more = greedy_search(self._network, audio, written, guide=guide._replace(goes_on=True))
        if (
            len(more.tokens) < _MIN_CONTINUATION_TOKENS
            or fmean(map(to_logprob, more.probabilities)) < _MIN_MEAN_LOGPROB
        ):
            return decoded
        return DecodedTokens(
            decoded.tokens + more.tokens, decoded.probabilities + more.probabilities
        )

    def _align_spoken(
        self, audio: EncodedAudio, prefix: Tokens, decoded: DecodedTokens
    ) -> list[tuple[int, int]]:
        """Return the encoder frames of each token, up to the last word that was spoken."""
        tokens = np.array([BEGIN, *prefix, *decoded.tokens], np.int64)
        attention = self._network.compute_attention(audio, tokens, self._size.alignment_heads)[
            :, :-1
        ]
        bounds = word_bounds(self._vocabulary, decoded.tokens)
        words = [(len(prefix) + first, len(prefix) + end) for first, end in bounds]
        return align_spoken_words(attention, len(prefix), words)

    def _create_guide(self, hints: RecognitionHints, first_bonus: float) -> DecodingGuide:
        bias = self._cached_bias(hints.keyterms, first_bonus)
        return DecodingGuide(bias, self._spelling, self._size.alignment_heads)

    def _token_span(self, first: int, end: int) -> TokenSpan:
        lead = self._size.lead
        return TokenSpan(first * ENCODER_FRAME_SECONDS + lead, end * ENCODER_FRAME_SECONDS + lead)


def _is_unfinished(audio: EncodedAudio, spans: Sequence[tuple[int, int]]) -> bool:
    """Return True if so much audio follows the last token that words may be missing."""
    return (
        bool(spans)
        and audio.seconds - spans[-1][0] * ENCODER_FRAME_SECONDS >= _MAX_UNWRITTEN_SECONDS
    )


def _collect_tokens(words: Prefix) -> Tokens:
    return tuple(token for word in words for token in word.tokens)
