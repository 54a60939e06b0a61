"""Live transcripts: each sentence is in the file at once, and nothing is lost or overwritten."""

import json
import os
import queue
import random
import re
import select
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from captions.errors import OutputError, UsageError
from captions.formats.options import LIVE_FORMATS, TextFormat
from captions.messages.message import Message
from captions.outputs.files.live_file import LiveTranscriptFile
from tests.support.full_disk import full_after
from tests.support.programs import live_file_writer
from tests.support.transcripts.spoken_segments import speak

RETRY_SECONDS = 0.01


class Problems:
    """Collects reported problems, from any thread."""

    def __init__(self) -> None:
        self.queue: queue.Queue[Message] = queue.Queue()

    def report(self, problem: Message) -> None:
        self.queue.put(problem)

    def next_text(self) -> str:
        return str(self.queue.get(timeout=60))


def open_file(path: Path, problems: Problems | None = None) -> LiveTranscriptFile:
    file = LiveTranscriptFile(path, (problems or Problems()).report, RETRY_SECONDS)
    file.open()
    return file


def write_sentences(path: Path, *texts: str) -> None:
    file = open_file(path)
    for place, text in enumerate(texts):
        file.add_segment(speak(text, 2.0 * place))
    file.close()


def wait_until(is_true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not is_true():
        assert time.monotonic() < deadline
        threading.Event().wait(0.005)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("talk.txt", "Yes.\nNo.\n"),
        (
            "talk.srt",
            "1\n00:00:00,000 --> 00:00:00,834\nYes.\n\n2\n00:00:02,000 --> 00:00:02,834\nNo.\n\n",
        ),
        (
            "talk.VTT",
            (
                "WEBVTT\n\n00:00:00.000 --> 00:00:00.834\nYes.\n\n"
                "00:00:02.000 --> 00:00:02.834\nNo.\n\n"
            ),
        ),
    ],
)
def test_sentences_are_appended_in_the_format_of_the_extension(
    tmp_path: Path, name: str, content: str
) -> None:
    write_sentences(tmp_path / name, "Yes.", "No.")
    assert (tmp_path / name).read_text(encoding="utf-8") == content


