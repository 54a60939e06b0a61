"""Describes sessions and segments as they are stored: without paths and without secrets."""

import time
from pathlib import PurePath

from captions.printable import make_printable, redact_server, redact_url
from captions.settings.source import LocationKind, parse_source


def describe_source(source: str) -> str:
    """Return an audio source: a file's name, a URL without its secrets, or a captured source."""
    if parse_source(source) is LocationKind.PATH:
        return make_printable(PurePath(source).name)
    return make_printable(redact_url(source))


def describe_recogniser(server: str, model: str) -> str:
    """Return the address of the speech server without its secrets; the model if there is none."""
    return redact_server(server) or model


def find_utc_offset(started: float) -> int:
    """Return the offset of the local time from UTC in seconds at a wall time."""
    return time.localtime(started).tm_gmtoff
