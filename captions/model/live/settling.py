"""Adds the settled prefix to each partial: the one marked by the server, or an estimate."""

from dataclasses import dataclass, field, replace

from captions.events import Committed, Partial, Speech
from captions.model.live.pinning import PinnedWords
from captions.model.live.stability import WordStability


@dataclass(slots=True)
class _OpenLane:
    """The open segment of one lane."""

    partial: Partial
    """The last partial, as the server sent it."""
    shown: Partial
    """The same partial with its settled prefix, as last returned."""
    stability: WordStability = field(default_factory=WordStability)
    pinned: PinnedWords = field(default_factory=PinnedWords)

    def update(self, now: float) -> Partial:
        """Return the partial with its settled prefix at a time."""
        partial = self.partial
        if not partial.marked:
            partial = replace(partial, settled_text=self.stability.settled_text(now))
        self.shown = self.pinned.prepend_to(partial)
        return self.shown


class PartialSettler:
    """Adds the settled prefix to partials of servers that do not mark it.

    Times are seconds of any monotonic clock.
    """

    def __init__(self) -> None:
        self._lanes: dict[str, _OpenLane] = {}

    def apply(self, event: Speech, now: float) -> list[Speech]:
        """Return the events to display for an event; a commit is unchanged.

        After a reconnect, a commit may not include all pinned words. It is then followed by a
        partial with the remaining ones.
        """
        if isinstance(event, Committed):
            return [event, *self._commit_lane(event)]
        if not event.text and not event.starts_over:
            self._lanes.pop(event.lane, None)
            return [event]
        lane = self._lanes.setdefault(event.lane, _OpenLane(event, event))
        lane.partial = event
        if event.starts_over:
            lane.pinned.pin_words(lane.shown.settled_text)
            lane.stability = WordStability()
        lane.stability.observe_partial(event.text, now)
        return [lane.update(now)]

    def poll_partials(self, now: float) -> list[Speech]:
        """Return the partials whose settled prefix has grown because time has passed."""
        updated: list[Speech] = []
        for lane in self._lanes.values():
            before = lane.shown
            if lane.update(now) != before:
                updated.append(lane.shown)
        return updated

    def list_partials(self) -> list[Partial]:
        """Return the open segments with their settled prefixes, as last returned."""
        return [lane.shown for lane in self._lanes.values()]

    def next_deadline(self, now: float) -> float | None:
        """Return when `poll_partials` will return a partial; None if that requires an event."""
        estimated = (lane for lane in self._lanes.values() if not lane.partial.marked)
        times = (lane.stability.next_deadline(now) for lane in estimated)
        return min((time for time in times if time is not None), default=None)

    def _commit_lane(self, committed: Committed) -> list[Speech]:
        lane = self._lanes.pop(committed.lane, None)
        if lane is None:
            return []
        lane.pinned.commit(committed)
        rest = lane.pinned.text
        if not rest:
            return []
        partial = Partial("", committed.lane)
        shown = replace(partial, text=rest, settled_text=rest)
        self._lanes[committed.lane] = _OpenLane(partial, shown, pinned=lane.pinned)
        return [shown]
