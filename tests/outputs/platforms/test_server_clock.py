"""How far the clock of this computer is off."""

import time
from email.utils import formatdate

import pytest

from captions.outputs.platforms.http_client import PostResponse
from captions.outputs.platforms.server_clock import ServerClock

NOON = 1_796_000_000.0


def answered(offset: float, round_trip: float, body: bytes = b"", at: float = NOON) -> PostResponse:
    """Return a response of a server that is ``offset`` ahead, read in the middle of the trip."""
    date = formatdate(at + offset + round_trip / 2, usegmt=True)
    return PostResponse(status=200, body=body, date=date, sent=at, received=at + round_trip)


@pytest.mark.parametrize("offset", [0.0, 90.0, -90.0, 3600.4])
def test_the_offset_is_estimated_to_half_a_second_by_one_header(offset: float) -> None:
    clock = ServerClock()
    clock.add_response(answered(offset, 0.1), has_body_time=False)
    assert clock.offset == pytest.approx(offset, abs=0.6)


def test_more_responses_make_it_more_precise() -> None:
    clock = ServerClock()
    for index in range(50):
        clock.add_response(answered(90.4, 0.02, at=NOON + index * 1.03), has_body_time=False)
    assert clock.offset == pytest.approx(90.4, abs=0.05)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"2026-11-30T00:54:50.400", 90.4),
        (b"2026-11-30T00:54:50.400Z\n", 90.4),
        (b"2026-11-30T00:54:00.400", 40.4),
        (b"\xff" * 10_000, 90.0),
        (b"OK", 90.0),
    ],
    ids=["as YouTube writes it", "with a zone", "before the header", "junk", "a word"],
)
def test_the_time_in_the_body_is_used_if_it_is_one(body: bytes, expected: float) -> None:
    clock = ServerClock()
    clock.add_response(answered(90.4, 0.0, body), has_body_time=True)
    assert clock.offset == pytest.approx(expected, abs=0.51 if expected == 90.0 else 0.002)


def test_the_answer_to_a_caption_does_not_set_the_clock_again() -> None:
    clock = ServerClock()
    clock.add_response(answered(90.4, 0.0, b"2026-11-30T00:54:50.400"), has_body_time=True)
    clock.add_response(answered(0.0, 0.0, b"2026-11-30T00:00:00.000"), has_body_time=False)
    assert clock.offset == pytest.approx(90.4, abs=0.002)


def test_a_clock_that_is_set_meanwhile_is_noticed() -> None:
    clock = ServerClock()
    clock.add_response(answered(90.0, 0.1), has_body_time=False)
    clock.add_response(answered(0.0, 0.1), has_body_time=False)
    assert clock.offset == pytest.approx(0.0, abs=0.6)


@pytest.mark.parametrize("date", ["", "yesterday", "Mon, 99 Nov 99999 00:00:00 GMT"])
def test_a_response_without_a_time_changes_nothing(date: str) -> None:
    clock = ServerClock()
    clock.add_response(answered(90.0, 0.1), has_body_time=False)
    before = clock.offset
    clock.add_response(
        PostResponse(status=200, date=date, sent=time.time(), received=time.time()),
        has_body_time=False,
    )
    assert clock.offset == before
