"""Words from the pieces that a network writes.

A piece that begins with a space begins a word. In scripts without spaces, the words are split into
units (`captions.engine.recognition.word_units`), each with the time of the piece that wrote it.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import exp

from captions.engine.ports import HypothesisWord
from captions.engine.recognition.sherpa.token_text import TextPiece, TokenReader
from captions.engine.recognition.word_units import build_units
from captions.model.writing.scripts import is_unspaced

_DEFAULT_CONFIDENCE = 1.0
"""Confidence of words from models that report no probabilities."""
_PIECE_SECONDS = 0.08
"""Duration of a piece after which none follows: one frame of NeMo's encoders."""
_CHARACTER_SECONDS = 0.16
"""The same for each character of a script without spaces, which is a syllable or more."""


class WordBuilder:
    """Joins pieces to words; all words but the last are complete."""

    def __init__(self) -> None:
        self.words: list[HypothesisWord] = []
        """The words, or units of scripts without spaces; the last one may become longer."""
        self._reader = TokenReader()
        self._follows_space = True
        """True if the next piece begins a word."""

    def add_pieces(self, pieces: Iterable[TextPiece]) -> None:
        """Add the next pieces."""
        read = list(self._reader.read_pieces(pieces))
        for piece, end in zip(read, _find_ends(read), strict=True):
            text = piece.text.strip()
            begins_word = self._follows_space or piece.text[0].isspace()
            self._follows_space = piece.text[-1].isspace() or (begins_word and not text)
            if text:
                self._add_part(_make_part(text, piece, end), begins_word=begins_word)

    def _add_part(self, part: HypothesisWord, *, begins_word: bool) -> None:
        """Add a part of a word.

        Only the last unit is split again with the part: no later text changes the ones before it.
        """
        if not self.words:
            self.words += build_units([[part]])
            return
        start = part.start or 0.0
        last = self.words.pop()
        # Silence in between is trimmed later.
        last = last._replace(end=max(last.start or 0.0, start))
        bare = last._replace(text=last.text.lstrip())
        first, *others = build_units([[bare], [part]] if begins_word else [[bare, part]])
        is_after_gap = len(bare.text) < len(last.text)
        self.words += [first._replace(text=f" {first.text}") if is_after_gap else first, *others]


def build_words(pieces: Iterable[TextPiece]) -> tuple[HypothesisWord, ...]:
    """Return the words of all pieces."""
    builder = WordBuilder()
    builder.add_pieces(pieces)
    return tuple(builder.words)


def _find_ends(pieces: Sequence[TextPiece]) -> list[float]:
    """Return when each piece ends: where the next one starts."""
    ends = [max(one.start, following.start) for one, following in pairwise(pieces)]
    return [*ends, *(piece.start + _guess_duration(piece.text) for piece in pieces[-1:])]


def _guess_duration(text: str) -> float:
    return len(text.strip()) * _CHARACTER_SECONDS if is_unspaced(text) else _PIECE_SECONDS


def _make_part(text: str, piece: TextPiece, end: float) -> HypothesisWord:
    confidence = _DEFAULT_CONFIDENCE if piece.logprob is None else exp(piece.logprob)
    return HypothesisWord(text, confidence, piece.start, end, logprob=piece.logprob)
