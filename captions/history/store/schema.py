"""Tables of the store, and the migrations that bring older files up to date.

``PRAGMA user_version`` is the number of migrations that a file has gone through.
"""

import sqlite3
from collections.abc import Sequence
from contextlib import closing

from captions.errors import HistoryError
from captions.history.store.index_text import index_texts

Migration = Sequence[str]
"""Statements that lead from one version of the schema to the next."""

APPLICATION_ID = 0x43617074
"""``Capt`` in ASCII, which identifies the files in their header."""

_TABLES: Migration = (
    # AUTOINCREMENT: the identifier of a deleted session is never used again.
    """CREATE TABLE sessions (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        started REAL NOT NULL,
        utc_offset_seconds INTEGER NOT NULL,
        duration_ms INTEGER NOT NULL DEFAULT 0,
        title TEXT NOT NULL,
        recogniser TEXT NOT NULL,
        language TEXT NOT NULL,
        sources TEXT NOT NULL,       -- JSON array
        lane_labels TEXT NOT NULL,   -- JSON object
        segment_count INTEGER NOT NULL DEFAULT 0,
        word_count INTEGER NOT NULL DEFAULT 0,
        writer TEXT                  -- token of the program that writes it, NULL once it has ended
    ) STRICT""",
    # The identifier consists of the session and the segment's number, see `segment_key`.
    """CREATE TABLE segments (
        id INTEGER PRIMARY KEY,
        session_id INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
        position INTEGER NOT NULL,   -- 0, 1, 2... within the session, without holes
        start_ms INTEGER NOT NULL,
        end_ms INTEGER NOT NULL,
        is_timed INTEGER NOT NULL,   -- 0: the times are unknown, and start where the last one does
        wall_ms INTEGER,
        is_gap INTEGER NOT NULL,
        lane TEXT NOT NULL,
        speaker TEXT NOT NULL,       -- empty: the label of the lane
        text TEXT NOT NULL,
        correction TEXT,
        words BLOB
    ) STRICT""",
    "CREATE INDEX segments_by_position ON segments (session_id, position)",
    # Words are separated and folded by `index_text`, so the tokenizer only splits at spaces.
    """CREATE VIRTUAL TABLE segment_index USING fts5(
        tokens, tokenize = 'ascii', prefix = '1 2 3', columnsize = 0
    )""",
    # `Housekeeping` merges its parts while nothing waits.
    "INSERT INTO segment_index (segment_index, rank) VALUES ('automerge', 0)",
    # Work that continues after a crash, such as 'erase'.
    "CREATE TABLE tasks (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
    f"PRAGMA application_id = {APPLICATION_ID}",
)
_DISPLAYED_TEXT: Migration = (
    # The text after word rules; NULL if they left it as it was.
    "ALTER TABLE segments ADD COLUMN displayed TEXT",
)
_TRANSLATION: Migration = (
    # The machine translation of the recognised text; NULL if there is none.
    "ALTER TABLE segments ADD COLUMN translation TEXT",
)
_TRANSLATION_SEARCH: Migration = (
    # The index also has the words of translations.
    """DELETE FROM segment_index
        WHERE rowid IN (SELECT id FROM segments WHERE translation IS NOT NULL)""",
    """INSERT INTO segment_index (rowid, tokens)
        SELECT id, index_texts(coalesce(correction, displayed, text), translation)
        FROM segments WHERE translation IS NOT NULL""",
)
MIGRATIONS: Sequence[Migration] = (_TABLES, _DISPLAYED_TEXT, _TRANSLATION, _TRANSLATION_SEARCH)
"""All migrations; released ones never change."""

_NUMBER_BITS = 24
MAX_NUMBER = (1 << _NUMBER_BITS) - 1
"""Maximum number of segments in a session."""
MAX_SESSION = (1 << 63 - _NUMBER_BITS) - 1
"""Maximum identifier of a session, so that those of its segments fit into 64 bits."""


def segment_key(session_id: int, number: int) -> int:
    """Return the identifier of a segment in the store; those of a session are consecutive.

    Raises:
        HistoryError: no segment has such a number.
    """
    if not 0 <= number <= MAX_NUMBER:
        raise HistoryError("segment_unknown")
    return session_id << _NUMBER_BITS | number


def segment_number(key: int) -> int:
    """Return the number of a segment in its session."""
    return key & MAX_NUMBER


def key_range(session_id: int) -> tuple[int, int]:
    """Return the first and the last possible identifier of a session's segments."""
    return segment_key(session_id, 0), segment_key(session_id, MAX_NUMBER)


def read_version(connection: sqlite3.Connection, file: str, newest: int = len(MIGRATIONS)) -> int:
    """Return the version of a file; 0 for an empty one. Nothing is written.

    Args:
        connection: a connection to the file.
        file: path of the file, for messages.
        newest: the newest version that can be used.

    Raises:
        HistoryError: the file is another program's, or was written by a newer version.
        sqlite3.DatabaseError: the file is damaged, locked or not a database.
    """
    version = int(_read_value(connection, "PRAGMA user_version"))
    if version == 0 and _read_value(connection, "SELECT count(*) FROM sqlite_schema") == 0:
        return 0
    if _read_value(connection, "PRAGMA application_id") != APPLICATION_ID:
        raise HistoryError("history_foreign", file=file)
    if version > newest:
        raise HistoryError("history_newer", file=file)
    return version


def migrate_schema(
    connection: sqlite3.Connection, file: str, migrations: Sequence[Migration] = MIGRATIONS
) -> None:
    """Bring a file up to date, each migration in a transaction of its own.

    Args:
        connection: a connection outside a transaction.
        file: path of the file, for messages.
        migrations: all migrations.

    Raises:
        HistoryError, sqlite3.DatabaseError: as for `read_version`; or writing fails.
    """
    connection.create_function("index_texts", 2, index_texts, deterministic=True)
    while read_version(connection, file, len(migrations)) < len(migrations):
        connection.execute("BEGIN IMMEDIATE")
        try:
            # Another program may have migrated the file while this one waited.
            version = read_version(connection, file, len(migrations))
            if version < len(migrations):
                for statement in migrations[version]:
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {version + 1}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def _read_value(connection: sqlite3.Connection, statement: str) -> int:
    with closing(connection.execute(statement)) as cursor:
        value: int = cursor.fetchone()[0]
    return value
