"""Moonshine's vocabulary: pieces of words, with U+2581 where a space stands."""

import heapq
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from captions.errors import EngineError

BEGIN = 1
END = 2
SPACE = "\u2581"
"""Stands for a blank inside pieces."""
_BYTE_PIECE_LENGTH = len(b"<0x00>")
_LONG = 128
"""Lengths from here on take two bytes."""

Tokens = tuple[int, ...]


class Vocabulary:
    """Turns token numbers into text, and text into token numbers."""

    def __init__(self, path: Path) -> None:
        """Read a ``tokenizer.bin``: for each piece its length, then its bytes.

        Raises:
            EngineError: the file ends inside a piece.
        """
        self._pieces = _read_pieces(path.read_bytes(), path.name)

    def __len__(self) -> int:
        return len(self._pieces)

    def text(self, tokens: list[int]) -> str:
        """Return the text of tokens, without control tokens and outer spaces."""
        joined = b"".join(map(self._bytes, tokens))
        return joined.decode("utf-8", "replace").replace(SPACE, " ").strip()

    def tokens(self, text: str) -> Tokens:
        """Return the tokens that the model itself would write a text with.

        Letters go together in pairs, and pairs with their neighbours, as long as that makes a
        piece (byte-pair encoding; Sennrich et al. 2016, arXiv:1508.07909): always the piece that
        was found first, which has the lowest number, and of equal ones the leftmost. For n letters
        this takes n log n steps.
        """
        parts = _Parts(list(self._letters(SPACE + text.replace(" ", SPACE))))
        pairs = [pair for place in range(len(parts)) if (pair := self._pair(parts, place))]
        heapq.heapify(pairs)
        while pairs:
            pair = heapq.heappop(pairs)
            place = pair[1]
            if pair != self._pair(parts, place):
                continue  # One of the two parts has gone into another pair since.
            parts.join(place)
            for changed in (parts.before[place], place):
                if found := self._pair(parts, changed):
                    heapq.heappush(pairs, found)
        return tuple(self._numbers[part] for part in parts.texts if part)

    def piece(self, token: int) -> str:
        """Return the text of a token as it stands in the vocabulary; empty for control tokens."""
        return self._bytes(token).decode("utf-8", "replace")

    @cached_property
    def _numbers(self) -> dict[bytes, int]:
        """The number of each piece; a letter's own comes behind that of its byte, and counts."""
        return {self._bytes(token): token for token in range(len(self))}

    def _pair(self, parts: "_Parts", place: int) -> tuple[int, int] | None:
        """Return the piece that a part makes with the next one, and the part's place."""
        text = parts.with_next(place)
        number = self._numbers.get(text) if text else None
        return None if number is None else (number, place)

    def _letters(self, text: str) -> Iterator[bytes]:
        """Yield each letter, or its bytes where it is no piece."""
        for letter in text:
            written = letter.encode()
            if written in self._numbers:
                yield written
            else:
                yield from (bytes([byte]) for byte in written)

    def _bytes(self, token: int) -> bytes:
        piece = self._pieces[token]
        if not (piece.startswith(b"<") and piece.endswith(b">") and len(piece) > 2):  # noqa: PLR2004
            return piece
        if piece.startswith(b"<0x") and len(piece) == _BYTE_PIECE_LENGTH:
            return bytes([int(piece[3:5], 16)])
        return b""


class _Parts:
    """A text in parts that can be joined in constant time: a list with links both ways."""

    def __init__(self, texts: list[bytes]) -> None:
        self.texts = texts
        """A part that has become the end of another is empty."""
        self.before = list(range(-1, len(texts) - 1))
        """Place of the part before each; -1 for none."""
        self._after = list(range(1, len(texts) + 1))

    def __len__(self) -> int:
        return len(self.texts)

    def with_next(self, place: int) -> bytes:
        """Return a part joined with the next one; empty if there are no two."""
        after = self._after[place]
        if place < 0 or after >= len(self) or not self.texts[place]:
            return b""
        return self.texts[place] + self.texts[after]

    def join(self, place: int) -> None:
        """Make one part of two."""
        gone = self._after[place]
        self.texts[place] += self.texts[gone]
        self.texts[gone] = b""
        self._after[place] = self._after[gone]
        if self._after[gone] < len(self):
            self.before[self._after[gone]] = place


def _read_pieces(data: bytes, name: str) -> list[bytes]:
    pieces: list[bytes] = []
    at = 0
    while at < len(data):
        length = data[at]
        at += 1
        if length >= _LONG:
            if at >= len(data):
                raise EngineError(f"The speech model's {name} is broken: set the model up again.")
            length = data[at] * _LONG + length - _LONG
            at += 1
        pieces.append(data[at : at + length])
        at += length
    if at != len(data):
        raise EngineError(f"The speech model's {name} is broken: set the model up again.")
    return pieces
