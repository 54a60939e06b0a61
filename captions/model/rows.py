"""Caption rows as values, and the interface of the displays that produce them."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType
from typing import Protocol

from captions.model.line_breaking import split_pieces
from captions.model.transcript import Transcript

Measure = Callable[[str], float]
"""Function that returns the displayed width of a text, in the same unit as the width of a row."""
MAX_EARLIER_ROWS = 500
"""Maximum number of rows to scroll back: about half an hour of speech. The transcript window shows
everything."""


@dataclass(frozen=True, slots=True)
class TextRun:
    """Adjacent words with the same appearance."""

    text: str
    settled: bool
    """True for white words, which are final; grey words may still change."""
    is_alert: bool = False
    """True for words that the user wants to notice, such as a name."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of captions: the white words, followed by the grey ones."""

    runs: tuple[TextRun, ...] = ()
    lane: str = ""
    """Lane of the words; empty if there is only one lane, or no word."""
    speaker: str = ""
    """Identifier of who spoke all its words; empty where that is not certain."""

    @property
    def text(self) -> str:
        """Text of the whole row."""
        return "".join(run.text for run in self.runs)


Rows = tuple[Row, ...]


Refill = Callable[[Rows], Iterable[Row]]
"""Function that lays out rows for another width."""


class EarlierRows:
    """The last rows that left the screen, numbered from the first row ever.

    After a change of the row width, rows are laid out again only once the user scrolls back.
    """

    def __init__(self) -> None:
        self._rows: deque[Row] = deque(maxlen=MAX_EARLIER_ROWS)
        self._stale: Rows = ()
        """Rows of another width, before the others."""
        self._refill: Refill = tuple
        self.end = 0
        """Number after the last row, which is that of the first row on screen."""

    @property
    def start(self) -> int:
        """Number of the first row that is kept."""
        return self.end - len(self._laid_rows)

    def add_rows(self, rows: Iterable[Row]) -> None:
        """Append rows that leave the screen; rows without words are left out."""
        added = [row for row in rows if row.text]
        self._rows.extend(added)
        self.end += len(added)

    def get_rows(self, number: int, count: int) -> Rows:
        """Return up to ``count`` rows, starting with row ``number``."""
        first = max(number - self.start, 0)
        return tuple(islice(self._laid_rows, first, first + count))

    def resize(self, refill: Refill, repeated: int = 0) -> None:
        """Adapt the rows to another width.

        Args:
            refill: lays out rows for the new width.
            repeated: number of pieces at the end that are on screen again.
        """
        rows = _without_last_words([*self._stale, *self._rows], repeated)
        self._stale = tuple(rows[-MAX_EARLIER_ROWS:])
        self._rows.clear()
        self._refill = refill

    @property
    def _laid_rows(self) -> deque[Row]:
        if self._stale:
            rows = [*self._refill(self._stale), *self._rows]
            self._stale, self._rows = (), deque(rows, maxlen=MAX_EARLIER_ROWS)
        return self._rows


def _without_last_words(rows: list[Row], count: int) -> list[Row]:
    """Return rows without their last ``count`` pieces."""
    while rows and count > 0:
        row = rows.pop()
        pieces = split_pieces(row.text)
        if len(pieces) > count:
            text = "".join(pieces[: len(pieces) - count]).strip()
            rows.append(Row((TextRun(text, settled=True),), row.lane, row.speaker))
        count -= len(pieces)
    return rows


NO_LABELS: Mapping[str, str] = MappingProxyType({})
"""Labels for lanes without names."""


class CaptionDisplay(Protocol):
    """Decides which part of a growing transcript is on screen.

    A display has no clock of its own. Times are seconds of any monotonic clock.
    """

    earlier_rows: EarlierRows
    """Rows that were on screen before, for the user to scroll back to."""

    row_count: int
    """Maximum number of rows on screen."""

    @property
    def next_deadline(self) -> float | None:
        """Time of the next call of `show` without new speech; `None` if none is needed.

        While this is set, the user is still reading, and silence must not clear the screen.
        """

    def show(self, transcript: Transcript, now: float) -> Rows:
        """Return the rows on screen for a transcript, which must continue the last one."""

    def settle_words(self) -> None:
        """Accept the words on screen as final: all are white from the next `show` on."""

    def clear(self) -> None:
        """Clear the screen permanently, including words that were still waiting to be shown."""

    def skip_committed(self, transcript: Transcript) -> None:
        """Skip the words that a transcript has committed; a new display continues after them."""

    def resize(self, measure: Measure, width: float, rows: int) -> None:
        """Lay out the current and all later words for a new row width and number of rows."""


UNKNOWN_SPEAKER_MARK = "\N{EN DASH}"
"""Stands before the words of an unknown speaker where a named one has spoken before, as a dash does
in subtitles."""


def lane_label(labels: Mapping[str, str], lane: str, speaker: str = "") -> str:
    """Return the label before words: the name of their speaker, or else that of their lane.

    It is empty if neither has a name.
    """
    name = (labels.get(speaker, "") if speaker else "") or labels.get(lane, "")
    return f"{name}:" if name else ""
