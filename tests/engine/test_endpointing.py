"""Endpointing: the four parameters, each to the frame."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.engine.endpointing import Endpointing, EndpointingOptions, Turn
from captions.engine.ports import FRAME_SECONDS

OPTIONS = EndpointingOptions(threshold=0.4, silence=0.7, min_speech=0.1, min_silence=0.1)


def frames(seconds: float, probability: float) -> list[float]:
    return [probability] * round(seconds / FRAME_SECONDS)


def turns(probabilities: list[float], options: EndpointingOptions = OPTIONS) -> list[Turn]:
    endpointing = Endpointing(options)
    return [endpointing.step(probability) for probability in probabilities]


def when(found: list[Turn], turn: Turn) -> list[float]:
    return [index * FRAME_SECONDS for index, each in enumerate(found, 1) if each is turn]


def test_segment_begins_with_enough_speech_and_ends_with_enough_silence() -> None:
    found = turns(frames(1, 0) + frames(1, 0.9) + frames(2, 0))
    assert when(found, Turn.STARTED) == [pytest.approx(1.1, abs=FRAME_SECONDS)]
    assert when(found, Turn.ENDED) == [pytest.approx(2.7, abs=FRAME_SECONDS)]


@pytest.mark.parametrize(
    ("probabilities", "segments"),
    [
        pytest.param(frames(5, 0.39), 0, id="just below the threshold is no speech"),
        pytest.param(frames(1, 0.4) + frames(1, 0), 1, id="at the threshold is speech"),
        pytest.param(
            (frames(0.064, 0.9) + frames(0.2, 0)) * 9, 0, id="short bursts never become speech"
        ),
        pytest.param(
            frames(1, 0.9) + frames(0.6, 0) + frames(1, 0.9) + frames(1, 0),
            1,
            id="a pause below the limit does not end a segment",
        ),
        pytest.param(
            frames(1, 0.9) + frames(0.4, 0) + frames(0.064, 0.9) + frames(0.4, 0),
            1,
            id="a click in the silence does not put its end off",
        ),
        pytest.param(
            frames(1, 0.9) + frames(9, 0.3), 0, id="the grey zone after speech goes on as speech"
        ),
        pytest.param(
            (frames(1, 0.9) + frames(1, 0)) * 3, 3, id="each pause above the limit ends a segment"
        ),
    ],
)
def test_segments_that_end(probabilities: list[float], segments: int) -> None:
    assert turns(probabilities).count(Turn.ENDED) == segments


@pytest.mark.parametrize("silence", [0.3, 0.7, 1.5, 3.0])
def test_silence_is_counted_from_the_end_of_speech(silence: float) -> None:
    found = turns(frames(1, 0.9) + frames(4, 0), OPTIONS._replace(silence=silence))
    assert when(found, Turn.ENDED) == [pytest.approx(1 + silence, abs=1.5 * FRAME_SECONDS)]


@pytest.mark.parametrize("least", [0.05, 0.1, 0.5, 2.0])
def test_speech_begins_after_its_minimum(least: float) -> None:
    found = turns(frames(3, 0.9), OPTIONS._replace(min_speech=least))
    assert when(found, Turn.STARTED) == [pytest.approx(least, abs=FRAME_SECONDS)]


def test_dip_below_the_minimum_is_no_silence() -> None:
    options = OPTIONS._replace(silence=0.3, min_silence=0.5)
    endpointing = Endpointing(options)
    for probability in frames(1, 0.9) + frames(0.4, 0):
        endpointing.step(probability)
    assert endpointing.silence == 0
    assert turns(frames(1, 0.9) + frames(0.4, 0) + frames(1, 0.9), options).count(Turn.ENDED) == 0


@given(st.lists(st.floats(0, 1), max_size=400))
def test_segments_begin_and_end_in_turn(probabilities: list[float]) -> None:
    found = [turn for turn in turns(probabilities) if turn is not Turn.NONE]
    assert found[::2] == [Turn.STARTED] * len(found[::2])
    assert found[1::2] == [Turn.ENDED] * len(found[1::2])