def test_a_sentence_is_in_the_file_before_the_next_one(tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    file = open_file(path)
    assert not path.exists()
    file.add_segment(speak("So it is."))
    wait_until(lambda: path.exists() and path.read_bytes() == b"So it is.\n")
    file.close()


@pytest.mark.parametrize("text_format", LIVE_FORMATS)
def test_a_second_run_continues_the_file(tmp_path: Path, text_format: TextFormat) -> None:
    path = tmp_path / f"talk.{text_format}"
    write_sentences(path, "Yes.", "No.")
    before = path.read_bytes()
    write_sentences(path, "Again.")
    assert path.read_bytes().startswith(before)
    added = path.read_bytes()[len(before) :].decode()
    assert added.count("Again.") == 1 + (text_format is TextFormat.JSONL)
    assert "WEBVTT" not in added
    if text_format is TextFormat.SRT:
        assert added == "3\n00:00:02,834 --> 00:00:03,668\nAgain.\n\n"


def test_a_torn_line_is_completed(tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_bytes(b"a torn li")
    write_sentences(path, "Yes.")
    assert path.read_bytes() == b"a torn li\nYes.\n"


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("talk.srt", b"Dear diary,", "talk.srt exists, but is not SubRip text"),
        ("talk.vtt", b"Dear diary,", "is not WebVTT text in UTF-8: choose another path"),
        ("talk.txt", "So".encode("utf-16"), "is not plain text in UTF-8"),
    ],
)
def test_a_file_with_other_content_is_refused(
    tmp_path: Path, name: str, content: bytes, error: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(OutputError, match=error):
        open_file(tmp_path / name)
    assert (tmp_path / name).read_bytes() == content


def test_an_unknown_extension_names_the_four(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.txt, \.srt, \.vtt, \.jsonl"):
        open_file(tmp_path / "talk.docx")


@pytest.mark.parametrize(
    ("path", "error"),
    [("folder.txt", "is a folder"), ("missing/talk.txt", "does not exist: create it")],
)
def test_paths_that_cannot_be_written_are_refused(tmp_path: Path, path: str, error: str) -> None:
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(OutputError, match=error):
        open_file(tmp_path / path)


def test_a_deleted_file_is_created_again(tmp_path: Path) -> None:
    path = tmp_path / "talk.vtt"
    file = open_file(path)
    file.add_segment(speak("Yes."))
    wait_until(lambda: path.exists() and b"Yes." in path.read_bytes())
    path.unlink()
    file.add_segment(speak("No.", 2))
    file.close()
    assert path.read_text(encoding="utf-8") == "WEBVTT\n\n00:00:02.000 --> 00:00:02.834\nNo.\n\n"


def test_a_file_that_an_editor_replaced_is_continued(tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    file = open_file(path)
    file.add_segment(speak("Yes."))
    wait_until(lambda: path.exists() and b"Yes." in path.read_bytes())
    (tmp_path / "edited").write_bytes(b"Yes, indeed")
    (tmp_path / "edited").replace(path)
    file.add_segment(speak("No.", 2))
    file.close()
    assert path.read_bytes() == b"Yes, indeed\nNo.\n"


def test_a_missing_folder_is_reported_once_and_nothing_is_lost(tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    problems = Problems()
    file = open_file(folder / "talk.txt", problems)
    folder.rmdir()
    for text in ("One.", "Two."):
        file.add_segment(speak(text))
    assert re.fullmatch(
        r"The live transcript .*talk\.txt cannot be written \(No such file or directory\): "
        r"captions continue, and the text is added as soon as it can be\.",
        problems.next_text(),
    )
    folder.mkdir()
    wait_until((folder / "talk.txt").exists)
    file.close()
    assert (folder / "talk.txt").read_bytes() == b"One.\nTwo.\n"
    assert problems.queue.empty()


def test_a_full_disk_leaves_whole_sentences(tmp_path: Path) -> None:
    path = tmp_path / "talk.srt"
    problems = Problems()
    with full_after(60):
        file = open_file(path, problems)
        for place in range(3):
            file.add_segment(speak("So it is.", 2.0 * place))
        assert "cannot be written (" in problems.next_text()
        file.close()
        assert "The end of the live transcript" in problems.next_text()
    content = path.read_text(encoding="utf-8")
    assert content.count("So it is.\n\n") == content.count("-->") == 1
    assert problems.queue.empty()


def test_a_full_disk_with_room_again_gets_every_sentence(tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    problems = Problems()
    with full_after(25):
        file = open_file(path, problems)
        for text in ("So it is.", "And was.", "And will be."):
            file.add_segment(speak(text))
        problems.next_text()
    file.close()
    assert path.read_bytes() == b"So it is.\nAnd was.\nAnd will be.\n"


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    return path


def read_pipe(path: Path, end: str) -> str:
    """Read a pipe until a text arrives, and close it."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    text = ""
    try:
        while not text.endswith(end):
            assert select.select([descriptor], [], [], 20)[0]
            text += os.read(descriptor, 4096).decode()
            threading.Event().wait(0.002)
    finally:
        os.close(descriptor)
    return text


def test_a_pipe_waits_for_its_reader_and_for_the_next_one(pipe: Path) -> None:
    problems = Problems()
    file = open_file(pipe, problems)
    file.add_segment(speak("Yes."))
    assert read_pipe(pipe, "\n") == "Yes.\n"
    file.add_segment(speak("No.", 2))
    assert read_pipe(pipe, "\n") == "No.\n"
    file.close()
    assert problems.queue.empty()


def test_a_pipe_without_a_reader_never_blocks(pipe: Path) -> None:
    problems = Problems()
    file = open_file(pipe, problems)
    for _ in range(1000):
        file.add_segment(speak("Yes."))
    file.close()
    assert problems.queue.empty()


def test_a_reader_that_does_not_read_never_blocks(pipe: Path) -> None:
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    file = open_file(pipe)
    for _ in range(10_000):
        file.add_segment(speak("Nobody reads this."))
    file.close()
    os.close(reader)


def test_sentences_that_a_reader_does_not_read_are_reported(pipe: Path) -> None:
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    problems = Problems()
    file = open_file(pipe, problems)
    for _ in range(10_000):
        file.add_segment(speak("Nobody reads this."))
    file.close()
    assert problems.queue.get_nowait() == Message(
        "live_file_unfinished", file=str(pipe), reason=Message("live_file_stuck")
    )
    assert problems.queue.empty()
    os.close(reader)


def test_standard_output_takes_plain_text() -> None:
    code = (
        "from pathlib import Path\n"
        "from captions.outputs.files.live_file import LiveTranscriptFile\n"
        "from tests.support.programs.live_file_writer import make_sentence\n"
        "with LiveTranscriptFile(Path('/dev/stdout'), print) as file:\n"
        "    file.add_segment(make_sentence(1))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout == b"This is sentence number 1.\n"


def run_until_killed(folder: Path, sentences: int) -> Iterator[tuple[TextFormat, str]]:
    """Yield the files that a program leaves when it is killed after some sentences."""
    paths = [folder / f"talk.{text_format}" for text_format in LIVE_FORMATS]
    command = [sys.executable, "-m", live_file_writer.__name__, *map(str, paths)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        for _ in range(sentences):
            child.stdout.readline()
        child.kill()
    for text_format, path in zip(LIVE_FORMATS, paths, strict=True):
        yield text_format, path.read_text(encoding="utf-8") if path.exists() else ""


SENTENCE = r"This is sentence number (\d+)\.\n"
VALID = {
    TextFormat.TXT: rf"(?:{SENTENCE})*.*",
    TextFormat.SRT: rf"(?:\d+\n[\d:,]+ --> [\d:,]+\n{SENTENCE}\n)*",
    TextFormat.VTT: rf"(?:WEBVTT\n\n(?:[\d:.]+ --> [\d:.]+\n{SENTENCE}\n)*)?",
}


@pytest.mark.parametrize("seed", range(6))
def test_a_killed_program_leaves_valid_files(tmp_path: Path, seed: int) -> None:
    count = random.Random(seed).randrange(1, 400)  # noqa: S311  # moments to kill
    for _ in range(2):
        for text_format, content in run_until_killed(tmp_path, count):
            if text_format is TextFormat.JSONL:
                check_json_lines(content)
            else:
                assert re.fullmatch(VALID[text_format], content)


def check_json_lines(content: str) -> None:
    """Check that all lines but torn last ones of a run are valid."""
    lines = content.split("\n")
    torn = [line for line in lines[:-1] if not line.endswith("}")]
    assert len(torn) <= 1
    for line in lines[:-1]:
        if line not in torn:
            assert json.loads(line)["words"]
