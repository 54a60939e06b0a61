"""The control socket: one line is answered by one line, whatever the other program sends."""

import asyncio
import contextlib
import socket
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from captions.app.control_socket import (
    MAX_COMMAND_BYTES,
    MAX_CONNECTIONS,
    TIMEOUT_SECONDS,
    ControlSocket,
    send_command,
    socket_name,
)
from captions.app.lifecycle.instance_lock import single_instance
from captions.errors import CaptionsError, NotRunningError
from captions.model.command import Command, CommandAnswer, CommandRequest
from tests.conftest import on_loop
from tests.support.virtual_screen import REPOSITORY, wait_until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there it is a pipe")
LIMIT = 60.0


class Asked:
    """An app that does all it is asked for but what it refuses."""

    def __init__(self, refusal: str = "") -> None:
        self.wishes: list[CommandRequest] = []
        self._refusal = refusal
        self.state = "listening"

    def grant(self, question: CommandRequest) -> CommandAnswer:
        self.wishes.append(question)
        return CommandAnswer(self.state, "", shown=True, locked=False, refusal=self._refusal)


@pytest.fixture
def app() -> Asked:
    return Asked()


@pytest.fixture
def timeout() -> float:
    return TIMEOUT_SECONDS


@pytest.fixture
def opened(app: Asked, tmp_path: Path, timeout: float) -> Iterator[ControlSocket]:
    """Run a control socket on a loop of its own, beside the test."""
    shown = ControlSocket(app.grant, timeout)
    ready = threading.Event()
    loop = asyncio.new_event_loop()
    done = asyncio.Event()

    async def serve() -> None:
        await shown.open(tmp_path)
        ready.set()
        await done.wait()
        await shown.close()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    assert ready.wait(LIMIT)
    yield shown
    loop.call_soon_threadsafe(done.set)
    thread.join(LIMIT)
    loop.close()


def said(folder: Path, *pieces: bytes) -> bytes:
    """Send pieces one after another, and return all that comes back before the socket closes."""
    with visitor(folder) as sent:
        for piece in pieces:
            with contextlib.suppress(BrokenPipeError):  # Who has heard enough closes.
                sent.sendall(piece)
        return all_of(sent)


def visitor(folder: Path) -> socket.socket:
    found = socket.socket(socket.AF_UNIX)
    found.settimeout(LIMIT)
    found.connect(socket_name(folder))
    return found


def all_of(sent: socket.socket) -> bytes:
    """Return what comes until the other side has gone."""
    came = bytearray()
    with contextlib.suppress(ConnectionResetError):
        while piece := sent.recv(4096):
            came += piece
    return bytes(came)


def asked(folder: Path, *wishes: str) -> bytes:
    """Ask from a program of its own."""
    command = [sys.executable, "-m", "tests.support.programs.control_client", str(folder), *wishes]
    return subprocess.run(command, check=True, capture_output=True, cwd=REPOSITORY).stdout


@pytest.mark.usefixtures("opened")
def test_what_is_asked_is_done_and_answered(app: Asked, tmp_path: Path) -> None:
    answers = asked(tmp_path, *Command).decode().splitlines()
    assert answers == [str(CommandAnswer("listening", "", shown=True, locked=False))] * len(Command)
    assert app.wishes == list(Command)


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize(
    "pieces",
    [
        (b"dance\n",),
        (b"\n",),
        (b"\xff\xfe\x00\n",),
        (b"pau", b"\xc3\n"),
        (b"p" * MAX_COMMAND_BYTES,),
        (b"pause" + b" " * 100_000 + b"\n",),
    ],
    ids=["unknown", "empty", "no text", "cut in two", "no end", "no end in sight"],
)
def test_whatever_else_is_asked_is_refused_and_disturbs_nothing(
    app: Asked, tmp_path: Path, pieces: tuple[bytes, ...]
) -> None:
    answer = said(tmp_path, *pieces)
    assert not answer or b"choose one of pause, resume," in answer
    assert set(app.wishes) == {Command.STATE}
    assert b"listening" in said(tmp_path, b"show\n")


