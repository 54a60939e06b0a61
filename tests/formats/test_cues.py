"""Cues: what fits on screen, for as long as it takes to read."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.events import Committed, Word
from captions.formats.cues import MAX_LINE_CHARS, MIN_CUE_SECONDS, Cue, CueMaker


def segment(*words: str, seconds: float = 0.3) -> Committed:
    timed = tuple(Word(w, n * seconds, (n + 1) * seconds) for n, w in enumerate(words))
    return Committed(" ".join(words), timed)


def cues(*segments: Committed) -> list[Cue]:
    maker = CueMaker()
    found = [cue for one in segments for cue in maker.feed(one)]
    return [*found, *maker.finish()]


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
    found = cues(segment(*["it", "was", "so.", "now", "it", "is", "not"]))
    assert [cue.lines for cue in found] == [("it was so.",), ("now it is not",)]


def test_short_cue_is_shown_long_enough_but_not_over_the_next() -> None:
    words = (Word("No.", 0.0, 0.2), Word("x" * 80, 0.5, 6.9), Word("so", 6.9, 7.2))
    found = cues(Committed("", words))
    for one, other in itertools.pairwise(found):
        assert one.end <= other.start


def test_segment_without_times_has_no_cues() -> None:
    assert cues(Committed("so")) == []


@given(st.lists(st.text("ab.", min_size=1, max_size=50), max_size=60), st.floats(0.05, 3))
def test_cues_keep_every_word_in_lines_that_fit(words: list[str], seconds: float) -> None:
    found = cues(segment(*words, seconds=seconds))
    assert " ".join(line for cue in found for line in cue.lines).split() == " ".join(words).split()
    for cue in found:
        assert cue.end > cue.start
        for line in cue.lines:
            assert len(line) <= MAX_LINE_CHARS or " " not in line


def test_short_cue_stays_until_the_next_segment_begins() -> None:
    one = Committed("No", (Word("No", 0.0, 0.2),))
    two = Committed("so", (Word("x" * 60, 0.9, 2.0),))
    assert [(cue.start, cue.end) for cue in cues(one, two)] == [
        (0.0, pytest.approx(MIN_CUE_SECONDS)),
        (0.9, 2.0),
    ]


def test_segment_that_leaves_no_room_for_a_short_one_takes_it_in() -> None:
    one = Committed("No.", (Word("No.", 0.0, 0.2),))
    two = Committed("Not so.", (Word("Not", 0.4, 0.6), Word("so.", 0.6, 1.5)))
    assert cues(one, two) == [Cue(0.0, 1.5, ("No. Not so.",))]


def test_cue_that_is_long_enough_is_not_held_back() -> None:
    maker = CueMaker()
    assert len(list(maker.feed(segment("it", "is", "so")))) == 1
    assert list(maker.finish()) == []


seconds = st.floats(0, 4, allow_nan=False)
some_words = st.lists(st.tuples(st.text("ab.", min_size=1, max_size=50), seconds, seconds))


@given(st.lists(some_words, max_size=8), st.booleans())
def test_cues_never_overlap_and_are_long_enough_where_there_is_room(
    spoken: list[list[tuple[str, float, float]]], in_order: bool
) -> None:
    """Also where the words of a strange server do, or come in no order."""
    segments = []
    end = 0.0
    for words in spoken:
        timed = []
        for text, pause, length in words:
            start = end + pause if in_order else pause
            end = start + length
            timed.append(Word(text, start, end))
        segments.append(Committed(" ".join(word.text for word in timed), tuple(timed)))
    found = cues(*segments)
    text = " ".join(line for cue in found for line in cue.lines)
    assert text.split() == [word.text for one in segments for word in one.words]
    for one, other in itertools.pairwise(found):
        assert one.end <= other.start
        assert one.end - one.start > MIN_CUE_SECONDS - 1e-6 or one.end == other.start
    for cue in found:
        assert cue.end > cue.start
    if found:
        assert found[-1].end - found[-1].start > MIN_CUE_SECONDS - 1e-6
