"""Constraints on successive tokens, so that words join to well-formed text at every boundary.

Words are settled while more are being spoken, and the decoder continues after them later. If it
continued inside a word or with punctuation, the two parts would join as "lies . Thy" or "$25 .99".
These constraints mask the logits of such tokens: after settled words a new word must begin. They
also exclude text that no transcript needs: blanks before punctuation, double blanks, double commas
and control characters.
"""

import unicodedata
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from captions.engine.recognition.moonshine.tokens import BEGIN, END, SPACE, Vocabulary

Logits = NDArray[np.float32]
TokenArray = NDArray[np.int64]

CLOSING_MARKS = ".,;:?!%)]}»”…"
"""Punctuation that follows a word without a blank."""
_WORD_JOINERS = (f"{SPACE}'", f"{SPACE}\u2019", f"{SPACE}-")
"""Beginnings of tokens that continue a word that was cut. The model can produce them after a
complete word too, but rarely does."""


class SpellingRules:
    """The constraints for one vocabulary."""

    def __init__(self, pieces: Sequence[str]) -> None:
        """Classify the tokens by their text.

        Args:
            pieces: the text of each token, with U+2581 for a blank; empty for no constraints.
        """
        tokens = dict(enumerate(pieces))
        tokens.pop(END, None)
        self._size = len(pieces)
        self._always_excluded = _token_array(
            token for token, piece in tokens.items() if _is_unwanted(piece)
        )
        self._word_internal = {
            token for token, piece in tokens.items() if not piece.startswith(SPACE)
        }
        self._blanks = {token for token, piece in tokens.items() if piece == SPACE}
        self._commas = {token for token, piece in tokens.items() if piece.endswith(",")}
        self._not_first = _token_array(
            token
            for token, piece in tokens.items()
            if token in self._word_internal or piece.startswith(_WORD_JOINERS)
        )
        self._not_after_blank = _token_array(
            token
            for token, piece in tokens.items()
            if piece.startswith((SPACE, *CLOSING_MARKS)) or token in self._blanks
        )
        self._not_after_comma = _token_array(
            token for token, piece in tokens.items() if piece.startswith(",")
        )

    @classmethod
    def for_vocabulary(cls, vocabulary: Vocabulary) -> "SpellingRules":
        """Return the constraints for a vocabulary."""
        return cls([vocabulary.piece_text(token) for token in range(len(vocabulary))])

    def starts_word(self, token: int) -> bool:
        """Return True if a token begins a new word."""
        return token not in self._word_internal

    def mask_logits(self, logits: Logits, previous: Iterable[int]) -> None:
        """Exclude tokens that must not come next, by masking their logits in place.

        Args:
            logits: logits of the next token, ``[rows, vocabulary]``.
            previous: the token before each row; `BEGIN` where a word must begin.
        """
        if not self._size:
            return
        logits[:, self._size :] = -np.inf
        logits[:, self._always_excluded] = -np.inf
        for row, token in zip(logits, previous, strict=True):
            row[self._excluded_after(token)] = -np.inf

    def _excluded_after(self, token: int) -> TokenArray:
        if token == BEGIN:
            return self._not_first
        if token in self._blanks:
            return self._not_after_blank
        return self._not_after_comma if token in self._commas else _NO_TOKENS


def _is_unwanted(piece: str) -> bool:
    """Return True for a token without text, or with text that is malformed in any context."""
    rest = piece.removeprefix(SPACE)
    is_closing = rest.startswith(tuple(CLOSING_MARKS)) and rest != piece
    is_blank = SPACE in rest or any(letter.isspace() for letter in rest)
    is_control = any(unicodedata.category(letter) == "Cc" for letter in rest)
    return not piece or is_closing or is_blank or is_control


def _token_array(tokens: Iterable[int]) -> TokenArray:
    return np.array(sorted(tokens), np.int64)


_NO_TOKENS = _token_array(())
NO_SPELLING_RULES = SpellingRules(())
"""No constraints: any token may follow any other, and each begins a word."""
