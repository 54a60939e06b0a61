"""Widths of texts where no font can be measured."""

from functools import lru_cache

from rich.cells import get_character_cell_size

_NARROW_LETTERS = frozenset("iljtfrI.,:;!|'`()[]/\\-· \u2018\u2019")
_WIDE_LETTERS = frozenset("mwMW@%—…")
_WIDTHS_BY_CELLS = {0: 0.0, 2: 2.0}
"""Widths of combining marks and of East Asian letters."""


def estimate_width(text: str) -> float:
    """Return the approximate width of a text in a proportional font, in average characters.

    The average is that of lower-case letters in the fonts that pages and OBS use; the result may be
    wrong by a tenth.
    """
    return sum(map(_estimate_letter, text))


@lru_cache(maxsize=4096)
def _estimate_letter(letter: str) -> float:
    cells = get_character_cell_size(letter)
    if cells in _WIDTHS_BY_CELLS:
        return _WIDTHS_BY_CELLS[cells]
    if letter in _NARROW_LETTERS:
        return 0.5
    if letter in _WIDE_LETTERS:
        return 1.6
    return 1.25 if letter.isupper() else 1.0
