"""Titles, days and lengths of sessions in the interface language."""

from datetime import UTC, date, datetime, timedelta

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

from captions.formats.fields import local_time
from captions.model.saved_transcript import SavedSession
from captions.wording.speaker_names import SpeakerNames

_MINUTE = 60


def find_day(session: SavedSession) -> date:
    """Return the local day on which a session began."""
    return _local_start(session).date()


def format_day(day: date, today: date) -> str:
    """Return a day as a heading: *Today*, *Yesterday*, or its weekday and date."""
    if day == today:
        return QCoreApplication.translate("SessionTexts", "Today")
    if day == today - timedelta(days=1):
        return QCoreApplication.translate("SessionTexts", "Yesterday")
    if day.year == today.year:
        pattern = QCoreApplication.translate("SessionTexts", "dddd d MMMM")
    else:
        pattern = QCoreApplication.translate("SessionTexts", "dddd d MMMM yyyy")
    return QLocale().toString(QDate(day.year, day.month, day.day), pattern)


def format_start(session: SavedSession) -> str:
    """Return the local time of day at which a session began, such as ``14:05``."""
    start = _local_start(session)
    return QLocale().toString(QTime(start.hour, start.minute), QLocale.FormatType.ShortFormat)


def format_title(session: SavedSession) -> str:
    """Return the title of a session, or its time and sources if it has none."""
    return _one_line(session.title) or format_default_title(session)


def format_default_title(session: SavedSession) -> str:
    """Return the time and the sources of a session, which stand in for a title."""
    return f"{format_start(session)} {format_sources(session)}"


def format_sources(session: SavedSession) -> str:
    """Return what was captioned, on one line."""
    names = {
        "mic": QCoreApplication.translate("SessionTexts", "Microphone"),
        "system": QCoreApplication.translate("SessionTexts", "Computer audio"),
        "-": QCoreApplication.translate("SessionTexts", "Standard input"),
    }
    captured = set("+".join(session.sources).split("+"))
    if captured == {"mic", "system"}:
        sources = QCoreApplication.translate("SessionTexts", "Microphone and computer audio")
    elif captured <= names.keys():
        sources = ", ".join(names[name] for name in names if name in captured)
    else:
        sources = ", ".join(session.sources)
    return _one_line(sources)


def list_speakers(session: SavedSession) -> tuple[str, ...]:
    """Return the labels of lanes and the names of numbered speakers, in the order of colours.

    As beside the captions, the lanes come first if both sides of a call were captioned.
    """
    is_call = session.lane_labels.keys() <= set("+".join(session.sources).split("+"))
    lanes = session.lane_labels.values() if is_call else ()
    return (*lanes, *SpeakerNames().list_names().values())


def format_duration(seconds: float) -> str:
    """Return a length such as ``35 s``, ``43 min`` or ``1 h 12 min``."""
    if seconds < _MINUTE:
        return QCoreApplication.translate("SessionTexts", "{seconds}\u00a0s").format(
            seconds=int(seconds)
        )
    hours, minutes = divmod(int(seconds) // _MINUTE, 60)
    if not hours:
        return QCoreApplication.translate("SessionTexts", "{minutes}\u00a0min").format(
            minutes=minutes
        )
    template = QCoreApplication.translate("SessionTexts", "{hours}\u00a0h {minutes}\u00a0min")
    return template.format(hours=hours, minutes=minutes)


def format_word_count(count: int) -> str:
    """Return a number of words, such as ``6,120 words``."""
    if count == 1:
        return QCoreApplication.translate("SessionTexts", "1 word")
    template = QCoreApplication.translate("SessionTexts", "{count} words")
    return template.format(count=QLocale().toString(count))


def format_match_count(count: int) -> str:
    """Return a number of matches of a search."""
    if count == 1:
        return QCoreApplication.translate("SessionTexts", "1 match")
    template = QCoreApplication.translate("SessionTexts", "{count} matches")
    return template.format(count=QLocale().toString(count))


def _local_start(session: SavedSession) -> datetime:
    started = local_time(session.started, session.utc_offset_seconds)
    return started or datetime.fromtimestamp(0, UTC)  # A damaged file may contain any number.


def _one_line(text: str) -> str:
    return " ".join(text.split())
