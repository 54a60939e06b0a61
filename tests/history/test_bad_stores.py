"""Files that cannot be used: one sentence, nothing is overwritten, and captions continue."""

import contextlib
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from captions.errors import HistoryError
from captions.history.data_folder import STORE_NAME
from captions.history.history import History
from captions.history.session_writer import SessionWriter
from captions.history.store.schema import MIGRATIONS
from tests.history.conftest import NEW, OpenHistory, segment
from tests.support.full_disk import full_after

LONGEST_SECONDS = 60.0


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with one closed session, whose program has ended."""
    folder = tmp_path / "data"
    history = OpenHistory(folder)
    writer = history.start_session(NEW, kept=True)
    for number in range(200):
        writer.add_segment(segment(f"word {number}", number))
    writer.end(200)
    history.close()
    return folder / STORE_NAME


@pytest.fixture
def opened() -> Iterator[list[History]]:
    """Histories to close."""
    histories: list[History] = []
    yield histories
    for history in histories:
        history.close()


def add_and_wait(writer: SessionWriter, text: str) -> None:
    """Add a segment as the app does, which continues once it is written or has failed."""
    written = threading.Event()
    writer.add_segment(segment(text), written.set)
    assert written.wait(LONGEST_SECONDS)


def make_foreign(path: Path) -> None:
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE notes (text)")
    connection.commit()
    connection.close()


def set_version(path: Path, version: int) -> None:
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {version}")
    connection.close()


def overwrite(path: Path, start: int, content: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(start)
        file.write(content)


def replace_by_fifo(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def replace_by_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        (lambda path: path.write_text("My diary\n" * 500), "does not contain transcripts"),
        (make_foreign, "does not contain transcripts"),
        (replace_by_fifo, "does not contain transcripts"),
        (replace_by_folder, "does not contain transcripts"),
        (lambda path: set_version(path, len(MIGRATIONS) + 1), "newer version of Captions"),
        (lambda path: overwrite(path, 100, b"\xff" * 3000), "are damaged"),
    ],
    ids=["text", "another program's", "named pipe", "folder", "newer version", "damaged"],
)
def test_a_file_that_cannot_be_used_is_reported_and_left_alone(
    file: Path, damage: Callable[[Path], object], problem: str, opened: list[History]
) -> None:
    damage(file)
    before = file.read_bytes() if file.is_file() else b""
    history = OpenHistory(file.parent)
    opened.append(history)
    (message,) = history.opening
    assert problem in str(message)
    writer = history.start_session(NEW, kept=True)
    add_and_wait(writer, "captions continue")
    history.flush()
    assert history.find("captions") == ["captions continue"]
    assert not history.get_session(writer.id).is_kept
    assert [one.id for one in history.list_sessions()] == [writer.id]
    with pytest.raises(HistoryError, match=problem):
        history.get_session(1)
    with pytest.raises(HistoryError, match=problem):
        history.delete_all()
    history.close()
    assert before == (file.read_bytes() if file.is_file() else b"")


@pytest.mark.usefixtures("expected_errors")
def test_damage_that_is_found_later_is_reported_and_captions_continue(
    file: Path, opened: list[History]
) -> None:
    first = 6 * 4096  # The tables of sessions come before.
    overwrite(file, first, b"\xff" * (file.stat().st_size - first))
    history = OpenHistory(file.parent)
    opened.append(history)
    assert history.opening == ()
    writer = history.start_session(NEW, kept=True)
    add_and_wait(writer, "captions continue")
    (problem,) = history.problems
    assert "are damaged" in str(problem)
    assert history.texts(writer.id) == ["captions continue"]
    assert history.find("captions", writer.id) == ["captions continue"]


@pytest.mark.usefixtures("expected_errors")
def test_a_session_that_cannot_be_kept_stays_in_memory(file: Path, opened: list[History]) -> None:
    set_version(file, len(MIGRATIONS) + 1)
    history = OpenHistory(file.parent)
    opened.append(history)
    writer = history.start_session(NEW, kept=False)
    add_and_wait(writer, "before")
    attempted = writer.keep()
    writer.add_segment(segment("after", 1))
    assert attempted.wait(LONGEST_SECONDS)
    add_and_wait(writer, "last")
    assert "newer version" in str(history.problems[0])
    assert sorted(history.texts(writer.id)) == ["after", "before", "last"]
    assert sorted(history.find("after")) == ["after"]
    assert writer.id < 0


def test_values_that_cannot_be_decoded_are_damage(file: Path, opened: list[History]) -> None:
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("UPDATE segments SET words = x'ff' WHERE position = 150")
        connection.execute("UPDATE segments SET text = cast(x'ff' AS TEXT) WHERE position = 160")
    history = OpenHistory(file.parent)
    opened.append(history)
    assert len(history.read_segments(1, 0, 100)) == 100
    for position in (150, 160):
        with pytest.raises(HistoryError, match=r"saved transcripts in .* (damaged|read)"):
            history.read_segments(1, position, 1)
    assert len(history.list_sessions()) == 1


@pytest.mark.parametrize(
    "damage",
    [
        "sessions SET started = 9e999",
        "sessions SET started = -1e18",
        "sessions SET utc_offset_seconds = 1000000",
        "sessions SET title = cast(x'ff' AS TEXT)",
        "sessions SET sources = '[1'",
        "sessions SET sources = '{}'",
        "sessions SET lane_labels = '[]'",
        "sessions SET lane_labels = ''",
        "segments SET wall_ms = 9000000000000000000",
        "segments SET words = x'93'",
        "segments SET words = x'919101'",
        "segments SET speaker = cast(x'ff' AS TEXT)",
    ],
)
def test_whatever_value_is_damaged_is_one_sentence(
    file: Path, damage: str, opened: list[History]
) -> None:
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute(f"UPDATE {damage}")
    history = OpenHistory(file.parent)
    opened.append(history)
    assert history.opening == ()
    uses: tuple[Callable[[], object], ...] = (
        history.list_sessions,
        lambda: history.get_session(1),
        lambda: history.delete_older(1, 0.0),
        lambda: history.count_segments(1),
        lambda: history.read_segments(1, 0, 9),
        lambda: list(history.iter_segments(1)),
        lambda: history.search("word"),
        lambda: history.rename_session(1, "x"),
        lambda: history.correct_segment(1, 1, "x"),
        lambda: history.delete_segments(1, [1]),
        history.flush,
    )
    problems: list[str] = []
    for use in uses:
        try:
            use()
        except HistoryError as error:
            problems.append(str(error))
    assert problems
    assert all("saved transcripts in" in problem for problem in problems)


def test_a_file_that_is_removed_is_created_again(file: Path, opened: list[History]) -> None:
    history = OpenHistory(file.parent)
    opened.append(history)
    writer = history.start_session(NEW, kept=True)
    add_and_wait(writer, "before")
    for path in file.parent.iterdir():
        path.unlink()
    file.parent.rmdir()
    add_and_wait(writer, "after")
    assert history.texts(writer.id) == ["after"]
    assert history.problems == []


def test_a_full_disk_is_reported_once_and_nothing_is_lost(
    file: Path, opened: list[History]
) -> None:
    history = OpenHistory(file.parent)
    opened.append(history)
    writer = history.start_session(NEW, kept=True)
    add_and_wait(writer, "word 0")
    with full_after(20_000):
        for number in range(1, 5):
            add_and_wait(writer, f"word {number}")
        with pytest.raises(HistoryError, match="free"):
            history.flush()
        # Not on disk, but shown and exported as usual.
        assert history.count_segments(writer.id) == 5
        assert history.texts(writer.id) == [f"word {number}" for number in range(5)]
        assert [one.text for one in history.read_segments(writer.id, 3, 9)] == ["word 3", "word 4"]
        assert history.find("word 4", writer.id) == ["word 4"]
        (problem,) = history.problems
    written = threading.Event()
    history.on_change = written.set
    assert written.wait(LONGEST_SECONDS)
    history.flush()
    history.close()
    again = OpenHistory(file.parent)
    opened.append(again)
    assert again.texts(writer.id) == [f"word {number}" for number in range(5)]
    assert "free" in str(problem)


def test_a_disk_that_is_full_from_the_beginning_leaves_the_session_in_memory(
    tmp_path: Path, opened: list[History]
) -> None:
    history = OpenHistory(tmp_path)
    opened.append(history)
    kept = threading.Event()
    with full_after(0):
        writer = history.start_session(NEW, kept=True)
        add_and_wait(writer, "word")
        assert writer.id < 0
        assert history.texts(writer.id) == ["word"]
        assert len(history.problems) == 1
        history.on_change = lambda: kept.set() if writer.id > 0 else None
    assert kept.wait(LONGEST_SECONDS)
    history.flush()
    assert history.get_session(writer.id).is_kept
    assert history.texts(writer.id) == ["word"]


def test_a_lock_of_another_program_is_reported_and_nothing_is_lost(
    file: Path, opened: list[History]
) -> None:
    history = OpenHistory(file.parent)
    opened.append(history)
    writer = history.start_session(NEW, kept=True)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    add_and_wait(writer, "word")
    assert "Another program has locked" in str(history.problems[0])
    assert history.texts(writer.id) == ["word"]
    history.rename_session(1, "New title")
    with pytest.raises(HistoryError, match="locked"):
        history.flush()
    written = threading.Event()
    history.on_change = written.set
    other.execute("ROLLBACK")
    other.close()
    assert written.wait(LONGEST_SECONDS)
    history.flush()
    assert history.texts(writer.id) == ["word"]
    assert history.get_session(1).title == "New title"
    assert len(history.problems) == 1


def test_a_session_that_is_no_longer_kept_continues_while_the_file_is_locked(
    file: Path, opened: list[History]
) -> None:
    history = OpenHistory(file.parent)
    opened.append(history)
    writer = history.start_session(NEW, kept=True)
    first = writer.id
    add_and_wait(writer, "on disk")
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    add_and_wait(writer, "waiting")
    writer.stop_keeping()
    add_and_wait(writer, "in memory")
    assert history.texts(writer.id) == ["on disk", "waiting", "in memory"]
    assert writer.id < 0
    other.execute("ROLLBACK")
    other.close()
    deleted = threading.Event()
    history.on_change = deleted.set
    assert deleted.wait(LONGEST_SECONDS)
    history.flush()
    assert history.texts(writer.id) == ["on disk", "waiting", "in memory"]
    history.close()
    again = OpenHistory(file.parent)
    opened.append(again)
    assert first not in [one.id for one in again.list_sessions()]


def test_keeping_that_is_revoked_while_the_file_is_locked_loses_nothing(
    file: Path, opened: list[History]
) -> None:
    history = OpenHistory(file.parent)
    opened.append(history)
    writer = history.start_session(NEW, kept=False)
    texts = [f"word {number}" for number in range(5)]
    for text in texts:
        add_and_wait(writer, text)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert writer.keep().wait(LONGEST_SECONDS)
    add_and_wait(writer, "during")
    history.rename_session(writer.id, "Renamed during")
    writer.stop_keeping()
    assert not writer.is_kept
    add_and_wait(writer, "after")
    assert history.texts(writer.id) == [*texts, "during", "after"]
    other.execute("ROLLBACK")
    other.close()
    wait_until_written(history)
    assert history.texts(writer.id) == [*texts, "during", "after"]
    assert history.find("during") == ["during"]
    session = history.get_session(writer.id)
    assert (session.id, session.title) == (writer.id, "Renamed during")
    assert (session.segment_count, session.word_count) == (7, 12)
    assert writer.id < 0
    assert {one.id for one in history.list_sessions()} == {1, writer.id}


def test_a_change_before_keeping_ends_is_not_lost_while_the_file_is_locked(
    file: Path, opened: list[History]
) -> None:
    history = OpenHistory(file.parent)
    opened.append(history)
    writer = history.start_session(NEW, kept=True)
    add_and_wait(writer, "on disk")
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    history.rename_session(writer.id, "Renamed")
    add_and_wait(writer, "waiting")
    history.correct_segment(writer.id, 1, "corrected")
    writer.stop_keeping()
    add_and_wait(writer, "in memory")
    assert history.texts(writer.id) == ["corrected", "waiting", "in memory"]
    assert history.get_session(writer.id).title == "Renamed"
    writer.keep()
    other.execute("ROLLBACK")
    other.close()
    wait_until_written(history)
    assert history.texts(writer.id) == ["corrected", "waiting", "in memory"]
    assert writer.id > 0


def wait_until_written(history: History) -> None:
    """Wait until all is written, although the last attempt has failed."""
    while True:
        with contextlib.suppress(HistoryError):
            history.flush()
            return


def test_a_file_that_is_locked_completely_is_reported_when_it_is_opened(
    file: Path, opened: list[History]
) -> None:
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    history = OpenHistory(file.parent)
    opened.append(history)
    assert "locked" in str(history.opening[0])
    writer = history.start_session(NEW, kept=True)
    add_and_wait(writer, "word")
    assert writer.id < 0
    other.close()
    later = history.start_session(NEW, kept=True)
    assert later.id > 0, "the lock is gone"


@pytest.mark.usefixtures("expected_errors")
@pytest.mark.parametrize("folder", ["/sys/captions/data", "file/data"])
def test_a_folder_that_cannot_be_written_is_reported(
    tmp_path: Path, folder: str, opened: list[History]
) -> None:
    (tmp_path / "file").touch()
    history = OpenHistory(tmp_path / folder)
    opened.append(history)
    assert history.opening == ()
    writer = history.start_session(NEW, kept=True)
    add_and_wait(writer, "captions continue")
    (problem,) = history.problems
    assert str(problem).startswith(f"Transcripts cannot be saved to {tmp_path / folder}")
    assert history.texts(writer.id) == ["captions continue"]
    assert [one.id for one in history.list_sessions()] == [writer.id]


def test_nothing_is_created_for_someone_who_keeps_nothing(tmp_path: Path) -> None:
    history = OpenHistory(tmp_path / "data")
    assert history.list_sessions() == []
    assert history.search("word") == []
    assert history.delete_older(1, 1e10) == 0
    history.delete_all()
    history.flush()  # The thread of the memory counts its change before this returns.
    assert history.change_count == history.change_count
    history.close()
    assert list(tmp_path.iterdir()) == []


def test_changes_after_the_end_fail_at_once(tmp_path: Path) -> None:
    history = OpenHistory(tmp_path)
    writer = history.start_session(NEW, kept=True)
    history.close()
    history.close()
    add_and_wait(writer, "late")


def test_only_the_user_can_read_the_files(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        history = OpenHistory(tmp_path / "new" / "data")
        history.start_session(NEW, kept=True).add_segment(segment("word"))
        history.flush()
        files = list(history.folder.iterdir())
        assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
        assert len(files) == 4, "the file, its log, its index and the lock"
        assert history.folder.stat().st_mode & 0o777 == 0o700
        history.close()
        (history.folder / STORE_NAME).chmod(0o644)
        again = OpenHistory(history.folder)
        again.start_session(NEW, kept=True)
        again.close()
        assert (history.folder / STORE_NAME).stat().st_mode & 0o777 == 0o600
    finally:
        os.umask(before)
