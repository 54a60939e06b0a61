"""The words of a segment: their text, and times in order, in the sound, and where speech is."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.engine.ports import FRAME_SECONDS, HypothesisWord
from captions.engine.transcription.audio_window import AudioWindow
from captions.engine.transcription.segment_words import (
    SettledWords,
    assign_times,
    group_words,
)
from captions.events import Word
from captions.model.writing.joining import join_words
from tests.engine.transcription.test_audio_window import piece_of, seconds
from tests.support.engines.scripted_recogniser import heard

THRESHOLD = 0.4
moments = st.none() | st.floats(0, 3)
words = st.lists(
    st.builds(
        HypothesisWord, st.sampled_from(["a", "some", "words"]), st.just(0.9), moments, moments
    ),
    max_size=8,
)
pieces = st.lists(st.sampled_from([0.0, 0.9]), min_size=1, max_size=60).map(piece_of)


def at(text: str, start: float, end: float) -> HypothesisWord:
    return HypothesisWord(text, 0.9, start, end)


@given(words, pieces, st.floats(0, 1))
def test_times_are_in_order_without_overlap_inside_the_sound(
    words: list[HypothesisWord], piece: AudioWindow, part: float
) -> None:
    begin = piece.start_frame * FRAME_SECONDS
    after = begin + part * piece.duration
    found = assign_times(words, piece, THRESHOLD, after)
    assert [word.text for word in found] == [word.text for word in words]
    moments = [after, *itertools.chain(*((word.start, word.end) for word in found))]
    assert moments == sorted(moments)
    assert moments[-1] <= begin + piece.duration


@pytest.mark.parametrize(
    ("word", "start", "end"),
    [
        pytest.param(at("so", 1.1, 1.5), 1.1, 1.5, id="in the midst of speech they stay"),
        pytest.param(at("so", 0.6, 1.5), 1.0, 1.5, id="silence before a word is not of it"),
        pytest.param(at("so", 1.5, 3.0), 1.5, 2.0, id="nor is silence behind it"),
        pytest.param(at("so", 0.2, 0.5), 0.2, 0.5, id="a word in silence stays where it is"),
        pytest.param(at("so", 1.5, 99.0), 1.5, 2.0, id="a word ends in the sound at the latest"),
    ],
)
def test_words_are_where_speech_is(word: HypothesisWord, start: float, end: float) -> None:
    piece = piece_of(seconds(1, 0) + seconds(1, 0.9) + seconds(1, 0), start=100)
    (found,) = assign_times([word], piece, THRESHOLD, 0.0)
    assert found.start - 3.2 == pytest.approx(start, abs=FRAME_SECONDS)
    assert found.end - 3.2 == pytest.approx(end, abs=FRAME_SECONDS)


def test_words_without_times_share_speech_by_their_length() -> None:
    piece = piece_of(seconds(1, 0) + seconds(2, 0.9) + seconds(1, 0), start=100)
    found = assign_times(heard("a longer word"), piece, THRESHOLD, 0.0)
    assert found[0].start == pytest.approx(4.2, abs=0.05)
    assert found[-1].end == pytest.approx(6.2, abs=0.05)
    for one, other in itertools.pairwise(found):
        assert one.start < one.end <= other.start + 1e-9
    assert found[1].end - found[1].start > found[0].end - found[0].start


def test_words_without_times_are_spread_behind_what_was_said_before() -> None:
    piece = piece_of(seconds(4, 0.9), start=0)
    found = assign_times(heard("so it is"), piece, THRESHOLD, 2.5)
    assert found[0].start == pytest.approx(2.5, abs=0.05)
    assert found[-1].end == pytest.approx(4, abs=0.05)


def test_one_word_without_a_time_makes_all_be_spread() -> None:
    found = assign_times(
        [at("so", 3, 3.5), *heard("it")], piece_of(seconds(2, 0.9), 0), THRESHOLD, 0.0
    )
    assert found[0].start == 0
    assert found[1].end == pytest.approx(2, abs=0.05)


def test_words_without_any_speech_take_the_whole_piece() -> None:
    (word,) = assign_times(heard("so"), piece_of(seconds(1, 0.1), 0), THRESHOLD, 0.0)
    assert word.start == 0
    assert word.end == pytest.approx(1, abs=0.05)


def test_more_words_than_frames_have_times_as_well() -> None:
    found = assign_times(heard("a b c d e f"), piece_of([0.9, 0.9], 0), THRESHOLD, 0.0)
    assert len(found) == 6


@pytest.mark.parametrize(
    ("units", "words"),
    [
        pytest.param(
            ["今", "日", "は", "東", "京", "タ", "ワ", "ー", "で", "す。"],
            [("今日", 0, 2), ("は", 2, 3), ("東京タワー", 3, 8), ("です。", 8, 10)],
            id="Japanese",
        ),
        pytest.param(
            ["「は", "い」", "と"], [("「はい」", 0, 2), ("と", 2, 3)], id="marks stay with words"
        ),
        pytest.param(
            ["ฉั", "น", "ไ", "ป", " แ", "ต่"],
            [("ฉัน", 0, 2), ("ไป", 2, 4), ("แต่", 4, 6)],
            id="Thai, with a space",
        ),
        pytest.param(["so", "it", "is"], [("so", 0, 1), ("it", 1, 2), ("is", 2, 3)], id="English"),
        pytest.param([], [], id="nothing"),
    ],
)
def test_units_are_grouped_into_words(
    units: list[str], words: list[tuple[str, float, float]]
) -> None:
    given = [Word(text, at, at + 1, -0.5) for at, text in enumerate(units)]
    found = group_words(given)
    assert [(word.text, word.start, word.end) for word in found] == words
    assert sum(word.logprob or 0 for word in found) == pytest.approx(-0.5 * len(units))


word_texts = st.lists(
    st.sampled_from(["so", "it", "今日", "は", "。", " แ", "ต่", "", " "]), max_size=4
)


@given(st.lists(st.tuples(word_texts, st.integers(0, 4)), max_size=6))
def test_text_of_settled_words_is_theirs_however_they_come_and_go(
    steps: list[tuple[list[str], int]],
) -> None:
    settled, kept = SettledWords(), list[Word]()
    for texts, committed in steps:
        new = [Word(text, 0, 1) for text in texts]
        settled.append(new)
        kept += new
        assert settled.text == join_words(word.text for word in kept)
        assert settled.pop(committed) == kept[:committed]
        kept = kept[committed:]
        assert settled.words == kept
        assert settled.text == join_words(word.text for word in kept)
