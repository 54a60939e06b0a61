"""Positions at which running text may be divided: after a sentence, a clause or a pause."""

from collections.abc import Sequence

from captions.events import Word
from captions.model.punctuation import ends_clause, ends_sentence

_MIN_PAUSE_SECONDS = 0.1
"""Minimum gap between two words that counts as a pause; shorter gaps are inaccuracies of word
times."""


def sentence_end(words: Sequence[Word], following: str = "") -> int:
    """Return the number of words up to the end of the last complete sentence; 0 if none ends.

    Args:
        words: words in spoken order.
        following: the next word, if it is known.
    """
    texts = [*(word.text for word in words), following]
    ends = range(len(words), 0, -1)
    return next((end for end in ends if ends_sentence(texts[end - 1], texts[end])), 0)


def clause_end(words: Sequence[Word]) -> int:
    """Return the number of words up to the end of the last clause; 0 if none ends."""
    ends = range(len(words), 0, -1)
    return next((end for end in ends if ends_clause(words[end - 1].text)), 0)


def longest_pause(words: Sequence[Word]) -> int:
    """Return the number of words before the longest pause; all if there is no pause."""
    pauses = [words[index].start - words[index - 1].end for index in range(1, len(words))]
    longest = max(pauses, default=0.0)
    return pauses.index(longest) + 1 if longest >= _MIN_PAUSE_SECONDS else len(words)
