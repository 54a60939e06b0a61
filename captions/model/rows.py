"""Rows of captions as values, and what makes them out of a transcript."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from captions.model.transcript import Transcript

Measure = Callable[[str], float]
"""Width of a text as the screen will show it, in whatever unit the row's width has."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words side by side that look alike."""

    text: str
    settled: bool
    """True for white words, which will not change; grey words may."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the caption: first the white words, then the grey ones."""

    runs: tuple[Run, ...] = ()

    @property
    def text(self) -> str:
        """The whole row."""
        return "".join(run.text for run in self.runs)


Rows = tuple[Row, ...]
NO_LABELS: Mapping[str, str] = MappingProxyType({})
"""Lanes without names."""


class Display(Protocol):
    """Decides what of a growing transcript is on screen.

    It has no clock. Times are seconds of any clock that never goes back.
    """

    @property
    def due(self) -> float | None:
        """When to call `show` again although nothing was said; `None` if nothing waits for that.

        While something does, the screen is being read, and is not to be cleared for silence.
        """

    def show(self, transcript: Transcript, now: float) -> Rows:
        """Return the rows on screen for a transcript, which must continue the one before."""

    def settle(self) -> None:
        """Take the words on screen as they are: all are white from the next `show` on."""

    def clear(self) -> None:
        """Empty the screen; what was shown, or waits to be shown, does not come back."""

    def skip(self, transcript: Transcript) -> None:
        """Take what a transcript has committed as shown before; a new display continues there."""

    def resize(self, measure: Measure, width: float, rows: int) -> None:
        """Lay out what is on screen, and all that follows, for another room from now on."""


def label(labels: Mapping[str, str], lane: str) -> str:
    """Return what stands before the words of a lane; empty where it has no name."""
    name = labels.get(lane, "")
    return f"{name}:" if name else ""
