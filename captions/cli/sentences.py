"""Sentences on a terminal: lines break between words, never within one or within a command."""

import os
import re
import textwrap
from typing import TextIO

from captions.printable import make_printable

_MIN_WIDTH = 20
"""Width below which lines are not broken any further."""
_QUOTED = re.compile(r"'[^']*'")
"""A command to copy, such as 'captions models fetch NAME'."""
_NO_BREAK_SPACE = "\0"
"""Stands for a space at which no line ends; printable text has no such character."""


def write_sentence(stream: TextIO, sentence: str) -> None:
    """Write a sentence as one line; on a terminal, as lines of whole words."""
    stream.write(f"{wrap_sentence(make_printable(sentence), find_width(stream))}\n")


def find_width(stream: TextIO) -> int | None:
    """Return the width of a terminal in columns; `None` for any other stream.

    The variable ``COLUMNS`` overrides the width, as in other programs.
    """
    try:
        if not stream.isatty():
            return None
        named = os.environ.get("COLUMNS", "")
        return int(named) if named.isdecimal() else os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):  # It is closed, or has no descriptor.
        return None


def wrap_sentence(sentence: str, width: int | None) -> str:
    """Return a sentence in lines of a width in columns; unchanged without a width.

    A word or a command that is longer than a line stays whole, so that it can be copied.
    """
    if not width:
        return sentence
    kept = _QUOTED.sub(lambda found: found[0].replace(" ", _NO_BREAK_SPACE), sentence)
    lines = textwrap.wrap(
        kept, max(_MIN_WIDTH, width), break_long_words=False, break_on_hyphens=False
    )
    return "\n".join(lines).replace(_NO_BREAK_SPACE, " ")
