"""Lists of profanity name what is profane, in each language."""

from pathlib import Path

import pytest

from captions.words.list_corrections import ADDITIONS, ORDINARY_WORDS
from captions.words.profanity import LANGUAGES, load_profanity


def test_each_language_has_words_and_was_reviewed() -> None:
    assert set(LANGUAGES) == set(ORDINARY_WORDS)
    for language in LANGUAGES:
        words, problem = load_profanity(language)
        assert len(words) > 10
        assert problem is None
        assert words.isdisjoint(word.casefold() for word in ORDINARY_WORDS[language])


@pytest.mark.parametrize("language", ["it", "nl", "xx"])
def test_other_languages_have_none_which_is_one_sentence(language: str) -> None:
    words, problem = load_profanity(language)
    assert words == frozenset()
    assert str(problem) == (
        f"Profanity is shown, because there is no list for the spoken language ({language}): lists "
        "exist for English, French, German and Spanish."
    )


def test_a_missing_package_is_one_sentence() -> None:
    words, problem = load_profanity("en", "no_such_package")
    assert words == frozenset()
    assert "the list of words cannot be read: install Captions again" in str(problem)


@pytest.mark.parametrize("content", [None, "", "[]", '{"words": 1}', "\0" * 1000])
def test_a_damaged_list_is_one_sentence(
    content: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The name differs, because Python remembers which packages a folder has.
    package = f"lists_{abs(hash(content))}"
    folder = tmp_path / package / "data" / "dictionaries"
    folder.mkdir(parents=True)
    if content is not None:
        (folder / "english.json").write_text(content)
    monkeypatch.syspath_prepend(tmp_path)
    words, problem = load_profanity("en", package)
    assert words == frozenset()
    assert "cannot be read" in str(problem)


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
    words, _ = load_profanity(language)
    assert words.issuperset(word.casefold() for word in profane.split() if word != "scheisse")
    assert words.isdisjoint(ordinary.split())


def test_no_word_is_both_ordinary_and_profane() -> None:
    for language, added in ADDITIONS.items():
        assert not set(added) & set(ORDINARY_WORDS[language])
