"""Writing to a terminal: which terminals take control sequences, and one that takes nothing."""

import asyncio
import io
import os
import sys
import termios
from typing import TextIO

import pytest
from typing_extensions import override

from captions.terminal.output import TerminalOutput, TerminalSize, is_capable
from tests.conftest import on_loop

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a console is asked instead")


class Stream(io.StringIO):
    """A stream that is a terminal, or is not."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self._terminal = terminal

    @override
    def isatty(self) -> bool:
        return self._terminal


@pytest.mark.parametrize(
    ("stream", "term", "capable"),
    [
        (Stream(terminal=True), "xterm-256color", True),
        (Stream(terminal=True), "tmux", True),
        (Stream(terminal=True), "dumb", False),
        (Stream(terminal=True), "unknown", False),
        (Stream(terminal=True), "", False),
        (Stream(terminal=False), "xterm", False),
        (None, "xterm", False),
    ],
)
def test_a_terminal_has_to_say_that_it_takes_control_sequences(
    stream: TextIO | None, term: str, capable: bool
) -> None:
    assert is_capable(stream, {"TERM": term} if term else {}) is capable


def test_a_terminal_that_takes_nothing_holds_nobody_up() -> None:
    """Such as after Ctrl+S, or while a connection stalls."""
    user, program = os.openpty()
    attributes = termios.tcgetattr(program)
    attributes[1] &= ~termios.OPOST
    termios.tcsetattr(program, termios.TCSANOW, attributes)
    text = "x" * 100_000

    async def work() -> list[bool]:
        ready = asyncio.Event()
        with os.fdopen(program, "w") as stream:
            output = TerminalOutput(stream, ready.set, unexpected)
            output.write(text)
            found = [output.is_busy]
            read = 0
            while read < len(text):
                read += len(await asyncio.to_thread(os.read, user, 65_536))
            await ready.wait()
            found.append(output.is_busy)
            output.close()
            output.close_descriptor()
        return found

    assert on_loop(work()) == [True, False]
    os.close(user)


def test_a_terminal_that_goes_is_told() -> None:
    user, program = os.openpty()
    gone: list[bool] = []

    async def work() -> None:
        with os.fdopen(program, "w") as stream:
            output = TerminalOutput(stream, unexpected, lambda: gone.append(True))
            os.close(user)
            output.write("text")
            assert not output.is_busy
            output.close()
            output.close_descriptor()

    on_loop(work())
    assert gone


def test_a_terminal_without_a_size_has_the_usual_one() -> None:
    user, program = os.openpty()
    with os.fdopen(program, "w") as stream:
        output = TerminalOutput(stream, unexpected, unexpected)
        assert output.size == TerminalSize(80, 24)
        output.close_descriptor()
    os.close(user)


def unexpected() -> None:
    pytest.fail("Nothing was to be called.")
