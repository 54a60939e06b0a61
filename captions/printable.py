"""Makes text of unknown origin safe to print: names, transcripts and errors from elsewhere.

A terminal obeys escape sequences, and C1 controls as well (ECMA-48); bidirectional controls show
text in another order than it has (Unicode TR 36, "Trojan Source"). Neither belongs into a line.
"""

import re

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
"""C0 and C1 controls, and Unicode's line and paragraph separators."""
_ORDERING = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
"""Bidirectional controls and other marks without a shape; joiners stay, as scripts need them."""
_HALVES = re.compile(r"[\ud800-\udfff]")
"""Halves of characters, which no encoding has."""


def printable(text: str, most: int | None = None) -> str:
    """Return a text as one line without anything that a terminal obeys.

    Args:
        text: whatever it is.
        most: characters to keep; what is longer ends in an ellipsis.
    """
    if most is not None and len(text) > most:
        text = f"{text[:most]}…"
    if text.isascii() and text.isprintable():
        return text
    return _HALVES.sub("\ufffd", _ORDERING.sub("", _CONTROLS.sub(" ", text)))


def printable_lines(text: str) -> str:
    """Return a text of several lines, each of them made `printable`."""
    return "\n".join(printable(line) for line in text.split("\n"))
