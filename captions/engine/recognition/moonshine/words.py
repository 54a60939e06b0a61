"""Grouping of tokens into words: a blank in the text begins a new word."""

from collections.abc import Iterator, Sequence
from math import fsum
from typing import NamedTuple

from captions.engine.ports import HypothesisWord, to_logprob
from captions.engine.recognition.moonshine.decoding import DecodedTokens
from captions.engine.recognition.moonshine.tokens import SPACE, Vocabulary


class TokenSpan(NamedTuple):
    """Start and end of a token, in seconds from the start of the window."""

    start: float
    end: float


def build_words(
    vocabulary: Vocabulary, decoded: DecodedTokens, spans: Sequence[TokenSpan] | None = None
) -> Iterator[HypothesisWord]:
    """Yield the words whose texts, joined by blanks, are the text of the tokens.

    Args:
        vocabulary: the text of each token.
        decoded: tokens that satisfy the constraints of `SpellingRules`.
        spans: start and end of each token, if known.
    """
    for first, end in word_bounds(vocabulary, decoded.tokens):
        tokens, probabilities = decoded.tokens[first:end], decoded.probabilities[first:end]
        text = vocabulary.decode_tokens(list(tokens))
        if text:
            yield HypothesisWord(
                text,
                min(probabilities),
                spans[first].start if spans else None,
                spans[end - 1].end if spans else None,
                tokens,
                fsum(map(to_logprob, probabilities)),
            )


def word_bounds(vocabulary: Vocabulary, tokens: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the position of each word's first token, and the position after its last."""
    first = 0
    for position in range(1, len(tokens)):
        if vocabulary.piece_text(tokens[position]).startswith(SPACE):
            yield first, position
            first = position
    if tokens:
        yield first, len(tokens)
