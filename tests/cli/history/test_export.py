"""``captions history export``: standard output, files and folders."""

import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from captions.history.data_folder import FOLDER_VARIABLE
from tests.cli.history.conftest import Program
from tests.support.transcripts.saved_sessions import MEETING, TALK

FORMATS = ("txt", "md", "srt", "vtt", "ass", "ttml", "jsonl", "csv")
MEETING_NAME = "2026-11-27 14.05 Weekly meeting"
TALK_NAME = "2026-11-28 14.05"


def words_of(text: str) -> str:
    """Return the text with single spaces, as cues break lines anywhere."""
    return " ".join(text.replace("\\N", " ").split())


@pytest.mark.parametrize("text_format", FORMATS)
def test_every_format_contains_every_sentence(
    saved: Program, tmp_path: Path, text_format: str
) -> None:
    output = tmp_path / "x"
    printed = saved.output("export", 1, "--format", text_format)
    assert saved.output("export", 1, "--format", text_format, "--output", output) == ""
    assert output.read_text(encoding="utf-8") == printed.replace("\r\n", "\n")
    for sentence in MEETING:
        assert sentence.text.split()[-1] in printed


@pytest.mark.parametrize("ending", FORMATS)
def test_the_extension_selects_the_format(saved: Program, tmp_path: Path, ending: str) -> None:
    output = tmp_path / f"talk.{ending}"
    assert saved.output("export", "last", "--output", output) == ""
    exported = output.read_bytes()
    assert saved.output("export", "last", "--format", ending, "--output", output) == ""
    assert output.read_bytes() == exported


def test_plain_text_is_the_default(saved: Program) -> None:
    assert saved.output("export", 2) == "".join(f"{sentence.text}\n" for sentence in TALK)


def test_times_are_moved_by_the_offset(saved: Program) -> None:
    def starts(*arguments: str) -> list[float]:
        lines = saved.output("export", 1, "--format", "jsonl", *arguments).splitlines()
        return [json.loads(line)["start"] for line in lines]

    before = starts()
    assert before == [sentence.start for sentence in MEETING]
    assert starts("--offset", "90.5") == [start + 90.5 for start in before]
    assert "01:02:04," in saved.output("export", 1, "--format", "srt", "--offset", "-1")


def test_cues_begin_with_a_frame(saved: Program) -> None:
    text = saved.output("export", 1, "--format", "vtt", "--frame-rate", "25")
    milliseconds = re.findall(r"\.(\d{3})\b", text)
    assert milliseconds
    assert all(int(found) % 40 == 0 for found in milliseconds)


def test_word_times_are_written_on_request(saved: Program) -> None:
    assert "<00:00:" in saved.output("export", 1, "--format", "vtt", "--word-times")
    assert "<00:00:" not in saved.output("export", 1, "--format", "vtt")


