"""The text of a network's tokens.

A vocabulary holds more than text: control tokens such as ``<unk>``, ``<|HAPPY|>`` or ``<de-DE>``,
and the 256 bytes ``<0x00>`` to ``<0xFF>``, of which SentencePiece composes characters that are not
in the vocabulary. SentencePiece marks a space by the sign U+2581; the library turns only a leading
one into a space.
"""

import codecs
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

_SPACE_SIGN = "\u2581"
_BYTE = re.compile(r"<0x([0-9A-Fa-f]{2})>")
_CONTROL = re.compile(r"<[^<>\s]+>")
_PICTURES = re.compile(
    "[\u2600-\u2668\u2670-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\ufe0f\u200d\u20e3]+"
)
"""Emoji, by which SenseVoice's authors mark emotions and events. Nobody says them. The notes of
music are not among them, because they stand for singing in captions."""


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


class TokenReader:
    """Turns tokens into text, and keeps the bytes of an incomplete character."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("ignore")
        self._bytes: list[TextPiece] = []
        """Tokens of the incomplete character."""

    def read_pieces(self, pieces: Iterable[TextPiece]) -> Iterator[TextPiece]:
        """Yield the pieces of text; bytes that are no character are left out."""
        for piece in pieces:
            text = piece.text.replace(_SPACE_SIGN, " ")
            byte = _BYTE.fullmatch(text.strip())
            if byte is not None:
                yield from self._add_byte(piece, int(byte[1], 16))
                continue
            self._decoder.reset()
            self._bytes.clear()
            if _CONTROL.fullmatch(text.strip()) is None and (spoken := _PICTURES.sub("", text)):
                yield piece._replace(text=spoken)

    def _add_byte(self, piece: TextPiece, value: int) -> Iterator[TextPiece]:
        self._bytes.append(piece)
        text = self._decoder.decode(bytes([value]))
        if text:
            known = [one.logprob for one in self._bytes if one.logprob is not None]
            logprob = sum(known) if len(known) == len(self._bytes) else None
            yield TextPiece(text, self._bytes[0].start, logprob)
            self._bytes.clear()
