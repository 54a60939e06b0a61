"""Finds in a newer guess at a segment where an older one ended, whatever was corrected between."""

from collections.abc import Sequence
from itertools import accumulate, takewhile

_MOST_COMPARISONS = 60_000
"""Of characters; more would hold the screen up."""


def resume(seen: Sequence[str], text: Sequence[str]) -> int:
    """Return how many pieces of a text stand for those that were seen of an older guess at it.

    It is the beginning of the text that the fewest corrections of characters lead to (Levenshtein
    distance); of equal ones the one that is nearest to what was seen in length. Capitals and
    punctuation count for nothing as long as the words are the same.
    """
    pairs = zip(seen, text, strict=False)
    same = sum(1 for _ in takewhile(lambda pair: _letters(pair[0]) == _letters(pair[1]), pairs))
    old, new = "".join(seen[same:]), "".join(text[same:])
    # What is far longer than what was seen does not stand for it.
    new = new[: 2 * len(old) + 1]
    if not old or len(old) * len(new) > _MOST_COMPARISONS:
        return min(len(seen), len(text))
    costs = _corrections(old, new)
    ends = [end for end in accumulate(map(len, text[same:]), initial=0) if end <= len(new)]
    best = min(ends, key=lambda end: (costs[end], abs(end - len(old))))
    return same + ends.index(best)


def _letters(piece: str) -> str:
    """Return what is left of a word without capitals and punctuation; of those alone, all."""
    return "".join(filter(str.isalnum, piece)).casefold() or piece


def _corrections(old: str, new: str) -> list[int]:
    """Return how many characters must be corrected to make each beginning of one text of another.

    Args:
        old: the other text.
        new: the one whose beginnings of 0, 1, 2... characters are meant.
    """
    costs = list(range(len(new) + 1))
    for number, character in enumerate(old, 1):
        row = [number]
        for place, other in enumerate(new):
            kept = costs[place] + (character != other)
            row.append(min(kept, costs[place + 1] + 1, row[place] + 1))
        costs = row
    return costs