@pytest.mark.usefixtures("opened")
def test_a_wish_that_comes_in_pieces_is_put_together(app: Asked, tmp_path: Path) -> None:
    assert said(tmp_path, b"pa", b"use", b"\nresume\n") != b""
    assert app.wishes == [Command.PAUSE]


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize("timeout", [0.01])
def test_who_says_nothing_is_sent_away(tmp_path: Path) -> None:
    assert said(tmp_path) == b""


@pytest.mark.parametrize("timeout", [10 * LIMIT])
def test_of_many_who_say_nothing_the_last_are_sent_away_at_once(
    opened: ControlSocket, tmp_path: Path
) -> None:
    with contextlib.ExitStack() as stack:
        crowd = [stack.enter_context(visitor(tmp_path)) for _ in range(MAX_CONNECTIONS)]
        assert said(tmp_path) == b""
        crowd[0].close()
        wait_until(lambda: len(opened._connections) < MAX_CONNECTIONS, "one has gone")
        assert b"listening" in said(tmp_path, b"show\n")


def test_where_no_app_runs_the_failure_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotRunningError, match="not running: start it first"):
        send_command(Command.PAUSE, tmp_path)


def test_an_app_that_runs_without_a_socket_is_told_from_none(tmp_path: Path) -> None:
    with (
        single_instance(tmp_path),
        pytest.raises(CaptionsError, match="starting or quitting, or cannot be reached"),
    ):
        send_command(Command.PAUSE, tmp_path)


@pytest.mark.usefixtures("expected_errors")
def test_a_socket_that_cannot_be_opened_is_told(
    app: Asked, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    on_loop(ControlSocket(app.grant).open(tmp_path / ("long" * 40)))
    assert "'captions control' cannot reach the app" in caplog.text


def test_where_the_app_is_gone_the_failure_says_so(app: Asked, tmp_path: Path) -> None:
    on_loop(opened_and_closed(ControlSocket(app.grant), tmp_path))
    with pytest.raises(NotRunningError):
        send_command(Command.PAUSE, tmp_path)


async def opened_and_closed(shown: ControlSocket, folder: Path) -> None:
    await shown.open(folder)
    await shown.close()


def test_an_app_that_hangs_is_told_from_one_that_is_gone(
    tmp_path: Path,
) -> None:
    with socket.socket(socket.AF_UNIX) as hanging:
        hanging.bind(socket_name(tmp_path))
        hanging.listen()
        with pytest.raises(CaptionsError, match="does not respond"):
            send_command(Command.PAUSE, tmp_path, timeout_seconds=0.5)


@pytest.mark.usefixtures("opened")
def test_an_answer_of_another_version_is_told(app: Asked, tmp_path: Path) -> None:
    app.state = cast("str", 1)
    assert b"another version" in asked(tmp_path, "pause")


def test_only_the_same_user_can_write_to_the_socket(opened: ControlSocket, tmp_path: Path) -> None:
    assert opened is not None
    mode = Path(socket_name(tmp_path)).stat().st_mode
    assert stat.S_ISSOCK(mode)
    assert stat.S_IMODE(mode) == 0o600


def test_a_command_that_breaks_off_is_refused(
    app: Asked, opened: ControlSocket, tmp_path: Path
) -> None:
    assert opened is not None
    with visitor(tmp_path) as sent:
        sent.sendall(b"pause")
        sent.shutdown(socket.SHUT_WR)
        assert b"choose one of pause" in all_of(sent)
    assert app.wishes == [Command.STATE]


def test_what_a_copy_that_died_left_behind_is_in_nobodys_way(app: Asked, tmp_path: Path) -> None:
    Path(socket_name(tmp_path)).write_text("left", encoding="utf-8")

    async def work() -> bytes:
        shown = ControlSocket(app.grant)
        await shown.open(tmp_path)
        answer = await asyncio.to_thread(said, tmp_path, b"show\n")
        await shown.close()
        return answer

    assert b"listening" in on_loop(work())
    assert not Path(socket_name(tmp_path)).exists()


@pytest.mark.usefixtures("expected_errors")
def test_a_folder_that_cannot_be_used_does_not_keep_the_app_from_running(
    app: Asked, tmp_path: Path
) -> None:
    on_loop(opened_and_closed(ControlSocket(app.grant), tmp_path / "not there"))
