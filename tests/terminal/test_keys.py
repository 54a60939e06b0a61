"""Keys: what counts as one, and how the terminal is left."""

import asyncio
import os
import sys
import termios
from collections.abc import Iterator

import pytest

from captions.terminal.keys import TerminalKeys, parse_keys
from tests.conftest import on_loop

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a console is polled instead")


@pytest.mark.parametrize(
    ("data", "keys"),
    [
        pytest.param(b"p", ["p"], id="one key"),
        pytest.param(b"ppp", ["p", "p", "p"], id="a key held down"),
        pytest.param(b"pc", ["p", "c"], id="two keys typed fast over a slow line"),
        pytest.param(b"\r", ["\r"], id="Enter"),
        pytest.param(b"\x1b[A", [], id="an arrow key"),
        pytest.param(b"\x1bOP", [], id="a function key, which ends in P"),
        pytest.param(b"\x1b[15;2~", [], id="a function key with Shift"),
        pytest.param(b"\x1bq", [], id="Alt with a key"),
        pytest.param(b"\x1b", [], id="Escape"),
        pytest.param(b"quit the call", [], id="a paste"),
        pytest.param("é".encode(), ["é"], id="a letter of two bytes"),
        pytest.param(b"\xff\xfe", [], id="no text"),
    ],
)
def test_what_counts_as_a_key(data: bytes, keys: list[str]) -> None:
    assert parse_keys(data) == keys


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    ends = os.openpty()
    yield ends
    for end in ends:
        os.close(end)


def attributes(descriptor: int) -> list[object]:
    return list(termios.tcgetattr(descriptor))


async def pressed_until(keys: list[str], count: int) -> None:
    while len(keys) < count:  # noqa: ASYNC110  # the test itself is bounded
        await asyncio.sleep(0)


def test_keys_come_one_by_one_and_the_terminal_is_left_as_it_was(
    terminal: tuple[int, int],
) -> None:
    user, program = terminal
    before, keys = attributes(program), list[str]()

    async def work() -> None:
        reader = TerminalKeys(program, keys.append, unexpected)
        reader.open()
        reader.open()  # Such as after Ctrl+Z and "fg", although it was not closed.
        assert attributes(program) != before
        os.write(user, b"p")
        await pressed_until(keys, 1)
        os.write(user, b"q")
        await pressed_until(keys, 2)
        reader.close()
        reader.close()

    on_loop(work())
    assert keys == ["p", "q"]
    assert attributes(program) == before


def test_a_terminal_that_goes_is_told() -> None:
    user, program = os.openpty()
    gone: list[str] = []

    async def work() -> None:
        reader = TerminalKeys(program, unexpected, lambda: gone.append("gone"))
        reader.open()
        os.close(user)
        await pressed_until(gone, 1)
        reader.close()

    on_loop(work())
    os.close(program)
    assert gone == ["gone"]


def test_what_is_no_terminal_gives_no_keys() -> None:
    read, write = os.pipe()

    async def work() -> None:
        reader = TerminalKeys(write, unexpected, unexpected)
        reader.open()
        reader.close()

    on_loop(work())
    os.close(read)
    os.close(write)


def unexpected(*_: str) -> None:
    pytest.fail("Nothing was to be called.")
