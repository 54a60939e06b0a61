"""Caption blocks: where a block of text ends, and where its rows break."""

from collections.abc import Iterator, Sequence
from functools import cache

from captions.model import punctuation
from captions.model.line_breaking import break_costs
from captions.model.row_fitter import RowFitter

_MIN_FILLED_SHARE = 0.5
"""Minimum filled share of a block that ends early at a better break."""


def count_fitting(pieces: Sequence[str], fitter: RowFitter, rows: int) -> int:
    """Return how many leading pieces fit in a block."""
    count = 0
    for _, row_end in zip(range(rows), fitter.fill_rows(pieces), strict=False):
        count = row_end
    return count


def find_block_end(pieces: Sequence[str], fitter: RowFitter, rows: int) -> int:
    """Return the number of pieces in the first block if it ends at the best break that fits."""
    most = count_fitting(pieces, fitter, rows)
    if most == len(pieces):
        return most
    places = range(max(1, round(most * _MIN_FILLED_SHARE)), most + 1)
    # Filling the block counts about as much as the difference between a break inside a clause and
    # one before a preposition. A sentence end counts far more.
    costs = break_costs(pieces[: most + 1])
    return min(places, key=lambda at: costs[at - 1] - 0.3 * at / most)


def find_sentence_end(pieces: Sequence[str], fitter: RowFitter, rows: int) -> int:
    """Return the number of pieces in the first block if it contains whole sentences.

    A sentence longer than a block is split at the best break. The result is 0 if the first sentence
    has not ended yet but may still fit.
    """
    most = count_fitting(pieces, fitter, rows)
    ends = [at for at in range(1, len(pieces) + 1) if punctuation.ends_sentence(pieces[at - 1])]
    whole = max((at for at in ends if at <= most), default=0)
    if most == len(pieces):
        return whole
    following = pieces[whole : next((at for at in ends if at > most), len(pieces))]
    if whole and count_fitting(following, fitter, rows) == len(following):
        return whole
    return find_block_end(pieces, fitter, rows)


def break_rows(pieces: Sequence[str], fitter: RowFitter) -> list[str]:
    """Break pieces into as few rows as possible, balanced and readable."""
    count = sum(1 for _ in fitter.fill_rows(pieces))
    if count <= 1:
        return ["".join(pieces).strip()] * count
    even = fitter.measure("".join(pieces)) / count
    costs = break_costs(pieces)

    @cache
    def best(start: int, rows: int) -> tuple[float, tuple[str, ...]]:
        """Return the cheapest rows for the pieces from ``start`` on, after their cost."""
        candidates: list[tuple[float, tuple[str, ...]]] = [(float("inf"), ())]
        for stop, row in _candidate_rows(pieces, start, fitter):
            is_last = stop == len(pieces)
            if is_last != (rows == 1):
                continue
            later_cost, later_rows = (0.0, ()) if is_last else best(stop, rows - 1)
            imbalance = (fitter.measure(row) - even) / fitter.width
            break_penalty = 0.0 if is_last else 0.1 * costs[stop - 1]
            total = later_cost + imbalance * imbalance + break_penalty
            candidates.append((total, (row, *later_rows)))
        return min(candidates)

    return list(best(0, count)[1])


def _candidate_rows(
    pieces: Sequence[str], start: int, fitter: RowFitter
) -> Iterator[tuple[int, str]]:
    """Yield each row that can start with a piece, and the number of pieces up to its end."""
    row = pieces[start].lstrip()
    yield start + 1, row
    for number in range(start + 1, len(pieces)):
        row += pieces[number]
        if not fitter.fits(row):
            return
        yield number + 1, row
