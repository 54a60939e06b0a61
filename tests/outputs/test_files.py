"""Text files of captions: as they are written, and as independent rules read them."""

import io
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from captions.events import Committed, Word
from captions.outputs.files import SegmentWriter, TextFormat

ONE = Committed("So <b> & -->", (Word("So", 0.5, 0.75), Word("<b> & -->", 3661.0, 3662.5)))
TWO = Committed("it is.", (Word("it", 3663.0, 3663.2), Word("is.", 3663.2, 3664.0)))


def written(text_format: TextFormat, *segments: Committed) -> str:
    out = io.StringIO()
    writer = SegmentWriter(out, text_format)
    for segment in segments:
        writer.add_segment(segment)
    writer.finish()
    return out.getvalue()


@pytest.mark.parametrize(
    ("text_format", "text"),
    [
        (TextFormat.TXT, "So <b> & -->\nit is.\n"),
        (
            TextFormat.SRT,
            (
                "1\n00:00:00,500 --> 00:00:01,333\nSo\n\n"
                "2\n01:01:01,000 --> 01:01:02,500\n<b> & -->\n\n"
                "3\n01:01:03,000 --> 01:01:04,000\nit is.\n\n"
            ),
        ),
        (
            TextFormat.VTT,
            (
                "WEBVTT\n\n00:00:00.500 --> 00:00:01.333\nSo\n\n"
                "01:01:01.000 --> 01:01:02.500\n&lt;b&gt; &amp; --&gt;\n\n"
                "01:01:03.000 --> 01:01:04.000\nit is.\n\n"
            ),
        ),
    ],
)
def test_segments_are_written(text_format: TextFormat, text: str) -> None:
    assert written(text_format, ONE, Committed(""), TWO) == text


def test_json_lines_have_start_end_and_text() -> None:
    lines = [json.loads(line) for line in written(TextFormat.JSONL, ONE, TWO).splitlines()]
    assert lines == [
        {"start": 0.5, "end": 3662.5, "text": "So <b> & -->"},
        {"start": 3663.0, "end": 3664.0, "text": "it is."},
    ]


def test_segment_without_times_says_so() -> None:
    line = json.loads(written(TextFormat.JSONL, Committed("so")))
    assert line == {"start": None, "end": None, "text": "so"}


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is the other reader")
@pytest.mark.parametrize("text_format", [TextFormat.SRT, TextFormat.VTT])
def test_another_reader_finds_the_same_cues(text_format: TextFormat, tmp_path: Path) -> None:
    path = tmp_path / f"captions.{text_format}"
    spoken = Committed("“Tea” & cake?", (Word("“Tea”", 0.5, 1.75), Word("& cake?", 2.0, 3.5)))
    path.write_text(written(text_format, spoken, TWO), encoding="utf-8")
    command = ["ffmpeg", "-nostdin", "-v", "error", "-i", str(path), "-f", "srt", "-"]
    read = subprocess.run(command, capture_output=True, check=True)
    assert read.stderr == b""
    assert read.stdout.decode().replace("\r", "").strip() == (
        "1\n00:00:00,500 --> 00:00:03,500\n“Tea” & cake?\n\n"
        "2\n01:01:03,000 --> 01:01:04,000\nit is."
    )
