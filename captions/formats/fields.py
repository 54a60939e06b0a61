"""Text and times of segments as several formats write them."""

import math
from datetime import datetime, timedelta, timezone

from captions.formats.options import ExportOptions
from captions.model.saved_transcript import TranscriptSegment
from captions.printable import make_printable


def clean_text(text: str) -> str:
    """Return a text as one line without control characters and lone surrogates."""
    return " ".join(make_printable(text).split())


def describe_gap(segment: TranscriptSegment) -> str:
    """Return the mark of audio that was dropped, with its duration; the same in all languages."""
    seconds = segment.end - segment.start
    return f"[… {seconds:.0f} s]" if math.isfinite(seconds) and seconds > 0 else "[…]"


def shifted_time(seconds: float, options: ExportOptions) -> float | None:
    """Return a time with the offset; `None` if it is not known."""
    return seconds + options.offset_seconds if math.isfinite(seconds) else None


def clock_time(seconds: float) -> str:
    """Return a time as hours, minutes and seconds, such as ``0:05:09``; never below zero."""
    minutes, seconds = divmod(int(max(0.0, seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}"


def round_seconds(seconds: float | None) -> float | None:
    """Return a time in whole milliseconds for JSON, which has no NaN; `None` if it is not known."""
    return None if seconds is None or not math.isfinite(seconds) else round(seconds, 3)


def local_time(seconds: float | None, utc_offset_seconds: int) -> datetime | None:
    """Return a wall time as a local date and time.

    Args:
        seconds: seconds since 1970 (UTC); `None` if the time is not known.
        utc_offset_seconds: offset of the local time from UTC.

    Returns:
        The time, or `None` if it is not known, or not a date from the year 1 to 9999.
    """
    if seconds is None or not math.isfinite(seconds):
        return None
    try:
        zone = timezone(timedelta(seconds=utc_offset_seconds))
        return datetime.fromtimestamp(seconds, zone)
    except (OverflowError, OSError, ValueError):
        return None
