"""Conversion between values and columns of the store.

Times are stored in whole milliseconds and log probabilities in thousandths. Both are precise enough
for every file format, and take a third of the space of floating-point numbers.
"""

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from captions.events import Word
from captions.history.store.schema import segment_number
from captions.model.saved_transcript import (
    MAX_TITLE_CHARS,
    NewSession,
    SavedSegment,
    SavedSession,
    TranscriptSegment,
)
from captions.printable import make_printable

_MAX_MS = 1 << 53
"""Limit of a time, so that what a server sends always fits into a column."""
_MAX_WALL_SECONDS = 200_000_000_000.0
"""Limit of a time since 1970 in seconds: six thousand years, so that it has a date."""
_DAY_SECONDS = 86_400
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
"""C0 and C1 controls, and Unicode's line and paragraph separators."""
_SURROGATES = re.compile(r"[\ud800-\udfff]")
"""Lone surrogates, which SQLite cannot store."""
SELECT_SESSIONS = (
    "SELECT id, started, utc_offset_seconds, duration_ms, title, recogniser, language, sources, "
    "lane_labels, segment_count, word_count, writer FROM sessions "
)
"""Beginning of a query for `make_session`."""
SELECT_SEGMENTS = (
    "SELECT id, start_ms, end_ms, is_timed, wall_ms, is_gap, lane, speaker, text, displayed, "
    "correction, translation, words FROM segments "
)
"""Beginning of a query for `make_segment`."""


_Number = TypeVar("_Number", int, float)


class StoredWords(msgspec.Struct, array_like=True, omit_defaults=True):
    """Words of a segment."""

    times: list[int]
    """Start, relative to the start of the segment, and duration of each word in milliseconds."""
    texts: list[str] | None = None
    """`None` if the words are the parts of the text between single spaces."""
    logprobs: list[int | None] | None = None
    """In thousandths; `None` if all are unknown."""


_encode_words = msgspec.msgpack.Encoder().encode
_decode_words = msgspec.msgpack.Decoder(StoredWords).decode
_decode_sources = msgspec.json.Decoder(tuple[str, ...]).decode
_decode_labels = msgspec.json.Decoder(dict[str, str]).decode


def clean_text(text: str) -> str:
    """Return a text without control characters and lone surrogates, otherwise as it is."""
    if text.isascii() and text.isprintable():
        return text
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub(" ", text))


def clean_title(title: str) -> str:
    """Return a title as one line of at most `MAX_TITLE_CHARS` characters."""
    title = make_printable(title).strip()
    return title if len(title) <= MAX_TITLE_CHARS else f"{title[: MAX_TITLE_CHARS - 1]}…"


def to_milliseconds(seconds: float) -> int:
    """Return a time in whole milliseconds; 0 if it is not a number."""
    if math.isnan(seconds):
        return 0
    return round(max(-_MAX_MS, min(1000 * seconds, _MAX_MS)))


def _wall_milliseconds(seconds: float | None) -> int | None:
    """Return a time since 1970 in milliseconds; `None` if no calendar has it."""
    if seconds is None or not abs(seconds) < _MAX_WALL_SECONDS:
        return None
    return to_milliseconds(seconds)


def session_values(new: NewSession) -> tuple[Any, ...]:
    """Return what is known of a new session, from ``started`` to ``lane_labels``."""
    return (
        new.started if abs(new.started) < _MAX_WALL_SECONDS else 0.0,
        new.utc_offset_seconds,
        clean_title(new.title),
        clean_text(new.recogniser),
        clean_text(new.language),
        msgspec.json.encode([clean_text(source) for source in new.sources]).decode(),
        msgspec.json.encode(
            {clean_text(lane): clean_text(label) for lane, label in new.lane_labels.items()}
        ).decode(),
    )


def segment_values(
    segment: TranscriptSegment, labels: Mapping[str, str], last_start: int
) -> tuple[Any, ...]:
    """Return the columns of a segment from ``start_ms`` on, except for the correction.

    Args:
        segment: the segment.
        labels: label of each lane; it is stored with the session only.
        last_start: start in milliseconds if the segment has no times.
    """
    text = "" if segment.is_gap else clean_text(segment.text)
    is_timed = math.isfinite(segment.start)
    start = to_milliseconds(segment.start) if is_timed else last_start
    end = to_milliseconds(segment.end) if math.isfinite(segment.end) else start
    return (
        start,
        max(start, end),
        is_timed,
        _wall_milliseconds(segment.wall_time),
        segment.is_gap,
        clean_text(segment.lane),
        "" if segment.label == labels.get(segment.lane) else clean_text(segment.label),
        text,
        _clean_displayed(segment, text),
        clean_text(segment.translation) or None,
        pack_words(segment.words, text, start),
    )


