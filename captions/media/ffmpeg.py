"""Builds ffmpeg's arguments and reads its messages, without exposing secrets.

A URL may hold a password or a token, and every user of a computer can see the arguments of its
processes. So ffmpeg receives the URL on standard input, as the only entry of a list for its
``concat`` demuxer.
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from captions.errors import RecordingError
from captions.printable import redact_url

WEB_PROTOCOLS = (
    "http,https,httpproxy,tcp,tls,crypto,data,rtmp,rtmps,ffrtmphttp,ffrtmpcrypt,rtsp,rtp,srtp,udp"
)
"""Protocols that a web playlist or redirection may lead to; above all, no files."""

_CLUSTER_MILLISECONDS = "1"
"""Longest cluster; with it, the Matroska muxer holds back at most the last two packets."""
_LIST = "pipe:0"
"""ffmpeg's name for its standard input."""
_URL = re.compile(r"\b[a-z][a-z0-9+.-]*://[^\s'\"]+")
_MESSAGE_PREFIX = re.compile(r"^\[[^\]]*\]\s*|^Error opening input( files?)?: ")
"""Component that logs a message, and the text that newer versions put before the reason."""


@dataclass(frozen=True, slots=True)
class InputArguments:
    """Arguments that tell ffmpeg what to read."""

    arguments: tuple[str, ...]
    stdin_data: bytes = b""
    """Bytes for ffmpeg's standard input, which is closed after them."""


def url_input(
    url: str, protocols: str = WEB_PROTOCOLS, timeout: float | None = None
) -> InputArguments:
    """Return the input for a URL that no other user may see.

    Args:
        url: address with a scheme in lower case, because ffmpeg accepts no other.
        protocols: protocols that ffmpeg may open for it, separated by commas.
        timeout: seconds that one network operation may take; ffmpeg 4 has no such option.

    Raises:
        RecordingError: the URL contains a line break or another non-printable character.
    """
    if not url.isprintable():
        # The URL is not shown: it is unprintable, and its secret parts are unknown.
        raise RecordingError("url_has_hidden_characters")
    # On the command line, the option would apply to the list and not to its entries.
    options = "" if timeout is None else f"option rw_timeout {round(timeout * 1e6)}\n"
    return _list_input(url, protocols, options)


def file_input(path: Path) -> InputArguments:
    """Return the input for a file of any name.

    ffmpeg reads the file from a list, like a URL. Otherwise the start of the audio would count from
    the video in some containers, and from the audio itself in others (MPEG-TS, Ogg).

    A playlist can name other files and addresses; a recording must not open addresses.
    """
    name = f"file:{path.resolve()}"  # A link to an open file means nothing to another process.
    return _list_input(name, "file") if name.isprintable() else probe_input(path)


def probe_input(path: Path) -> InputArguments:
    """Return ffprobe's input for a file; of a list, ffprobe cannot determine the duration."""
    return InputArguments(("-protocol_whitelist", "file", "-i", f"file:{path.resolve()}"))


def named_input(name: str) -> InputArguments:
    """Return the input for a name that every user may see, such as ``file:`` and a path."""
    return InputArguments(("-i", name))


def stdin_input() -> InputArguments:
    """Return the input for ffmpeg's standard input."""
    return InputArguments(("-protocol_whitelist", "pipe", "-i", _LIST))


def decoding_arguments(source: InputArguments, track: str) -> tuple[str, ...]:
    """Return the arguments with which ffmpeg decodes a track to Matroska on standard output.

    Args:
        source: what ffmpeg reads.
        track: audio track: a number from 0, or another of ffmpeg's stream specifiers.
    """
    return (
        *("-nostdin", "-v", "error", *source.arguments),
        *("-map", f"0:a:{track}", "-map_metadata", "-1", "-map_chapters", "-1"),
        # Samples that an edit list omits have negative timestamps, which Matroska forbids.
        *("-af", "atrim=start=0", "-c:a", "pcm_f32le", "-f", "matroska"),
        *("-cluster_time_limit", _CLUSTER_MILLISECONDS, "-flush_packets", "1", "pipe:1"),
    )


def last_message(stderr_text: str, *inputs: str) -> str:
    """Return ffmpeg's last message, reduced to what matters to the user.

    Args:
        stderr_text: all that ffmpeg wrote to standard error.
        inputs: names that ffmpeg may use for its input; they may hold secrets.
    """
    for name in (_LIST, *inputs):
        stderr_text = stderr_text.replace(f"{name}: ", "").replace(name, "the input")
    lines = stderr_text.strip().splitlines() or ["ffmpeg does not say why"]
    reason = _MESSAGE_PREFIX.sub("", _MESSAGE_PREFIX.sub("", lines[-1]))
    return "ffmpeg: " + _URL.sub(lambda found: redact_url(found[0]), reason).rstrip(". ")


def _list_input(url: str, protocols: str, options: str = "") -> InputArguments:
    """Return the input for a list of one entry."""
    quoted = url.replace("'", r"'\''")
    opened = ("-f", "concat", "-safe", "0", "-protocol_whitelist", f"pipe,{protocols}")
    # A list's times begin with its entry; without -copyts they may begin with the audio.
    return InputArguments(
        ("-copyts", *opened, "-i", _LIST), os.fsencode(f"file '{quoted}'\n{options}")
    )


def display_name(url: str) -> str:
    """Return a URL or a path as messages show it: quoted and without secrets."""
    return f"“{redact_url(url)}”"
