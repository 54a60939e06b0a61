"""Words of a search, and the characters of a text that they match, to highlight them.

Case and combining marks are ignored, as by SQLite's FTS5 with ``unicode61 remove_diacritics 2``
(https://www.sqlite.org/fts5.html#unicode61_tokenizer). Each word of a search matches the beginning
of a word of the text. Writing systems without spaces, such as Chinese and Thai, have no such
beginnings: there a word may match anywhere.
"""

import re
import unicodedata
from typing import NamedTuple

_SEPARATOR = r"[\W_]+"
"""What stands between two words of a text or of a search."""
_WORD_START = r"(?<![^\W_])"


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
    words = (
        re.sub(rf"^{_SEPARATOR}|{_SEPARATOR}$", "", word) for word in _fold(query).text.split()
    )
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


def _find_word(text: str, word: str) -> list[tuple[int, int]]:
    """Return where a folded text contains a word: at the beginnings of words, or else anywhere."""
    pattern = _SEPARATOR.join(map(re.escape, re.split(_SEPARATOR, word)))
    found = re.finditer(_WORD_START + pattern, text)
    spans = [match.span() for match in found]
    return spans or [match.span() for match in re.finditer(pattern, text)]


def _fold(text: str) -> _FoldedText:
    """Return a text without case and combining marks; a mark belongs to the character before it."""
    characters: list[str] = []
    origins: list[int] = []
    for index, character in enumerate(text):
        for part in unicodedata.normalize("NFD", character).casefold():
            if not unicodedata.category(part).startswith("M"):
                characters.append(part)
                origins.append(index)
    return _FoldedText("".join(characters), (*origins, len(text)))
