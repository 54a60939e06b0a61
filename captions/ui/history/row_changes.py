"""Differences between two states of a list of segments, as insertions and removals of rows."""

from collections.abc import Hashable, Sequence
from typing import NamedTuple


class RowChange(NamedTuple):
    """Rows to insert or to remove; applied one after the other."""

    first: int
    length: int
    inserted: bool
    """True if the rows are inserted, False if they are removed."""


def find_row_changes(
    before: Sequence[Hashable], after: Sequence[Hashable]
) -> list[RowChange] | None:
    """Return the changes that turn one list of identifiers into another.

    Args:
        before: distinct identifiers.
        after: distinct identifiers; those that were there before must have kept their order.

    Returns:
        The changes in the order in which they apply, or `None` if the order changed.
    """
    old, new = set(before), set(after)
    if [item for item in before if item in new] != [item for item in after if item in old]:
        return None
    removals = find_runs([index for index, item in enumerate(before) if item not in new])
    insertions = find_runs([index for index, item in enumerate(after) if item not in old])
    return [
        *(RowChange(first, count, inserted=False) for first, count in reversed(removals)),
        *(RowChange(first, count, inserted=True) for first, count in insertions),
    ]


def find_runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Return ascending rows as runs, each with its first row and its length."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and sum(runs[-1]) == row:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((row, 1))
    return runs
