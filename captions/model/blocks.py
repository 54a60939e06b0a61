"""Blocks of text that are read at once: where one ends, and where its rows are broken."""

from collections.abc import Iterator, Sequence
from functools import cache

from captions.model import punctuation
from captions.model.breaking import cost
from captions.model.room import Room

_LEAST_FILLED = 0.5
"""Of a block that ends early to end well."""


def fitting(pieces: Sequence[str], room: Room, rows: int) -> int:
    """Return how many of the first pieces a block can hold."""
    held = 0
    for _, end in zip(range(rows), room.fill(pieces), strict=False):
        held = end
    return held


def end(pieces: Sequence[str], room: Room, rows: int) -> int:
    """Return behind how many pieces the first block ends best, of those that it can hold."""
    most = fitting(pieces, room, rows)
    if most == len(pieces):
        return most
    places = range(max(1, round(most * _LEAST_FILLED)), most + 1)
    # A full block is worth as much as the difference between an end in midst of a clause and one
    # before a preposition; a sentence's end is worth far more.
    return min(places, key=lambda at: cost(pieces[at - 1], pieces[at]) - 0.3 * at / most)


def sentences(pieces: Sequence[str], room: Room, rows: int) -> int:
    """Return how many pieces the first block has if it holds whole sentences.

    A sentence that no block can hold is split where a block ends best. The result is 0 where a
    sentence has begun that may still fit, but has not ended yet.
    """
    most = fitting(pieces, room, rows)
    ends = [at for at in range(1, len(pieces) + 1) if punctuation.ends_sentence(pieces[at - 1])]
    whole = max((at for at in ends if at <= most), default=0)
    if most == len(pieces):
        return whole
    following = pieces[whole : next((at for at in ends if at > most), len(pieces))]
    if whole and fitting(following, room, rows) == len(following):
        return whole
    return end(pieces, room, rows)


def broken(pieces: Sequence[str], room: Room) -> list[str]:
    """Break pieces into as few rows as hold them, as even and as readable as can be."""
    count = sum(1 for _ in room.fill(pieces))
    if count <= 1:
        return ["".join(pieces).strip()] * count
    even = room.measure("".join(pieces)) / count

    @cache
    def best(start: int, rows: int) -> tuple[float, tuple[str, ...]]:
        """Return the least cost at which some rows hold all from one piece on, and those rows."""
        found: list[tuple[float, tuple[str, ...]]] = [(float("inf"), ())]
        for stop, row in _rows(pieces, start, room):
            ends = stop == len(pieces)
            if ends != (rows == 1):
                continue
            after, others = (0.0, ()) if ends else best(stop, rows - 1)
            uneven = (room.measure(row) - even) / room.width
            bad = 0.0 if ends else 0.1 * cost(pieces[stop - 1], pieces[stop])
            found.append((after + uneven * uneven + bad, (row, *others)))
        return min(found)

    return list(best(0, count)[1])


def _rows(pieces: Sequence[str], start: int, room: Room) -> Iterator[tuple[int, str]]:
    """Yield each row that can begin with a piece, and where it stops."""
    row = pieces[start].lstrip()
    yield start + 1, row
    for number in range(start + 1, len(pieces)):
        row += pieces[number]
        if not room.fits(row):
            return
        yield number + 1, row
