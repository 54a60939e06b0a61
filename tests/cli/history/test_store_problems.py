"""A store that cannot be used: one sentence for each command, and nothing is lost."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from captions.history.data_folder import FOLDER_VARIABLE, STORE_NAME
from tests.cli.history.conftest import Program

COMMANDS = [
    (),
    ("--json",),
    ("show", "last"),
    ("search", "best"),
    ("export", "1"),
    ("rename", "1", "x"),
    ("delete", "1", "--yes"),
    ("delete", "--all", "--yes"),
]


def damage(store: Path) -> None:
    store.write_bytes(b"This is no database. " * 1000)


def truncate(store: Path) -> None:
    store.write_bytes(store.read_bytes()[:5000])


def make_newer(store: Path) -> None:
    with sqlite3.connect(store) as connection:
        connection.execute("PRAGMA user_version = 999")
    connection.close()


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        pytest.param(damage, "does not contain transcripts", id="no database"),
        pytest.param(truncate, "damaged", id="truncated"),
        pytest.param(make_newer, "newer version", id="newer"),
    ],
)
def test_a_store_that_cannot_be_used_is_one_sentence_and_stays_as_it_is(
    saved: Program, spoil: Callable[[Path], None], words: str, command: tuple[str, ...]
) -> None:
    store = saved.folder / STORE_NAME
    spoil(store)
    content = store.read_bytes()
    assert words in saved.failure(*command)
    assert store.read_bytes() == content


@pytest.mark.parametrize("command", [("rename", "1", "x"), ("delete", "1", "--yes")], ids=" ".join)
def test_a_locked_store_can_be_read_and_a_change_is_refused(
    saved: Program, command: tuple[str, ...]
) -> None:
    listed = saved.output()
    connection = sqlite3.connect(saved.folder / STORE_NAME, isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    assert saved.output() == listed
    assert "Another program has locked the saved transcripts" in saved.failure(*command)
    connection.execute("ROLLBACK")
    connection.close()
    assert saved.output() == listed


def test_a_folder_that_is_a_file_is_one_sentence(
    empty: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file"
    file.write_text("mine", encoding="utf-8")
    monkeypatch.setenv(FOLDER_VARIABLE, str(file))
    outcome = empty.run("rename", "1", "x")
    assert outcome.code == 1
    assert outcome.err.count("\n") == 1
    assert file.read_text(encoding="utf-8") == "mine"
