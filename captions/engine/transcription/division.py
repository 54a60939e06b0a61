"""Where a running text may be divided: after a sentence, a clause, or a pause."""

from collections.abc import Sequence

from captions.events import Word
from captions.model.punctuation import ends_clause, ends_sentence

_SHORTEST_PAUSE_SECONDS = 0.1
"""Shorter gaps between two words are no pause, but the inaccuracy of word times."""


def sentence_end(words: Sequence[Word], following: str = "") -> int:
    """Count the words up to the end of the last whole sentence; 0 if none ends.

    Args:
        words: words in the order in which they were spoken.
        following: the word after them, as far as it is known.
    """
    texts = [*(word.text for word in words), following]
    places = range(len(words), 0, -1)
    return next((at for at in places if ends_sentence(texts[at - 1], texts[at])), 0)


def clause_end(words: Sequence[Word]) -> int:
    """Count the words up to the end of the last clause; 0 if none ends."""
    places = range(len(words), 0, -1)
    return next((at for at in places if ends_clause(words[at - 1].text)), 0)


def longest_pause(words: Sequence[Word]) -> int:
    """Count the words before the longest pause between two; all if there is no pause."""
    pauses = [words[place].start - words[place - 1].end for place in range(1, len(words))]
    longest = max(pauses, default=0.0)
    return pauses.index(longest) + 1 if longest >= _SHORTEST_PAUSE_SECONDS else len(words)
