"""Figures of sound, and their table."""

from collections.abc import Sequence
from typing import NamedTuple

from rich.table import Table

from tests.benchmarks.measure import percentile


class Figure(NamedTuple):
    """A row of the table."""

    name: str
    value: float
    unit: str
    bound: float | None = None

    @property
    def missed(self) -> bool:
        """Whether it is over its bound."""
        return self.bound is not None and self.value > self.bound


def delays(name: str, seconds: Sequence[float], bound_ms: float | None = None) -> list[Figure]:
    """Return how long something takes mostly, hardly ever, and once; the bound is for the second.

    Raises:
        ValueError: nothing was measured.
    """
    if not seconds:
        raise ValueError(f"Nothing was heard to measure this by: {name}.")
    shares = ((50, "median", None), (99, "99th percentile", bound_ms), (100, "longest", None))
    return [
        Figure(f"{name}, {word}", 1000 * (percentile(seconds, share) or 0.0), "ms", bound)
        for share, word, bound in shares
    ]


def table(figures: Sequence[Figure]) -> Table:
    """Return what was measured, beside what it must not exceed."""
    made = Table(title="Sound, from the card to the session", title_justify="left")
    made.add_column("what")
    made.add_column("measured", justify="right")
    made.add_column("at most", justify="right")
    for figure in figures:
        mark = " !" if figure.missed else ""
        bound = "" if figure.bound is None else f"{figure.bound:g} {figure.unit}"
        made.add_row(figure.name, f"{figure.value:.2f} {figure.unit}{mark}", bound)
    return made
