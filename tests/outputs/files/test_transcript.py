"""Transcripts: their words come from a model or a server, and nothing in them is obeyed."""

import contextlib
import io
import json
from pathlib import Path

import pytest
from typing_extensions import override

from captions.events import Committed, Word
from captions.formats.options import TextFormat
from captions.outputs.files.transcript import TranscriptFile, make_segment

EVIL = "good\x1b[2J\x9b31m \u202enight\r\n"
PLAIN = "good [2J 31m night"


def written(segment: Committed, path: Path | None, text_format: TextFormat) -> None:
    with TranscriptFile(path, text_format) as transcript:
        transcript.add_segment(make_segment(segment))


@pytest.mark.parametrize("text_format", TextFormat)
def test_words_hold_nothing_that_a_terminal_obeys(tmp_path: Path, text_format: TextFormat) -> None:
    first, second = EVIL.split(" ")
    words = (Word(first, 0, 1), Word(second, 1, 2))
    path = tmp_path / "talk"
    written(Committed(EVIL, words), path, text_format)
    text = path.read_bytes().decode()
    if text_format is TextFormat.JSONL:
        text = json.loads(text)["text"]
    unescaped = text.replace("\\[", "[")  # Markdown.
    assert PLAIN in " ".join(unescaped.split())
    assert not set("\x1b\x9b\u202e\r") & set(text)


def test_standard_output_is_cleaned_as_well(capsys: pytest.CaptureFixture[str]) -> None:
    written(Committed(EVIL), None, TextFormat.TXT)
    assert capsys.readouterr().out == f"{PLAIN}\n"


def test_words_of_controls_alone_leave_no_file(tmp_path: Path) -> None:
    written(Committed("\x1b\u202e"), tmp_path / "talk", TextFormat.TXT)
    assert not (tmp_path / "talk").exists()


class _Pipe(io.BytesIO):
    """A pipe whose content stays after it is closed."""

    content = b""

    @override
    def close(self) -> None:
        self.content = self.getvalue()
        super().close()


@pytest.mark.parametrize("text_format", [TextFormat.TXT, TextFormat.CSV])
def test_other_programs_get_utf_8(text_format: TextFormat) -> None:
    pipe = _Pipe()
    with (
        io.TextIOWrapper(pipe, encoding="cp1252", errors="replace") as out,
        contextlib.redirect_stdout(out),
    ):
        written(Committed("Ça va? שלום"), None, text_format)
    text = pipe.content.decode("utf-8")
    assert "Ça va? שלום" in text
    assert text.startswith("\ufeff") == (text_format is TextFormat.CSV)
