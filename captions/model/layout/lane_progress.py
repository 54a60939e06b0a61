"""Tracks how much of each lane's open segment a display has processed, despite revisions."""

from collections.abc import Iterable, Sequence

from captions.model.prefix_alignment import align_prefix


class LaneProgress:
    """Keeps the processed pieces of each lane's open segment."""

    def __init__(self) -> None:
        self._done: dict[str, Sequence[str]] = {}
        self._carried_over: dict[str, Sequence[str]] = {}
        """Processed pieces beyond the end of each lane's last committed segment."""

    def count_done(self, lane: str, pieces: Sequence[str]) -> int:
        """Return how many pieces of the current hypothesis of a lane are processed."""
        left = self._carried_over.pop(lane, ())
        if left and [*map(str.strip, pieces[: len(left)])] == [*map(str.strip, left)]:
            self._done[lane] = left
        return align_prefix(self._done.get(lane, ()), pieces)

    def done_pieces(self, lane: str) -> Sequence[str]:
        """Return the processed pieces of a lane's open segment, before any later revision."""
        return self._done.get(lane, ())

    def mark_done(self, lane: str, pieces: Sequence[str]) -> None:
        """Mark the leading pieces of a lane's open segment as processed."""
        self._done[lane] = pieces
        self._carried_over.pop(lane, None)

    def close_segment(self, lane: str, pieces: Sequence[str]) -> int:
        """Return how many pieces of a committed segment are already processed.

        Processed pieces beyond its end count for the next segment if that starts with them.
        """
        done = self._done.pop(lane, ())
        self._carried_over.pop(lane, None)
        if not done:
            return 0
        rest = done[align_prefix(pieces, done) :] if pieces else ()
        if rest:
            self._carried_over[lane] = rest
        return align_prefix(done, pieces)

    def keep_lanes(self, lanes: Iterable[str]) -> None:
        """Drop the progress of all lanes except those given, whose segments are still open."""
        self._done = {lane: self._done[lane] for lane in lanes if lane in self._done}

    def copy(self) -> "LaneProgress":
        """Return an independent copy for another display."""
        copied = LaneProgress()
        copied._done, copied._carried_over = dict(self._done), dict(self._carried_over)
        return copied
