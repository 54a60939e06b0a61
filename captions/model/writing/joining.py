"""Joins words to text, with spaces only where the script uses them.

Chinese, Japanese, Thai, Lao, Khmer and Burmese have no spaces between words. They do use some, such
as between Thai clauses: a word that such a space precedes begins with it.
"""

from collections.abc import Iterable

from captions.model.writing.scripts import needs_boundaries


def join_words(words: Iterable[str]) -> str:
    """Return words as text. Empty words are left out."""
    parts: list[str] = []
    for word in words:
        if not word.strip():
            continue
        if not parts:
            parts.append(word.lstrip())
            continue
        parts.append(f" {word}" if needs_space(parts[-1], word) else word)
    return "".join(parts)


def needs_space(before: str, after: str) -> bool:
    """Return True if two words are separated by a space that neither contains."""
    if after[:1].isspace() or before[-1:].isspace():
        return False
    return not (needs_boundaries(before[-1:]) or needs_boundaries(after[:1]))


def find_gaps(words: Iterable[str], text: str) -> list[bool]:
    """Return for each word whether a space precedes it in the text that the words make up."""
    gaps: list[bool] = []
    rest = text
    for word in words:
        bare = rest.lstrip()
        gaps.append(len(bare) < len(rest))
        rest = bare[len(word) :]
    return gaps
