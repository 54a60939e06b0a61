"""Texts about segments: times, gaps, and what screen readers speak."""

from PySide6.QtCore import QCoreApplication, QLocale, QTime

from captions.formats.fields import local_time
from captions.model.saved_transcript import SavedSegment

_MINUTE = 60


def format_stream_time(seconds: float) -> str:
    """Return a time since the beginning of the session, such as ``2:05`` or ``1:02:05``."""
    minutes, rest = divmod(max(0, int(seconds)), _MINUTE)
    hours, minutes = divmod(minutes, _MINUTE)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def format_clock_time(seconds: float, utc_offset_seconds: int) -> str:
    """Return the time of day in the language's short format; empty if it is out of range.

    Args:
        seconds: seconds since 1970 (UTC).
        utc_offset_seconds: offset of the local time from UTC.
    """
    local = local_time(seconds, utc_offset_seconds)
    if local is None:
        return ""
    return QLocale().toString(QTime(local.hour, local.minute), QLocale.FormatType.ShortFormat)


def describe_gap(segment: SavedSegment) -> str:
    """Return how long there were no captions."""
    seconds = max(1, round(segment.end - segment.start))
    if seconds >= 2 * _MINUTE:
        template = QCoreApplication.translate("SegmentTexts", "{minutes}\u00a0min without captions")
        return template.format(minutes=round(seconds / _MINUTE))
    template = QCoreApplication.translate("SegmentTexts", "{seconds}\u00a0s without captions")
    return template.format(seconds=seconds)


def describe_unknown_speaker() -> str:
    """Return the heading of a sentence without a speaker, after one with a speaker."""
    return QCoreApplication.translate("SegmentTexts", "Speaker unknown")


def describe_segment(segment: SavedSegment) -> str:
    """Return what a screen reader speaks for a segment: who, what and when."""
    if segment.is_gap:
        return describe_gap(segment)
    spoken = f"{segment.label}: {segment.text}" if segment.label else segment.text
    if segment.translation:
        template = QCoreApplication.translate("SegmentTexts", "Machine translation: {0}")
        spoken = f"{spoken} {template.format(segment.translation)}"
    return f"{spoken} ({format_stream_time(segment.start)})"


def format_recognised(segment: SavedSegment) -> str | None:
    """Return the recognised text of a segment that shows another text; `None` otherwise."""
    if segment.text == segment.recognised_text or segment.is_gap:
        return None
    template = QCoreApplication.translate("SegmentTexts", "Recognised as: {text}")
    return template.format(text=segment.recognised_text)
