"""Make untrusted or secret text safe to print: names, transcripts, foreign errors and URLs.

Terminals execute escape sequences and C1 controls (ECMA-48). Bidirectional controls display text in
a different order from the stored one (Unicode TR 36, "Trojan Source"). Both are removed.
"""

import re

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
"""C0 and C1 controls, and Unicode's line and paragraph separators."""
_INVISIBLE_MARKS = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
"""Bidirectional controls and other invisible marks; joiners are kept because scripts need them."""
_MAX_URL_CHARS = 200
"""Maximum characters of a URL or a path that are shown."""
_INVALID = re.compile(r"[\ud800-\udfff\ufffe\uffff]")
"""Lone surrogates, which cannot be encoded, and noncharacters, which XML and ffmpeg reject."""


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
    return _INVALID.sub("\ufffd", _INVISIBLE_MARKS.sub("", _CONTROLS.sub(" ", text)))


def make_lines_printable(text: str) -> str:
    """Return a text of several lines, each processed by `make_printable`."""
    return "\n".join(make_printable(line) for line in text.split("\n"))


def redact_url(url: str) -> str:
    """Return a URL without user, password, query and fragment, or a path as it is."""
    scheme, mark, rest = url.partition("://")
    if not mark:
        return url[:_MAX_URL_CHARS]
    host, slash, path = re.split(r"[?#]", rest, maxsplit=1)[0].partition("/")
    return f"{scheme}://{host.rpartition('@')[2]}{slash}{path}"[:_MAX_URL_CHARS]


def redact_server(url: str) -> str:
    """Return the scheme, if there is one, and the host of a server's URL."""
    scheme, mark, rest = url.partition("://") if "://" in url else ("", "", url)
    host = redact_url(f"server://{rest}").removeprefix("server://").partition("/")[0]
    return f"{scheme}{mark}{host}"
