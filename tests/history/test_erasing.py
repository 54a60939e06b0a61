"""Deleted text is gone from every byte of the store's files."""

from collections.abc import Callable
from pathlib import Path

import pytest

from captions.history.store.changes import ERASE_TASK
from tests.history.conftest import NEW, OpenHistory, segment

WORDS = ("xylophone", "quizzical", "jabberwock")
"""Words of three segments, without a common beginning with another word."""


def files_with(folder: Path, word: str) -> list[str]:
    """Return the names of the files that contain a word."""
    return [path.name for path in folder.iterdir() if word.encode() in path.read_bytes()]


@pytest.fixture
def filled(history: OpenHistory) -> OpenHistory:
    """A history with a word of each segment in the file, the index and the log."""
    for session in range(2):
        writer = history.start_session(NEW, kept=True)
        for number in range(300):
            writer.add_segment(segment(f"common words {session} {number}", number))
            if number % 100 == 50:
                history.flush()
        if session == 0:
            for number, word in enumerate(WORDS):
                writer.add_segment(segment(f"The {word} {word}.", 1000 + number))
        history.rename_session(writer.id, f"Titleword{session}")
        writer.end(2000)
        history.flush()
    assert all(files_with(history.folder, word) for word in (*WORDS, "Titleword0"))
    return history


@pytest.mark.parametrize(
    ("delete", "erased"),
    [
        (lambda history: history.delete_segments(1, [301]), WORDS[:1]),
        (lambda history: history.delete_session(1), (*WORDS, "Titleword0")),
        (lambda history: history.delete_all(), (*WORDS, "Titleword0", "Titleword1", "common")),
        (lambda history: history.delete_older(1, 1e10), (*WORDS, "Titleword0", "common")),
        (lambda history: history.rename_session(1, "Short"), ("Titleword0",)),
    ],
    ids=["segment", "session", "everything", "expired", "title"],
)
def test_deleted_text_is_erased(
    filled: OpenHistory, delete: Callable[[OpenHistory], object], erased: tuple[str, ...]
) -> None:
    delete(filled)
    filled.flush()
    for word in erased:
        assert files_with(filled.folder, word) == []
    if "Titleword1" not in erased and "common" not in erased:
        assert files_with(filled.folder, "common")


def test_a_replaced_correction_is_erased(filled: OpenHistory) -> None:
    filled.correct_segment(1, 1, "zirconium")
    filled.flush()
    assert files_with(filled.folder, "zirconium")
    filled.correct_segment(1, 1, "other words")
    filled.flush()
    assert files_with(filled.folder, "zirconium") == []


def test_a_file_becomes_smaller_when_sessions_are_deleted(filled: OpenHistory) -> None:
    file = filled.folder / "history.sqlite3"
    before = file.stat().st_size
    filled.delete_all()
    filled.flush()
    assert file.stat().st_size < before / 2


def test_erasing_that_was_interrupted_goes_on_with_the_next_change(filled: OpenHistory) -> None:
    other = OpenHistory(filled.folder)
    reading = other.iter_segments(2)
    next(reading)
    filled.delete_session(1)
    # Without the time to erase.
    filled.close()
    other.start_session(NEW, kept=True)
    other.flush()
    assert [files_with(other.folder, word) for word in WORDS] == [[], [], []]
    assert len(list(reading)) == 299
    other.close()


def test_erasing_ends(filled: OpenHistory) -> None:
    filled.delete_all()
    filled.flush()
    tasks = filled._disk.reader.select("SELECT name FROM tasks")
    assert (ERASE_TASK,) not in tasks
