"""How rows and the status look: in any terminal, on any ground, at any width."""

import io

import pytest
from rich.cells import cell_len
from typing_extensions import override

from captions.model.rows import Row, TextRun
from captions.terminal.styles import StyledLines, measure_text
from captions.wording.status import CaptionStatus
from tests.support.terminal.emulator import Emulator

HINTS = [("p", "pause"), ("c", "clear"), ("q", "quit")]
ROW = Row((TextRun("It was", settled=True), TextRun(" the best", settled=False)))


class Terminal(io.TextIOWrapper):
    """A stream that says it is a terminal."""

    def __init__(self, encoding: str = "utf-8") -> None:
        super().__init__(io.BytesIO(), encoding)

    @override
    def isatty(self) -> bool:
        return True


def styles(encoding: str = "utf-8", **variables: str) -> StyledLines:
    return StyledLines(Terminal(encoding), {"TERM": "xterm-256color", **variables})


def shown(*lines: str, columns: int = 80) -> Emulator:
    emulator = Emulator(columns)
    emulator.write("\r\n".join(lines))
    return emulator


@pytest.mark.parametrize(
    "variables",
    [
        pytest.param({}, id="colours"),
        pytest.param({"NO_COLOR": "1"}, id="no colours"),
        pytest.param({"TERM": "vt100"}, id="an old terminal"),
        pytest.param({"COLORTERM": "truecolor"}, id="all colours"),
    ],
)
def test_partial_words_are_faint_and_no_words_have_a_colour(variables: dict[str, str]) -> None:
    seen = shown(styles(**variables).render_row(ROW))
    assert seen.lines() == ["It was the best"]
    assert seen.bright() == "It was"
    assert seen.faint() == "the best"
    assert seen.colours() == {"default"}


def test_the_dot_has_the_colour_of_the_state() -> None:
    found = styles().render_footer(CaptionStatus("Connecting…", "waiting"), HINTS, 79)
    assert shown(*found).lines() == ["● Connecting…  p pause  c clear  q quit"]
    assert shown(*found).colours() == {"default", "brown"}  # pyte's name for yellow
    assert shown(
        *styles(NO_COLOR="1").render_footer(CaptionStatus("", "error"), HINTS, 79)
    ).colours() == {"default"}


def test_the_status_names_the_devices_after_the_first_words_as_well() -> None:
    status = CaptionStatus("", "listening", listening="Listening to computer audio")
    found = styles().render_footer(status, HINTS, 79)
    assert shown(*found).lines() == ["● Listening to computer audio  p pause  c clear  q quit"]


def test_a_console_without_unicode_gets_a_plain_dot() -> None:
    (line,) = styles("latin-1").render_footer(CaptionStatus("", "listening"), HINTS, 79)
    assert shown(line).lines() == ["*  p pause  c clear  q quit"]


@pytest.mark.parametrize(
    ("width", "lines"),
    [
        (53, ["● Paused: nothing is heard.  p pause  c clear  q quit"]),
        (40, ["● Paused: nothing is heard.", "p pause  c clear  q quit"]),
        (30, ["● Paused: nothing is heard.", "p pause  c clear  q quit"]),
        (19, ["● Paused: nothing", "is heard.  q quit"]),
        (6, ["●", "Paused", ":", "nothin", "g is", "heard.", "q quit"]),
    ],
)
def test_the_status_takes_the_lines_it_needs(width: int, lines: list[str]) -> None:
    found = styles().render_footer(
        CaptionStatus("Paused: nothing is heard.", "waiting"), HINTS, width
    )
    assert shown(*found).lines() == lines
    assert all(cell_len(line) <= width for line in shown(*found).lines())


def test_a_notice_is_wrapped() -> None:
    found = styles().render_notice("The microphone is disconnected. Connect it again.", 30)
    assert shown(*found).lines() == [
        "captions: The microphone is",
        "disconnected. Connect it",
        "again.",
    ]


@pytest.mark.parametrize(
    ("text", "columns"),
    [("abc", 3), ("今天", 4), ("한국어", 6), ("👍🏽", 2), ("e\u0301", 1), ("", 0)],
)
def test_columns_are_those_of_a_terminal(text: str, columns: int) -> None:
    assert measure_text(text) == columns


@pytest.mark.parametrize("text", ["\x1b[2Jgone", "\x9b31mred", "a\r\nb", "a\u202eb", "\x07", "\t"])
def test_words_cannot_control_the_terminal(text: str) -> None:
    emulator = Emulator()
    emulator.write("kept\r\n")
    emulator.write(styles().render_row(Row((TextRun(f"<{text}>", settled=True),))))
    assert emulator.lines()[0] == "kept"
    assert len(emulator.lines()) <= 2
    assert emulator.colours() == {"default"}
    assert emulator.screen.cursor.x == measure_text(f"<{text}>")


def test_alert_words_swap_the_colours_of_the_terminal() -> None:
    runs = (TextRun("so ", settled=True), TextRun("Anna", settled=False, is_alert=True))
    assert styles().render_row(Row(runs)) == "so \x1b[1;2;7mAnna\x1b[0m"
