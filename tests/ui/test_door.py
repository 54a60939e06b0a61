"""The door of the running app: who asks in one line is answered in one line, whatever it asks."""

import contextlib
import os
import socket
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from captions.errors import CaptionsError, NotRunningError
from captions.model.wishes import Answer, Wish
from captions.ui import door
from captions.ui.door import LONGEST, MOST, Door, ask
from captions.ui.lock import only_copy
from tests.virtual_screen import REPOSITORY

pytestmark = [
    pytest.mark.usefixtures("qapp"),
    pytest.mark.skipif(sys.platform == "win32", reason="there the door is a pipe"),
]
LIMIT_MS = 30_000


class Asked:
    """An app that does all it is asked for but what it refuses."""

    def __init__(self, refusal: str = "") -> None:
        self.wishes: list[Wish] = []
        self._refusal = refusal

    def grant(self, wish: Wish) -> Answer:
        self.wishes.append(wish)
        return Answer("listening", "", shown=True, locked=False, refusal=self._refusal)


@pytest.fixture
def app() -> Asked:
    return Asked()


@pytest.fixture
def opened(app: Asked, tmp_path: Path) -> Iterator[Door]:
    shown = Door(app.grant)
    shown.open(tmp_path)
    yield shown
    shown.close()


Beside = Callable[[Callable[[], bytes]], bytes]


@pytest.fixture
def beside(qtbot: QtBot) -> Iterator[Beside]:
    """Do something as another program does it: while the app's loop goes on."""
    with ThreadPoolExecutor(1) as pool:

        def do(work: Callable[[], bytes]) -> bytes:
            done = pool.submit(work)
            qtbot.waitUntil(done.done, timeout=LIMIT_MS)
            return done.result()

        yield do


def said(folder: Path, *pieces: bytes) -> bytes:
    """Send pieces one after another, and return all that comes back before the door closes."""
    with visitor(folder) as sent:
        for piece in pieces:
            with contextlib.suppress(BrokenPipeError):  # Who has heard enough closes.
                sent.sendall(piece)
        return all_of(sent)


def visitor(folder: Path) -> socket.socket:
    found = socket.socket(socket.AF_UNIX)
    found.settimeout(LIMIT_MS / 1000)
    found.connect(door._name(folder))
    return found


def all_of(sent: socket.socket) -> bytes:
    """Return what comes until the other side has gone."""
    came = bytearray()
    with contextlib.suppress(ConnectionResetError):
        while piece := sent.recv(4096):
            came += piece
    return bytes(came)


PROGRAM = """
import sys
from pathlib import Path
from captions.errors import CaptionsError
from captions.model.wishes import Wish
from captions.ui.door import ask
for wish in sys.argv[2:]:
    try: print(ask(Wish(wish), Path(sys.argv[1])))
    except CaptionsError as error: print(error)
"""


def asked(folder: Path, *wishes: str) -> bytes:
    """Ask from a program of its own."""
    command = [sys.executable, "-c", PROGRAM, str(folder), *wishes]
    return subprocess.run(command, check=True, capture_output=True, cwd=REPOSITORY).stdout


@pytest.mark.usefixtures("opened")
def test_what_is_asked_is_done_and_answered(app: Asked, beside: Beside, tmp_path: Path) -> None:
    answers = beside(partial(asked, tmp_path, *Wish)).decode().splitlines()
    assert answers == [str(Answer("listening", "", shown=True, locked=False))] * len(Wish)
    assert app.wishes == list(Wish)


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize(
    "pieces",
    [
        (b"dance\n",),
        (b"\n",),
        (b"\xff\xfe\x00\n",),
        (b"pau", b"\xc3\n"),
        (b"p" * LONGEST,),
        (b"pause" + b" " * 100_000 + b"\n",),
    ],
    ids=["unknown", "empty", "no text", "cut in two", "no end", "no end in sight"],
)
def test_whatever_else_is_asked_is_refused_and_disturbs_nothing(
    app: Asked, beside: Beside, tmp_path: Path, pieces: tuple[bytes, ...]
) -> None:
    answer = beside(partial(said, tmp_path, *pieces))
    assert not answer or b"choose one of pause, resume," in answer
    assert set(app.wishes) == {Wish.STATE}
    assert b"listening" in beside(partial(said, tmp_path, b"show\n"))


