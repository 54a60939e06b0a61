"""How much of each lane's open segment a display has dealt with, whatever is revised meanwhile."""

from collections.abc import Iterable, Sequence

from captions.model.resuming import resume


class Progress:
    """Remembers the first pieces of each lane's open segment, to go on behind them."""

    def __init__(self) -> None:
        self._done: dict[str, Sequence[str]] = {}
        self._left: dict[str, Sequence[str]] = {}
        """Of a lane's closed segment, what the display had dealt with behind its end."""

    def of(self, lane: str, pieces: Sequence[str]) -> int:
        """Return how many pieces of a lane's open segment are done, in its present wording."""
        left = self._left.pop(lane, ())
        if left and list(pieces[: len(left)]) == list(left):
            self._done[lane] = left
        return resume(self._done.get(lane, ()), pieces)

    def done(self, lane: str) -> Sequence[str]:
        """Return the pieces of a lane's open segment that are done, as they were then."""
        return self._done.get(lane, ())

    def mark(self, lane: str, pieces: Sequence[str]) -> None:
        """Take the first pieces of a lane's open segment as done."""
        self._done[lane] = pieces
        self._left.pop(lane, None)

    def close(self, lane: str, pieces: Sequence[str]) -> int:
        """Return how many pieces of a segment were done when it was committed.

        What was done behind the end of the segment belongs to the next one, if that begins with it.
        """
        done = self._done.pop(lane, ())
        self._left.pop(lane, None)
        if not done:
            return 0
        rest = done[resume(pieces, done) :] if pieces else ()
        if rest:
            self._left[lane] = rest
        return resume(done, pieces)

    def keep(self, lanes: Iterable[str]) -> None:
        """Forget all lanes but some, whose segments are still open."""
        self._done = {lane: self._done[lane] for lane in lanes if lane in self._done}

    def copy(self) -> "Progress":
        """Return the same progress, for another display."""
        made = Progress()
        made._done, made._left = dict(self._done), dict(self._left)
        return made
