"""Lists the audio tracks of a recording with ffprobe, and finds the one the user chose."""

import json
import re
from dataclasses import dataclass
from typing import Any

from typing_extensions import override

from captions.errors import RecordingError, UsageError
from captions.media import ffmpeg, ffmpeg_process

_ENTRIES = (
    "format=duration:stream=codec_type,channels:stream_disposition=default:"
    "stream_tags=language,title"
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
"""Language tag as in BCP 47 and ISO 639-2, which containers use."""


@dataclass(frozen=True, slots=True)
class SoundTrack:
    """One audio track."""

    number: int
    """Number, counted from 1."""
    language: str
    """Language as the recording has it, such as ``eng``; empty if it has none."""
    title: str
    default: bool
    """True if the recording marks the track as its default."""

    @override
    def __str__(self) -> str:
        known = [text for text in (self.language, self.title) if text]
        return f"{self.number} ({', '.join(known)})" if known else str(self.number)


@dataclass(frozen=True, slots=True)
class MediaContents:
    """Duration and audio tracks that a recording declares."""

    seconds: float | None
    """Duration in seconds; None if the recording declares none."""
    tracks: tuple[SoundTrack, ...]
    """All audio tracks."""


UNKNOWN = MediaContents(None, ())
"""Contents if ffprobe is missing or fails."""


def probe_media(source: ffmpeg.InputArguments) -> MediaContents:
    """Return what a recording declares; `UNKNOWN` if ffprobe is missing or fails."""
    arguments = ("-v", "error", *source.arguments, "-show_entries", _ENTRIES, "-of", "json")
    try:
        output = ffmpeg_process.run_ffprobe(*arguments, stdin_data=source.stdin_data)
        probed = json.loads(output)
        return MediaContents(_read_duration(probed), _read_tracks(probed.get("streams", [])))
    except (OSError, ValueError):
        return UNKNOWN


def check_choice(wanted: str) -> None:
    """Check the text with which a user chooses a track.

    Raises:
        UsageError: it is neither a number from 1 nor a language.
    """
    number = wanted.isascii() and wanted.isdigit() and int(wanted[:9]) > 0
    if wanted and not number and not _LANGUAGE.fullmatch(wanted):
        raise UsageError("track_choice_invalid")


def track_specifier(wanted: str, contents: MediaContents, name: str) -> str:
    """Return ffmpeg's specifier of the track to decode, among all audio tracks.

    Args:
        wanted: a number from 1, a language, or empty for the recording's default.
        contents: what the recording declares.
        name: name of the recording, for messages.

    Raises:
        RecordingError: there is no such track.
    """
    if not contents.tracks:
        return _blind_specifier(wanted)
    chosen = next((track for track in contents.tracks if _is_match(track, wanted)), None)
    if chosen is None and wanted:
        raise RecordingError(
            "track_missing", recording=name, track=wanted, tracks=format_tracks(contents.tracks)
        )
    return str(chosen.number - 1 if chosen is not None else 0)


def format_tracks(tracks: tuple[SoundTrack, ...]) -> str:
    """Return tracks formatted for a sentence."""
    return ", ".join(map(str, tracks))


def other_tracks(contents: MediaContents, chosen: str) -> tuple[SoundTrack, ...]:
    """Return all tracks except the chosen one, which is given as ffmpeg's specifier."""
    return tuple(track for track in contents.tracks if str(track.number - 1) != chosen)


def _blind_specifier(wanted: str) -> str:
    if wanted.isdigit():
        return str(int(wanted[:9]) - 1)
    return f"m:language:{wanted}" if wanted else "0"


def _is_match(track: SoundTrack, wanted: str) -> bool:
    if not wanted:
        return track.default
    if wanted.isdigit():
        return track.number == int(wanted[:9])
    return track.language.lower() == wanted.lower()


def _read_duration(probed: dict[str, Any]) -> float | None:  # ffprobe's JSON is untyped
    duration = probed.get("format", {}).get("duration")
    return float(duration) if duration is not None else None


def _read_tracks(streams: list[dict[str, Any]]) -> tuple[SoundTrack, ...]:
    sounds = [stream for stream in streams if stream.get("codec_type") == "audio"]
    return tuple(
        SoundTrack(
            number,
            stream.get("tags", {}).get("language", "").replace("und", ""),
            stream.get("tags", {}).get("title", ""),
            bool(stream.get("disposition", {}).get("default")),
        )
        for number, stream in enumerate(sounds, 1)
    )
