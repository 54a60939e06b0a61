"""Texts about sessions and segments of a damaged store, whose times may be any number."""

from datetime import date

import pytest

from captions.ui.history.segments.segment_texts import format_clock_time
from captions.ui.history.sessions.session_texts import (
    find_day,
    format_sources,
    format_title,
    list_speakers,
)
from tests.support.fakes.transcript_store import make_session


@pytest.mark.parametrize("seconds", [1e300, -1e18])
def test_a_time_outside_the_calendar_is_not_shown(seconds: float) -> None:
    assert format_clock_time(seconds, 0) == ""
    assert find_day(make_session(1, started=seconds)) == date(1970, 1, 1)


@pytest.mark.parametrize(
    ("sources", "first"),
    [(("mic+system",), ("Mary", "John", "Speaker 1")), (("mic",), ("Speaker 1", "Speaker 2"))],
    ids=["a call", "a microphone"],
)
def test_each_numbered_speaker_has_a_colour_as_beside_the_captions(
    sources: tuple[str, ...], first: tuple[str, ...]
) -> None:
    speakers = list_speakers(make_session(1, sources=sources))
    assert speakers[: len(first)] == first
    assert len(set(speakers)) == len(speakers) >= 8


def test_standard_input_has_a_name() -> None:
    assert format_title(make_session(1, title="", sources=("-",))).endswith("Standard input")


@pytest.mark.parametrize(
    ("sources", "text"),
    [
        (("mic",), "Microphone"),
        (("mic+system",), "Microphone and computer audio"),
        (("mic", "system"), "Microphone and computer audio"),
        (("interview.m4a", "mic"), "interview.m4a, mic"),
    ],
)
def test_sources_are_named_as_in_a_sentence(sources: tuple[str, ...], text: str) -> None:
    assert format_sources(make_session(1, title="", sources=sources)) == text
