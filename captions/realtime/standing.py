"""The partial that stands, and what is left of it when the next connection starts over.

A connection that breaks takes the server's hypothesis with it. What was settled of it will be
recognised again, so these words stay, in front of the next connection's partials, until they are
committed. The words behind them go.
"""

from dataclasses import replace

from captions.events import Committed, Event, Partial
from captions.model.pinning import PinnedWords


class StandingPartial:
    """Follows a session's partials over all of its connections."""

    def __init__(self) -> None:
        """Begin without any."""
        self._partial = Partial("")
        self._pinned = PinnedWords()

    @property
    def shown(self) -> bool:
        """True if there are words that are not committed."""
        return bool(self._partial.text)

    def apply(self, event: Event) -> list[Event]:
        """Return what an event means for the user, with the words that outlasted a connection."""
        match event:
            case Partial():
                before, self._partial = self._partial, self._pinned.lead(event)
                # A connection that has not caught up yet has nothing new to say.
                return (
                    [] if replace(before, starts_over=False) == self._partial else [self._partial]
                )
            case Committed():
                self._pinned.commit(event)
                self._partial = self._settled(self._pinned.text)
                return [event, self._partial] if self.shown else [event]
            case _:
                return [event]

    def restart(self) -> Partial:
        """Return what stands while the server starts over: the settled words."""
        settled = self._partial.settled_text
        self._pinned.pin(settled)
        self._partial = replace(self._settled(settled), starts_over=True)
        return self._partial

    def drop(self) -> None:
        """Keep no words in front of the next partials: their sound may be lost."""
        self._pinned.pin("")
        self._partial = Partial(self._partial.text)

    def _settled(self, text: str) -> Partial:
        return Partial(text, settled_text=text, marked=bool(text))
