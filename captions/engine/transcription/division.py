"""Where a running text may be divided: after a sentence, a clause, or a pause.

Punctuation is the recogniser's own, so these rules only tell a full stop that ends a sentence from
one that belongs to a title, an initial or an abbreviation.
"""

import re
from collections.abc import Sequence

from captions.events import Word

_CLOSING = "\"')]\u201d\u2019\u00bb"
"""Marks that may follow the end of a sentence."""
_SENTENCE_ENDS = (".", "?", "!", "\u2026", "\u3002", "\uff1f", "\uff01", "\u061f", "\u0964")
_CLAUSE_ENDS = (",", ";", ":", "\u2013", "\u2014", "\u3001", "\uff0c", "\uff1b", "\u060c")
_ABBREVIATION = re.compile(
    r"(?:mr|mrs|ms|dr|st|prof|gen|col|capt|lt|sgt|rev|hon|sen|rep|gov|pres|jr|sr|mt|vs|cf|approx)\."
    r"|(?:[^\W\d_]\.)+",
    re.IGNORECASE,
)
"""Titles and initials, after which a sentence goes on: "Dr.", "J.", "e.g."."""
_NUMBER_SIGN = "no."
_SHORTEST_PAUSE_SECONDS = 0.1
"""Shorter gaps between two words are no pause, but the inaccuracy of word times."""


def sentence_end(words: Sequence[Word], following: str = "") -> int:
    """Count the words up to the end of the last whole sentence; 0 if none ends.

    Args:
        words: words in the order in which they were spoken.
        following: the word after them, as far as it is known.
    """
    texts = [*(word.text for word in words), following]
    ends = (place for place in range(len(words), 0, -1) if _ends(texts[place - 1], texts[place]))
    return next(ends, 0)


def clause_end(words: Sequence[Word]) -> int:
    """Count the words up to the end of the last clause; 0 if none ends."""
    ends = (
        place
        for place in range(len(words), 0, -1)
        if words[place - 1].text.rstrip(_CLOSING).endswith(_CLAUSE_ENDS)
    )
    return next(ends, 0)


def longest_pause(words: Sequence[Word]) -> int:
    """Count the words before the longest pause between two; all if there is no pause."""
    pauses = [words[place].start - words[place - 1].end for place in range(1, len(words))]
    longest = max(pauses, default=0.0)
    return pauses.index(longest) + 1 if longest >= _SHORTEST_PAUSE_SECONDS else len(words)


def _ends(word: str, following: str) -> bool:
    """Tell whether a sentence ends with a word; one that goes on in small letters has not ended."""
    bare = word.rstrip(_CLOSING)
    if not bare.endswith(_SENTENCE_ENDS) or following[:1].islower():
        return False
    is_numbered = bare.lower() == _NUMBER_SIGN and following[:1].isdigit()
    return not is_numbered and not _ABBREVIATION.fullmatch(bare.lstrip("\"'([\u201c\u2018\u00ab"))
