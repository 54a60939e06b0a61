"""Tokens of a text for the full-text index, and queries for it.

Case and combining marks are ignored as in `captions.model.search_words`. Each character of a script
without spaces between words is a token of its own, so that a phrase finds it anywhere.
"""

import re
import unicodedata

from captions.model.search_words import split_query

_MAX_QUERY_TOKENS = 100
"""Maximum number of tokens of a query, because FTS5 limits the depth of its expressions."""
_UNSPACED = (
    "\u0e00-\u0eff"  # Thai and Lao
    "\u1000-\u109f"  # Burmese
    "\u1780-\u17ff"  # Khmer
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f"  # Japanese
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Chinese characters
)
"""Characters of scripts without spaces between words."""
_TOKEN = re.compile(rf"(?=\w)[{_UNSPACED}]|[^\W_{_UNSPACED}]+")


def index_text(text: str) -> str:
    """Return the tokens of a text, separated by spaces."""
    return " ".join(_TOKEN.findall(_fold(text)))


def index_query(words: str) -> str:
    """Return an FTS5 query for texts with every word, or words that begin with it.

    The query is empty if there is no letter and no digit. It contains tokens in quotes only, so no
    operator of FTS5 can be entered.
    """
    phrases: list[str] = []
    remaining = _MAX_QUERY_TOKENS
    for word in split_query(words):
        tokens = _TOKEN.findall(word)[:remaining]
        remaining -= len(tokens)
        if tokens:
            phrases.append(f'"{" ".join(tokens)}" *')
    return " ".join(phrases)


def count_words(text: str) -> int:
    """Return the number of words; each character of a script without spaces counts as one."""
    return sum(
        len(_TOKEN.findall(part)) if re.search(f"[{_UNSPACED}]", part) else 1
        for part in text.split()
    )


def _fold(text: str) -> str:
    """Return a text without case and combining marks."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFD", text).casefold()
    return "".join(one for one in folded if not unicodedata.category(one).startswith("M"))