def test_several_sessions_become_files_in_a_folder(saved: Program, tmp_path: Path) -> None:
    folder = tmp_path / "exported"
    told = saved.output("export", 1, "last", 1, "--format", "srt", "--output", folder)
    names = [f"{MEETING_NAME}.srt", f"{TALK_NAME}.srt"]
    assert told.splitlines() == [str(folder / name) for name in names]
    assert sorted(path.name for path in folder.iterdir()) == names
    (folder / names[0]).write_text("mine", encoding="utf-8")
    saved.output("export", 1, "--format", "srt", "--output", folder)
    assert (folder / names[0]).read_text(encoding="utf-8") == "mine"
    assert "best of times" in (folder / f"{MEETING_NAME} (2).srt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        pytest.param(["1", "2"], 2, "require a folder", id="several without a folder"),
        pytest.param(["1", "2", "--output", "x.srt"], 2, "require a folder", id="several in one"),
        pytest.param(["1", "2", "--output", "x.doc"], 2, "require a folder", id="in a document"),
        pytest.param(["1", "--output", "no/x.srt"], 1, "does not exist: create it", id="no folder"),
        pytest.param(["1", "2", "--output", "no/x"], 1, "does not exist: create", id="no parent"),
        pytest.param(["1", "2", "--output", "file"], 1, "is a file: choose", id="a file"),
        pytest.param(["1", "--output", "x.doc"], 2, "“.doc” is not a file", id="unknown ending"),
        pytest.param(["1", "--output", "file/x.txt"], 1, "does not exist", id="inside a file"),
        pytest.param(["1", "--output", "x" * 300], 1, "cannot be written", id="a long name"),
        pytest.param(
            ["1", "--format", "srt", "--offset", "nan"], 2, "a number of seconds", id="no offset"
        ),
        pytest.param(
            ["1", "--format", "srt", "--offset", "inf"],
            2,
            "a number of seconds",
            id="infinite offset",
        ),
        pytest.param(["1", "--format", "srt", "--frame-rate", "x"], 2, "", id="no frame rate"),
        pytest.param(["1", "--format", "srt", "--frame-rate", "1/0"], 2, "", id="a division by 0"),
        pytest.param(["1", "--format", "srt", "--frame-rate", "1e999999999"], 2, "", id="too fast"),
        pytest.param(["1", "--frame-rate", "25"], 2, "", id="frames of plain text"),
        pytest.param(["1", "--word-times", "--format", "csv"], 2, "", id="word times of a table"),
    ],
)
def test_a_wrong_export_is_one_sentence_and_writes_nothing(  # noqa: PLR0913, PLR0917  # fixtures
    saved: Program,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    code: int,
    words: str,
) -> None:
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    (work / "file").write_text("mine", encoding="utf-8")
    assert words in saved.failure("export", *arguments, code=code)
    assert [path.name for path in work.iterdir()] == ["file"]
    assert (work / "file").read_text(encoding="utf-8") == "mine"


def test_an_existing_file_is_replaced_and_keeps_its_permissions(
    saved: Program, tmp_path: Path
) -> None:
    output = tmp_path / "talk.txt"
    output.write_text("old", encoding="utf-8")
    output.chmod(0o640)
    saved.output("export", 2, "--output", output)
    assert output.read_text(encoding="utf-8").startswith(TALK[0].text)
    assert stat.S_IMODE(output.stat().st_mode) == 0o640


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
@pytest.mark.parametrize(
    ("command", "redirection", "code", "words"),
    [
        ("export 1", "--output /dev/full", 1, "cannot be exported to /dev/full (No space"),
        ("export 1", ">/dev/full", 1, "cannot be written to standard output (No space left"),
        ("export 1", ">&-", 1, "Standard output is closed: choose a file with --output"),
        ("export 1", "| true", 1, "The program that read the transcript has ended"),
        ("show 1", ">/dev/full", 1, "The output cannot be written (No space"),
        ("show 1", ">&-", 1, "Standard output is closed: run the command"),
        ("show 1", "| true", 0, ""),
        ("search were", "| true", 0, ""),
        ("", "| true", 0, ""),
        ("", ">&-", 1, "Standard output is closed: run the command"),
    ],
)
def test_output_that_accepts_nothing_is_at_most_one_sentence(
    saved: Program, command: str, redirection: str, code: int, words: str
) -> None:
    script = f'set -o pipefail; "$0" -m captions history {command} {redirection}'
    done = subprocess.run(
        ["bash", "-c", script, sys.executable],
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
        env={**os.environ, FOLDER_VARIABLE: str(saved.folder)},
    )
    assert (done.returncode, done.stdout) == (code, "")
    assert words in done.stderr
    assert done.stderr.count("\n") == bool(words)


@pytest.mark.parametrize("command", ["export 2", "export 2 --format csv", "show 2", "search were"])
def test_other_programs_get_utf_8_whatever_the_system_uses(saved: Program, command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "captions", "history", *command.split()],
        capture_output=True,
        timeout=90,
        check=True,
        env={
            **os.environ,
            FOLDER_VARIABLE: str(saved.folder),
            "PYTHONIOENCODING": "cp1252",
            "PYTHONUTF8": "0",
        },
    )
    text = done.stdout.decode("utf-8")
    assert "שלום עולם" in text
    assert text.startswith("\ufeff") == ("csv" in command)
