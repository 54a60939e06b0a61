"""Keeps settled words on screen when a server recognises the same audio again.

When a connection breaks, the server loses its hypothesis, and the next connection starts from the
last commit. Words that were already settled on screen stay in front of the new hypothesis until
they are committed. The aligned part of the new hypothesis is left out.
"""

from collections.abc import Sequence
from dataclasses import replace

from captions.events import Committed, Partial
from captions.model import line_breaking
from captions.model.prefix_alignment import align_prefix


class PinnedWords:
    """Settled words of one lane's open segment."""

    def __init__(self) -> None:
        self._pieces: Sequence[str] = ()

    @property
    def text(self) -> str:
        """The pinned words; empty if there are none."""
        return _join_pieces(self._pieces)

    def pin_words(self, settled_text: str) -> None:
        """Place these words in front of every later partial; an empty text pins none."""
        self._pieces = line_breaking.split_pieces(settled_text)

    def prepend_to(self, partial: Partial) -> Partial:
        """Return the partial with the pinned words in front."""
        if not self._pieces:
            return partial
        pieces = line_breaking.split_pieces(partial.text)
        repeated = align_prefix(self._pieces, pieces)
        settled = len(line_breaking.split_pieces(partial.settled_text))
        return replace(
            partial,
            text=_join_pieces([*self._pieces, *pieces[repeated:]]),
            settled_text=_join_pieces([*self._pieces, *pieces[repeated:settled]]),
        )

    def commit(self, committed: Committed) -> None:
        """Unpin the words that a commit contains; an empty commit unpins all."""
        pieces = line_breaking.split_pieces(committed.text)
        self._pieces = self._pieces[align_prefix(pieces, self._pieces) :] if pieces else ()


def _join_pieces(pieces: Sequence[str]) -> str:
    return "".join(pieces).strip()
