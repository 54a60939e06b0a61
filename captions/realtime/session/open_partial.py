"""Partial of the open segment, across the connections of a session.

A new connection recognises the open segment from its start. The settled words of the last partial
stay in front of the new connection's partials until they are committed. Unsettled words are
removed.
"""

from dataclasses import replace

from captions.events import Committed, Event, Partial
from captions.model.live.pinning import PinnedWords


class OpenPartial:
    """Tracks the partials of a session."""

    def __init__(self) -> None:
        """Start without a partial."""
        self._partial = Partial("")
        self._pinned = PinnedWords()

    @property
    def has_text(self) -> bool:
        """True if there are words that are not committed."""
        return bool(self._partial.text)

    def handle_event(self, event: Event) -> list[Event]:
        """Return the events to emit for an event, with the pinned words in front of partials."""
        match event:
            case Partial():
                last, self._partial = self._partial, self._pinned.prepend_to(event)
                # A connection that has not caught up yet repeats the last partial.
                return [] if replace(last, starts_over=False) == self._partial else [self._partial]
            case Committed():
                self._pinned.commit(event)
                self._partial = self._make_settled(self._pinned.text)
                return [event, self._partial] if self.has_text else [event]
            case _:
                return [event]

    def handle_reconnect(self) -> Partial:
        """Return the partial that is valid until the next connection recognises words."""
        settled = self._partial.settled_text
        self._pinned.pin_words(settled)
        self._partial = replace(self._make_settled(settled), starts_over=True)
        return self._partial

    def unpin_words(self) -> None:
        """Unpin the words in front of the next partials, because their audio may be lost."""
        self._pinned.pin_words("")
        self._partial = Partial(self._partial.text)

    def _make_settled(self, text: str) -> Partial:
        return Partial(text, settled_text=text, marked=bool(text))
