"""Pieces of speech: where they can be cut, and that a cut loses nothing."""

import itertools

import numpy as np
import pytest

from captions.engine.piece import Piece
from captions.engine.ports import FRAME_SAMPLES, FRAME_SECONDS
from captions.engine.wordtimes import spread
from tests.engine.test_stabiliser import heard


def piece_of(probabilities: list[float], start: int = 0) -> Piece:
    piece = Piece(start)
    for index, probability in enumerate(probabilities):
        piece.append(np.full(FRAME_SAMPLES, index, np.float32), probability)
    return piece


def seconds(length: float, probability: float) -> list[float]:
    return [probability] * round(length / FRAME_SECONDS)


def test_micro_pause_is_found_where_it_is() -> None:
    cut = piece_of(seconds(3, 0.9) + seconds(0.2, 0.05) + seconds(3, 0.9)).micro_pause()
    assert cut is not None
    assert cut * FRAME_SECONDS == pytest.approx(3.1, abs=0.1)


@pytest.mark.parametrize(
    "probabilities",
    [
        pytest.param(seconds(6, 0.9), id="nobody paused"),
        pytest.param([*seconds(3, 0.9), 0.0, *seconds(3, 0.9)], id="one quiet frame is a plosive"),
        pytest.param(seconds(1, 0.9) + seconds(0.3, 0) + seconds(5, 0.9), id="it is too early"),
        pytest.param(seconds(5, 0.9) + seconds(0.3, 0) + seconds(0.5, 0.9), id="it is too late"),
        pytest.param(seconds(2, 0.0), id="the piece is too short"),
    ],
)
def test_there_is_no_micro_pause(probabilities: list[float]) -> None:
    assert piece_of(probabilities).micro_pause() is None


def test_cut_anyway_is_where_it_hurts_least() -> None:
    cut = piece_of(seconds(3, 0.9) + seconds(0.2, 0.6) + seconds(3, 0.9)).micro_pause(
        any_at_all=True
    )
    assert cut is not None
    assert cut * FRAME_SECONDS == pytest.approx(3.1, abs=0.1)


def test_cut_loses_nothing() -> None:
    piece = piece_of(seconds(2, 0.9), start=7)
    whole = piece.samples()
    head = piece.cut(20)
    assert (head.start_frame, len(head), piece.start_frame) == (7, 20, 27)
    assert np.array_equal(np.concatenate([head.samples(), piece.samples()]), whole)


def test_words_lie_in_the_speech_in_order() -> None:
    piece = piece_of(seconds(1, 0) + seconds(2, 0.9) + seconds(1, 0), start=100)
    words = spread(heard("a longer word"), piece, 0.4)
    start, end = 100 * FRAME_SECONDS + 1, 100 * FRAME_SECONDS + 3
    assert [word.text for word in words] == ["a", "longer", "word"]
    assert words[0].start == pytest.approx(start, abs=0.05)
    assert words[-1].end == pytest.approx(end, abs=0.05)
    for one, other in itertools.pairwise(words):
        assert one.start < one.end <= other.start + 1e-9
    assert words[1].end - words[1].start > words[0].end - words[0].start


def test_words_without_any_speech_take_the_whole_piece() -> None:
    (word,) = spread(heard("so"), piece_of(seconds(1, 0.1)), 0.4)
    assert word.start == 0
    assert word.end == pytest.approx(1, abs=0.05)
