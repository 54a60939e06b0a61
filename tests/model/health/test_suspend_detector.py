"""Sleep of the computer, seen by two clocks."""

import pytest

from captions.model.health.suspend_detector import SuspendDetector

HOUR = 3600.0


@pytest.mark.parametrize(
    ("wall", "monotonic", "slept"),
    [
        pytest.param(1.0, 1.0, 0.0, id="awake"),
        pytest.param(8.0, 8.0, 0.0, id="held up by other programs"),
        pytest.param(HOUR + 1, 1.0, HOUR, id="slept, and one clock with it"),
        pytest.param(HOUR + 1, HOUR + 1, HOUR + 1, id="slept, and both clocks went on"),
        pytest.param(3.0, 1.0, 0.0, id="the clock of the day was set right"),
        pytest.param(-HOUR, 1.0, 0.0, id="summer time is over"),
    ],
)
def test_sleep_is_seen_by_whichever_clock_jumps(
    wall: float, monotonic: float, slept: float
) -> None:
    clocks = SuspendDetector(1000.0, 50.0)
    assert clocks.poll_suspended_seconds(1000 + wall, 50 + monotonic) == pytest.approx(slept)
    assert clocks.poll_suspended_seconds(1001 + wall, 51 + monotonic) == 0
