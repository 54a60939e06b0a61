"""Tokens of a text for the full-text index, and queries for it.

Case and combining marks are ignored as in `captions.model.search_words`. Each character of a script
without spaces between words is a token of its own, so that a phrase finds it anywhere.
"""

from captions.model.search_words import fold_text, split_query, split_tokens

_MAX_QUERY_TOKENS = 100
"""Maximum number of tokens of a query, because FTS5 limits the depth of its expressions."""


_TEXT_END = "\N{BROKEN BAR}"
"""Token between the texts of a segment: no query contains it, so no phrase spans two texts."""


def index_text(text: str) -> str:
    """Return the tokens of a text, separated by spaces."""
    return " ".join(split_tokens(fold_text(text)))


def index_texts(text: str, translation: str | None) -> str:
    """Return the tokens of a segment's text and of its translation, if it has one."""
    texts = filter(None, (index_text(text), index_text(translation or "")))
    return f" {_TEXT_END} ".join(texts)


def index_query(words: str) -> str:
    """Return an FTS5 query for texts with every word, or words that begin with it.

    The query is empty if there is no letter and no digit. It contains tokens in quotes only, so no
    operator of FTS5 can be entered.
    """
    phrases: list[str] = []
    remaining = _MAX_QUERY_TOKENS
    for word in split_query(words):
        tokens = split_tokens(word)[:remaining]
        remaining -= len(tokens)
        if tokens:
            phrases.append(f'"{" ".join(tokens)}" *')
    return " ".join(phrases)
