"""The names in a text, which are likely to be said again."""

from captions.model.punctuation import ends_sentence
from captions.protocol.options import MAX_KEYTERM_CHARS

_MOST_NAMES = 20
_SHORTEST_NAME = 2
"""Letters."""
_QUOTES = "\"')]\u201d\u2019"
_MARKS = _QUOTES + ".,;:?!([\u201c\u2018-\u2013\u2014"


def names(text: str) -> tuple[str, ...]:
    """Return the words of a text that are worth expecting again: names, and what is like them.

    They are written with a capital inside a sentence, with more than one, or with a digit; and
    nowhere in the text without. Of many, the last count. None is longer than a keyterm may be: an
    address or an encoded file is not spoken, and would only cost time.
    """
    if text.isupper():
        return ()
    chunks = text.split()
    words = [_bare(chunk) for chunk in chunks]
    inside = [False, *(not ends_sentence(chunk) for chunk in chunks)]
    pairs = zip(words, inside, strict=False)
    found = [word for word, is_inside in pairs if _is_name(word, is_inside=is_inside)]
    plain = {word for word in words if word.islower()} - set(found)
    distinct = dict.fromkeys(word for word in reversed(found) if word.lower() not in plain)
    return tuple(distinct)[:_MOST_NAMES]


def _bare(chunk: str) -> str:
    """Return a word without what is written around it."""
    return chunk.strip(_MARKS).removesuffix("'s").removesuffix("\u2019s")


def _is_name(word: str, *, is_inside: bool) -> bool:
    if not _SHORTEST_NAME <= len(word) <= MAX_KEYTERM_CHARS or word.startswith(("I'", "I\u2019")):
        return False
    capitals = sum(letter.isupper() for letter in word)
    has_digit = any(letter.isdigit() for letter in word) and not word.isdigit()
    return has_digit or capitals > 1 or (is_inside and word[0].isupper())
