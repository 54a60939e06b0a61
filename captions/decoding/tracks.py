"""The sound tracks of a recording: what ffprobe says of them, and which one the user means."""

import json
import re
import subprocess
from typing import Any, NamedTuple

from typing_extensions import override

from captions import ffmpeg
from captions.errors import RecordingError, UsageError

_PROBE_SECONDS = 10.0
"""Timeout of ffprobe."""
_ENTRIES = (
    "format=duration:stream=codec_type,channels:stream_disposition=default:"
    "stream_tags=language,title"
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
"""As in BCP 47 and ISO 639-2, which containers use."""


class Track(NamedTuple):
    """One track of sound."""

    number: int
    """Counted from 1."""
    language: str
    """As the recording has it, such as ``eng``; empty where it has none."""
    title: str
    default: bool
    """True if the recording marks it as the one to play."""

    @override
    def __str__(self) -> str:
        known = [text for text in (self.language, self.title) if text]
        return f"{self.number} ({', '.join(known)})" if known else str(self.number)


class Contents(NamedTuple):
    """What a recording says it holds."""

    seconds: float | None
    """Its length; None where it says none."""
    tracks: tuple[Track, ...]
    """All tracks of sound."""


UNKNOWN = Contents(None, ())
"""What is known without ffprobe."""


def probe(source: ffmpeg.Input) -> Contents:
    """Return what a recording says it holds; `UNKNOWN` where neither it nor ffprobe says."""
    command = ["ffprobe", "-v", "error", *source.arguments, "-show_entries", _ENTRIES]
    try:
        done = subprocess.run(
            [*command, "-of", "json"],
            input=source.told,
            capture_output=True,
            timeout=_PROBE_SECONDS,
            check=False,
        )
        found = json.loads(done.stdout)
        return Contents(_seconds(found), _tracks(found.get("streams", [])))
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return UNKNOWN


def check_choice(wanted: str) -> None:
    """Check the text with which a user chooses a track.

    Raises:
        UsageError: it is neither a number from 1 nor a language.
    """
    number = wanted.isascii() and wanted.isdigit() and int(wanted[:9]) > 0
    if wanted and not number and not _LANGUAGE.fullmatch(wanted):
        raise UsageError("--track takes the number of a sound track, from 1, or its language.")


def specifier(wanted: str, contents: Contents, name: str) -> str:
    """Return ffmpeg's name of the track to decode, within all tracks of sound.

    Args:
        wanted: a number from 1, a language, or nothing for the recording's default.
        contents: the recording's, as far as they are known.
        name: the recording, for the user.

    Raises:
        RecordingError: there is no such track.
    """
    if not contents.tracks:
        return _blind_specifier(wanted)
    found = next((track for track in contents.tracks if _matches(track, wanted)), None)
    if found is None and wanted:
        raise RecordingError(
            f"{name} has no sound track {wanted}: choose from {listed(contents.tracks)}."
        )
    return str(found.number - 1 if found is not None else 0)


def listed(tracks: tuple[Track, ...]) -> str:
    """Return tracks as they stand in a sentence."""
    return ", ".join(map(str, tracks))


def others(contents: Contents, chosen: str) -> tuple[Track, ...]:
    """Return all tracks besides the chosen one, which has ffmpeg's name."""
    return tuple(track for track in contents.tracks if str(track.number - 1) != chosen)


def _blind_specifier(wanted: str) -> str:
    if wanted.isdigit():
        return str(int(wanted[:9]) - 1)
    return f"m:language:{wanted}" if wanted else "0"


def _matches(track: Track, wanted: str) -> bool:
    if not wanted:
        return track.default
    if wanted.isdigit():
        return track.number == int(wanted[:9])
    return track.language.lower() == wanted.lower()


def _seconds(found: dict[str, Any]) -> float | None:  # ffprobe's JSON has no types
    duration = found.get("format", {}).get("duration")
    return float(duration) if duration is not None else None


def _tracks(streams: list[dict[str, Any]]) -> tuple[Track, ...]:
    sounds = [stream for stream in streams if stream.get("codec_type") == "audio"]
    return tuple(
        Track(
            number,
            stream.get("tags", {}).get("language", "").replace("und", ""),
            stream.get("tags", {}).get("title", ""),
            bool(stream.get("disposition", {}).get("default")),
        )
        for number, stream in enumerate(sounds, 1)
    )
