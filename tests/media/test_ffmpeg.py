"""What ffmpeg is told, and what is left of its words: of use to a user, and no secret of theirs."""

import pytest

from captions.errors import RecordingError
from captions.media.ffmpeg import display_name, last_message, url_input
from captions.printable import redact_url

URL = "https://me:hush@here:8000/live?token=hush"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        pytest.param("", "ffmpeg does not say why", id="nothing"),
        pytest.param("\n \n", "ffmpeg does not say why", id="nothing but lines"),
        pytest.param("One.\nTwo.\n", "Two", id="the last line"),
        pytest.param("[http @ 0x55b4040a] Too slow", "Too slow", id="no address in memory"),
        pytest.param("[aist#0:0/pcm @ 0x5] [dec @ 0x6] Bad data", "Bad data", id="nor two"),
        pytest.param("pipe:0: No such thing", "No such thing", id="not what it calls its input"),
        pytest.param(f"{URL}: Gone", "Gone", id="not the URL"),
        pytest.param(f"Cannot open '{URL}'", "Cannot open 'the input'", id="not within a sentence"),
        pytest.param(
            "Error opening input: Server returned 404 Not Found",
            "Server returned 404 Not Found",
            id="only the reason",
        ),
        pytest.param(
            "[in#0 @ 0x5] Error opening input files: Gone", "Gone", id="of whatever part it is"
        ),
        pytest.param(
            "Failed: tcp://me:hush@there:1?listen=hush",
            "Failed: tcp://there:1",
            id="no secret of an address that it was led to",
        ),
    ],
)
def test_last_words_say_why_and_nothing_else(said: str, words: str) -> None:
    assert last_message(said, URL) == f"ffmpeg: {words}"


@pytest.mark.parametrize(
    ("url", "left"),
    [
        ("https://here/live", "https://here/live"),
        (URL, "https://here:8000/live"),
        ("https://me:hu@sh@here/a@b#hush", "https://here/a@b"),
        ("rtmp://here", "rtmp://here"),
        ("https://here?token=hush", "https://here"),
        ("talks/a?b#c.wav", "talks/a?b#c.wav"),
        ("https://here/" + "x" * 500, "https://here/" + "x" * 187),
        ("x" * 500, "x" * 200),
    ],
)
def test_no_secret_of_a_url_is_shown(url: str, left: str) -> None:
    assert redact_url(url) == left
    assert display_name(url) == f"“{left}”"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        pytest.param(URL, f"file '{URL}'\n", id="a password and a token"),
        pytest.param("http://it's@here", r"file 'http://it'\''s@here'" + "\n", id="a quote"),
        pytest.param("http://here/ä b", "file 'http://here/ä b'\n", id="signs of no address"),
    ],
)
def test_a_url_is_told_on_standard_input_alone(url: str, said: str) -> None:
    given = url_input(url)
    assert given.stdin_data.decode() == said
    assert not [part for part in given.arguments if "here" in part]


def test_a_timeout_holds_for_what_the_list_names() -> None:
    told = url_input("http://here", timeout=2.5).stdin_data.decode()
    assert told == "file 'http://here'\noption rw_timeout 2500000\n"


@pytest.mark.parametrize("sign", ["\n", "\r", "\0", "\ud800"])
def test_no_url_can_say_more_than_itself(sign: str) -> None:
    with pytest.raises(RecordingError, match="copy it again") as caught:
        url_input(f"http://here/?{sign}file 'file:/etc/passwd'")
    assert "passwd" not in str(caught.value)
