"""Avoids captions that OBS splits at the wrong place.

CEA-608 sends bytes in pairs. OBS puts at most 31 pairs into a packet, and starts each further one
with two pairs that resume loading. A caption is shown by two equal pairs, of which a decoder
ignores the second. If OBS splits the packet between the two, the second one is no repetition, and
hides the caption again (measured with OBS 29: a caption of 2 x 25 letters has 32 pairs). Spaces at
the end of a row move the split. The count of pairs is that of ``sei_from_caption_frame`` in
libcaption; it was compared with streams of OBS.
"""

from collections.abc import Sequence

_FIRST_PACKET_PAIRS = 31
_NEXT_PACKET_PAIRS = 29
_CONTROL_PAIRS = 4
"""Pairs that erase, load and show (twice)."""
_BASIC = (frozenset(map(chr, range(0x20, 0x7F))) - set("'*\\^_`{|}~")) | set("áéíóúçÑñ÷\u2019")
"""Letters of one byte; the others have a pair of their own and another one that goes with it."""
_SPECIAL = frozenset("®°½¿™¢£♪àèâêîôû")
_MAX_ROW_CHARS = 32


def count_pairs(rows: Sequence[str]) -> int:
    """Return the number of pairs of a caption, without those that resume loading."""
    return _CONTROL_PAIRS + sum(map(_count_row, rows))


def pad_rows(rows: Sequence[str]) -> list[str]:
    """Return rows whose pairs are not split at their end.

    Up to two spaces are added to the shortest row if they would be, and if it has room for them.
    """
    padded = list(rows)
    shortest = min(range(len(padded)), key=lambda number: len(padded[number]))
    while _is_split(count_pairs(padded)) and len(padded[shortest]) < _MAX_ROW_CHARS:
        padded[shortest] += " "
    return padded


def _is_split(pairs: int) -> bool:
    """Return True if a packet ends with the last pair but one."""
    over = pairs - 1 - _FIRST_PACKET_PAIRS
    return over >= 0 and over % _NEXT_PACKET_PAIRS == 0


def _count_row(row: str) -> int:
    """Return the pairs of a row: its position, its letters, and what fills an odd one."""
    pairs, is_odd = 1, False
    for letter in row:
        if letter in _BASIC:
            pairs, is_odd = pairs + is_odd, not is_odd
        elif letter in _SPECIAL:
            pairs, is_odd = pairs + is_odd + 2, False
        else:
            pairs, is_odd = pairs + 2, False
    return pairs + is_odd
