"""``captions history``, ``show`` and ``rename``."""

import json

import pytest

from captions.cli.history.session_table import format_table
from captions.history.history import History
from captions.model.saved_transcript import NewSession, SavedSession
from tests.cli.history.conftest import Program
from tests.support.transcripts.saved_sessions import (
    BERLIN_SECONDS,
    MEETING,
    STARTED,
    make_segment,
)

EVIL = "x\x1b[2J\u202ey\nz"


def make_session(title: str = "", *, id_: int = 1, seconds: float = 65.0) -> SavedSession:
    return SavedSession(
        id=id_,
        started=STARTED,
        utc_offset_seconds=BERLIN_SECONDS,
        seconds=seconds,
        word_count=12_345,
        title=title,
    )


def test_sessions_are_listed_with_the_newest_first(saved: Program) -> None:
    assert saved.output().splitlines() == [
        "ID  Started            Length  Words  Audio  Title",
        " 2  2026-11-28 14:05  0:00:08     19         talk.mp4",
        " 1  2026-11-27 14:05  1:02:08     43         Weekly meeting",
    ]


def test_json_has_an_object_for_each_session(saved: Program) -> None:
    lines = saved.output("--json").splitlines()
    assert [json.loads(line) for line in lines] == [
        {
            "id": 2,
            "started": "2026-11-28T14:05:00+01:00",
            "seconds": 8.2,
            "words": 19,
            "title": "",
            "kept_sound": False,
        },
        {
            "id": 1,
            "started": "2026-11-27T14:05:00+01:00",
            "seconds": 3728.45,
            "words": 43,
            "title": "Weekly meeting",
            "kept_sound": False,
        },
    ]


def test_nothing_kept_is_explained_and_creates_nothing(empty: Program) -> None:
    assert empty.output() == (
        "No transcripts have been kept yet: start Captions with --keep, or choose in its settings "
        "how long transcripts are kept.\n"
    )
    assert empty.output("--json") == ""
    assert "No transcripts have been kept yet" in empty.failure("show", "last")
    assert not empty.folder.exists()


@pytest.mark.parametrize("columns", [1, 20, 40, 60, 80])
@pytest.mark.parametrize(
    "title",
    ["word " * 2000, "今天天气很好" * 50, "e\u0301\u0302" * 500, "שלום עולם " * 100, EVIL, ""],
    ids=["long", "wide", "combining", "right to left", "controls", "none"],
)
def test_a_narrow_terminal_cuts_titles_only(columns: int, title: str) -> None:
    session = make_session(title, id_=123_456_789)
    _, line = format_table([session], columns)
    assert line.startswith("123456789  2026-11-27 14:05  0:01:05  12,345")
    assert "\x1b" not in line
    assert "\u202e" not in line
    assert len(line) < 200


@pytest.mark.parametrize(("started", "offset"), [(1e300, 0), (STARTED, 10**9), (-1e18, 3600)])
def test_impossible_times_of_a_damaged_file_are_shown_as_some_day(
    started: float, offset: int
) -> None:
    session = SavedSession(id=1, started=started, utc_offset_seconds=offset, seconds=0)
    assert "1970-01-01" in format_table([session])[1]


def test_a_session_is_shown_with_times_and_speakers(saved: Program) -> None:
    shown = saved.output("show", 1)
    assert shown.startswith("Weekly meeting\n27 November 2026, 14:05, 1:02:08, 43 words\n\n")
    for sentence in MEETING:
        assert sentence.text in shown
    assert "You: It was the best" in shown
    assert shown.index("age of wisdom") < shown.index("season of Light")
    assert "1:02:05" in shown
    assert "1:02:05" not in saved.output("show", "last", "--no-times")


@pytest.mark.parametrize("command", ["show", "export", "rename", "delete"])
@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        pytest.param("3", 1, "Session 3 does not exist", id="unknown"),
        pytest.param("0", 1, "Session 0 does not exist", id="zero"),
        pytest.param("9" * 5000, 1, "Session 999", id="too large for any number"),
        pytest.param("one", 2, "“one” is not a session: use a number that", id="a word"),
        pytest.param("1.5", 2, "“1.5” is not a session", id="a fraction"),
        pytest.param("٣", 2, "“٣” is not a session", id="digits of another script"),
        pytest.param(EVIL, 2, "“x [2Jy z” is not a session", id="controls"),
        pytest.param("", 2, "“” is not a session", id="nothing"),
    ],
)
def test_wrong_ids_are_one_sentence(
    saved: Program, command: str, name: str, code: int, words: str
) -> None:
    title = ("x",) if command == "rename" else ()
    sentence = saved.failure(command, name, *title, code=code)
    assert words in sentence
    assert len(sentence) < 200


@pytest.mark.parametrize(
    ("title", "told"),
    [
        pytest.param("Stand-up", "Session 1 is now “Stand-up”.", id="a title"),
        pytest.param("פגישה שבועית", "Session 1 is now “פגישה שבועית”.", id="right to left"),
        pytest.param("  ", "Session 1 has no title now.", id="nothing"),
        pytest.param("x" * 10_000, f"Session 1 is now “{'x' * 199}…”.", id="too long"),
        pytest.param("\udc80", "Session 1 is now “\ufffd”.", id="bytes that are no text"),
    ],
)
def test_a_session_is_renamed(saved: Program, title: str, told: str) -> None:
    assert saved.output("rename", 1, title) == f"{told}\n"
    assert len(saved.output().splitlines()) == 3


def test_an_open_session_is_listed_shown_exported_and_renamed(empty: Program) -> None:
    app = History(empty.folder)
    assert app.open() == ()
    new = NewSession(started=STARTED, utc_offset_seconds=0, sources=("mic", "system"))
    writer = app.start_session(new, kept=True)
    writer.add_segment(make_segment(MEETING[0]))
    app.flush()
    assert empty.output().splitlines()[1:] == [
        " 1  2026-11-27 13:05  0:00:03     12         Microphone and Computer audio",
        "Session 1 is still being written.",
    ]
    assert "12 words, still being written\n\n[0:00:01] It was" in empty.output("show", "last")
    assert empty.output("export", "last") == f"{MEETING[0].text}\n"
    assert empty.output("rename", "last", "Renamed") == "Session 1 is now “Renamed”.\n"
    writer.add_segment(make_segment(MEETING[1]))
    writer.end(10)
    app.flush()
    [session] = app.list_sessions()
    assert (session.title, session.segment_count) == ("Renamed", 2)
    app.close()


def test_json_before_another_command_is_refused(saved: Program) -> None:
    assert saved.failure("--json", "show", 1, code=2).startswith("--json before a command")
