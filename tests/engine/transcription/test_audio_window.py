"""Pieces of speech: where they can be cut, and that a cut loses nothing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.engine.ports import FRAME_SAMPLES, FRAME_SECONDS
from captions.engine.transcription.audio_window import AudioWindow

START = 7


def piece_of(probabilities: list[float], start: int = START) -> AudioWindow:
    """A piece whose frames have their numbers for samples."""
    piece = AudioWindow(start)
    for number, probability in enumerate(probabilities, start):
        piece.append(np.full(FRAME_SAMPLES, number, np.float32), probability)
    return piece


def seconds(length: float, probability: float) -> list[float]:
    return [probability] * round(length / FRAME_SECONDS)


@given(st.integers(1, 40), st.integers(0, 60))
def test_cut_loses_nothing_behind_it(frames: int, at: int) -> None:
    piece = piece_of([0.5] * frames)
    behind = piece.frames_from(at)
    piece.drop_before(at)
    assert len(piece) == len(behind) == min(frames, max(0, START + frames - at))
    assert piece.start_frame == min(max(at, START), START + frames)
    assert [frame[0] for frame in behind] == list(range(piece.start_frame, START + frames))
    assert len(piece.voiced_mask(0.5)) == len(piece)
    piece.append(np.zeros(FRAME_SAMPLES, np.float32), 0.0)
    assert piece.join_samples().shape == (len(piece) * FRAME_SAMPLES,)


def test_sound_of_the_first_frames_is_their_sound() -> None:
    piece = piece_of(seconds(1, 0.9))
    assert piece.join_samples(2).tolist() == [START] * FRAME_SAMPLES + [START + 1] * FRAME_SAMPLES
    assert len(piece.join_samples()) == len(piece) * FRAME_SAMPLES
    assert piece.duration == pytest.approx(1, abs=FRAME_SECONDS)


def test_frames_are_voiced_from_the_threshold_on() -> None:
    assert piece_of([0.39, 0.4, 0.9]).voiced_mask(0.4) == [False, True, True]
