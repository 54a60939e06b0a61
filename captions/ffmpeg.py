"""The ffmpeg program: how it is told a URL, and what it says, so that no secret is seen.

A URL may hold a password or a token, and everybody on a computer may see the arguments of its
processes. So ffmpeg is told it on its standard input, as the one entry of a list that its
``concat`` demuxer plays.
"""

import os
import re
from pathlib import Path
from typing import NamedTuple

from captions.errors import RecordingError

WEB_PROTOCOLS = (
    "http,https,httpproxy,tcp,tls,crypto,data,rtmp,rtmps,ffrtmphttp,ffrtmpcrypt,rtsp,rtp,srtp,udp"
)
"""What a playlist or a redirection of the web may lead to: no files, above all."""

_LIST = "pipe:0"
"""What ffmpeg calls its standard input."""
_MOST_SHOWN = 200
_URL = re.compile(r"\b[a-z][a-z0-9+.-]*://[^\s'\"]+")
_PLACE = re.compile(r"^\[[^\]]*\]\s*|^Error opening input( files?)?: ")
"""The part of ffmpeg that speaks, and what newer ones put in front of the reason."""


class Input(NamedTuple):
    """How ffmpeg is told what to read."""

    arguments: tuple[str, ...]
    told: bytes = b""
    """What is written to its standard input, which is closed then."""


def hidden(url: str, protocols: str = WEB_PROTOCOLS, timeout: float | None = None) -> Input:
    """Return how ffmpeg is told a URL that nobody else is to see.

    Args:
        url: with a scheme in lower case: ffmpeg knows no other.
        protocols: what may be opened for it, by ffmpeg's names, with commas.
        timeout: seconds that one network operation may take; ffmpeg 4 cannot be told.

    Raises:
        RecordingError: there is a line break in it, or another sign that no address has.
    """
    if not url.isprintable():
        # It is not shown: neither would a terminal, nor is it known what of it is secret.
        raise RecordingError("This address has a line break or a hidden sign in it: copy it again.")
    # On the command line it would hold for the list, and not for what the list names.
    options = "" if timeout is None else f"option rw_timeout {round(timeout * 1e6)}\n"
    return _listed(url, protocols, options)


def recording(path: Path) -> Input:
    """Return how ffmpeg is told to read a file, whatever its name is.

    ffmpeg reads it by the same list as a URL. Otherwise the time at which sound begins would count
    from the picture in some containers, and from the sound itself in others (MPEG-TS, Ogg).

    A playlist can name other files and addresses; a recording has no business to open addresses.
    """
    name = f"file:{path.resolve()}"  # A link to an open file leads nowhere in another program.
    return _listed(name, "file") if name.isprintable() else directly(path)


def directly(path: Path) -> Input:
    """Return how ffprobe is told to read a file; of a list it does not know the length."""
    return Input(("-protocol_whitelist", "file", "-i", f"file:{path.resolve()}"))


def piped() -> Input:
    """Return how ffmpeg is told to read its standard input."""
    return Input(("-protocol_whitelist", "pipe", "-i", _LIST))


def last_words(said: str, *inputs: str) -> str:
    """Return ffmpeg's last line, cut down to what it means for a user.

    Args:
        said: all that it wrote to standard error.
        inputs: what it may call what it reads; they may hold a secret.
    """
    for name in (_LIST, *inputs):
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


def _listed(url: str, protocols: str, options: str = "") -> Input:
    """Return a list of one entry."""
    quoted = url.replace("'", r"'\''")
    opened = ("-f", "concat", "-safe", "0", "-protocol_whitelist", f"pipe,{protocols}")
    # The list's times begin with its entry; without -copyts, they may begin with the sound.
    return Input(("-copyts", *opened, "-i", _LIST), os.fsencode(f"file '{quoted}'\n{options}"))


def shown(url: str) -> str:
    """Return a URL or a path as it stands in a sentence."""
    return f"“{bare(url)}”"
