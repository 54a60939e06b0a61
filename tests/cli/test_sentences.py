"""Sentences on a terminal: whole words, and whole commands."""

import io
import os
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.cli.sentences import find_width, wrap_sentence, write_sentence
from captions.printable import make_printable

SENTENCE = (
    "captions: The model whisper-tiny is not on this computer: download it on the settings page "
    "\u201cLanguage and model\u201d, or run 'captions models fetch whisper-tiny'."
)


@pytest.mark.parametrize(
    ("width", "lines"),
    [
        (None, [SENTENCE]),
        (0, [SENTENCE]),
        (
            80,
            [
                "captions: The model whisper-tiny is not on this computer: download it on the",
                (
                    "settings page \u201cLanguage and model\u201d, or run "
                    "'captions models fetch whisper-tiny'."
                ),
            ],
        ),
        (
            45,
            [
                "captions: The model whisper-tiny is not on",
                "this computer: download it on the settings",
                "page \u201cLanguage and model\u201d, or run",
                "'captions models fetch whisper-tiny'.",
            ],
        ),
    ],
)
def test_lines_end_between_words_and_around_commands(width: int | None, lines: list[str]) -> None:
    assert wrap_sentence(SENTENCE, width).split("\n") == lines


def test_long_path_stays_whole() -> None:
    path = "/home/ada/" + "folder-with-a-long-name/" * 5
    assert path in wrap_sentence(f"captions: {path} does not exist.", 40).split("\n")


@given(st.text().map(make_printable), st.integers(1, 100))
def test_no_word_is_lost_at_any_width(text: str, width: int) -> None:
    assert wrap_sentence(text, width).split() == text.split()


def test_a_file_gets_one_line() -> None:
    stream = io.StringIO()
    write_sentence(stream, f"{SENTENCE}\x1b[2J")
    assert stream.getvalue() == f"{SENTENCE} [2J\n"
    stream.close()
    assert find_width(stream) is None


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of Unix")
def test_the_width_is_that_of_the_terminal_or_as_the_user_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import fcntl  # noqa: PLC0415  # not on Windows
    import struct  # noqa: PLC0415
    import termios  # noqa: PLC0415

    main, side = os.openpty()
    with os.fdopen(main, "rb", buffering=0), os.fdopen(side, "w", encoding="utf-8") as terminal:
        fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 61, 0, 0))
        monkeypatch.delenv("COLUMNS", raising=False)
        assert find_width(terminal) == 61
        monkeypatch.setenv("COLUMNS", "50")
        assert find_width(terminal) == 50
