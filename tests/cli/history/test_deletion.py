"""``captions history delete``: nothing disappears that the user has not confirmed."""

import os
import sys
import time

import pytest

from captions.history.data_folder import FOLDER_VARIABLE
from captions.history.history import History
from captions.model.saved_transcript import NewSession
from tests.cli.history.conftest import Program
from tests.support.transcripts.saved_sessions import (
    MEETING,
    STARTED,
    TALK,
    make_segment,
    save_session,
)

if sys.platform != "win32":
    from tests.support.terminal.pseudo_terminal import PseudoTerminal


def listed(program: Program) -> list[int]:
    lines = program.output("--json").splitlines()
    return [int(line.split(":")[1].split(",")[0]) for line in lines]


@pytest.mark.parametrize(
    ("arguments", "told", "left"),
    [
        pytest.param(["1"], "Deleted 1 session.", [2], id="one"),
        pytest.param(["last"], "Deleted 1 session.", [1], id="the last"),
        pytest.param(["1", "last", "2", "1"], "Deleted 2 sessions.", [], id="some twice"),
        pytest.param(["--all"], "Deleted 2 sessions.", [], id="all"),
        pytest.param(["--older-than", "0"], "Deleted 2 sessions.", [], id="any age"),
        pytest.param(["--older-than", "36500"], "Deleted no sessions.", [2, 1], id="none"),
        pytest.param(["--older-than", "1e308"], "Deleted no sessions.", [2, 1], id="infinite age"),
    ],
)
def test_sessions_are_deleted_without_asking_if_the_user_says_yes(
    saved: Program, arguments: list[str], told: str, left: list[int]
) -> None:
    assert saved.output("delete", *arguments, "--yes") == f"{told}\n"
    assert listed(saved) == left


def test_older_than_counts_from_the_beginning_of_a_session(empty: Program) -> None:
    history = History(empty.folder)
    assert history.open() == ()
    now = time.time()
    save_session(history, "old", TALK, now - 31 * 86_400)
    recent = save_session(history, "recent", TALK, now - 29 * 86_400)
    history.close()
    assert empty.output("delete", "--older-than", 30, "--yes") == "Deleted 1 session.\n"
    assert listed(empty) == [recent]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        pytest.param(["1"], 2, "add --yes to delete", id="no terminal"),
        pytest.param(["--all"], 2, "add --yes to delete", id="no terminal for all"),
        pytest.param(["--yes"], 2, "Choose what to delete", id="no session"),
        pytest.param(["1", "--all", "--yes"], 2, "Choose what to delete", id="one and all"),
        pytest.param(
            ["--all", "--older-than", "3", "--yes"], 2, "Choose what to", id="all and old ones"
        ),
        pytest.param(["--older-than", "-1", "--yes"], 2, "number of days", id="negative days"),
        pytest.param(["--older-than", "nan", "--yes"], 2, "number of days", id="no number"),
        pytest.param(["--older-than", "inf", "--yes"], 2, "number of days", id="for ever"),
        pytest.param(["1", "7", "--yes"], 1, "Session 7 does not exist", id="one does not exist"),
    ],
)
def test_a_refused_deletion_deletes_nothing(
    saved: Program, arguments: list[str], code: int, words: str
) -> None:
    assert words in saved.failure("delete", *arguments, code=code)
    assert listed(saved) == [2, 1]


class TestOpenSession:
    """A session that another program is writing at the moment."""

    def test_it_is_not_deleted_and_goes_on(self, saved: Program) -> None:
        app = History(saved.folder)
        assert app.open() == ()
        new = NewSession(started=STARTED + 2 * 86_400, utc_offset_seconds=0)
        writer = app.start_session(new, kept=True)
        writer.add_segment(make_segment(MEETING[0]))
        app.flush()
        told = f"Session {writer.id} is still being written: end it first"
        for arguments in (["last"], ["1", str(writer.id)]):
            assert told in saved.failure("delete", *arguments, "--yes")
            assert listed(saved) == [writer.id, 2, 1]
        outcome = saved.run("delete", "--all", "--yes")
        assert (outcome.code, outcome.out) == (1, "Deleted 2 sessions.\n")
        assert told in outcome.err
        writer.add_segment(make_segment(MEETING[2]))
        app.flush()
        assert saved.output("show", "last", "--no-times").count("\nIt was the") == 2
        writer.end(12)
        app.close()
        assert saved.output("delete", "last", "--yes") == "Deleted 1 session.\n"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")
class TestQuestion:
    """The question on a terminal."""

    QUESTION = "Delete session 1, “Weekly meeting” of 2026-11-27 14:05 (1:02:08)? This cannot be"

    @pytest.mark.parametrize(
        ("keys", "code", "told", "left"),
        [
            pytest.param("y\n", 0, "Deleted 1 session.", [2], id="yes"),
            pytest.param("n\n", 1, "Nothing was deleted.", [2, 1], id="no"),
            pytest.param("\n", 1, "Nothing was deleted.", [2, 1], id="no answer"),
            pytest.param("\x03", 1, "Nothing was deleted.", [2, 1], id="Ctrl+C"),
            pytest.param("\x04", 1, "Nothing was deleted.", [2, 1], id="Ctrl+D"),
        ],
    )
    def test_only_a_yes_deletes(  # fixtures
        self, saved: Program, keys: str, code: int, told: str, left: list[int]
    ) -> None:
        command = (
            *(sys.executable, "-m", "tests.support.programs.interruptible_captions"),
            *("history", "delete", "1"),
        )
        environment = {**os.environ, FOLDER_VARIABLE: str(saved.folder)}
        environment.pop("COLUMNS")
        with PseudoTerminal(command, environment, (120, 24)) as terminal:
            terminal.wait_for(lambda emulator: "undone" in "".join(emulator.lines()))
            assert terminal.emulator.lines()[0].startswith(self.QUESTION)
            terminal.press(keys)
            assert terminal.end() == code
            assert told in "".join(terminal.emulator.lines())
        assert listed(saved) == left
