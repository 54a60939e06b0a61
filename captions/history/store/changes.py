"""Changes to the store, each within a transaction of the caller."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from captions.errors import HistoryError
from captions.history.store import schema
from captions.history.store.index_text import index_texts
from captions.history.store.stored_values import (
    clean_text,
    clean_title,
    read_labels,
    segment_values,
    session_values,
    to_milliseconds,
)
from captions.model.saved_transcript import NewSession, TranscriptSegment
from captions.model.search_words import count_words

ERASE_TASK = "erase"
"""Task to erase deleted text from the index and from the file's unused parts."""
_INSERT_COPY = (
    "INSERT OR IGNORE INTO segments (id, session_id, position, start_ms, end_ms, is_timed, "
    "wall_ms, is_gap, lane, speaker, text, displayed, translation, words, correction) "
    "VALUES (?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_INSERT_SEGMENT = (
    "INSERT INTO segments (id, session_id, position, start_ms, end_ms, is_timed, wall_ms, "
    "is_gap, lane, speaker, text, displayed, translation, words) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True, slots=True)
class SessionCopy:
    """Content of a session to insert into another store."""

    title: str
    is_ended: bool
    duration_ms: int
    rows: Sequence[Sequence[Any]]
    """Number of each segment, and its columns from ``start_ms`` on as in `_INSERT_COPY`."""


NO_COPY = SessionCopy(title="", is_ended=False, duration_ms=0, rows=())
"""Content of an empty session."""


def insert_session(
    connection: sqlite3.Connection, new: NewSession, writer: str, session_id: int | None = None
) -> int:
    """Insert a session that is being written; return its identifier.

    Args:
        connection: connection within a transaction.
        new: what is known about the session.
        writer: token of this program.
        session_id: identifier; `None` for the next one.
    """
    values = (session_id, *session_values(new), writer)
    cursor = connection.execute(
        "INSERT INTO sessions (id, started, utc_offset_seconds, title, recogniser, language, "
        "sources, lane_labels, writer) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        values,
    )
    return cursor.lastrowid or 0


def end_session(connection: sqlite3.Connection, session_id: int, seconds: float | None) -> bool:
    """Close a session; one without segments is deleted. Return True if it was deleted.

    Args:
        connection: connection within a transaction.
        session_id: identifier of the session.
        seconds: duration; `None` for the end of the last segment.
    """
    deleted = connection.execute(
        "DELETE FROM sessions WHERE id = ? AND segment_count = 0", (session_id,)
    )
    duration = 0 if seconds is None else to_milliseconds(seconds)
    connection.execute(
        "UPDATE sessions SET writer = NULL, duration_ms = max(duration_ms, ?) WHERE id = ?",
        (duration, session_id),
    )
    return deleted.rowcount > 0


def insert_segment(
    connection: sqlite3.Connection, session_id: int, number: int, segment: TranscriptSegment
) -> None:
    """Insert a segment at its position in its session, unless it is there.

    Segments are ordered by start, then by number. Almost all belong at the end, as do those without
    times.

    Args:
        connection: connection within a transaction.
        session_id: identifier of an existing session.
        number: number of the segment, greater than that of every segment before it.
        segment: the segment.
    """
    key = schema.segment_key(session_id, number)
    if connection.execute("SELECT 1 FROM segments WHERE id = ?", (key,)).fetchone():
        return
    count, labels = _fetch_row(
        connection,
        "SELECT segment_count, lane_labels FROM sessions WHERE id = ?",
        session_id,
        _no_session(session_id),
    )
    values = segment_values(segment, read_labels(labels), _last_start(connection, session_id))
    position = _find_position(connection, session_id, values[0])
    if position < count:
        _make_room(connection, session_id, position)
    connection.execute(_INSERT_SEGMENT, (key, session_id, position, *values))
    text = values[7] if values[8] is None else values[8]
    _index_segment(connection, key, text, values[9])
    connection.execute(
        "UPDATE sessions SET segment_count = segment_count + 1, word_count = word_count + ?, "
        "duration_ms = max(duration_ms, ?) WHERE id = ?",
        (count_words(text), values[1], session_id),
    )


def correct_segment(
    connection: sqlite3.Connection, session_id: int, number: int, text: str
) -> None:
    """Store a correction beside the other texts; the text that was displayed removes it.

    Raises:
        HistoryError: the segment does not exist, or is a gap.
    """
    text = clean_text(text)
    key = schema.segment_key(session_id, number)
    displayed, before, is_gap, translation = _fetch_row(
        connection,
        "SELECT coalesce(displayed, text), correction, is_gap, translation FROM segments "
        "WHERE id = ?",
        key,
        _no_segment(),
    )
    if is_gap:
        raise HistoryError("segment_unknown")
    connection.execute(
        "UPDATE segments SET correction = ? WHERE id = ?",
        (None if text == displayed else text, key),
    )
    _unindex(connection, key, key)
    _index_segment(connection, key, text, translation)
    shown = displayed if before is None else before
    _add_words(connection, session_id, count_words(text) - count_words(shown))
    if before is not None:
        request_erasure(connection)


def rename_speaker(connection: sqlite3.Connection, session_id: int, name: str, other: str) -> None:
    """Give a speaker another name in all segments of a session; labels of lanes stay."""
    if name and (other := clean_text(other).strip()):
        connection.execute(
            "UPDATE segments SET speaker = ? WHERE id BETWEEN ? AND ? AND speaker = ?",
            (other, *schema.key_range(session_id), clean_text(name)),
        )


def translate_segment(
    connection: sqlite3.Connection, session_id: int, number: int, text: str
) -> None:
    """Store the machine translation of a segment; one that was deleted has none."""
    key, translation = schema.segment_key(session_id, number), clean_text(text)
    row = connection.execute(
        "UPDATE segments SET translation = ? WHERE id = ? "
        "RETURNING coalesce(correction, displayed, text)",
        (translation, key),
    ).fetchone()
    if row is not None:
        _unindex(connection, key, key)
        _index_segment(connection, key, row[0], translation)


def delete_segments(
    connection: sqlite3.Connection, session_id: int, numbers: Sequence[int]
) -> None:
    """Delete segments; those after them move up. Numbers of deleted segments are ignored.

    Raises:
        HistoryError: none of the segments exists.
    """
    positions = [
        position
        for number in numbers
        if (position := _delete_segment(connection, session_id, number)) is not None
    ]
    if not positions:
        raise _no_segment()
    _close_holes(connection, session_id, min(positions))
    request_erasure(connection)


def _delete_segment(connection: sqlite3.Connection, session_id: int, number: int) -> int | None:
    """Delete a segment and leave a hole; return its position, or `None` if it does not exist."""
    key = schema.segment_key(session_id, number)
    row = connection.execute(
        "DELETE FROM segments WHERE id = ? "
        "RETURNING position, coalesce(correction, displayed, text)",
        (key,),
    ).fetchone()
    if row is None:
        return None
    _unindex(connection, key, key)
    connection.execute(
        "UPDATE sessions SET segment_count = segment_count - 1 WHERE id = ?", (session_id,)
    )
    _add_words(connection, session_id, -count_words(row[1]))
    return int(row[0])


def _close_holes(connection: sqlite3.Connection, session_id: int, first: int) -> None:
    """Number the segments from a position on without holes."""
    connection.execute(
        "UPDATE segments SET position = places.place FROM (SELECT id, ? - 1 + row_number() OVER "
        "(ORDER BY position) AS place FROM segments WHERE session_id = ? AND position >= ?) "
        "AS places WHERE segments.id = places.id",
        (first, session_id, first),
    )


def rename_session(connection: sqlite3.Connection, session_id: int, title: str) -> None:
    """Change the title of a session.

    Raises:
        HistoryError: the session does not exist.
    """
    (before,) = _fetch_row(
        connection, "SELECT title FROM sessions WHERE id = ?", session_id, _no_session(session_id)
    )
    connection.execute(
        "UPDATE sessions SET title = ? WHERE id = ?", (clean_title(title), session_id)
    )
    if before:
        request_erasure(connection)


def delete_session(connection: sqlite3.Connection, session_id: int, *, is_open: bool) -> None:
    """Delete a session with its segments.

    Args:
        connection: connection within a transaction.
        session_id: identifier of the session.
        is_open: True if a program is writing it; then it stays, but empty and without a title.

    Raises:
        HistoryError: the session does not exist.
    """
    _fetch_row(
        connection, "SELECT id FROM sessions WHERE id = ?", session_id, _no_session(session_id)
    )
    _unindex(connection, *schema.key_range(session_id))
    connection.execute("DELETE FROM segments WHERE session_id = ?", (session_id,))
    if is_open:
        connection.execute(
            "UPDATE sessions SET segment_count = 0, word_count = 0, title = '' WHERE id = ?",
            (session_id,),
        )
    else:
        connection.execute("DELETE FROM sessions WHERE id = ?", (session_id,))
    request_erasure(connection)


def read_copy(connection: sqlite3.Connection, session_id: int) -> SessionCopy:
    """Return the content of a session, to insert it into another store.

    Raises:
        HistoryError: the session does not exist.
    """
    title, is_ended, duration = _fetch_row(
        connection,
        "SELECT title, writer IS NULL, duration_ms FROM sessions WHERE id = ?",
        session_id,
        _no_session(session_id),
    )
    rows = connection.execute(
        "SELECT id & ?, start_ms, end_ms, is_timed, wall_ms, is_gap, lane, speaker, text, "
        "displayed, translation, words, correction FROM segments WHERE id BETWEEN ? AND ? "
        "ORDER BY id",
        (schema.MAX_NUMBER, *schema.key_range(session_id)),
    ).fetchall()
    return SessionCopy(title, bool(is_ended), duration, rows)


def insert_copy(connection: sqlite3.Connection, session_id: int, copy: SessionCopy) -> None:
    """Insert the segments of a session of another store, except those that are there already.

    Args:
        connection: connection within a transaction.
        session_id: identifier of the session to copy to.
        copy: what to insert.
    """
    segments = words = 0
    for number, *values in copy.rows:
        key = schema.segment_key(session_id, number)
        if connection.execute(_INSERT_COPY, (key, session_id, *values)).rowcount > 0:
            text, displayed, translation, _, correction = values[-5:]
            shown = next(shown for shown in (correction, displayed, text) if shown is not None)
            _index_segment(connection, key, shown, translation)
            segments, words = segments + 1, words + count_words(shown)
    connection.execute(
        # Ordered as by `insert_segment`.
        "UPDATE segments SET position = places.place FROM (SELECT id, row_number() OVER "
        "(ORDER BY start_ms, id) - 1 AS place FROM segments WHERE session_id = ?) AS places "
        "WHERE segments.id = places.id",
        (session_id,),
    )
    connection.execute(
        "UPDATE sessions SET title = ?, writer = iif(?, NULL, writer), "
        "segment_count = segment_count + ?, word_count = word_count + ?, "
        "duration_ms = max(duration_ms, ?) WHERE id = ?",
        (copy.title, copy.is_ended, segments, words, copy.duration_ms, session_id),
    )


def request_erasure(connection: sqlite3.Connection) -> None:
    """Note that text was deleted, which must be erased from the file."""
    connection.execute("INSERT OR IGNORE INTO tasks VALUES (?)", (ERASE_TASK,))


def _last_start(connection: sqlite3.Connection, session_id: int) -> int:
    """Return the start of the last segment in milliseconds; 0 if there is none."""
    row = connection.execute(
        "SELECT start_ms FROM segments WHERE session_id = ? ORDER BY position DESC LIMIT 1",
        (session_id,),
    ).fetchone()
    return row[0] if row else 0


def _find_position(connection: sqlite3.Connection, session_id: int, start: int) -> int:
    """Return the position of a new segment: after the last one that begins no later."""
    row = connection.execute(
        "SELECT position + 1 FROM segments WHERE session_id = ? AND start_ms <= ? "
        "ORDER BY position DESC LIMIT 1",
        (session_id, start),
    ).fetchone()
    return row[0] if row else 0


def _make_room(connection: sqlite3.Connection, session_id: int, position: int) -> None:
    """Move the segments from a position on by one."""
    connection.execute(
        "UPDATE segments SET position = position + 1 WHERE session_id = ? AND position >= ?",
        (session_id, position),
    )


def _index_segment(
    connection: sqlite3.Connection, key: int, text: str, translation: str | None
) -> None:
    if tokens := index_texts(text, translation):
        connection.execute("INSERT INTO segment_index (rowid, tokens) VALUES (?, ?)", (key, tokens))


def _unindex(connection: sqlite3.Connection, first: int, last: int) -> None:
    connection.execute("DELETE FROM segment_index WHERE rowid BETWEEN ? AND ?", (first, last))


def _add_words(connection: sqlite3.Connection, session_id: int, count: int) -> None:
    connection.execute(
        "UPDATE sessions SET word_count = word_count + ? WHERE id = ?", (count, session_id)
    )


def _fetch_row(
    connection: sqlite3.Connection, statement: str, key: int, missing: HistoryError
) -> tuple[Any, ...]:
    """Return the row with an identifier.

    Raises:
        HistoryError: ``missing``, if there is none.
    """
    row: tuple[Any, ...] | None = connection.execute(statement, (key,)).fetchone()
    if row is None:
        raise missing
    return row


def _no_session(session_id: int) -> HistoryError:
    return HistoryError("session_unknown", session=session_id)


def _no_segment() -> HistoryError:
    return HistoryError("segment_unknown")
