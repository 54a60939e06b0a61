"""Words from the pieces that a network writes.

A piece that begins with a space begins a word. Languages without spaces are written in clauses,
each of which is one word here: a clause ends with its punctuation, or where it is long.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from math import exp
from typing import NamedTuple

from captions.engine.ports import HypothesisWord

_CLAUSE_MARKS = frozenset("\u3001\u3002\uff0c\uff0e\uff01\uff1f\uff1b\uff1a\u2026")
"""Punctuation of languages without spaces, after which another word begins."""
_UNSPACED_BLOCKS = (
    range(0x0E00, 0x0F00),
    range(0x1000, 0x10A0),
    range(0x1780, 0x1800),
    range(0x2E80, 0xA4D0),
    range(0xF900, 0xFB00),
    range(0xFF00, 0xFFA0),
    range(0x20000, 0x30000),
)
"""Code points of scripts without spaces: Thai and Lao, Burmese, Khmer, Chinese and Japanese with
their punctuation and full-width forms."""
_MAX_CLAUSE_CHARACTERS = 20
"""Maximum length of a clause without punctuation."""
_DEFAULT_CONFIDENCE = 1.0
"""Confidence of words from models that report no probabilities."""
_PIECE_SECONDS = 0.08
"""Duration of a piece after which none follows: one frame of NeMo's encoders."""


class TextPiece(NamedTuple):
    """One token as text."""

    text: str
    """The text; it begins with a space at the beginning of a word."""
    start: float
    """Seconds since the start of the audio."""
    logprob: float | None = None
    """Natural logarithm of the probability; `None` if unknown."""


class ResultPieces(NamedTuple):
    """The lists of a result of the library, which has an entry in each for every token."""

    tokens: Sequence[str]
    timestamps: Sequence[float]
    logprobs: Sequence[float] = ()
    """Empty if the library reports none."""

    def iter_pieces(self, start: int = 0) -> Iterator[TextPiece]:
        """Yield the pieces from a number on."""
        has_logprobs = len(self.logprobs) == len(self.tokens)
        for index in range(start, min(len(self.tokens), len(self.timestamps))):
            logprob = self.logprobs[index] if has_logprobs else None
            yield TextPiece(self.tokens[index], self.timestamps[index], logprob)


class WordBuilder:
    """Joins pieces to words; a word is complete once the next one begins."""

    def __init__(self) -> None:
        self.words: list[HypothesisWord] = []
        """The words; the last one may become longer."""

    def add_pieces(self, pieces: Iterable[TextPiece]) -> None:
        """Add the next pieces."""
        for piece in pieces:
            text = piece.text.strip()
            if not text:
                continue
            end = piece.start + _PIECE_SECONDS
            confidence = _DEFAULT_CONFIDENCE if piece.logprob is None else exp(piece.logprob)
            word = HypothesisWord(text, confidence, piece.start, end, logprob=piece.logprob)
            if self._begins_word(piece.text):
                self._end_last_word(piece.start)
                self.words.append(word)
            else:
                self.words[-1] = _extend_word(self.words[-1], word)

    def _begins_word(self, text: str) -> bool:
        if not self.words or text[0].isspace():
            return True
        last = self.words[-1].text
        if is_spaced(text) or text[0] in _CLAUSE_MARKS or unicodedata.combining(text[0]):
            return False
        return last[-1] in _CLAUSE_MARKS or len(last) >= _MAX_CLAUSE_CHARACTERS

    def _end_last_word(self, start: float) -> None:
        """End the last word where the next one starts; silence in between is trimmed later."""
        if self.words:
            last = self.words[-1]
            self.words[-1] = last._replace(end=max(last.start or 0.0, start))


def is_spaced(text: str) -> bool:
    """Return True for text of a script whose words are separated by spaces."""
    return not any(ord(letter) in block for letter in text for block in _UNSPACED_BLOCKS)


def build_words(pieces: Iterable[TextPiece]) -> tuple[HypothesisWord, ...]:
    """Return the words of all pieces."""
    builder = WordBuilder()
    builder.add_pieces(pieces)
    return tuple(builder.words)


def _extend_word(word: HypothesisWord, more: HypothesisWord) -> HypothesisWord:
    known = word.logprob is not None and more.logprob is not None
    return word._replace(
        text=word.text + more.text,
        confidence=min(word.confidence, more.confidence),
        end=more.end,
        logprob=(word.logprob or 0.0) + (more.logprob or 0.0) if known else None,
    )
