"""Which tokens may follow which, so that words join to well-typed text at every boundary.

A recogniser settles words while more are being spoken, and continues after them later. Where it
continued inside a word or with punctuation, two finished pieces would join as "lies . Thy" or
"$25 .99". The rules here make such a continuation impossible: after settled words a new word must
begin. They also exclude what no transcript needs: blanks before punctuation, two blanks, two commas
and control characters.
"""

import unicodedata
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from captions.engine.recognition.tokens import BEGIN, END, SPACE, Vocabulary

Logits = NDArray[np.float32]
Numbers = NDArray[np.int64]

CLOSING = ".,;:?!%)]}»”…"
"""Marks that stand against the word before them, without a blank."""
_JOINING = (f"{SPACE}'", f"{SPACE}\u2019", f"{SPACE}-")
"""How the rest of a word may be written where it was cut: the model can begin one like this too,
but hardly ever does so after a whole word."""


class Spelling:
    """The rules for one vocabulary."""

    def __init__(self, pieces: Sequence[str]) -> None:
        """Sort the tokens by the texts that they stand for.

        Args:
            pieces: the text of each token, with U+2581 for a blank; without any there are no rules.
        """
        tokens = dict(enumerate(pieces))
        tokens.pop(END, None)
        self._size = len(pieces)
        self._never = _numbers(token for token, piece in tokens.items() if _is_unwanted(piece))
        self._within = {token for token, piece in tokens.items() if not piece.startswith(SPACE)}
        self._blanks = {token for token, piece in tokens.items() if piece == SPACE}
        self._commas = {token for token, piece in tokens.items() if piece.endswith(",")}
        self._not_first = _numbers(
            token
            for token, piece in tokens.items()
            if token in self._within or piece.startswith(_JOINING)
        )
        self._not_after_blank = _numbers(
            token
            for token, piece in tokens.items()
            if piece.startswith((SPACE, *CLOSING)) or token in self._blanks
        )
        self._not_after_comma = _numbers(
            token for token, piece in tokens.items() if piece.startswith(",")
        )

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> "Spelling":
        """Return the rules for a vocabulary."""
        return cls([vocabulary.piece(token) for token in range(len(vocabulary))])

    def starts_word(self, token: int) -> bool:
        """Return True if a token begins a new word."""
        return token not in self._within

    def restrict(self, logits: Logits, before: Iterable[int]) -> None:
        """Exclude tokens that may not come next, in place.

        Args:
            logits: of the next token, ``[rows, vocabulary]``.
            before: the token before each row; `BEGIN` where a word must begin.
        """
        if not self._size:
            return
        logits[:, self._size :] = -np.inf
        logits[:, self._never] = -np.inf
        for row, token in zip(logits, before, strict=True):
            row[self._excluded_after(token)] = -np.inf

    def _excluded_after(self, token: int) -> Numbers:
        if token == BEGIN:
            return self._not_first
        if token in self._blanks:
            return self._not_after_blank
        return self._not_after_comma if token in self._commas else _NONE


def _is_unwanted(piece: str) -> bool:
    """Return True for a token without text, or whose text would be badly typed anywhere."""
    rest = piece.removeprefix(SPACE)
    is_closing = rest.startswith(tuple(CLOSING)) and rest != piece
    is_blank = SPACE in rest or any(letter.isspace() for letter in rest)
    is_control = any(unicodedata.category(letter) == "Cc" for letter in rest)
    return not piece or is_closing or is_blank or is_control


def _numbers(tokens: Iterable[int]) -> Numbers:
    return np.array(sorted(tokens), np.int64)


_NONE = _numbers(())
ANY_SPELLING = Spelling(())
"""No rules: every token may come anywhere and begins a word."""
