"""Locks that show which programs are writing."""

from pathlib import Path

from captions.history.store.writer_locks import WriterLock, is_writing, remove_leftovers


def test_a_program_writes_from_the_acquisition_of_its_lock_to_the_release(tmp_path: Path) -> None:
    lock = WriterLock(tmp_path)
    assert not is_writing(tmp_path, lock.token)
    lock.acquire()
    lock.acquire()
    assert is_writing(tmp_path, lock.token)
    lock.release()
    lock.release()
    assert not is_writing(tmp_path, lock.token)
    assert list(tmp_path.iterdir()) == []


def test_only_the_files_of_ended_programs_are_removed(tmp_path: Path) -> None:
    lock = WriterLock(tmp_path)
    lock.acquire()
    (tmp_path / "writing-0123456789abcdef.lock").touch()
    (tmp_path / "other").touch()
    remove_leftovers(tmp_path)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["other", f"writing-{lock.token}.lock"]
    lock.release()


def test_a_token_of_another_form_is_not_a_running_program(tmp_path: Path) -> None:
    (tmp_path / "secret").touch()
    for token in ("", "x", "../secret", "/etc/passwd", "a\0b"):
        assert not is_writing(tmp_path, token)
