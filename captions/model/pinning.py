"""Keeps settled words on screen when a server begins to recognise the same sound again.

A connection that breaks takes the server's hypothesis with it, and the next one starts from the
last commit. The words that the user has already seen as settled stay in front of the new hypothesis
until it has caught up with them, or until they are committed.
"""

from collections.abc import Sequence
from dataclasses import replace

from captions.events import Committed, Partial
from captions.model import breaking
from captions.model.resuming import resume


class PinnedWords:
    """The settled words of one lane's open segment."""

    def __init__(self) -> None:
        self._pieces: Sequence[str] = ()

    @property
    def text(self) -> str:
        """The pinned words; empty if there are none."""
        return _joined(self._pieces)

    def pin(self, settled_text: str) -> None:
        """Keep words in front of every partial from now on; an empty text keeps none."""
        self._pieces = breaking.pieces(settled_text)

    def lead(self, partial: Partial) -> Partial:
        """Return a partial that begins with the pinned words."""
        if not self._pieces:
            return partial
        pieces = breaking.pieces(partial.text)
        heard_again = resume(self._pieces, pieces)
        settled = len(breaking.pieces(partial.settled_text))
        return replace(
            partial,
            text=_joined([*self._pieces, *pieces[heard_again:]]),
            settled_text=_joined([*self._pieces, *pieces[heard_again:settled]]),
        )

    def commit(self, committed: Committed) -> None:
        """Let go of the words that a commit stands for, which are all if it is empty."""
        said = breaking.pieces(committed.text)
        self._pieces = self._pieces[resume(said, self._pieces) :] if said else ()


def _joined(pieces: Sequence[str]) -> str:
    return "".join(pieces).strip()
