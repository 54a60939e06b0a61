"""Rows that have left the screen, laid out again for another row width."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from captions.model.row_fitter import RowFitter
from captions.model.rows import Row, TextRun


def refill_rows(rows: Sequence[Row], fitter: RowFitter, repeated: int = 0) -> Iterator[Row]:
    """Yield rows of another width with the same words.

    Args:
        rows: the rows that have left the screen.
        fitter: the new row width and how to measure it.
        repeated: number of words at the end that are on screen again.
    """
    for lane, turn in groupby(_drop_words(rows, repeated), key=lambda row: row.lane):
        pieces = fitter.split_pieces(" ".join(row.text for row in turn))
        first = 0
        for end in fitter.fill_rows(pieces):
            text = "".join(pieces[first:end]).strip()
            yield Row((TextRun(text, settled=True),), lane)
            first = end


def _drop_words(rows: Sequence[Row], count: int) -> list[Row]:
    """Return the rows without the last ``count`` words."""
    kept = list(rows)
    while kept and count > 0:
        row = kept.pop()
        words = row.text.split()
        if len(words) > count:
            text = " ".join(words[: len(words) - count])
            kept.append(Row((TextRun(text, settled=True),), row.lane))
        count -= len(words)
    return kept