@pytest.mark.usefixtures("opened")
def test_a_wish_that_comes_in_pieces_is_put_together(
    app: Asked, beside: Beside, tmp_path: Path
) -> None:
    assert beside(partial(said, tmp_path, b"pa", b"use", b"\nresume\n")) != b""
    assert app.wishes == [Wish.PAUSE]


@pytest.mark.usefixtures("opened")
def test_who_says_nothing_is_sent_away(
    monkeypatch: pytest.MonkeyPatch, beside: Beside, tmp_path: Path
) -> None:
    monkeypatch.setattr(door, "PATIENCE_MS", 10)
    assert beside(partial(said, tmp_path)) == b""


def test_of_many_who_say_nothing_the_last_are_sent_away_at_once(
    monkeypatch: pytest.MonkeyPatch, opened: Door, beside: Beside, qtbot: QtBot, tmp_path: Path
) -> None:
    monkeypatch.setattr(door, "PATIENCE_MS", 10 * LIMIT_MS)
    with contextlib.ExitStack() as stack:
        crowd = [stack.enter_context(visitor(tmp_path)) for _ in range(MOST)]
        assert beside(partial(said, tmp_path)) == b""
        crowd[0].close()
        qtbot.waitUntil(lambda: len(opened._guests) < MOST, timeout=LIMIT_MS)
        assert b"listening" in beside(partial(said, tmp_path, b"show\n"))


def test_where_no_app_runs_the_failure_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotRunningError, match="not running: start it first"):
        ask(Wish.PAUSE, tmp_path)


def test_an_app_that_runs_without_a_door_is_told_from_none(tmp_path: Path) -> None:
    with only_copy(tmp_path), pytest.raises(CaptionsError, match="running, but cannot be reached"):
        ask(Wish.PAUSE, tmp_path)


@pytest.mark.usefixtures("expected_errors")
def test_a_door_that_cannot_be_opened_is_told(
    app: Asked, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    Door(app.grant).open(tmp_path / ("long" * 40))
    assert "'captions tell' cannot reach the app" in caplog.text


def test_where_the_app_is_gone_the_failure_says_so(app: Asked, tmp_path: Path) -> None:
    shown = Door(app.grant)
    shown.open(tmp_path)
    shown.close()
    with pytest.raises(NotRunningError):
        ask(Wish.PAUSE, tmp_path)


@pytest.mark.usefixtures("opened")
def test_an_app_that_hangs_is_told_from_one_that_is_gone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # Nothing runs its loop, so nobody answers.
    monkeypatch.setattr(door, "PATIENCE_MS", 10)
    with pytest.raises(CaptionsError, match="does not answer"):
        ask(Wish.PAUSE, tmp_path)


def test_an_answer_of_another_version_is_told(
    monkeypatch: pytest.MonkeyPatch, opened: Door, beside: Beside, tmp_path: Path
) -> None:
    monkeypatch.setattr(opened, "_reply", len)
    assert b"another version" in beside(partial(asked, tmp_path, "pause"))


def test_only_the_same_user_can_open_the_door(opened: Door, tmp_path: Path) -> None:
    assert opened is not None
    mode = os.stat(door._name(tmp_path)).st_mode  # noqa: PTH116  # its name is Qt's
    assert stat.S_ISSOCK(mode)
    assert stat.S_IMODE(mode) == 0o700


def test_what_a_copy_that_died_left_behind_is_in_nobodys_way(
    app: Asked, beside: Beside, tmp_path: Path
) -> None:
    Path(door._name(tmp_path)).write_text("left", encoding="utf-8")
    shown = Door(app.grant)
    shown.open(tmp_path)
    assert b"listening" in beside(partial(said, tmp_path, b"show\n"))
    shown.close()


@pytest.mark.usefixtures("expected_errors")
def test_a_folder_that_cannot_be_used_does_not_keep_the_app_from_running(
    app: Asked, tmp_path: Path
) -> None:
    shown = Door(app.grant)
    shown.open(tmp_path / "not there")
    shown.close()
