"""Estimates which words of a growing hypothesis will not change, where the server does not say so.

A word counts as settled once it has stayed unchanged in its place over three partials and 1.5
seconds, and all words before it have, too. The estimate is for display only: a word may still be
revised later, and then counts as unsettled again.
"""

from dataclasses import dataclass

from captions.model import breaking

_PARTIALS = 3
"""Partials in a row that must agree on a word. A repeated partial is not told twice, so that each
of them adds or changes something."""
_SECONDS = 1.5
"""Time during which a word must not change."""


@dataclass(slots=True)
class _Seen:
    """A word in its place."""

    piece: str
    since: float
    partials: int = 1


class WordStability:
    """Follows the partials of one segment."""

    def __init__(self) -> None:
        self._words: list[_Seen] = []

    def observe(self, text: str, now: float) -> None:
        """Take the next partial.

        Args:
            text: the whole partial.
            now: seconds of any clock that never goes back.
        """
        before = self._words
        self._words = [_Seen(piece, now) for piece in breaking.pieces(text)]
        for place, (old, new) in enumerate(zip(before, self._words, strict=False)):
            if old.piece == new.piece:
                old.partials += 1
                self._words[place] = old

    def settled(self, now: float) -> str:
        """Return the settled beginning of the last partial, at a moment of the same clock."""
        count = 0
        for word in self._words:
            if word.partials < _PARTIALS or now < word.since + _SECONDS:
                break
            count += 1
        return "".join(word.piece for word in self._words[:count]).strip()

    def due(self, now: float) -> float | None:
        """Return when time alone will settle another word; None if that takes a partial."""
        count = len(breaking.pieces(self.settled(now)))
        if count == len(self._words) or self._words[count].partials < _PARTIALS:
            return None
        return self._words[count].since + _SECONDS
