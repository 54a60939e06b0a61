"""Makes words of tokens: each begins where a blank stands in the text."""

from collections.abc import Iterator, Sequence
from math import fsum
from typing import NamedTuple

from captions.engine.ports import HypothesisWord, logprob
from captions.engine.recognition.decoding import Decoded
from captions.engine.recognition.tokens import SPACE, Vocabulary


class Span(NamedTuple):
    """When a token was spoken, in seconds of the sound."""

    start: float
    end: float


def words_of(
    vocabulary: Vocabulary, decoded: Decoded, spans: Sequence[Span] | None = None
) -> Iterator[HypothesisWord]:
    """Yield the words whose texts, joined by blanks, are the text of the tokens.

    Args:
        vocabulary: the texts of the tokens.
        decoded: tokens that keep to the rules of `spelling.Spelling`.
        spans: when each token was spoken, where that is known.
    """
    for first, end in word_bounds(vocabulary, decoded.tokens):
        tokens, probabilities = decoded.tokens[first:end], decoded.probabilities[first:end]
        text = vocabulary.text(list(tokens))
        if text:
            yield HypothesisWord(
                text,
                min(probabilities),
                spans[first].start if spans else None,
                spans[end - 1].end if spans else None,
                tokens,
                fsum(map(logprob, probabilities)),
            )


def word_bounds(vocabulary: Vocabulary, tokens: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the place of each word's first token, and the place after its last."""
    first = 0
    for place in range(1, len(tokens)):
        if vocabulary.piece(tokens[place]).startswith(SPACE):
            yield first, place
            first = place
    if tokens:
        yield first, len(tokens)
