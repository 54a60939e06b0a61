"""The characters that a search matches, in any script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.model.search_words import find_matches, split_query


@pytest.mark.parametrize(
    ("query", "words"),
    [
        pytest.param("best Times", ("best", "times"), id="case is ignored"),
        pytest.param("café CAFE\u0301", ("cafe",), id="accents are ignored"),
        pytest.param("don't", ("don't",), id="punctuation inside a word is kept"),
        pytest.param("“Quoted,” (words)!", ("quoted", "words"), id="punctuation around is not"),
        pytest.param("?! — ...", (), id="punctuation alone is no word"),
        pytest.param(" \t\n", (), id="white space is no word"),
        pytest.param("C++ 3.5", ("c", "3.5"), id="digits are words"),
        pytest.param("\u0301", (), id="a combining mark alone is no word"),
    ],
)
def test_words_of_a_search(query: str, words: tuple[str, ...]) -> None:
    assert split_query(query) == words


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        pytest.param("The best of times", "BEST", "The [best] of times", id="case is ignored"),
        pytest.param("Naïve cafés", "naive cafe", "[Naïve] [café]s", id="accents are ignored"),
        pytest.param(
            "Cafe\u0301s", "café", "[Cafe\u0301]s", id="a decomposed accent belongs to it"
        ),
        pytest.param("A time, sometimes", "time", "A [time], sometimes", id="beginnings of words"),
        pytest.param("I don-t know", "don't", "I [don-t] know", id="another punctuation"),
        pytest.param("Straße", "strass", "[Straß]e", id="one letter that folds into two"),
        pytest.param("ßx", "s", "[ß]x", id="half of such a letter"),
        pytest.param("今天天气很好", "天气", "今天[天气]很好", id="a script without spaces"),
        pytest.param("שָׁלוֹם עולם", "שלום", "[שָׁלוֹם] עולם", id="Hebrew with points"),
        pytest.param("one two", "one one on", "[one] two", id="words that overlap"),
        pytest.param("one two", "three", "one two", id="no match"),
        pytest.param("one. two", "?!", "one. two", id="punctuation only"),
        pytest.param("Hello", "ell", "Hello", id="not inside a word"),
        pytest.param("A wörld_map", "map", "A wörld_[map]", id="behind a low line"),
        pytest.param("いAB abc", "ab", "い[AB] [ab]c", id="behind a script without spaces"),
        pytest.param("東、京", "東京", "[東、京]", id="punctuation in a script without spaces"),
        pytest.param("dont don't", "don't", "dont [don't]", id="punctuation is not ignored"),
        pytest.param("a.c abc", "a.c", "[a.c] abc", id="no regular expression"),
    ],
)
def test_matches_of_a_search(text: str, query: str, marked: str) -> None:
    parts, end = [], 0
    for start, stop in find_matches(text, query):
        parts += [text[end:start], "[", text[start:stop], "]"]
        end = stop
    assert "".join([*parts, text[end:]]) == marked


@given(st.text(), st.text())
def test_matches_are_ordered_and_inside_the_text(text: str, query: str) -> None:
    ends = [0]
    for start, end in find_matches(text, query):
        assert ends[-1] <= start < end <= len(text)
        ends.append(end)


@given(st.text(min_size=1))
def test_every_text_matches_itself(text: str) -> None:
    assert bool(find_matches(text, text)) is bool(split_query(text))
