"""Only one copy of the app runs at a time."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import platformdirs
import pytest

from captions.app.lifecycle.instance_lock import is_held, single_instance
from captions.errors import AlreadyRunningError


def test_a_second_copy_is_told_about_the_first(tmp_path: Path) -> None:
    with single_instance(tmp_path):
        second = subprocess.run(
            [sys.executable, "-m", "tests.support.programs.second_copy", str(tmp_path)],
            check=True,
            capture_output=True,
            text=True,
        )
    assert "already running" in second.stdout


def test_the_lock_is_free_again_afterwards(tmp_path: Path) -> None:
    for _ in range(2):
        with single_instance(tmp_path):
            assert is_held(tmp_path)
    assert not is_held(tmp_path)


def test_the_same_process_counts_as_a_second_copy_too(tmp_path: Path) -> None:
    with single_instance(tmp_path), pytest.raises(AlreadyRunningError), single_instance(tmp_path):
        pass


def test_whether_a_copy_is_running_can_be_seen(tmp_path: Path) -> None:
    assert not is_held(tmp_path)
    with single_instance(tmp_path):
        assert is_held(tmp_path)
    assert not is_held(tmp_path)


def test_the_lock_of_a_copy_that_died_does_not_count(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "tests.support.programs.second_copy", str(tmp_path), "--crash"],
        check=False,
    )
    assert (tmp_path / "captions.lock").exists()
    with single_instance(tmp_path):
        pass


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"1\ninit\nhost\n\n", id="of a process that runs, but is another program"),
        pytest.param(b"4194999\ncaptions\nelsewhere\n\n", id="of another computer"),
        pytest.param(b"\0\xff" * 5000, id="no text"),
    ],
)
def test_what_a_lock_file_holds_locks_nobody_out(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "captions.lock"
    path.write_bytes(content)
    path.chmod(0o444)
    assert not is_held(tmp_path)
    with single_instance(tmp_path), pytest.raises(AlreadyRunningError), single_instance(tmp_path):
        pass


@pytest.mark.usefixtures("expected_errors")
@pytest.mark.parametrize(
    "make",
    [
        pytest.param(Path.mkdir, id="a folder"),
        pytest.param(lambda path: path.symlink_to(path), id="a link to itself"),
    ],
)
def test_a_lock_file_that_cannot_be_opened_does_not_keep_the_app_from_running(
    tmp_path: Path, make: Callable[[Path], object], caplog: pytest.LogCaptureFixture
) -> None:
    make(tmp_path / "captions.lock")
    with single_instance(tmp_path):
        assert not is_held(tmp_path)
    assert "a second copy will not be detected" in caplog.text


@pytest.mark.usefixtures("expected_errors")
def test_a_folder_that_cannot_be_used_does_not_keep_the_app_from_running(tmp_path: Path) -> None:
    with single_instance(tmp_path / "not there"):
        pass


def test_the_lock_is_kept_in_the_users_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "new" / "folder"
    monkeypatch.setattr(platformdirs, "user_state_path", lambda *_, **__: folder)
    with single_instance():
        assert (folder / "captions.lock").exists()
        assert folder.stat().st_mode & 0o777 == 0o700
