"""Adds one term to the names and rare words that the recogniser should expect."""

import unicodedata

from captions.errors import UsageError
from captions.protocol.options import MAX_KEYTERM_CHARS, MAX_KEYTERM_WORDS, MAX_KEYTERMS

_UNUSABLE_CATEGORIES = frozenset({"Cc", "Cs"})
"""Unicode categories of control characters and of halves of surrogate pairs: a settings file or an
address cannot carry them. Format characters remain, because names in Persian contain them."""


def add_keyterm(keyterms: tuple[str, ...], term: str) -> tuple[str, ...]:
    """Return the keyterms with one more; the same if they contain it already.

    Args:
        keyterms: terms of the settings.
        term: a word or phrase; runs of white space count as one space.

    Raises:
        UsageError: the list is full, or the server would refuse the term.
    """
    term = " ".join(term.split())
    if term in keyterms:
        return keyterms
    if not term or any(unicodedata.category(letter) in _UNUSABLE_CATEGORIES for letter in term):
        raise UsageError("keyterm_unusable")
    if len(term) > MAX_KEYTERM_CHARS or len(term.split()) > MAX_KEYTERM_WORDS:
        raise UsageError(
            "keyterm_too_long", term=term, chars=MAX_KEYTERM_CHARS, words=MAX_KEYTERM_WORDS
        )
    if len(keyterms) >= MAX_KEYTERMS:
        raise UsageError("keyterms_full", term=term, most=MAX_KEYTERMS)
    return (*keyterms, term)
