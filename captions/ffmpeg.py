"""What the ffmpeg program says, in words that may be shown: no secrets, no addresses in memory."""

import re

_MOST_SHOWN = 200
_URL = re.compile(r"\b[a-z][a-z0-9+.-]*://[^\s'\"]+")
_PLACE = re.compile(r"^\[[^\]]*\]\s*|^Error opening input( files?)?: ")
"""The part of ffmpeg that speaks, and what newer ones put in front of the reason."""


def last_words(said: str, *inputs: str) -> str:
    """Return ffmpeg's last line, cut down to what it means for a user.

    Args:
        said: all that it wrote to standard error.
        inputs: what it may call what it reads; they may hold a secret.
    """
    for name in inputs:
        said = said.replace(f"{name}: ", "").replace(name, "the input")
    lines = said.strip().splitlines() or ["ffmpeg does not say why"]
    words = _PLACE.sub("", _PLACE.sub("", lines[-1]))
    return "ffmpeg: " + _URL.sub(lambda found: bare(found[0]), words).rstrip(". ")


def bare(url: str) -> str:
    """Return a URL without user, password, query and fragment; a path as it is."""
    scheme, mark, rest = url.partition("://")
    if not mark:
        return url[:_MOST_SHOWN]
    host, slash, path = re.split(r"[?#]", rest, maxsplit=1)[0].partition("/")
    return f"{scheme}://{host.rpartition('@')[2]}{slash}{path}"[:_MOST_SHOWN]


def shown(url: str) -> str:
    """Return a URL or a path as it stands in a sentence."""
    return f"“{bare(url)}”"
