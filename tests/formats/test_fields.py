"""Times of segments as several formats write them."""

import math

import pytest

from captions.formats.fields import local_time, round_seconds


@pytest.mark.parametrize(
    ("seconds", "utc_offset_seconds", "text"),
    [
        pytest.param(0.0, 0, "1970-01-01T00:00:00+00:00", id="the epoch"),
        pytest.param(1e9, -7200, "2001-09-08T23:46:40-02:00", id="west of Greenwich"),
        pytest.param(1e9, 20_700, "2001-09-09T07:31:40+05:45", id="a quarter of an hour"),
    ],
)
def test_wall_times_are_local(seconds: float, utc_offset_seconds: int, text: str) -> None:
    local = local_time(seconds, utc_offset_seconds)
    assert local is not None
    assert local.isoformat() == text


@pytest.mark.parametrize(
    ("seconds", "utc_offset_seconds"),
    [
        (None, 0),
        (math.nan, 0),
        (math.inf, 0),
        (1e300, 0),
        (-1e18, 0),
        (0.0, 10**9),
        (-62135596800.0, -7200),
    ],
)
def test_times_outside_the_calendar_are_not_known(
    seconds: float | None, utc_offset_seconds: int
) -> None:
    assert local_time(seconds, utc_offset_seconds) is None


@pytest.mark.parametrize(
    ("seconds", "rounded"),
    [(1.23456, 1.235), (-2.0, -2.0), (None, None), (math.nan, None), (-math.inf, None)],
)
def test_json_has_milliseconds_or_null(seconds: float | None, rounded: float | None) -> None:
    assert round_seconds(seconds) == rounded
