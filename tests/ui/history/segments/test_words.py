"""Words of a segment: when they were spoken, and which of them a correction introduced."""

from dataclasses import replace

import pytest

from captions.events import Word
from captions.model.saved_transcript import SavedSegment
from captions.ui.history.segments.corrections import find_corrected_parts, find_corrected_terms
from captions.ui.history.segments.word_times import find_spoken, find_word, locate_words
from tests.support.fakes.transcript_store import make_segment


def located(segment: SavedSegment) -> list[tuple[str, float]]:
    words = locate_words(segment)
    return [(segment.text[word.first : word.after], round(word.start, 2)) for word in words]


def corrected(recognised: str, text: str) -> SavedSegment:
    return replace(make_segment(0, recognised), text=text)


@pytest.mark.parametrize(
    ("segment", "words"),
    [
        pytest.param(
            make_segment(0, "Good morning, Zoë. 👩‍🦰"),
            [("Good", 0), ("morning,", 1), ("Zoë.", 2), ("👩‍🦰", 3)],
            id="as recognised",
        ),
        pytest.param(
            replace(make_segment(0, "早上好"), words=(Word("早上", 0, 1), Word("好", 1, 2))),
            [("早上", 0), ("好", 1)],
            id="without spaces",
        ),
        pytest.param(
            corrected("the cooper netties are up", "the Kubernetes are up"),
            [("the", 0), ("Kubernetes", 0.8), ("are", 2.4), ("up", 3.2)],
            id="a corrected word has the time between its neighbours",
        ),
        pytest.param(
            corrected("yes of course", "yes we can of course"),
            [("yes", 0), ("we", 1.33), ("can", 1.33), ("of", 1.33), ("course", 2.67)],
            id="added words",
        ),
        pytest.param(
            replace(make_segment(0, "no times"), words=()), [("no times", 0)], id="without words"
        ),
        pytest.param(make_segment(0, ""), [], id="a gap"),
    ],
)
def test_each_word_of_the_text_has_a_time(
    segment: SavedSegment, words: list[tuple[str, float]]
) -> None:
    assert located(segment) == words


def test_a_word_is_found_by_its_characters_and_by_its_time() -> None:
    words = locate_words(make_segment(0, "one two three four"))
    by_character = [find_word(words, index) for index in (0, 3, 4, 17)]
    assert by_character == [words[0], words[0], words[1], words[3]]
    assert [find_spoken(words, at) for at in (-1, 0.5, 2.0, 99)] == [None, *words[::2], words[3]]


@pytest.mark.parametrize(
    ("recognised", "text", "terms"),
    [
        pytest.param("on cooper netties", "on Kubernetes", ("Kubernetes",), id="a name"),
        pytest.param(
            "ask show von", "ask Siobhán O'Brien today", ("Siobhán O'Brien",), id="a phrase"
        ),
        pytest.param("good morning", "Good morning!", (), id="case and punctuation"),
        pytest.param("a b c", "Ann b Cyd", ("Cyd", "Ann"), id="two places"),
        pytest.param("a b", "We launch Kubernetes", ("Kubernetes",), id="a name in a sentence"),
        pytest.param("x. so", "x. We meet Zoë there", ("Zoë",), id="a name after a sentence"),
        pytest.param("no more words", "more words", (), id="words that were removed"),
        pytest.param(
            "x y",
            "x Bartholomew Wolfeschlegelsteinhausen y",
            ("Bartholomew",),
            id="what is too long is cut",
        ),
        pytest.param("their house", "there house", ("there",), id="a common word"),
        pytest.param("東京対話へ行く", "東京タワーへ行く", ("東京タワー",), id="Japanese"),
    ],
)
def test_corrected_words_are_offered_as_keyterms(
    recognised: str, text: str, terms: tuple[str, ...]
) -> None:
    assert find_corrected_terms(recognised, text) == terms


def test_corrected_parts_are_whole_words_of_the_new_text() -> None:
    text = "the Kubernetes cluster, ok"
    parts = find_corrected_parts("the cooper netties cluster ok", text)
    assert [text[first:after] for first, after in parts] == ["Kubernetes cluster,"]
    assert find_corrected_parts("same", "same") == ()
