"""How rows, the status and notices look in a terminal, with the colours that the user has chosen.

Committed words have the terminal's own colour and partial ones its faint variant, so that both can
be read on light and on dark ground. Only the dot of the status line has a colour, and the words
beside it say the same.
"""

import io
from collections.abc import Mapping, Sequence
from typing import TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from captions.model.rows import Row
from captions.printable import printable
from captions.wording.status import Light, Status

_FAINT = "dim"
_DOTS: Mapping[Light, str] = {"listening": "green", "waiting": "yellow", "error": "red"}
_GAP = "  "
"""Between two parts of the status line."""


class Styles:
    """Renders text to lines with attributes, for one terminal."""

    def __init__(self, stream: TextIO, environment: Mapping[str, str]) -> None:
        """Find out which attributes the terminal behind a stream has."""
        found = Console(file=stream, _environ=environment)
        self._console = Console(
            file=io.StringIO(),
            force_terminal=True,
            color_system=found.color_system or "standard",  # type: ignore[arg-type]  # a literal
            no_color=found.no_color,
            legacy_windows=False,
            width=10_000,
            _environ={},
        )
        self._dot = "●" if found.encoding.lower().startswith("utf") else "*"

    def row(self, row: Row) -> str:
        """Render a row of captions."""
        runs = [(printable(run.text), "" if run.settled else _FAINT) for run in row.runs]
        return self._rendered(Text.assemble(*runs))

    def notice(self, sentence: str, width: int) -> list[str]:
        """Render a notice in as many lines as it takes."""
        text = Text(f"captions: {printable(sentence)}", style=_FAINT)
        return [self._rendered(line) for line in text.wrap(self._console, width)]

    def footer(self, status: Status, hints: Sequence[tuple[str, str]], width: int) -> list[str]:
        """Render the status and the keys in as many lines as they take.

        Args:
            status: what to show.
            hints: keys and what they do, the most important one last.
            width: columns that a line may have.
        """
        line = printable(status.line)
        text = Text.assemble((self._dot, _DOTS[status.light]), f" {line}" if line else "")
        lines = list(text.wrap(self._console, width))
        keys = _hints(hints, width - cell_len(f"{lines[-1].plain}{_GAP}"))
        if keys:
            lines[-1].append(f"{_GAP}{keys}", _FAINT)
        elif keys := _hints(hints, width):
            lines.append(Text(keys, _FAINT))
        return [self._rendered(part) for part in lines]

    def _rendered(self, text: Text) -> str:
        text.rstrip()
        with self._console.capture() as captured:
            self._console.print(text, end="", soft_wrap=True, highlight=False, markup=False)
        return captured.get()


def measure(text: str) -> float:
    """Return how many columns a text takes."""
    return cell_len(printable(text))


def _hints(hints: Sequence[tuple[str, str]], width: int) -> str:
    """Return as many of the last keys as there is room for."""
    for first in range(len(hints)):
        shown = _GAP.join(f"{key} {what}" for key, what in hints[first:])
        if cell_len(shown) <= width:
            return shown
    return ""
