"""Lists of profanity by language, read from a package when they are needed.

The lists of ``glin-profanity`` build on the "List of Dirty, Naughty, Obscene and Otherwise Bad
Words" (https://github.com/LDNOOBW). Its code is not used, because it looks for disguised spellings,
which speech does not have. A list also names things that are only talked about, such as body parts
and crimes. `captions.words.list_corrections` takes those out again.
"""

import importlib.util
import logging
from functools import cache
from pathlib import Path

import msgspec

from captions.words.list_corrections import ADDITIONS, ORDINARY_WORDS

_PACKAGE = "glin_profanity"
_FILES = {
    "ar": "arabic",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "en": "english",
    "eo": "esperanto",
    "es": "spanish",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "hi": "hindi",
    "hu": "hungarian",
    "it": "italian",
    "ja": "japanese",
    "ko": "korean",
    "nl": "dutch",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ru": "russian",
    "sv": "swedish",
    "th": "thai",
    "tr": "turkish",
    "zh": "chinese",
}
"""Name of the list of each language."""
_MIN_PLURAL_CHARS = 4

_log = logging.getLogger(__name__)


class _WordList(msgspec.Struct):
    words: list[str]


@cache
def load_profanity(language: str) -> frozenset[str]:
    """Return the words and phrases of a language; none if there is no list for it.

    Args:
        language: ISO 639-1 code.
    """
    if language not in _FILES:
        return frozenset()
    ordinary = {word.casefold() for word in ORDINARY_WORDS.get(language, ())}
    listed = {word.casefold() for word in _read_words(_FILES[language])} - ordinary
    if language == "en":
        listed |= {f"{word}s" for word in listed if _takes_plural(word)}
    return frozenset(listed | set(ADDITIONS.get(language, ())))


def _read_words(name: str) -> list[str]:
    """Return the words of a list; none if the package is damaged."""
    try:
        content = (_find_folder() / f"{name}.json").read_bytes()
        return msgspec.json.decode(content, type=_WordList).words
    except (OSError, msgspec.MsgspecError) as error:
        _log.warning("The list of profanity %s cannot be read: %s", name, error)
        return []


def _find_folder() -> Path:
    """Return the folder of the lists, without importing the package.

    Raises:
        FileNotFoundError: the package is not installed.
    """
    found = importlib.util.find_spec(_PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise FileNotFoundError(f"{_PACKAGE} is not installed")
    return Path(found.submodule_search_locations[0]) / "data" / "dictionaries"


def _takes_plural(word: str) -> bool:
    return len(word) >= _MIN_PLURAL_CHARS and word.isalpha() and not word.endswith(("s", "y"))
