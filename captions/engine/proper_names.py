"""Extracts names from a text, because they are likely to be spoken again."""

from captions.model.punctuation import ends_sentence
from captions.protocol.options import MAX_KEYTERM_CHARS

_MAX_NAMES = 20
"""Upper limit of names from one text."""
_MIN_NAME_LETTERS = 2
"""Minimum length of a name in letters."""
_QUOTES = "\"')]\u201d\u2019"
_MARKS = _QUOTES + ".,;:?!([\u201c\u2018-\u2013\u2014"


def extract_names(text: str) -> tuple[str, ...]:
    """Return the names and name-like words of a text.

    A name has a capital inside a sentence, several capitals, or a digit. It never occurs in lower
    case in the same text. If there are too many, the last ones are returned. None is longer than a
    keyterm may be: addresses and encoded files are not spoken, and would only cost time.
    """
    if text.isupper():
        return ()
    chunks = text.split()
    words = [_strip_punctuation(chunk) for chunk in chunks]
    inside = [False, *(not ends_sentence(chunk) for chunk in chunks)]
    pairs = zip(words, inside, strict=False)
    all_names = [word for word, is_inside in pairs if _is_name(word, is_inside=is_inside)]
    plain = {word for word in words if word.islower()} - set(all_names)
    distinct = dict.fromkeys(word for word in reversed(all_names) if word.lower() not in plain)
    return tuple(distinct)[:_MAX_NAMES]


def _strip_punctuation(chunk: str) -> str:
    """Return a word without surrounding punctuation and without a possessive s."""
    return chunk.strip(_MARKS).removesuffix("'s").removesuffix("\u2019s")


def _is_name(word: str, *, is_inside: bool) -> bool:
    if not _MIN_NAME_LETTERS <= len(word) <= MAX_KEYTERM_CHARS or word.startswith(
        ("I'", "I\u2019")
    ):
        return False
    capitals = sum(letter.isupper() for letter in word)
    has_digit = any(letter.isdigit() for letter in word) and not word.isdigit()
    return has_digit or capitals > 1 or (is_inside and word[0].isupper())
