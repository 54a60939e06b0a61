"""Moonshine's vocabulary: subword tokens, in which U+2581 stands for a blank."""

import heapq
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from captions.errors import EngineError

BEGIN = 1
"""Token before the first token of each text."""
END = 2
"""End-of-text token."""
SPACE = "\u2581"
"""Character for a blank in a token's text."""
_BYTE_PIECE_LENGTH = len(b"<0x00>")
_TWO_BYTE_LENGTH = 128
"""Smallest length that takes two bytes in the file."""

Tokens = tuple[int, ...]


class Vocabulary:
    """Conversion between text and tokens."""

    def __init__(self, path: Path) -> None:
        """Read a ``tokenizer.bin``: for each token the length of its text, then the text's bytes.

        Raises:
            EngineError: the file ends inside a token.
        """
        self._pieces = _read_pieces(path.read_bytes(), path.name)

    def __len__(self) -> int:
        return len(self._pieces)

    def decode_tokens(self, tokens: list[int]) -> str:
        """Return the text of tokens, without control tokens and outer blanks."""
        joined = b"".join(map(self._piece_bytes, tokens))
        return joined.decode("utf-8", "replace").replace(SPACE, " ").strip()

    def encode_text(self, text: str) -> Tokens:
        """Return the tokens with which the model itself would write a text.

        The text is split into letters, and adjacent parts are merged while the result is in the
        vocabulary (byte-pair encoding; Sennrich et al. 2016, arXiv:1508.07909). The merge whose
        token has the lowest number comes first, and of equal ones the leftmost. For n letters this
        takes n log n steps.
        """
        parts = _MergeList(list(self._split_letters(SPACE + text.replace(" ", SPACE))))
        merges = [merge for at in range(len(parts)) if (merge := self._merge_candidate(parts, at))]
        heapq.heapify(merges)
        while merges:
            merge = heapq.heappop(merges)
            position = merge[1]
            if merge != self._merge_candidate(parts, position):
                continue  # Outdated: one of the two parts has been merged since.
            parts.merge_next(position)
            for changed in (parts.previous[position], position):
                if candidate := self._merge_candidate(parts, changed):
                    heapq.heappush(merges, candidate)
        return tuple(self._token_numbers[part] for part in parts.texts if part)

    def piece_text(self, token: int) -> str:
        """Return a token's text as it is in the vocabulary; empty for control tokens."""
        return self._piece_bytes(token).decode("utf-8", "replace")

    @cached_property
    def _token_numbers(self) -> dict[bytes, int]:
        """Token number by text; a letter's own token replaces the earlier one of its byte."""
        return {self._piece_bytes(token): token for token in range(len(self))}

    def _merge_candidate(self, parts: "_MergeList", position: int) -> tuple[int, int] | None:
        """Return the token that a part forms with the next one, and the part's position."""
        text = parts.joined_text(position)
        number = self._token_numbers.get(text) if text else None
        return None if number is None else (number, position)

    def _split_letters(self, text: str) -> Iterator[bytes]:
        """Yield each letter, or its bytes if the letter is not in the vocabulary."""
        for letter in text:
            encoded = letter.encode()
            if encoded in self._token_numbers:
                yield encoded
            else:
                yield from (bytes([byte]) for byte in encoded)

    def _piece_bytes(self, token: int) -> bytes:
        piece = self._pieces[token]
        if not (piece.startswith(b"<") and piece.endswith(b">") and piece[1:-1]):
            return piece
        if piece.startswith(b"<0x") and len(piece) == _BYTE_PIECE_LENGTH:
            return bytes([int(piece[3:5], 16)])
        return b""


class _MergeList:
    """A text in parts, as a doubly linked list in which two parts are merged in constant time."""

    def __init__(self, texts: list[bytes]) -> None:
        self.texts = texts
        """Text of each part; empty after the part was merged into the previous one."""
        self.previous = list(range(-1, len(texts) - 1))
        """Position of the part before each; -1 for none."""
        self._next = list(range(1, len(texts) + 1))

    def __len__(self) -> int:
        return len(self.texts)

    def joined_text(self, position: int) -> bytes:
        """Return the text of a part joined with the next one; empty if one of them is missing."""
        after = self._next[position]
        if position < 0 or after >= len(self) or not self.texts[position]:
            return b""
        return self.texts[position] + self.texts[after]

    def merge_next(self, position: int) -> None:
        """Merge a part with the next one."""
        removed = self._next[position]
        self.texts[position] += self.texts[removed]
        self.texts[removed] = b""
        self._next[position] = self._next[removed]
        if self._next[removed] < len(self):
            self.previous[self._next[removed]] = position


def _read_pieces(data: bytes, name: str) -> list[bytes]:
    pieces: list[bytes] = []
    at = 0
    while at < len(data):
        length = data[at]
        at += 1
        if length >= _TWO_BYTE_LENGTH:
            if at >= len(data):
                raise EngineError("model_file_broken", file=name)
            length = data[at] * _TWO_BYTE_LENGTH + length - _TWO_BYTE_LENGTH
            at += 1
        pieces.append(data[at : at + length])
        at += length
    if at != len(data):
        raise EngineError("model_file_broken", file=name)
    return pieces
