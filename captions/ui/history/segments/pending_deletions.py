"""Deletions that the store has been asked for and may not have carried out yet."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple


class Deletion(NamedTuple):
    """A segment to delete."""

    row: int
    """Displayed row, which counts all deletions that are not done."""
    segment_id: int


class PendingDeletions:
    """Rows that will disappear, in the order of the requests, in which the store works too.

    Each batch lists its rows from the last to the first.
    """

    def __init__(self) -> None:
        self._batches: list[list[Deletion]] = []

    @property
    def segment_ids(self) -> set[int]:
        """Segments that will be deleted."""
        return {item.segment_id for batch in self._batches for item in batch}

    def add_batch(self, batch: Sequence[Deletion]) -> None:
        """Record requests, the last row first."""
        if batch:
            self._batches.append(list(batch))

    def clear(self) -> None:
        """Forget all requests."""
        self._batches.clear()

    def discard(self, segment_ids: set[int]) -> None:
        """Withdraw requests that the store refused."""
        self._replace([item for item in batch if item.segment_id not in segment_ids]
                      for batch in self._batches)  # fmt: skip

    def insert_rows(self, first: int, count: int) -> None:
        """Account for rows that were inserted."""
        self._replace(
            [item._replace(row=item.row + count) if item.row >= first else item for item in batch]
            for batch in self._batches
        )

    def remove_rows(self, first: int, count: int) -> None:
        """Account for rows that were removed; their requests are done."""
        self._replace(
            [
                item._replace(row=item.row - count) if item.row >= first else item
                for item in batch
                if not first <= item.row < first + count
            ]
            for batch in self._batches
        )

    def find_done(self, read_id: Callable[[int], int | None]) -> list[int]:
        """Return the rows whose deletions are done by now, the last row first.

        Args:
            read_id: returns the identifier of the segment at a position of the store; called once
                for each batch.
        """
        done: list[int] = []
        for batch in self._batches:
            # The store carries out a batch as a whole, so its first request tells about all.
            row, segment_id = batch[0]
            if read_id(row - bisect_left(done, row)) == segment_id:
                break
            done = sorted({*done, *(item.row for item in batch)})
        return done[::-1]

    def _replace(self, batches: Iterable[list[Deletion]]) -> None:
        self._batches = [batch for batch in batches if batch]
