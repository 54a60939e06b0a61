"""Archives of unknown origin: what no model is packed in is refused before it is unpacked."""

import io
import os
import struct
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from captions.engine.library import archives, importing
from captions.engine.library.store import ModelStore
from captions.errors import UsageError

WHISPER = {"config.json": b'{"lang_ids": []}', "model.bin": b"weights", "tokenizer.json": b"{}"}
TERABYTE = 10**12


def zipped(path: Path, names: list[zipfile.ZipInfo]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for entry in names:
            archive.writestr(entry, b"content")


def with_unknown_compression(path: Path) -> None:
    zipped(path, [zipfile.ZipInfo("model.bin")])
    content = bytearray(path.read_bytes())
    # The method stands at byte 8 of the local header and at byte 10 of the central one: Zstandard.
    struct.pack_into("<H", content, 8, 93)
    struct.pack_into("<H", content, content.index(b"PK\x01\x02") + 10, 93)
    path.write_bytes(content)


def with_a_link_in_a_zip(path: Path) -> None:
    entry = zipfile.ZipInfo("model.bin")
    entry.external_attr = 0o120777 << 16
    zipped(path, [entry])


def with_a_bomb_in_a_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("model.bin", bytes(60_000_000))


def with_many_files(path: Path) -> None:
    zipped(path, [zipfile.ZipInfo(f"file{number}") for number in range(10_001)])


def tarred(path: Path, *members: tarfile.TarInfo, mode: str = "w") -> None:
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]  # a mode that it has
        for member in members:
            archive.addfile(member, io.BytesIO(bytes(min(member.size, 10_000))))


def member(name: str, kind: bytes = tarfile.REGTYPE, size: int = 0) -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.size, made.linkname = kind, size, "/dev/zero"
    return made


def with_a_link_in_a_tar(path: Path) -> None:
    tarred(path, member("model.bin", tarfile.SYMTYPE))


def with_a_hard_link_in_a_tar(path: Path) -> None:
    tarred(path, member("model.bin", tarfile.LNKTYPE))


def with_a_device_in_a_tar(path: Path) -> None:
    tarred(path, member("model.bin", tarfile.CHRTYPE))


def with_a_terabyte_told_by_a_tar(path: Path) -> None:
    path.write_bytes(member("model.bin", size=TERABYTE).tobuf() + bytes(1024))


def with_a_terabyte_of_holes_in_a_tar(path: Path) -> None:
    header = bytearray(member("model.bin", tarfile.GNUTYPE_SPARSE, 512).tobuf(tarfile.GNU_FORMAT))
    header[386:410] = b"00000000000\x0000000001000\x00"  # One stretch of 512 bytes at the start.
    header[483:495] = b"%011o\x00" % 8_000_000_000  # Bytes in all.
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\x00 " % sum(header)
    path.write_bytes(header + bytes(2048))


def with_a_long_name_in_a_tar(path: Path) -> None:
    path.write_bytes(member("x", tarfile.GNUTYPE_LONGNAME, TERABYTE).tobuf() + bytes(4096))


def with_a_bomb_in_a_tar(path: Path) -> None:
    with tarfile.open(path, "w:gz") as archive:
        archive.addfile(member("model.bin", size=60_000_000), io.BytesIO(bytes(60_000_000)))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (with_unknown_compression, "its compression method is not supported"),
        (with_a_link_in_a_zip, "links or devices"),
        (with_a_bomb_in_a_zip, "is compressed far more than any model"),
        (with_many_files, "more than 10000 files"),
        (with_a_link_in_a_tar, "links or devices"),
        (with_a_hard_link_in_a_tar, "links or devices"),
        (with_a_device_in_a_tar, "links or devices"),
        (with_a_terabyte_told_by_a_tar, "larger than 16\u00a0GB"),
        (with_a_terabyte_of_holes_in_a_tar, "compressed far more|sparse files"),
        (with_a_long_name_in_a_tar, "not a readable folder, zip or tar"),
        (with_a_bomb_in_a_tar, "is compressed far more than any model"),
        (lambda path: path.symlink_to("/dev/zero"), "neither a folder nor a file"),
        (os.mkfifo, "neither a folder nor a file"),
        (lambda path: path.symlink_to(path), "cannot be read"),
    ],
    ids=lambda value: getattr(value, "__name__", "").replace("_", " ") or None,
)
def test_archive_that_is_made_to_harm_is_refused(
    tmp_path: Path, make: Callable[[Path], object], words: str
) -> None:
    path = tmp_path / "archive"
    make(path)
    with pytest.raises(UsageError, match=words), archives.open_source(path):
        pass


def as_folder(place: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        (place / name).write_bytes(content)
    return place


def test_folder_with_a_sparse_terabyte_is_refused(tmp_path: Path) -> None:
    with (as_folder(tmp_path, WHISPER) / "model.bin").open("wb") as file:
        file.truncate(TERABYTE)
    with pytest.raises(UsageError, match="larger than 16\u00a0GB"), archives.open_source(tmp_path):
        pass


def test_links_of_a_folder_lead_to_files_alone(tmp_path: Path) -> None:
    (tmp_path / "blob").write_bytes(b"weights")
    (tmp_path / "folder").mkdir()
    for name, target in (("model.bin", "../blob"), ("zero", "/dev/zero"), ("self", "self")):
        (tmp_path / "folder" / name).symlink_to(target)
    with archives.open_source(tmp_path / "folder") as entries:
        assert [path.name for path in entries] == ["model.bin"]


@pytest.mark.parametrize("content", [b"[" * 100_000, b"{", b"\xff"], ids=["deep", "cut", "no text"])
@pytest.mark.parametrize("name", ["config.json", "tokenizer.json"])
def test_json_that_breaks_readers_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    folder = tmp_path / "given"
    folder.mkdir()
    as_folder(folder, {**WHISPER, name: content})
    with (
        archives.open_source(folder) as entries,
        pytest.raises(UsageError, match=f"{name} is not the JSON file of a model"),
    ):
        importing.find_candidate(entries, "", "mine")


def test_file_that_changes_while_it_is_imported_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "given"
    folder.mkdir()
    as_folder(folder, WHISPER)
    store = ModelStore(tmp_path / "models")
    with archives.open_source(folder) as entries:
        found = importing.find_candidate(entries, "", "mine")
        (folder / "model.bin").write_bytes(b"weights and more")
        with pytest.raises(UsageError, match="was changed while it was imported"):
            importing.import_model(found, entries, store)
    assert store.list_manifests() == []


def test_note_of_a_model_that_is_nested_too_deeply_counts_as_none(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "model.json").write_text('{"name": ' + "[" * 100_000)
    assert ModelStore(tmp_path).list_manifests() == []
