"""The program's own small files: replaced whole and synced, and read whatever is in their place."""

import errno
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions import atomic_files
from captions.atomic_files import PartFile, TextEncoding
from tests.support.full_disk import full_after

MOST = 1000


def as_fifo(path: Path) -> None:
    os.mkfifo(path)


def as_self_link(path: Path) -> None:
    path.symlink_to(path)


def as_link_to_a_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def as_large_file(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(MOST + 1)


each_obstacle = pytest.mark.parametrize(
    ("make", "words"),
    [
        pytest.param(as_fifo, "it is not a regular file", id="a FIFO"),
        pytest.param(as_self_link, os.strerror(errno.ELOOP), id="a link to itself"),
        pytest.param(as_link_to_a_device, "it is not a regular file", id="a link to a device"),
        pytest.param(Path.mkdir, "it is a folder", id="a folder"),
    ],
)


@each_obstacle
def test_what_is_not_a_file_is_refused_at_once(
    tmp_path: Path, make: Callable[[Path], None], words: str
) -> None:
    path = tmp_path / "file"
    make(path)
    with pytest.raises(OSError, match=words):
        atomic_files.read_file(path, MOST)


@each_obstacle
def test_what_is_not_a_file_is_not_replaced(
    tmp_path: Path, make: Callable[[Path], None], words: str
) -> None:
    path = tmp_path / "file"
    make(path)
    kind = stat.S_IFMT(path.lstat().st_mode)
    with pytest.raises(OSError, match=words):
        atomic_files.replace_file(path, b"new")
    assert stat.S_IFMT(path.lstat().st_mode) == kind
    assert list(tmp_path.iterdir()) == [path]


def test_a_large_file_is_refused(tmp_path: Path) -> None:
    as_large_file(tmp_path / "file")
    with pytest.raises(OSError, match="it is larger than"):
        atomic_files.read_file(tmp_path / "file", MOST)


def test_leftovers_of_crashes_are_removed_and_nothing_else(tmp_path: Path) -> None:
    kept = {".file.1234x", ".other.12", "file.12", ".file.bak"}
    leftovers = (".file.1.captions-part", ".file.99999.captions-part")
    for name in (*leftovers, *kept):
        (tmp_path / name).write_text("")
    atomic_files.replace_file(tmp_path / "file", b"new")
    assert {path.name for path in tmp_path.iterdir()} == {"file", *kept}
    assert (tmp_path / "file").read_bytes() == b"new"


def test_files_of_the_user_with_similar_names_stay(tmp_path: Path) -> None:
    mine = {".file.1", ".file.99999", ".file.1.captions-part~", ".other.1.captions-part"}
    for name in mine:
        (tmp_path / name).write_text("")
    atomic_files.replace_file(tmp_path / "file", b"new")
    assert {path.name for path in tmp_path.iterdir()} == {"file", *mine}


def test_two_writers_of_one_file_leave_each_other_alone(tmp_path: Path) -> None:
    path = tmp_path / "file"
    with PartFile(path) as slow:
        slow.path.write_bytes(b"slow")
        atomic_files.replace_file(path, b"quick")
        atomic_files.remove_all_leftovers(tmp_path)
        assert path.read_bytes() == b"quick"
        slow.replace_target()
    assert path.read_bytes() == b"slow"
    assert list(tmp_path.iterdir()) == [path]


def test_the_longest_name_can_be_replaced(tmp_path: Path) -> None:
    path = tmp_path / ("ä" * 127)
    (tmp_path / f".{'ä' * 100}.1.captions-part").touch()
    atomic_files.replace_file(path, b"new")
    assert [(entry.name, entry.read_bytes()) for entry in tmp_path.iterdir()] == [
        (path.name, b"new")
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="needs links and permissions of POSIX")
def test_a_link_and_the_permissions_stay(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to("target")
    atomic_files.replace_file(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_the_content_and_its_folder_are_synced_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    synced: list[tuple[bool, bytes]] = []
    sync = os.fsync

    def note(descriptor: int) -> None:
        is_folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        synced.append((is_folder, path.read_bytes()))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", note)
    atomic_files.replace_file(path, b"new")
    assert synced == [(False, b"old"), (True, b"new")]


def test_a_disk_without_room_leaves_the_old_content(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    with full_after(10), pytest.raises(OSError, match=os.strerror(errno.EFBIG)):
        atomic_files.replace_file(path, bytes(100))
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


ENCODINGS = [
    TextEncoding("utf-8", marked, newline) for marked in (False, True) for newline in ("\n", "\r\n")
] + [
    TextEncoding(f"utf-{bits}-{order}", True, newline)
    for bits in (16, 32)
    for order in ("le", "be")
    for newline in ("\n", "\r\n")
]


@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"))),
    st.sampled_from(ENCODINGS),
)
def test_a_text_comes_back_with_its_encoding_and_line_ends(
    lines: list[str], encoding: TextEncoding
) -> None:
    # A line of its own, as the mark would be taken for that of the file, and line ends must show.
    text = "first line\n" + "\n".join(lines)
    assert atomic_files.decode_text(encoding.encode(text)) == (text, encoding)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_recognised_without_its_mark(encoding: str) -> None:
    assert atomic_files.decode_text("a = 1".encode(encoding)) == ("a = 1", TextEncoding(encoding))


@pytest.mark.parametrize("content", [b"\x80", b"a = '\xe9'", b"\xff\xfea"])
def test_what_is_no_text_is_an_error(content: bytes) -> None:
    with pytest.raises(UnicodeDecodeError):
        atomic_files.decode_text(content)
