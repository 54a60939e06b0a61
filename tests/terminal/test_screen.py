"""The terminal as a screen: any size, any words, and what is left at the end."""

import asyncio
import fcntl
import os
import struct
import sys
import termios
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from captions.model.rows import Row, Rows, TextRun
from captions.settings.schema import CaptionSettings
from captions.terminal.screen import ScreenEvents, TerminalScreen
from captions.wording.status import CaptionStatus
from tests.conftest import on_loop
from tests.support.terminal.emulator import Emulator

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")
HINTS = [("p", "pause"), ("q", "quit")]
ROWS = (
    Row((TextRun("今天天气很好 👍🏽", settled=True),)),
    Row((TextRun("e\u0301té", settled=False),)),
    Row(),
)


class Stage:
    """A screen on a pseudo-terminal, and an emulator that reads it."""

    def __init__(self, columns: int, rows: int) -> None:
        self._user, self._program = os.openpty()
        os.set_blocking(self._user, False)
        self.emulator = Emulator(columns, rows)
        self.resize(columns, rows)
        self.painted: list[Rows] = []
        self.resizes = 0

    def resize(self, columns: int, rows: int) -> None:
        self.emulator.screen.resize(rows, columns)
        fcntl.ioctl(self._user, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    async def shown(self) -> list[str]:
        """Return what is to be seen after the next frame."""
        while self.screen._timer is not None:  # noqa: ASYNC110  # the test itself is bounded
            await asyncio.sleep(0)
        return self.read()

    def read(self) -> list[str]:
        while True:
            try:
                self.emulator.feed(os.read(self._user, 65_536))
            except BlockingIOError:
                return self.emulator.lines()

    def run(self, work: Callable[["Stage"], Coroutine[Any, Any, None]]) -> None:
        async def opened() -> None:
            with os.fdopen(self._program, "w", encoding="utf-8") as stream:
                events = ScreenEvents(unexpected, self._resized, self.painted.append, unexpected)
                self.screen = TerminalScreen(stream, {"TERM": "xterm"}, events)
                self.screen.show_hints(HINTS)
                self.screen.open()
                await work(self)
                self.screen.close()
                self.read()

        on_loop(opened())
        os.close(self._user)

    def _resized(self) -> None:
        self.resizes += 1


def unexpected(*_: str) -> None:
    pytest.fail("Nothing was to be called.")


@pytest.mark.parametrize("size", [(1, 1), (2, 1), (3, 2), (20, 3), (80, 24), (300, 2)])
def test_any_size_shows_what_there_is_room_for(size: tuple[int, int]) -> None:
    async def work(stage: Stage) -> None:
        stage.screen.show_status(CaptionStatus("Paused: nothing is heard.", "waiting", paused=True))
        stage.screen.show_rows(ROWS)
        assert len(await stage.shown()) <= size[1]
        stage.screen.add_rows(ROWS[:1])
        stage.screen.show_rows(ROWS[1:])
        await stage.shown()

    stage = Stage(*size)
    stage.run(work)
    assert stage.emulator.cursor_is_shown


def test_the_end_leaves_the_captions_and_nothing_else() -> None:
    async def work(stage: Stage) -> None:
        stage.screen.add_rows((Row((TextRun("one", settled=True),)),))
        stage.screen.show_rows((Row((TextRun("two", settled=True),)), Row()))
        assert (await stage.shown())[-4:] == ["one", "two", "", "●  p pause  q quit"]

    stage = Stage(40, 10)
    stage.run(work)
    assert [line for line in stage.emulator.lines() if line] == ["one", "two"]
    assert stage.painted[-1] == (
        Row((TextRun("one", settled=True),)),
        Row((TextRun("two", settled=True),)),
        Row(),
    )


def test_another_size_is_seen_at_the_next_frame() -> None:
    async def work(stage: Stage) -> None:
        assert stage.screen.row_width(CaptionSettings()) == 42
        stage.resize(30, 10)
        stage.screen.show_rows(ROWS[:1])
        await stage.shown()
        assert stage.resizes >= 1
        assert stage.screen.row_width(CaptionSettings()) == 29
        assert stage.screen.row_width(CaptionSettings(row_percent=50)) == 15

    Stage(60, 10).run(work)


def test_clearing_scrolls_everything_into_the_history() -> None:
    async def work(stage: Stage) -> None:
        stage.screen.add_rows((Row((TextRun("one", settled=True),)),))
        await stage.shown()
        stage.screen.scroll_away()
        assert [line for line in await stage.shown() if line] == ["●  p pause  q quit"]
        assert "one" in stage.emulator.history()

    Stage(40, 10).run(work)


def test_a_stop_gives_the_terminal_back_for_a_while() -> None:
    async def work(stage: Stage) -> None:
        stage.screen.show_rows(ROWS[:1])
        await stage.shown()
        stage.screen.suspend()
        assert [line for line in stage.read() if line] == []
        assert stage.emulator.cursor_is_shown
        stage.screen.open()
        assert (await stage.shown())[-1] == "●  p pause  q quit"

    Stage(40, 10).run(work)
