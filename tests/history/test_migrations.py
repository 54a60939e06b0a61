"""Older files are brought up to date, and each migration is complete or not made."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from captions.errors import HistoryError
from captions.history.data_folder import STORE_NAME
from captions.history.store.schema import (
    APPLICATION_ID,
    MIGRATIONS,
    migrate_schema,
    read_version,
    segment_key,
)
from tests.history.conftest import NEW, OpenHistory, segment

NEWER = (
    *MIGRATIONS,
    ("ALTER TABLE sessions ADD COLUMN place TEXT NOT NULL DEFAULT 'here'",),
    ("CREATE TABLE extra (x)", "INSERT INTO extra VALUES (1)"),
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of the current version with a session."""
    history = OpenHistory(tmp_path)
    history.start_session(NEW, kept=True).add_segment(segment("word"))
    history.close()
    return tmp_path / STORE_NAME


def test_an_older_file_keeps_its_content(file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        migrate_schema(connection, str(file), NEWER)
        assert read_version(connection, str(file), len(NEWER)) == len(NEWER)
        rows = connection.execute("SELECT title, place FROM sessions").fetchall()
        assert rows == [(NEW.title, "here")]
        assert connection.execute("SELECT text FROM segments").fetchall() == [("word",)]
        assert connection.execute("SELECT x FROM extra").fetchall() == [(1,)]
        migrate_schema(connection, str(file), NEWER)
        assert connection.execute("SELECT x FROM extra").fetchall() == [(1,)]


def test_a_file_of_the_first_version_shows_its_texts(tmp_path: Path) -> None:
    path = tmp_path / STORE_NAME
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate_schema(connection, str(path), MIGRATIONS[:1])
        connection.execute(
            "INSERT INTO sessions (id, started, utc_offset_seconds, title, recogniser, language, "
            "sources, lane_labels, segment_count, word_count) "
            "VALUES (1, 0, 0, '', '', '', '[]', '{}', 1, 1)"
        )
        connection.execute(
            "INSERT INTO segments (id, session_id, position, start_ms, end_ms, is_timed, is_gap, "
            "lane, speaker, text) VALUES (?, 1, 0, 0, 1, 1, 0, '', '', 'word')",
            (segment_key(1, 1),),
        )
    history = OpenHistory(tmp_path)
    writer = history.start_session(NEW, kept=True)
    writer.add_segment(segment("more"))
    history.flush()
    (stored,) = history.read_segments(1, 0, 1)
    assert (stored.text, stored.displayed_text, stored.recognised_text) == ("word", None, "word")
    assert stored.translation == ""
    assert history.texts(writer.id) == ["more"]
    history.close()


def test_a_migration_that_fails_changes_nothing(file: Path) -> None:
    broken = (*MIGRATIONS, ("CREATE TABLE extra (x)", "INSERT INTO nowhere VALUES (1)"))
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        with pytest.raises(sqlite3.OperationalError):
            migrate_schema(connection, str(file), broken)
        assert read_version(connection, str(file)) == len(MIGRATIONS)
        assert not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'extra'").fetchall()


def test_a_new_file_goes_through_all_migrations(tmp_path: Path) -> None:
    path = tmp_path / "new"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate_schema(connection, str(path), NEWER)
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert read_version(connection, str(path), len(NEWER)) == len(NEWER)
        with pytest.raises(HistoryError, match="newer version"):
            read_version(connection, str(path))


def test_an_empty_file_is_a_new_one(tmp_path: Path) -> None:
    (tmp_path / STORE_NAME).touch()
    history = OpenHistory(tmp_path)
    assert history.opening == ()
    assert history.list_sessions() == []
    writer = history.start_session(NEW, kept=True)
    writer.add_segment(segment("word"))
    history.flush()
    assert history.texts(writer.id) == ["word"]
    history.close()


def test_a_file_of_the_second_version_takes_translations(tmp_path: Path) -> None:
    path = tmp_path / STORE_NAME
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate_schema(connection, str(path), MIGRATIONS[:2])
        assert read_version(connection, str(path)) == 2
    history = OpenHistory(tmp_path)
    writer = history.start_session(NEW, kept=True)
    writer.translate_segment(writer.add_segment(segment("Wort")), "word")
    history.flush()
    (stored,) = history.read_segments(writer.id, 0, 1)
    assert (stored.text, stored.translation) == ("Wort", "word")
    history.close()


def test_translations_in_a_file_of_the_third_version_are_found(tmp_path: Path) -> None:
    path = tmp_path / STORE_NAME
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate_schema(connection, str(path), MIGRATIONS[:3])
        connection.execute(
            "INSERT INTO sessions (id, started, utc_offset_seconds, title, recogniser, language, "
            "sources, lane_labels, segment_count, word_count) "
            "VALUES (1, 0, 0, '', '', '', '[]', '{}', 2, 2)"
        )
        for number, text, translation in ((1, "Es regnet", "It rains"), (2, "Ja", None)):
            key = segment_key(1, number)
            connection.execute(
                "INSERT INTO segments (id, session_id, position, start_ms, end_ms, is_timed, "
                "is_gap, lane, speaker, text, translation) "
                "VALUES (?, 1, ?, 0, 1, 1, 0, '', '', ?, ?)",
                (key, number - 1, text, translation),
            )
            connection.execute(
                "INSERT INTO segment_index (rowid, tokens) VALUES (?, ?)", (key, text.lower())
            )
    history = OpenHistory(tmp_path)
    found = {words: len(history.search(words)) for words in ("rains", "regnet", "ja", "it")}
    assert found == {"rains": 1, "regnet": 1, "ja": 1, "it": 1}
    history.close()