def _clean_displayed(segment: TranscriptSegment, text: str) -> str | None:
    """Return the displayed text if it differs from the recognised one."""
    if segment.is_gap or segment.displayed_text is None:
        return None
    displayed = clean_text(segment.displayed_text)
    return None if displayed == text else displayed


def pack_words(words: Sequence[Word], text: str, start: int) -> bytes | None:
    """Return words in MessagePack; `None` if there are none.

    Args:
        words: the words.
        text: text of their segment.
        start: start of their segment in milliseconds.
    """
    if not words:
        return None
    texts = [clean_text(word.text) for word in words]
    times: list[int] = []
    for word in words:
        begin = to_milliseconds(word.start)
        times += (begin - start, max(0, to_milliseconds(word.end) - begin))
    logprobs = [None if word.logprob is None else to_milliseconds(word.logprob) for word in words]
    return _encode_words(
        StoredWords(
            times,
            None if texts == text.split(" ") else texts,
            None if set(logprobs) == {None} else logprobs,
        )
    )


def unpack_words(packed: bytes | None, text: str, start: int) -> tuple[Word, ...]:
    """Return words as `pack_words` received them, in whole milliseconds."""
    if packed is None:
        return ()
    stored = _decode_words(packed)
    texts = text.split(" ") if stored.texts is None else stored.texts
    logprobs = stored.logprobs or [None] * len(texts)
    begins = [start + offset for offset in stored.times[::2]]
    parts = zip(texts, begins, stored.times[1::2], logprobs, strict=True)
    return tuple(
        [
            Word(
                word,
                begin / 1000,
                (begin + duration) / 1000,
                None if logprob is None else logprob / 1000,
            )
            for word, begin, duration, logprob in parts
        ]
    )


def read_labels(column: str) -> dict[str, str]:
    """Return the label of each lane from its column."""
    return _decode_labels(column)


def make_session(row: Sequence[Any], *, is_open: bool, has_sound: bool) -> SavedSession:
    """Return a session from the columns of `SELECT_SESSIONS`.

    Raises:
        ValueError: a column is damaged.
    """
    return SavedSession(
        id=row[0],
        started=_check_limit(row[1], _MAX_WALL_SECONDS),
        utc_offset_seconds=_check_limit(row[2], _DAY_SECONDS),
        seconds=row[3] / 1000,
        title=row[4],
        recogniser=row[5],
        language=row[6],
        sources=_decode_sources(row[7]),
        lane_labels=_decode_labels(row[8]),
        segment_count=row[9],
        word_count=row[10],
        is_open=is_open,
        has_sound=has_sound,
    )


def make_segment(row: Sequence[Any], session_id: int, labels: Mapping[str, str]) -> SavedSegment:
    """Return a segment from the columns of `SELECT_SEGMENTS`.

    Args:
        row: the columns.
        session_id: identifier of its session.
        labels: label of each lane.

    Raises:
        ValueError: a column is damaged.
    """
    key, start, end, is_timed, wall, is_gap, lane, speaker, *texts, words = row
    text, displayed, correction, translation = texts
    return SavedSegment(
        id=segment_number(key),
        session_id=session_id,
        start=start / 1000 if is_timed else math.nan,
        end=end / 1000 if is_timed else math.nan,
        wall_time=None if wall is None else _check_limit(wall / 1000, _MAX_WALL_SECONDS),
        is_gap=bool(is_gap),
        lane=lane,
        label=speaker or labels.get(lane, ""),
        text=next(shown for shown in (correction, displayed, text) if shown is not None),
        displayed_text=displayed,
        recognised_text=text,
        translation=translation or "",
        words=unpack_words(words, text, start),
    )


def preview_segment(
    segment: TranscriptSegment, number: int, session_id: int, labels: Mapping[str, str]
) -> SavedSegment:
    """Return a segment as it will be read from the store.

    Args:
        segment: the segment.
        number: its number.
        session_id: identifier of its session.
        labels: label of each lane.
    """
    *values, translation, words = segment_values(segment, labels, 0)
    return make_segment((number, *values, None, translation, words), session_id, labels)


def _check_limit(value: _Number, limit: float) -> _Number:
    """Return a number whose absolute value is below a limit.

    Raises:
        ValueError: it is not.
    """
    if not abs(value) < limit:
        raise ValueError(value)
    return value
