"""File names of exported sessions: Windows, macOS and Linux accept each of them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.formats.file_names import make_file_name, make_safe_name, make_unique, name_key
from captions.model.saved_transcript import NewSession


def session(title: str, started: float = 1e9, offset: int = 7200) -> NewSession:
    return NewSession(started=started, utc_offset_seconds=offset, title=title)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Weekly meeting", "2001-09-09 03.46 Weekly meeting.srt"),
        ("", "2001-09-09 03.46.srt"),
        ('a/b\\c:d*e?f"g<h>i|j', "2001-09-09 03.46 a b c d e f g h i j.srt"),
        ("../../etc/passwd", "2001-09-09 03.46 .. .. etc passwd.srt"),
        ("ends with dots. . .", "2001-09-09 03.46 ends with dots.srt"),
        ("tab\tand\nline \x00 \ud800", "2001-09-09 03.46 tab and line \ufffd.srt"),
        ("\u202egnp.exe", "2001-09-09 03.46 gnp.exe.srt"),
        ("שלום", "2001-09-09 03.46 שלום.srt"),
        ("cafe\u0301", "2001-09-09 03.46 caf\u00e9.srt"),
    ],
)
def test_names_have_the_local_date_and_a_safe_title(title: str, name: str) -> None:
    assert make_file_name(session(title), "srt") == name


def test_a_session_without_a_valid_date_has_a_name() -> None:
    assert make_file_name(session("So", started=1e300), "txt") == "So.txt"
    assert make_file_name(session("", started=1e300), "txt") == "Transcript.txt"


@pytest.mark.parametrize("title", ["con", "NUL.tar", "com1", "LPT\u00b9", "conin$", "aux ."])
def test_names_of_windows_devices_are_changed(title: str) -> None:
    assert make_safe_name(title).startswith("_")


@pytest.mark.parametrize("title", ["console", "com10", "auxiliary", "nullable"])
def test_other_names_are_kept(title: str) -> None:
    assert make_safe_name(title) == title


def test_long_titles_are_cut_between_glyphs() -> None:
    name = make_file_name(session("e\u0308x\u0323" * 10_000), "srt")
    assert len(name.encode()) <= 200
    family = "\N{MAN}\u200d\N{WOMAN}\u200d\N{GIRL}"
    assert make_safe_name(family * 1000) == family * 10


def test_names_that_are_taken_get_a_number() -> None:
    taken = {name_key("Talk.srt"), name_key("Caf\u00e9.srt")}
    assert make_unique("talk.srt", taken) == "talk (2).srt"
    assert make_unique("TALK.srt", taken) == "TALK (3).srt"
    assert make_unique("cafe\u0301.srt", taken) == "cafe\u0301 (2).srt"
    assert make_unique("other.srt", taken) == "other.srt"


@given(st.text(max_size=300), st.floats(), st.integers(-90_000, 90_000))
def test_every_title_gives_a_name_that_all_systems_accept(
    title: str, started: float, offset: int
) -> None:
    name = make_file_name(session(title, started, offset), "jsonl")
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', name)
    assert len(name.encode()) <= 200
    assert not name.startswith((" ", ".", "-"))
    stem = name.removesuffix(".jsonl")
    assert stem
    assert not stem.endswith((" ", "."))
    assert make_safe_name(stem) == stem
