"""Cues: what fits on screen, for as long as it takes to read."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.events import Committed, Word
from captions.model.cues import LINE_CHARS, cues


def segment(*words: str, seconds: float = 0.3) -> Committed:
    timed = tuple(Word(w, n * seconds, (n + 1) * seconds) for n, w in enumerate(words))
    return Committed(" ".join(words), timed)


def test_short_segment_is_one_cue_of_one_line() -> None:
    (cue,) = cues(segment("so", "it", "is"))
    assert (cue.start, cue.lines) == (0.0, ("so it is",))
    assert cue.end == pytest.approx(0.9)


def test_two_lines_are_about_even() -> None:
    words = "it was the best of times it was the worst of times"
    (cue,) = cues(segment(*words.split()))
    one, other = cue.lines
    assert abs(len(one) - len(other)) < 8


def test_sentence_that_is_long_enough_ends_a_cue() -> None:
    found = list(cues(segment(*["it", "was", "so.", "now", "it", "is", "not"])))
    assert [cue.lines for cue in found] == [("it was so.",), ("now it is not",)]


def test_short_cue_is_shown_long_enough_but_not_over_the_next() -> None:
    words = (Word("No.", 0.0, 0.2), Word("x" * 80, 0.5, 6.9), Word("so", 6.9, 7.2))
    found = list(cues(Committed("", words)))
    for one, other in itertools.pairwise(found):
        assert one.end <= other.start


def test_segment_without_times_has_no_cues() -> None:
    assert list(cues(Committed("so"))) == []


@given(st.lists(st.text("ab.", min_size=1, max_size=50), max_size=60), st.floats(0.05, 3))
def test_cues_keep_every_word_in_lines_that_fit(words: list[str], seconds: float) -> None:
    found = list(cues(segment(*words, seconds=seconds)))
    assert " ".join(line for cue in found for line in cue.lines).split() == " ".join(words).split()
    for cue in found:
        assert cue.end > cue.start
        for line in cue.lines:
            assert len(line) <= LINE_CHARS or " " not in line
