"""Lists of profanity by language, read from a package when they are needed.

The lists of ``glin-profanity`` (MIT) are the "List of Dirty, Naughty, Obscene and Otherwise Bad
Words" by Shutterstock and contributors (https://github.com/LDNOOBW, CC BY 4.0), with few changes.
The package's code is not used, because it looks for disguised spellings, which speech does not
have. A list also names things that are only talked about, such as body parts and crimes.
`captions.words.list_corrections` takes those out again. Lists that were not reviewed are not used:
the Italian one contains the words for fish, pistol and queen.
"""

import importlib.util
import logging
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from captions.messages.message import Message
from captions.words.list_corrections import ADDITIONS, ORDINARY_WORDS

_PACKAGE = "glin_profanity"
_FILES = {"de": "german", "en": "english", "es": "spanish", "fr": "french"}
"""Name of the list of each language whose list was reviewed."""
LANGUAGES = tuple(_FILES)
"""Languages with a list, as ISO 639-1 codes."""
_MIN_PLURAL_CHARS = 4

_log = logging.getLogger(__name__)


class ProfanityList(NamedTuple):
    """The profanity of a language."""

    words: frozenset[str] = frozenset()
    """Words and phrases in lower case."""
    problem: Message | None = None
    """Why there are none; `None` if there are."""


class _WordList(msgspec.Struct):
    words: list[str]


@cache
def load_profanity(language: str, package: str = _PACKAGE) -> ProfanityList:
    """Return the words and phrases of a language, or why there are none.

    Args:
        language: ISO 639-1 code.
        package: name of the package with the lists.
    """
    if language not in _FILES:
        return ProfanityList(problem=Message("profanity_language_missing", language=language))
    try:
        listed = _fold_words(_read_words(package, _FILES[language]))
    except (OSError, msgspec.MsgspecError) as error:
        _log.info("The list of profanity %s cannot be read: %s", language, error)
        return ProfanityList(problem=Message("profanity_list_unreadable"))
    listed -= _fold_words(ORDINARY_WORDS.get(language, ()))
    if language == "en":
        listed |= {f"{word}s" for word in listed if _takes_plural(word)}
    return ProfanityList(listed | _fold_words(ADDITIONS.get(language, ())))


def _fold_words(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.casefold() for word in words)


def _read_words(package: str, name: str) -> list[str]:
    """Return the words of a list.

    Raises:
        OSError: the package is not installed, or the list is missing.
        msgspec.MsgspecError: the list is damaged.
    """
    found = importlib.util.find_spec(package)  # This does not import the package.
    if found is None or not found.submodule_search_locations:
        raise FileNotFoundError(f"{package} is not installed")
    folder = Path(found.submodule_search_locations[0]) / "data" / "dictionaries"
    return msgspec.json.decode((folder / f"{name}.json").read_bytes(), type=_WordList).words


def _takes_plural(word: str) -> bool:
    return len(word) >= _MIN_PLURAL_CHARS and word.isalpha() and not word.endswith(("s", "y"))
