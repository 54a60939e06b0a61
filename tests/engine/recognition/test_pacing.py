"""The interval between guesses: short while there is time, longer under load, and steady."""

import heapq

import pytest

from captions.engine.ports import EMPTY_HYPOTHESIS, RecognitionHints
from captions.engine.recognition.pacing import GuessPace, PacedRecogniser
from tests.support.engines.scripted_recogniser import Reader, Talk
from tests.support.fakes.manual_clock import ManualClock

SHORTEST = 0.2
SECONDS = 60.0


def intervals(sessions: int, duration: float, cores: int) -> list[float]:
    """Return the intervals of the last third of a minute in which sessions guess side by side."""
    clock = ManualClock(0.0)
    pace = GuessPace(SHORTEST, clock, cores)
    due = [(number * 0.01, number) for number in range(sessions)]
    found: list[float] = []
    while clock.now < SECONDS:
        when, number = heapq.heappop(due)
        clock.now = max(clock.now, when)
        pace.record_guess(duration)
        heapq.heappush(due, (clock.now + max(pace.interval, duration), number))
        if clock.now > SECONDS * 2 / 3:
            found.append(pace.interval)
    return found


@pytest.mark.parametrize(
    ("sessions", "duration", "cores", "interval"),
    [
        pytest.param(1, 0.03, 2, SHORTEST, id="one session has time to spare"),
        pytest.param(4, 0.03, 2, SHORTEST, id="so have four"),
        pytest.param(8, 0.04, 2, 0.4, id="eight use four tenths of two cores"),
        pytest.param(8, 0.04, 4, SHORTEST, id="four cores are enough for them"),
        pytest.param(1, 0.2, 1, 0.5, id="a slow computer guesses less often"),
        pytest.param(100, 0.1, 2, 1.0, id="but at least once a second"),
    ],
)
def test_guesses_use_at_most_four_tenths_of_the_cores(
    sessions: int, duration: float, cores: int, interval: float
) -> None:
    found = intervals(sessions, duration, cores)
    assert found[-1] == pytest.approx(interval, rel=0.2)
    assert max(found) <= 1.2 * min(found)


def test_the_interval_is_short_again_once_the_load_is_gone() -> None:
    clock = ManualClock(0.0)
    pace = GuessPace(SHORTEST, clock, cores=1)
    for duration in [0.4] * 100 + [0.01] * 400:
        clock.now += max(duration, pace.interval)
        pace.record_guess(duration)
    assert pace.interval == SHORTEST


def test_one_stall_changes_little() -> None:
    clock = ManualClock(0.0)
    pace = GuessPace(SHORTEST, clock, cores=2)
    for duration in [0.03] * 50 + [3600.0] + [0.03] * 10:
        clock.now += SHORTEST
        pace.record_guess(duration)
        assert pace.interval < 1.1 * SHORTEST


def test_a_paced_recogniser_measures_its_guesses_and_changes_nothing() -> None:
    talk = Talk([(0.1, 0.2)] * 3, silence=0.1)
    reader = Reader(talk)
    paced = PacedRecogniser(reader, cores=1)
    assert paced.guess_every == reader.guess_every
    sound, hints = talk.samples, RecognitionHints()
    assert paced.settle(sound, hints, ()) == reader.settle(sound, hints, ())
    assert paced.guess(sound, hints, (), EMPTY_HYPOTHESIS) == reader.guess(
        sound, hints, (), EMPTY_HYPOTHESIS
    )
    assert paced.pace.mean_duration > 0
