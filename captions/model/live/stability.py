"""Estimates which words of a growing hypothesis are settled, if the server does not mark them.

A word is settled once it and all words before it have stayed unchanged for three partials and 1.5
seconds. The estimate is for display only: a later revision makes a word unsettled again.
"""

from dataclasses import dataclass

from captions.model import line_breaking

_MIN_PARTIALS = 3
"""Number of consecutive partials that must agree on a word. Repeated partials are not delivered, so
each one adds or changes something."""
_MIN_UNCHANGED_SECONDS = 1.5
"""Time in seconds for which a word must not change."""


@dataclass(slots=True)
class _WordHistory:
    """A word in its position."""

    piece: str
    since: float
    partials: int = 1


class WordStability:
    """Tracks the partials of one segment."""

    def __init__(self) -> None:
        self._words: list[_WordHistory] = []

    def observe_partial(self, text: str, now: float) -> None:
        """Record the next partial.

        Args:
            text: text of the whole partial.
            now: seconds of any monotonic clock.
        """
        before = self._words
        self._words = [_WordHistory(piece, now) for piece in line_breaking.split_pieces(text)]
        for place, (old, new) in enumerate(zip(before, self._words, strict=False)):
            if old.piece == new.piece:
                old.partials += 1
                self._words[place] = old

    def settled_text(self, now: float) -> str:
        """Return the settled prefix of the last partial at a time of the same clock."""
        count = 0
        for word in self._words:
            if word.partials < _MIN_PARTIALS or now < word.since + _MIN_UNCHANGED_SECONDS:
                break
            count += 1
        return "".join(word.piece for word in self._words[:count]).strip()

    def next_deadline(self, now: float) -> float | None:
        """Return when the next word settles without another partial; None if it needs one."""
        count = len(line_breaking.split_pieces(self.settled_text(now)))
        if count == len(self._words) or self._words[count].partials < _MIN_PARTIALS:
            return None
        return self._words[count].since + _MIN_UNCHANGED_SECONDS
