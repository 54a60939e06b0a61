"""Grey and white on the app's display, from logs written by hand."""

import pytest

from captions.events import Word
from tests.benchmarks.measure import Line
from tests.benchmarks.speech import scoring, white_words
from tests.benchmarks.whiteness import Whiteness

STATS = scoring.stats(1.0, 300.0)


def guess(t: float, text: str, settled_text: str = "") -> Line:
    return {**scoring.partial(t, text), "settled_text": settled_text}


def commit(t: float, text: str) -> Line:
    """Write a commit whose words take a second each."""
    words = [Word(word, float(at), at + 1.0) for at, word in enumerate(text.split())]
    return scoring.commit(t, text, words)


def test_words_are_grey_until_they_are_settled_or_committed() -> None:
    log = [guess(1, "it was"), guess(3, "it was the", "it was"), commit(4, "It was the."), STATS]
    found = white_words.measured(log, 5.0)
    assert found.word_seconds == 2 * 2 + 3 * 1 + 3 * 1
    assert found.grey_seconds == 2 * 2 + 1 * 1
    assert found.first_white == 3
    assert found.sentence_delays == pytest.approx([1.0])


def test_screen_is_emptied_after_silence() -> None:
    found = white_words.measured([commit(1, "It."), STATS], 60.0)
    assert found.word_seconds == pytest.approx(8)


def test_a_log_may_go_on_after_its_recording() -> None:
    assert white_words.measured([guess(1, "it"), guess(3, "it was")], 2.0).word_seconds == 2


def test_what_is_shown_in_the_same_moment_is_one_frame() -> None:
    log = [guess(1, "it was. the"), commit(2, "It was."), guess(2, "the"), STATS]
    found = white_words.measured(log, 4.0)
    assert (found.grey_seconds, found.word_seconds) == (3 * 1 + 1 * 2, 3 * 1 + 3 * 2)
    assert found.left_grey == 0


def test_empty_partials_are_ignored() -> None:
    found = white_words.measured([guess(1, "it"), guess(2, ""), STATS], 3.0)
    assert found.word_seconds == 2


def test_a_row_that_waits_to_roll_off_turns_white_by_time_alone() -> None:
    log = [guess(1, "word " * 40), STATS]
    assert white_words.measured(log, 3.0).first_white is None
    found = white_words.measured(log, 30.0)
    assert found.first_white is not None
    assert found.left_grey == 0


def test_figures_are_those_of_all_words_and_sentences() -> None:
    found = [Whiteness(1, 2, None, [1.0], 3), Whiteness(1, 6, None, [2.0, 3.0], 4)]
    figures = white_words.figures(found)
    assert (figures["grey"], figures["left_grey"]) == (25, 7)
    assert (figures["sentence_p50"], figures["sentence_p95"]) == pytest.approx((2.0, 2.9))
    assert list(figures) == [column.key for column in white_words.COLUMNS]
