"""Gives every partial its settled beginning: the server's own, or an estimate for display."""

from dataclasses import dataclass, field, replace

from captions.events import Committed, Partial, Speech
from captions.model.pinning import PinnedWords
from captions.model.stability import WordStability


@dataclass(slots=True)
class _Lane:
    """The open segment of one lane."""

    partial: Partial
    """The last partial, as the server sent it."""
    shown: Partial
    """The same with its settled beginning, as it was returned last."""
    stability: WordStability = field(default_factory=WordStability)
    pinned: PinnedWords = field(default_factory=PinnedWords)

    def update(self, now: float) -> Partial:
        """Return the partial with what is settled of it at a moment."""
        partial = self.partial
        if not partial.marked:
            partial = replace(partial, settled_text=self.stability.settled(now))
        self.shown = self.pinned.lead(partial)
        return self.shown


class Settling:
    """Adds the settled beginning to partials of servers that do not mark it.

    Times are seconds of any clock that never goes back.
    """

    def __init__(self) -> None:
        self._lanes: dict[str, _Lane] = {}

    def apply(self, event: Speech, now: float) -> list[Speech]:
        """Return what to display for an event; a commit is returned as it is.

        A commit that does not reach the end of the words that outlasted a broken connection is
        followed by a partial with the rest of them.
        """
        if isinstance(event, Committed):
            return [event, *self._commit(event)]
        if not event.text and not event.starts_over:
            self._lanes.pop(event.lane, None)
            return [event]
        lane = self._lanes.setdefault(event.lane, _Lane(event, event))
        lane.partial = event
        if event.starts_over:
            lane.pinned.pin(lane.shown.settled_text)
            lane.stability = WordStability()
        lane.stability.observe(event.text, now)
        return [lane.update(now)]

    def ripened(self, now: float) -> list[Speech]:
        """Return the partials whose settled beginning has grown by time alone."""
        found: list[Speech] = []
        for lane in self._lanes.values():
            before = lane.shown
            if lane.update(now) != before:
                found.append(lane.shown)
        return found

    def due(self, now: float) -> float | None:
        """Return when `ripened` will have something to return; None if that takes an event."""
        estimated = (lane for lane in self._lanes.values() if not lane.partial.marked)
        times = (lane.stability.due(now) for lane in estimated)
        return min((time for time in times if time is not None), default=None)

    def _commit(self, committed: Committed) -> list[Speech]:
        lane = self._lanes.pop(committed.lane, None)
        if lane is None:
            return []
        lane.pinned.commit(committed)
        rest = lane.pinned.text
        if not rest:
            return []
        partial = Partial("", committed.lane)
        shown = replace(partial, text=rest, settled_text=rest)
        self._lanes[committed.lane] = _Lane(partial, shown, pinned=lane.pinned)
        return [shown]
