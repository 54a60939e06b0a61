"""The region at the bottom of a terminal: what is seen is what was asked for, and nothing else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from captions.terminal.painter import RegionPainter
from tests.support.terminal.emulator import Emulator

LINES = st.lists(st.text("abc", max_size=8), max_size=4)


class Region:
    """A painter, and the terminal that it paints on."""

    def __init__(self, columns: int = 20, rows: int = 8) -> None:
        self.emulator = Emulator(columns, rows)
        self.painter = RegionPainter()
        self.emulator.write("$ captions\r\n")

    def paint(self, *lines: str, above: tuple[str, ...] = ()) -> list[str]:
        self.emulator.write(self.painter.paint(lines, above))
        return seen(self.emulator.lines())


def seen(lines: list[str]) -> list[str]:
    """Return lines without the blank ones: the region begins at the bottom of the screen."""
    return [line for line in lines if line]


def test_lines_are_rewritten_in_place() -> None:
    region = Region()
    assert region.paint("one", "status") == ["$ captions", "one", "status"]
    assert region.paint("one two", "status") == ["$ captions", "one two", "status"]
    assert region.paint("three", "status") == ["$ captions", "three", "status"]


def test_final_lines_stay_above() -> None:
    region = Region()
    region.paint("one two", "three", "status")
    assert region.paint("three", "status", above=("one two",)) == [
        *("$ captions", "one two", "three", "status")
    ]


def test_line_that_becomes_final_without_a_change_is_not_overwritten() -> None:
    """Silence makes the row that is being filled final, and it looks the same."""
    region = Region()
    region.paint("one", "status")
    assert region.paint("status", above=("one",)) == ["$ captions", "one", "status"]
    region.paint("two", "status")
    assert seen(region.emulator.history()) == ["$ captions", "one", "two", "status"]


def test_the_region_begins_at_the_bottom_and_moves_no_other_line() -> None:
    region = Region(rows=5)
    region.paint("one", "status")
    assert region.emulator.lines() == ["$ captions", "", "", "one", "status"]
    region = Region(rows=3)
    region.paint("one", "two", "three")
    assert region.emulator.history() == ["$ captions", "one", "two", "three"]


def test_fewer_lines_leave_nothing_behind() -> None:
    region = Region()
    region.paint("one", "two", "three", "status")
    assert region.paint("one", "status") == ["$ captions", "one", "status"]
    assert region.paint() == ["$ captions"]


def test_only_lines_that_change_are_written() -> None:
    painter = RegionPainter()
    painter.paint(["same", "old"])
    written = painter.paint(["same", "new"])
    assert "same" not in written
    assert "new" in written
    assert painter.paint(["same", "new"]) == ""


def test_a_line_that_is_wider_than_expected_moves_no_other() -> None:
    region = Region(columns=5)
    assert region.paint("one", "much too long", "end")[-1] == "end"
    assert region.paint("two", "end")[-2:] == ["two", "end"]
    assert region.emulator.wraps


def test_lines_that_the_terminal_wrapped_are_erased_whole() -> None:
    """As terminals do that wrap lines again when they become narrower."""
    region = Region(columns=10, rows=8)
    region.paint("one two", "status")
    # The cursor is at the region's start, and what follows has been wrapped.
    region.emulator.write("\x1b[2A\x1b7one t\r\nwo\r\nstatu\r\ns\x1b8")
    region.painter.invalidate_lines()
    assert region.paint("one", "two") == ["$ captions", "one", "two"]


@settings(max_examples=40)
@given(st.lists(st.tuples(LINES, LINES), max_size=12))
def test_the_screen_has_the_final_lines_and_the_region(
    steps: list[tuple[list[str], list[str]]],
) -> None:
    region, said, lines = Region(rows=6), ["$ captions"], list[str]()
    for above, lines in steps:
        said += above
        region.emulator.write(region.painter.paint(lines, above))
    assert seen(region.emulator.history()) == seen([*said, *lines])


@pytest.mark.parametrize("rows", [1, 2])
def test_a_terminal_of_few_rows_shows_the_last_lines(rows: int) -> None:
    region = Region(rows=rows)
    region.paint("a", above=("one", "two", "three"))
    assert region.emulator.lines()[-1] == "a"
