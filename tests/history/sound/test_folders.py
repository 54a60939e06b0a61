"""The folders of recorded sound are found, measured and deleted."""

from pathlib import Path

import pytest

from captions.errors import OutputError
from captions.history.sound import folders


@pytest.fixture
def data_folder(tmp_path: Path) -> Path:
    """A data folder with the sound of sessions 3 and 12."""
    for session in (3, 12):
        for lane in ("mic", "system"):
            folder = folders.lane_folder(folders.session_folder(tmp_path, session), lane)
            folders.make_private(folder)
            (folder / "0000000000.000000.opus").write_bytes(bytes(100))
    return tmp_path


def test_sessions_with_sound_are_listed(data_folder: Path) -> None:
    for name in ("notes", "-1", "\N{SUPERSCRIPT TWO}"):
        (data_folder / "sound" / name).mkdir()
    assert folders.sessions_with_sound(data_folder) == {3, 12}


def test_without_a_folder_no_session_has_sound(tmp_path: Path) -> None:
    assert folders.sessions_with_sound(tmp_path) == frozenset()
    folders.delete_sound(tmp_path, 3)


def test_the_sound_of_one_session_is_deleted(data_folder: Path) -> None:
    folders.delete_sound(data_folder, 3)
    assert folders.sessions_with_sound(data_folder) == {12}


def test_sound_that_cannot_be_deleted_is_one_sentence(data_folder: Path) -> None:
    folders.delete_sound(data_folder, 3)
    folder = folders.session_folder(data_folder, 3)
    folder.touch()
    with pytest.raises(OutputError, match=r"cannot be deleted \(Not a directory\): delete"):
        folders.delete_sound(data_folder, 3)
