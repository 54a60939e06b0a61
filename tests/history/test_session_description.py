"""Sources and recognisers as they are stored: recognisable, and without secrets."""

import pytest

from captions.history.session_description import (
    describe_recogniser,
    describe_source,
    find_utc_offset,
)


@pytest.mark.parametrize(
    ("source", "described"),
    [
        pytest.param("mic", "mic", id="a microphone"),
        pytest.param("mic+system", "mic+system", id="two captured sources"),
        pytest.param("-", "-", id="standard input"),
        pytest.param("/home/me/talk.wav", "talk.wav", id="a file"),
        pytest.param("x\x1b[2J.wav", "x [2J.wav", id="controls"),
        pytest.param(
            "https://u:secret@example.org/a/talk.mp3?key=1",
            "https://example.org/a/talk.mp3",
            id="a URL",
        ),
    ],
)
def test_a_source_is_stored_without_its_folder_and_its_secrets(source: str, described: str) -> None:
    assert describe_source(source) == described


@pytest.mark.parametrize(
    ("server", "described"),
    [
        ("", "moonshine"),
        ("https://u:secret@example.org/path?key=1", "https://example.org"),
        ("example.org:8080", "example.org:8080"),
    ],
)
def test_a_recogniser_is_the_server_or_else_the_model(server: str, described: str) -> None:
    assert describe_recogniser(server, "moonshine") == described


def test_the_offset_from_utc_is_less_than_a_day() -> None:
    assert abs(find_utc_offset(1e9)) < 86_400
