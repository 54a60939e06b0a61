"""Parses the source setting: a captured source, or the location of audio that is played."""

from enum import Enum, StrEnum


class CapturedSource(StrEnum):
    """Source captured from devices, by its name in the settings."""

    MICROPHONE = "mic"
    COMPUTER = "system"
    """Sound that the computer plays."""
    BOTH = "mic+system"
    """The microphone and the computer, each in its own lane."""


class LocationKind(Enum):
    """Kind of location of audio that is played rather than captured."""

    STANDARD_INPUT = "standard input"
    URL = "URL"
    PATH = "path"
    """Path of a recording or of a named pipe."""


def parse_source(source: str) -> CapturedSource | LocationKind:
    """Return the source that a setting names."""
    return CapturedSource(source) if source in set(CapturedSource) else parse_location(source)


def parse_location(location: str) -> LocationKind:
    """Return the kind of a location: ``-``, a URL or a path."""
    if location == "-":
        return LocationKind.STANDARD_INPUT
    return LocationKind.URL if "://" in location else LocationKind.PATH
