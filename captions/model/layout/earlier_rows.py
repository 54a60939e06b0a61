"""Rows that have left the screen, laid out again for another row width."""

from collections.abc import Iterator
from itertools import groupby

from captions.model.row_fitter import RowFitter
from captions.model.rows import Row, Rows, TextRun


def refill_rows(fitter: RowFitter, rows: Rows) -> Iterator[Row]:
    """Yield rows of another width with the same words.

    Args:
        fitter: the new row width and how to measure it.
        rows: rows that have left the screen.
    """
    for lane, turn in groupby(rows, key=lambda row: row.lane):
        pieces = fitter.split_pieces(" ".join(row.text for row in turn))
        first = 0
        for end in fitter.fill_rows(pieces):
            text = "".join(pieces[first:end]).strip()
            yield Row((TextRun(text, settled=True),), lane)
            first = end
