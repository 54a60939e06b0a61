"""The list of saved sessions, as a table or as JSON lines."""

import json
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from rich.cells import cell_len, set_cell_size

from captions.formats.fields import clock_time, local_time, round_seconds
from captions.model.saved_transcript import SavedSession
from captions.printable import make_printable

_HEADINGS = ("ID", "Started", "Length", "Words", "Audio", "Title")
_NUMERIC = frozenset({"ID", "Length", "Words"})
"""Columns that are aligned on the right."""
_GUTTER = "  "
_MIN_TITLE_CELLS = 12
"""Minimum width of a title in terminal cells; a narrower terminal wraps the lines."""
_MAX_TITLE_CHARS = 200
"""Maximum length of a title in the table; ``--json`` has all of it."""
_SOURCE_NAMES = {
    "mic": "Microphone",
    "system": "Computer audio",
    "mic+system": "Microphone and computer audio",
    "-": "Standard input",
}
"""Names of sources other than files and URLs, for sessions without a title."""


def format_table(sessions: Sequence[SavedSession], columns: int | None = None) -> list[str]:
    """Return the lines of a table.

    Args:
        sessions: sessions in the order of the table.
        columns: width of the terminal, to which titles are cut; `None` if it is not a terminal.
    """
    rows = [_HEADINGS, *map(_format_cells, sessions)]
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    left = sum(widths[:-1]) + len(_GUTTER) * (len(widths) - 1)
    widths[-1] = _MAX_TITLE_CHARS if columns is None else max(columns - left, _MIN_TITLE_CELLS)
    return [_format_row(row, widths) for row in rows]


def format_json(sessions: Sequence[SavedSession]) -> list[str]:
    """Return a JSON object for each session: a stable interface for other programs.

    The JSON is ASCII, and therefore contains no terminal control characters.
    """
    return [json.dumps(_describe(session), allow_nan=False) for session in sessions]


def terminal_columns() -> int:
    """Return the width of the terminal in cells."""
    return shutil.get_terminal_size().columns


def display_title(session: SavedSession, max_chars: int = _MAX_TITLE_CHARS) -> str:
    """Return the printable title of a session, or its sources if it has none."""
    sources = [_SOURCE_NAMES.get(source, source) for source in session.sources]
    return make_printable(session.title or " and ".join(sources), max_chars)


def local_start(session: SavedSession) -> datetime:
    """Return when a session started, in the local time of that day and place."""
    started = local_time(session.started, session.utc_offset_seconds)
    return started or datetime.fromtimestamp(0, UTC)  # A damaged file may contain any number.


def _format_cells(session: SavedSession) -> tuple[str, ...]:
    return (
        str(session.id),
        f"{local_start(session):%Y-%m-%d %H:%M}",
        clock_time(session.seconds),
        f"{session.word_count:,}",
        "kept" if session.has_sound else "",
        display_title(session),
    )


def _format_row(cells: Sequence[str], widths: Sequence[int]) -> str:
    *fixed, title = [
        _align_cell(cell, width, right=heading in _NUMERIC)
        for heading, cell, width in zip(_HEADINGS, cells, widths, strict=True)
    ]
    return _GUTTER.join([*fixed, title]).rstrip()


def _align_cell(text: str, width: int, *, right: bool) -> str:
    """Return a text of a width in terminal cells; a longer one is cut and ends in an ellipsis."""
    cells = cell_len(text)
    if cells > width:
        return f"{set_cell_size(text, width - 1).rstrip()}…"
    padding = " " * (width - cells)
    return padding + text if right else text + padding


def _describe(session: SavedSession) -> dict[str, Any]:  # Any: JSON
    return {
        "id": session.id,
        "started": local_start(session).isoformat(timespec="seconds"),
        "seconds": round_seconds(session.seconds),
        "words": session.word_count,
        "title": session.title,
        "kept_sound": session.has_sound,
    }
