"""Words of a search, and the characters of a text that they match, to highlight them.

Case and combining marks are ignored, as by SQLite's FTS5 with ``unicode61 remove_diacritics 2``
(https://www.sqlite.org/fts5.html#unicode61_tokenizer). Each word of a search matches the beginning
of a word of the text. Writing systems without spaces, such as Chinese and Thai, have no such
beginnings: there a word may match anywhere. The full-text index of saved transcripts follows the
same rules, with the tokens of this module.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from captions.model.writing.scripts import UNSPACED, is_unspaced

_SEPARATOR = r"[\W_]+"
"""What stands between two words of a text or of a search."""
_TOKEN = re.compile(rf"(?=\w)[{UNSPACED}]|[^\W_{UNSPACED}]+")
_TOKEN_START = rf"(?:(?=[{UNSPACED}])|(?<![^\W_{UNSPACED}]))"
_MAX_FOLDED = 10_000
"""Number of characters of which the folded form is remembered."""


class CharacterRange(NamedTuple):
    """Characters of a text from `start` to before `end`."""

    start: int
    end: int


class _FoldedText(NamedTuple):
    """A text without case and combining marks."""

    text: str
    origins: tuple[int, ...]
    """Index in the original text of each character; one more for its end."""

    def find_original(self, start: int, end: int) -> CharacterRange:
        """Return the characters of the original text that a part of the folded text comes from.

        One character may have become several; then the range contains all of it.
        """
        last = self.origins[end - 1]
        after = next(origin for origin in self.origins[end:] if origin > last)
        return CharacterRange(self.origins[start], after)


def split_query(query: str) -> tuple[str, ...]:
    """Return the folded words of a search, without punctuation at their ends.

    A word with punctuation inside, such as ``don't``, is one word. The result is empty if the
    search contains no letter and no digit.
    """
    words = (re.sub(rf"^{_SEPARATOR}|{_SEPARATOR}$", "", word) for word in fold_text(query).split())
    return tuple(dict.fromkeys(filter(None, words)))


def find_matches(text: str, query: str) -> list[CharacterRange]:
    """Return the parts of a text that a search matches, in order and without overlaps."""
    folded = _fold(text)
    spans = [span for word in split_query(query) for span in _find_word(folded.text, word)]
    matches: list[CharacterRange] = []
    for start, end in sorted(spans):
        found = folded.find_original(start, end)
        if matches and found.start < matches[-1].end:
            found = CharacterRange(matches[-1].start, max(found.end, matches[-1].end))
            matches.pop()
        matches.append(found)
    return matches


def fold_text(text: str) -> str:
    """Return a text without case and combining marks."""
    return text.lower() if text.isascii() else "".join(map(_fold_character, text))


def split_tokens(folded: str) -> list[str]:
    """Return the tokens of a folded text.

    They are its words; in scripts without spaces between words, its characters.
    """
    return _TOKEN.findall(folded)


def count_words(text: str) -> int:
    """Return the number of words; each character of a script without spaces counts as one."""
    return sum(len(split_tokens(part)) if is_unspaced(part) else 1 for part in text.split())


def _find_word(text: str, word: str) -> list[tuple[int, int]]:
    """Return where a folded text contains the tokens of a word, the last one perhaps longer."""
    tokens = split_tokens(word)
    pattern = _TOKEN_START + re.escape(tokens[0])
    for before, after in pairwise(tokens):
        # Only tokens of a script without spaces may touch.
        between = r"[\W_]*" if is_unspaced(before + after) else _SEPARATOR
        pattern += between + re.escape(after)
    return [match.span() for match in re.finditer(pattern, text)]


@lru_cache(_MAX_FOLDED)
def _fold_character(character: str) -> str:
    """Return a character without case and combining marks: none, one or several characters."""
    folded = unicodedata.normalize("NFD", character).casefold()
    return "".join(part for part in folded if not unicodedata.category(part).startswith("M"))


def _fold(text: str) -> _FoldedText:
    """Return a text without case and combining marks; a mark belongs to the character before it."""
    parts = [_fold_character(character) for character in text]
    origins = (index for index, part in enumerate(parts) for _ in part)
    return _FoldedText("".join(parts), (*origins, len(text)))
