"""Measurements of the benchmark of sound."""

import sys
from argparse import Namespace

import numpy as np
import pytest

from captions.pcm import Samples
from tests.benchmarks.figures import Figure
from tests.benchmarks.measure import Line
from tests.benchmarks.sound import app_capture, sample_loss, sound_card
from tests.benchmarks.sound import bench as sound
from tests.benchmarks.sound.listener import CapturedChunk
from tests.benchmarks.sound.sound_card import RAMP_SECONDS, RATE, Card
from tests.support.sound.sound_server import SoundServer

CHUNK = 0.05
PERIODS = round(RAMP_SECONDS / sound_card.PERIOD_SECONDS)

HEARD_RATE = 1600
"""Sample rate in Hz; lower than that of speech, so that the test is quick."""
LOOP: Samples = np.random.default_rng(1).uniform(-0.5, 0.5, 4321).astype(np.float32)


def played(seconds: float) -> Samples:
    """The loop, over and over."""
    return np.resize(LOOP, round(seconds * HEARD_RATE))


def chunks(starts: list[float]) -> list[CapturedChunk]:
    """Chunks that were cut out of the ramp at these seconds."""
    return [CapturedChunk(0, 0, CHUNK, heights(start), 0, 0) for start in starts]


def heights(start: float) -> tuple[int, int, int]:
    ramp = sound_card.ramp()
    seconds = (start, start + CHUNK / 2, start + CHUNK - 1 / RATE)
    first, middle, last = (int(ramp[round(at * RATE) % len(ramp)]) for at in seconds)
    return first, middle, last


def trace(seconds: float, lost: float = 0.0, jump: float = 0.0) -> list[Line]:
    """A trace in the middle of which sound is lost, and stream time jumps."""
    number = round(seconds / CHUNK)
    return [
        {
            "what": "chunk",
            "t": 100 + (at + 1) * CHUNK + (at * 7 % 5) / 1000 + (lost if 2 * at > number else 0),
            "stream_time": at * CHUNK + (jump if 2 * at > number else 0),
            "seconds": CHUNK,
        }
        for at in range(number)
    ]


def value(figures: list[Figure], name: str) -> float:
    return next(figure.value for figure in figures if name in figure.name)


def test_sound_of_the_ramp_says_where_it_begins() -> None:
    starts = np.arange(0, RAMP_SECONDS - 0.001, 0.0137)
    found = [sound.begins(chunk) for chunk in chunks(starts.tolist())]
    assert found == pytest.approx(starts, abs=0.0005)


@pytest.mark.parametrize("wrong", [0, 1, 2])
def test_one_sample_may_be_anything_where_the_ramp_falls(wrong: int) -> None:
    found = list(heights(7.98))
    found[wrong] = 123
    assert sound_card.beginning(found, CHUNK) == pytest.approx(7.98, abs=0.0005)


@pytest.mark.parametrize("loops", [0, 1, 5])
def test_a_sample_was_recorded_before_its_period_was_complete(loops: int) -> None:
    card = Card(SoundServer(), sound_card.ramp())
    card._recorded = [100 + 0.01 * number for number in range(1, (loops + 1) * PERIODS + 300)]
    begun = 100 + loops * RAMP_SECONDS
    assert card.recorded_at(1.234, begun + 1.4) == pytest.approx(begun + 1.234)
    assert card.recorded_at(0, begun + 0.02) == pytest.approx(begun)


@pytest.mark.parametrize(
    ("lost", "faults"),
    [
        pytest.param(0, 0, id="nothing was lost"),
        pytest.param(0.01, 0.01, id="a period was lost"),
        pytest.param(-0.01, 0.01, id="a period came twice"),
    ],
)
def test_a_ramp_shows_what_was_lost(lost: float, faults: float) -> None:
    starts = [number * CHUNK + (lost if number > 150 else 0) for number in range(400)]
    assert sound.faults(chunks(starts)) == pytest.approx(faults, abs=0.001)


@pytest.mark.parametrize(
    ("lost", "jump", "later", "gaps"),
    [
        pytest.param(0, 0, 0, 0, id="nothing was lost"),
        pytest.param(0.01, 0, 10, 0, id="a period was lost"),
        pytest.param(1.5, 1.5, 1500, 1, id="so much that stream time jumps"),
    ],
)
def test_a_trace_shows_how_much_later_sound_comes(
    lost: float, jump: float, later: float, gaps: int
) -> None:
    figures = app_capture.capture_figures(trace(60, lost, jump))
    assert value(figures, "later") == pytest.approx(later, abs=0.01)
    assert value(figures, "gaps") == gaps


def test_a_trace_that_ends_while_the_app_loads_is_no_measure() -> None:
    with pytest.raises(ValueError, match="heard nothing"):
        app_capture.capture_figures(trace(5))


def test_sound_that_is_whole_has_no_slip_though_it_is_softer_and_the_loop_begins_again() -> None:
    found = sample_loss.find_slips(0.3 * played(20)[12_345:], LOOP, HEARD_RATE)
    assert found == ([], 1.0)


@pytest.mark.parametrize("slipped", [1, 160, 2_000, -1, -160])
def test_every_sample_that_is_lost_or_repeated_is_found(slipped: int) -> None:
    sound = played(20)
    cut = 9 * HEARD_RATE + 777
    slips, found = sample_loss.find_slips(
        np.concatenate([sound[:cut], sound[cut + slipped :]]), LOOP, HEARD_RATE
    )
    (slip,) = slips
    assert slip.seconds == pytest.approx(slipped / HEARD_RATE, abs=1e-9)
    assert 9 <= slip.at <= 10
    assert found > 0.9


def test_what_is_lost_in_silence_is_found_where_sound_begins_again() -> None:
    sound = played(20)
    sound[5 * HEARD_RATE : 8 * HEARD_RATE] = 0
    cut = 6 * HEARD_RATE
    slips, found = sample_loss.find_slips(
        np.concatenate([sound[:cut], sound[cut + 16 :]]), LOOP, HEARD_RATE
    )
    (slip,) = slips
    assert slip.seconds == pytest.approx(0.01)
    assert found < 0.9


def test_sound_of_something_else_is_not_compared() -> None:
    with pytest.raises(ValueError, match="not what was played"):
        sample_loss.find_slips(np.zeros(5 * HEARD_RATE, np.float32), LOOP, HEARD_RATE)


@pytest.mark.sound
@pytest.mark.skipif(sys.platform != "linux", reason="the card is Linux' own")
def test_a_card_is_really_heard() -> None:
    figures = sound.latency(Namespace(seconds=1.0))
    assert 0 < value(figures, "median") < value(figures, "first sample")
