"""Only one copy of the app runs at a time."""

import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest

from captions.errors import AlreadyRunningError
from captions.ui.lock import is_held, only_copy


def test_a_second_copy_is_told_about_the_first(tmp_path: Path) -> None:
    with only_copy(tmp_path):
        code = (
            "import sys; from pathlib import Path; from captions.ui.lock import only_copy\n"
            "from captions.errors import AlreadyRunningError\n"
            "try:\n"
            "    with only_copy(Path(sys.argv[1])): print('alone')\n"
            "except AlreadyRunningError as error: print(error)\n"
        )
        second = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path)], check=True, capture_output=True, text=True
        )
    assert "running already" in second.stdout


def test_the_lock_is_free_again_afterwards(tmp_path: Path) -> None:
    for _ in range(2):
        with only_copy(tmp_path):
            assert (tmp_path / "captions.lock").exists()
    assert not (tmp_path / "captions.lock").exists()


def test_the_same_process_counts_as_a_second_copy_too(tmp_path: Path) -> None:
    with only_copy(tmp_path), pytest.raises(AlreadyRunningError), only_copy(tmp_path):
        pass


def test_whether_a_copy_is_running_can_be_seen(tmp_path: Path) -> None:
    assert not is_held(tmp_path)
    with only_copy(tmp_path):
        assert is_held(tmp_path)
    assert not is_held(tmp_path)


def test_the_lock_of_a_copy_that_died_does_not_count(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from captions.ui.lock import only_copy\n"
        "with only_copy(Path(sys.argv[1])): os._exit(1)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    assert (tmp_path / "captions.lock").exists()
    with only_copy(tmp_path):
        pass


@pytest.mark.usefixtures("expected_errors")
def test_a_folder_that_cannot_be_used_does_not_keep_the_app_from_running(tmp_path: Path) -> None:
    with only_copy(tmp_path / "not there"):
        pass


def test_the_lock_is_kept_in_the_users_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "new" / "folder"
    monkeypatch.setattr(platformdirs, "user_state_path", lambda *_, **__: folder)
    with only_copy():
        assert (folder / "captions.lock").exists()
        assert folder.stat().st_mode & 0o777 == 0o700
