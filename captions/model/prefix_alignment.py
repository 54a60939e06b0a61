"""Aligns the displayed part of an older hypothesis with a newer, revised hypothesis.

The distance is counted in characters, because the pieces of a revision may be divided differently,
and many revisions change the spelling of a word. `captions.engine.text_alignment` counts whole
words instead, for recognisers.
"""

from collections.abc import Sequence
from itertools import accumulate, takewhile

_MAX_COMPARISONS = 60_000
"""Maximum number of character comparisons for one alignment; more would delay the display."""


def align_prefix(shown: Sequence[str], text: Sequence[str]) -> int:
    """Return how many leading pieces of a text correspond to pieces of an older hypothesis.

    The result is the prefix with the smallest Levenshtein distance to the older pieces. If several
    prefixes tie, the one closest in length wins. Capitals and punctuation are ignored while the
    words are equal.

    Args:
        shown: leading pieces of the older hypothesis.
        text: all pieces of the newer hypothesis.
    """
    pairs = zip(shown, text, strict=False)
    same = sum(
        1
        for _ in takewhile(
            lambda pair: _strip_punctuation(pair[0]) == _strip_punctuation(pair[1]), pairs
        )
    )
    old, new = "".join(shown[same:]), "".join(text[same:])
    # A prefix of more than twice the length cannot correspond to the old text.
    new = new[: 2 * len(old) + 1]
    if not old or len(old) * len(new) > _MAX_COMPARISONS:
        return min(len(shown), len(text))
    costs = _prefix_distances(old, new)
    ends = [end for end in accumulate(map(len, text[same:]), initial=0) if end <= len(new)]
    best = min(ends, key=lambda end: (costs[end], abs(end - len(old))))
    return same + ends.index(best)


def _strip_punctuation(piece: str) -> str:
    """Return a word without capitals and punctuation; a piece of punctuation alone is unchanged."""
    return "".join(filter(str.isalnum, piece)).casefold() or piece


def _prefix_distances(old: str, new: str) -> list[int]:
    """Return the Levenshtein distance of a text to each prefix of another text.

    Args:
        old: the text to compare.
        new: the text whose prefixes of 0, 1, 2... characters are compared.
    """
    costs = list(range(len(new) + 1))
    for number, character in enumerate(old, 1):
        row = [number]
        for place, other in enumerate(new):
            kept = costs[place] + (character != other)
            row.append(min(kept, costs[place + 1] + 1, row[place] + 1))
        costs = row
    return costs
