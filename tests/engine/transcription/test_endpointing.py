"""Endpointing: the four parameters, each to the frame."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.engine.ports import FRAME_SECONDS
from captions.engine.transcription.endpointing import (
    EndpointDetector,
    EndpointingOptions,
    FrameEvent,
)
from captions.protocol.options import SessionOptions

OPTIONS = EndpointingOptions(threshold=0.4, silence=0.7, min_speech=0.1, min_silence=0.1)
GREY = 0.3
"""Below the threshold, but not so far that speech would be over."""
options = st.builds(
    EndpointingOptions,
    threshold=st.sampled_from([0.1, 0.4, 0.9]),
    silence=st.sampled_from([0.3, 0.7, 3.0]),
    min_speech=st.sampled_from([0.05, 0.1, 0.5]),
    min_silence=st.sampled_from([0.05, 0.1, 0.5]),
)
streams = st.lists(st.sampled_from([0.0, 0.0, 0.0, GREY, 0.95, 0.95]), max_size=400)


def frames(seconds: float, probability: float) -> list[float]:
    return [probability] * round(seconds / FRAME_SECONDS)


def turns(probabilities: list[float], options: EndpointingOptions = OPTIONS) -> list[FrameEvent]:
    endpointing = EndpointDetector(options)
    return [endpointing.process_frame(probability) for probability in probabilities]


def when(found: list[FrameEvent], turn: FrameEvent) -> list[float]:
    return [index * FRAME_SECONDS for index, each in enumerate(found, 1) if each is turn]


def test_parameters_of_the_wire_arrive_in_seconds() -> None:
    asked = SessionOptions(
        vad_threshold=0.55,
        vad_silence_threshold_secs=0.8,
        min_speech_duration_ms=250,
        min_silence_duration_ms=300,
    )
    assert EndpointingOptions.from_session(asked) == EndpointingOptions(0.55, 0.8, 0.25, 0.3)


def test_segment_begins_with_enough_speech_and_ends_with_enough_silence() -> None:
    found = turns(frames(1, 0) + frames(1, 0.9) + frames(2, 0))
    assert when(found, FrameEvent.STARTED) == [pytest.approx(1.1, abs=FRAME_SECONDS)]
    assert when(found, FrameEvent.ENDED) == [pytest.approx(2.7, abs=FRAME_SECONDS)]


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
            frames(1, 0.9) + frames(9, GREY), 0, id="the grey zone after speech goes on as speech"
        ),
        pytest.param(frames(1, 0.9) + frames(9, 0.24), 1, id="what is darker than grey is silence"),
        pytest.param(frames(9, GREY), 0, id="the grey zone after silence goes on as silence"),
        pytest.param(
            (frames(1, 0.9) + frames(1, 0)) * 3, 3, id="each pause above the limit ends a segment"
        ),
    ],
)
def test_segments_that_end(probabilities: list[float], segments: int) -> None:
    assert turns(probabilities).count(FrameEvent.ENDED) == segments


@pytest.mark.parametrize("threshold", [0.1, 0.4, 0.9])
def test_speech_is_what_reaches_the_threshold(threshold: float) -> None:
    options = OPTIONS._replace(threshold=threshold)
    assert FrameEvent.STARTED not in turns(frames(3, threshold - 0.01), options)
    assert FrameEvent.STARTED in turns(frames(3, threshold), options)


@pytest.mark.parametrize("silence", [0.3, 0.7, 1.5, 3.0])
def test_silence_is_counted_from_the_end_of_speech(silence: float) -> None:
    found = turns(frames(1, 0.9) + frames(4, 0), OPTIONS._replace(silence=silence))
    assert when(found, FrameEvent.ENDED) == [pytest.approx(1 + silence, abs=1.5 * FRAME_SECONDS)]


@pytest.mark.parametrize("least", [0.05, 0.1, 0.5, 2.0])
def test_speech_begins_after_its_minimum(least: float) -> None:
    options = OPTIONS._replace(min_speech=least)
    assert when(turns(frames(3, 0.9), options), FrameEvent.STARTED) == [
        pytest.approx(least, abs=FRAME_SECONDS)
    ]
    shorter = frames(least - FRAME_SECONDS, 0.9)
    assert FrameEvent.STARTED not in turns((shorter + frames(1, 0)) * 3, options)


@pytest.mark.parametrize("least", [0.05, 0.1, 0.5, 2.0])
def test_a_dip_below_its_minimum_is_no_silence(least: float) -> None:
    options = OPTIONS._replace(silence=0.3, min_silence=least)
    endpointing = EndpointDetector(options)
    enough = math.ceil(least / FRAME_SECONDS)
    for probability in [*frames(1, 0.9), *[0.0] * (enough - 1)]:
        endpointing.process_frame(probability)
        assert endpointing.silence == 0
    endpointing.process_frame(0.0)
    assert endpointing.silence == pytest.approx(enough * FRAME_SECONDS)


def test_silence_is_dated_from_the_last_frame_that_reached_the_threshold() -> None:
    found = turns(frames(1, 0.9) + frames(0.5, GREY) + frames(1, 0))
    assert when(found, FrameEvent.ENDED) == [pytest.approx(1.7, abs=FRAME_SECONDS)]


def test_the_grey_end_of_a_click_is_silence_as_well() -> None:
    click = [0.9, GREY, GREY]
    found = turns(frames(1, 0.9) + frames(0.2, 0) + click + frames(1, 0))
    assert when(found, FrameEvent.ENDED) == [pytest.approx(1.7, abs=FRAME_SECONDS)]


@given(st.lists(st.floats(0, 1), max_size=400), options)
def test_segments_begin_and_end_in_turn(
    probabilities: list[float], options: EndpointingOptions
) -> None:
    found = [turn for turn in turns(probabilities, options) if turn is not FrameEvent.NONE]
    assert found[::2] == [FrameEvent.STARTED] * len(found[::2])
    assert found[1::2] == [FrameEvent.ENDED] * len(found[1::2])


@given(streams, options)
def test_silence_reaches_back_to_the_last_of_speech(
    probabilities: list[float], options: EndpointingOptions
) -> None:
    endpointing = EndpointDetector(options)
    loud = last = 0
    for frame, probability in enumerate(probabilities, 1):
        turn = endpointing.process_frame(probability)
        loud = frame if probability >= options.threshold else loud
        last = loud if endpointing.is_speaking else last
        if endpointing.in_segment and not endpointing.is_speaking:
            since = (frame - last) * FRAME_SECONDS
            assert endpointing.since_speech == pytest.approx(since)
            assert endpointing.silence <= endpointing.since_speech
            assert endpointing.silence < options.silence
        if turn is FrameEvent.ENDED:
            assert (frame - last) * FRAME_SECONDS >= options.silence - 1e-9
