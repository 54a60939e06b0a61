"""Appearance of rows, status and notifications in a terminal, in the user's own colours.

Committed words have the terminal's default colour and partial ones its faint variant, so that both
are readable on light and dark backgrounds. Only the dot of the status line has a colour, and the
words next to it say the same.
"""

import io
from collections.abc import Mapping, Sequence
from typing import TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from captions.model.rows import Row, TextRun
from captions.printable import make_printable
from captions.wording.status import CaptionStatus, Light

_FAINT = "dim"
_DOTS: Mapping[Light, str] = {"listening": "green", "waiting": "yellow", "error": "red"}
_ANY_WIDTH = 10_000
"""Width on which no line is broken."""
_GAP = "  "
"""Separator between two parts of the status line."""


class StyledLines:
    """Renders text to lines with attributes, for one terminal."""

    def __init__(self, stream: TextIO, environment: Mapping[str, str]) -> None:
        """Detect the attributes that the terminal of a stream supports."""
        detected = Console(file=stream, _environ=environment)
        self._console = Console(
            file=io.StringIO(),
            force_terminal=True,
            color_system=detected.color_system or "standard",  # type: ignore[arg-type]  # a literal
            no_color=detected.no_color,
            legacy_windows=False,
            width=_ANY_WIDTH,
            _environ={},
        )
        self._dot = "●" if detected.encoding.lower().startswith("utf") else "*"

    def render_row(self, row: Row) -> str:
        """Render a row of captions."""
        runs = [(make_printable(run.text), _find_style(run)) for run in row.runs]
        return self._render_text(Text.assemble(*runs))

    def render_notice(self, sentence: str, width: int) -> list[str]:
        """Render a notification, wrapped to the width."""
        text = Text(f"captions: {make_printable(sentence)}", style=_FAINT)
        return [self._render_text(line) for line in text.wrap(self._console, width)]

    def render_footer(
        self, status: CaptionStatus, hints: Sequence[tuple[str, str]], width: int
    ) -> list[str]:
        """Render the status and the keys, wrapped to the width.

        Args:
            status: the status to show.
            hints: keys and what they do, the most important one last.
            width: maximum width of a line in columns.
        """
        line = make_printable(status.line or status.listening)
        text = Text.assemble((self._dot, _DOTS[status.light]), f" {line}" if line else "")
        lines = list(text.wrap(self._console, width))
        room = width - cell_len(f"{lines[-1].plain}{_GAP}")
        # A line of their own if only that shows all keys, of which the first is needed most often.
        keys = _fit_hints(hints, width)
        if keys and cell_len(keys) > room and keys == _fit_hints(hints, _ANY_WIDTH):
            lines.append(Text(keys, _FAINT))
        elif beside := _fit_hints(hints, room):
            lines[-1].append(f"{_GAP}{beside}", _FAINT)
        elif keys:
            lines.append(Text(keys, _FAINT))
        return [self._render_text(part) for part in lines]

    def _render_text(self, text: Text) -> str:
        text.rstrip()
        with self._console.capture() as captured:
            self._console.print(text, end="", soft_wrap=True, highlight=False, markup=False)
        return captured.get()


def _find_style(run: TextRun) -> str:
    # Swapping the user's two colours keeps their contrast.
    style = "" if run.settled else _FAINT
    return f"bold reverse {style}".rstrip() if run.is_alert else style


def measure_text(text: str) -> float:
    """Return the width of a text in columns."""
    return cell_len(make_printable(text))


def _fit_hints(hints: Sequence[tuple[str, str]], width: int) -> str:
    """Return as many of the last hints as fit."""
    for first in range(len(hints)):
        shown = _GAP.join(f"{key} {what}" for key, what in hints[first:])
        if cell_len(shown) <= width:
            return shown
    return ""
