"""Where a text is divided: after sentences, clauses and pauses, and not within an abbreviation."""

import pytest

from captions.engine.transcription.commit_boundary import clause_end, longest_pause, sentence_end
from captions.events import Word


def spoken(text: str, *pauses_before: str) -> list[Word]:
    """Words of half a second, with a pause of 0.3 s before some."""
    words: list[Word] = []
    end = 0.0
    for word in text.split():
        start = end + (0.3 if word in pauses_before else 0.0)
        end = start + 0.5
        words.append(Word(word, start, end))
    return words


@pytest.mark.parametrize(
    ("text", "following", "count"),
    [
        pytest.param("We left. It was late", "and", 2, id="a full stop"),
        pytest.param("Really? Yes! Then we", "left.", 2, id="the last of several"),
        pytest.param("It was late.", "We", 3, id="the last word, before a capital"),
        pytest.param("It was late.", "", 3, id="the last word, before nothing known"),
        pytest.param("It was late.", "and", 0, id="not before a small letter"),
        pytest.param("It was late. and dark", "", 0, id="not before a small letter within"),
        pytest.param('He said "no." Then', "we", 3, id="a full stop within quotes"),
        pytest.param("We met Dr. Smith", "there", 0, id="not after a title"),
        pytest.param("We met J. Smith", "there", 0, id="not after an initial"),
        pytest.param("It is 5 a.m. Paris", "time", 0, id="not after an abbreviation"),
        pytest.param("It is No. 5 here", "now", 0, id="not after a number sign"),
        pytest.param("I said no. Then we", "left", 3, id="no, the word"),
        pytest.param("It costs $25.99 here", "now", 0, id="not within a number"),
        pytest.param("\u6674\u308c\u3002 \u660e\u65e5", "", 1, id="a full stop of Japanese"),
        pytest.param("", "We", 0, id="no words"),
    ],
)  # fmt: skip
def test_a_sentence_ends(text: str, following: str, count: int) -> None:
    assert sentence_end(spoken(text), following) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        pytest.param("when we came, it was late", 3, id="a comma"),
        pytest.param("when we came, at last, it", 5, id="the last of several"),
        pytest.param("it was late", 0, id="none"),
        pytest.param("about 10,000 people", 0, id="not within a number"),
    ],
)
def test_a_clause_ends(text: str, count: int) -> None:
    assert clause_end(spoken(text)) == count


def test_the_longest_pause_divides_and_without_one_nothing_does() -> None:
    assert longest_pause(spoken("one two three four", "three")) == 2
    assert longest_pause(spoken("one two three four")) == 4
    assert longest_pause(spoken("one")) == 1
