"""Make untrusted text safe to print: names, transcripts and foreign error messages.

Terminals execute escape sequences and C1 controls (ECMA-48). Bidirectional controls display text in
another order than it is stored (Unicode TR 36, "Trojan Source"). Both are removed.
"""

import re

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
"""C0 and C1 controls, and Unicode's line and paragraph separators."""
_INVISIBLE_MARKS = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
"""Bidirectional controls and other invisible marks; joiners are kept because scripts need them."""
_SURROGATES = re.compile(r"[\ud800-\udfff]")
"""Lone surrogates, which cannot be encoded."""


def make_printable(text: str, max_chars: int | None = None) -> str:
    """Return the text as one line without terminal control characters.

    Args:
        text: any text.
        max_chars: maximum length; longer text is cut and ends in an ellipsis.
    """
    if max_chars is not None and len(text) > max_chars:
        text = f"{text[:max_chars]}…"
    if text.isascii() and text.isprintable():
        return text
    return _SURROGATES.sub("\ufffd", _INVISIBLE_MARKS.sub("", _CONTROLS.sub(" ", text)))


def make_lines_printable(text: str) -> str:
    """Return a text of several lines, each processed by `make_printable`."""
    return "\n".join(make_printable(line) for line in text.split("\n"))
