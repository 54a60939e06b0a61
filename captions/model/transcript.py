"""The transcript: everything that was committed, and the present guesses for what comes next.

Sound may come in several *lanes*, such as this microphone and what the computer plays. Segments of
all of them stand in the order in which they began: who began to speak first is read first.
"""

import itertools
from dataclasses import dataclass

from captions.events import Committed, Speech


@dataclass(frozen=True, slots=True)
class Turn:
    """A segment that is open, or that waits for one that began before it."""

    lane: str
    text: str
    """The present guess, or what was committed."""
    committed: Committed | None = None
    """The segment, once it is closed."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """All of what has been said; each event makes a new one."""

    segments: tuple[Committed, ...] = ()
    """Committed segments that hold words, in order; they only ever grow in number."""
    turns: tuple[Turn, ...] = ()
    """What follows them, in the order in which it began: at most one open turn in each lane."""

    def apply(self, event: Speech) -> "Transcript":
        """Return the transcript after an event."""
        committed = event if isinstance(event, Committed) else None
        turns = _with(self.turns, Turn(event.lane, event.text.strip(), committed))
        closed = itertools.takewhile(lambda turn: turn.committed is not None, turns)
        ready = tuple(turn.committed for turn in closed if turn.committed is not None)
        # By "+", adding nothing copies nothing, however long the transcript is; unpacking would.
        return Transcript(self.segments + ready, turns[len(ready) :])


def _with(turns: tuple[Turn, ...], turn: Turn) -> tuple[Turn, ...]:
    """Put a turn in the place of its lane's open one, or last; without words it goes."""
    place = next(
        (
            place
            for place, other in enumerate(turns)
            if other.lane == turn.lane and other.committed is None
        ),
        len(turns),
    )
    return (*turns[:place], *([turn] if turn.text else []), *turns[place + 1 :])
