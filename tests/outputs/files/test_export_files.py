"""Exported files: written whole or not at all, under names of their own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from captions.errors import OutputError
from captions.formats.options import ExportOptions, TextFormat
from captions.model.saved_transcript import NewSession
from captions.outputs.files.export_files import SessionExport, export_file, export_sessions
from tests.support.full_disk import full_after
from tests.support.transcripts.spoken_segments import speak

SEGMENTS = [speak("So it is."), speak("And was.", 5)]


def session(title: str = "", started: float = 1e9) -> NewSession:
    return NewSession(started=started, utc_offset_seconds=0, title=title, language="en")


@pytest.mark.parametrize("text_format", TextFormat)
def test_a_transcript_replaces_a_file(tmp_path: Path, text_format: TextFormat) -> None:
    path = tmp_path / "talk"
    path.write_bytes(b"former" * 10_000)
    export_file(path, text_format, SEGMENTS)
    content = path.read_text(encoding="utf-8")
    assert "So it is." in content
    assert "former" not in content
    assert [entry.name for entry in tmp_path.iterdir()] == ["talk"]


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("folder", "is a folder: choose a file in it"),
        ("missing/talk.srt", "does not exist: create it, or choose another path"),
        ("file/talk.srt", "does not exist: create it, or choose another path"),
        ("x" * 300, "cannot be (written|exported)"),
        ("bad\0name", "cannot be exported"),
    ],
)
def test_paths_that_cannot_be_written_give_one_sentence(
    tmp_path: Path, path: str, error: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match=error) as caught:
        export_file(tmp_path / path, TextFormat.SRT, SEGMENTS)
    assert "\n" not in str(caught.value)


def test_a_full_disk_keeps_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_bytes(b"old")
    with full_after(10), pytest.raises(OutputError, match=r"cannot be exported to .*talk\.txt \("):
        export_file(path, TextFormat.TXT, SEGMENTS)
    assert [(entry.name, entry.read_bytes()) for entry in tmp_path.iterdir()] == [
        ("talk.txt", b"old")
    ]


def test_sessions_are_exported_to_files_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "2001-09-09 01.46 talk.md").write_bytes(b"kept")
    sessions = [session("Talk"), session("talk"), session("a/b"), session()]
    exports = [SessionExport(one, SEGMENTS) for one in sessions]
    options = ExportOptions(offset_seconds=60)
    paths = export_sessions(tmp_path, TextFormat.MARKDOWN, exports, options)
    assert [path.name for path in paths] == [
        "2001-09-09 01.46 Talk (2).md",
        "2001-09-09 01.46 talk (3).md",
        "2001-09-09 01.46 a b.md",
        "2001-09-09 01.46.md",
    ]
    assert paths[0].read_text(encoding="utf-8") == (
        "# Talk\n\n2001-09-09 01:46\n\n## 0:01:00\n\nSo it is.\n\nAnd was.\n\n"
    )
    assert (tmp_path / "2001-09-09 01.46 talk.md").read_bytes() == b"kept"
    assert len(list(tmp_path.iterdir())) == 5


@pytest.mark.parametrize(
    ("folder", "error"),
    [("missing", "does not exist: create it, or choose another folder"), ("file", "is a file")],
)
def test_folders_that_cannot_take_files_give_one_sentence(
    tmp_path: Path, folder: str, error: str
) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match=error):
        export_sessions(tmp_path / folder, TextFormat.SRT, [SessionExport(session(), SEGMENTS)])


def test_a_named_pipe_is_written_directly(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    with subprocess.Popen(["cat", str(path)], stdout=subprocess.PIPE) as reader:
        export_file(path, TextFormat.TXT, SEGMENTS)
        assert reader.communicate(timeout=60)[0] == b"So it is.\nAnd was.\n"
    assert path.is_fifo()


def test_a_folder_is_not_listed_again_for_each_session(tmp_path: Path) -> None:
    listed: list[str] = []
    counting = [True]

    def note(event: str, arguments: tuple[object, ...]) -> None:
        if counting and event in {"os.listdir", "os.scandir"}:
            listed.append(str(arguments[0]))

    sys.addaudithook(note)  # It cannot be removed, only be told to do nothing.
    counts = []
    for number in (1, 20):
        listed.clear()
        exports = [SessionExport(session(str(one)), SEGMENTS) for one in range(number)]
        export_sessions(tmp_path, TextFormat.TXT, exports)
        counts.append(listed.count(str(tmp_path)))
    counting.clear()
    assert counts[0] == counts[1] > 0


def test_leftovers_of_an_interrupted_export_are_removed(tmp_path: Path) -> None:
    (tmp_path / ".2001-09-09 01.46.txt.1234.captions-part").touch()
    (path,) = export_sessions(tmp_path, TextFormat.TXT, [SessionExport(session(), SEGMENTS)])
    assert list(tmp_path.iterdir()) == [path]
