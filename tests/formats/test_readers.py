"""Transcripts as other programs read them: pysubs2, webvtt-py, ttconv, ffmpeg and markdown-it."""

import csv
import html
import io
import json
import re
import shutil
import subprocess
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree as ET

import pysubs2
import pytest
import ttconv.imsc.reader
import webvtt
from markdown_it import MarkdownIt
from ttconv.srt import writer as ttconv_srt
from webvtt.models import Timestamp

from captions.formats.cues.cue_maker import CueOptions
from captions.formats.cues.time_grid import TimeGrid
from captions.formats.export import export_transcript
from captions.formats.fields import clean_text
from captions.formats.options import ExportOptions, TextFormat
from tests.support.transcripts.spoken_segments import make_cues, speak

HOSTILE = [
    "So <b>this</b> & that -->",
    r"{\an8}braces {b} and \N or \h back\\slashes",
    "1 00:00:01,000 --> 2",
    "1984",
    "WEBVTT NOTE STYLE &lt;i&gt; <v Eve>no</v> <00:00:01.000>",
    "\"quotes\", 'single'; = + - @ | * _ `code` # heading",
    "שלום עולם, مرحبا بالعالم!",
    "e\u0301te\u0301 n\u0303 \N{MAN}\u200d\N{WOMAN}\u200d\N{GIRL} 👍🏽",
    "漢字かな交じり文、東京タワー。",
    "control \x00\x07\x1b[2J\x85\u2028 \ud800 \ufffe end",
    "]]> <!-- comment --> <![CDATA[x]]> <?xml?>",
    "- dash. 2. number",
]
TALK = [
    speak(
        text,
        4.0 * index + 0.123,
        label=("Anna & <Co>, Ltd", "Bob")[index % 2],
        lane="ab"[index % 2],
    )
    for index, text in enumerate(HOSTILE)
]
LATE = speak("after many hours", 35_901.5, label="Bob", lane="b")
SEGMENTS = [*TALK, LATE]

Found = list[tuple[float, float, str]]
"""Start and end in seconds, and text, of cues."""


def export(text_format: TextFormat, options: ExportOptions | None = None) -> str:
    out = io.StringIO()
    export_transcript(out, text_format, SEGMENTS, options)
    return out.getvalue()


def expected(options: CueOptions, escapes: dict[int, int] | None = None) -> Found:
    return [
        (cue.start, cue.end, "\n".join(line.text for line in cue.lines).translate(escapes or {}))
        for cue in make_cues(*SEGMENTS, options=options)
    ]


def check(found: Iterable[tuple[float, float, str]], cues: Found, precision: float = 0.001) -> None:
    """Compare what a reader found; invisible joiners after backslashes do not count."""
    read = [(start, end, text.replace("\u2060", "")) for start, end, text in found]
    assert [text for _, _, text in read] == [text for _, _, text in cues]
    for (start, end, _), (cue_start, cue_end, _) in zip(read, cues, strict=True):
        assert start == pytest.approx(cue_start, abs=precision + 1e-6)
        assert end == pytest.approx(cue_end, abs=precision + 1e-6)


NAMED = CueOptions()
PLAIN = CueOptions(show_names=False)
CENTISECONDS = CueOptions(grid=TimeGrid.from_resolution(100))
IN_SRT = str.maketrans("<>{}", "\u2039\u203a()")
IN_ASS = str.maketrans("{}", "()")

needs_ffmpeg = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is the reader")


def read_pysubs2(text: str, name: str) -> Found:
    subtitles = pysubs2.SSAFile.from_string(text, name)
    return [
        (event.start / 1000, event.end / 1000, event.text.replace(r"\N", "\n"))
        for event in subtitles
    ]


def test_pysubs2_reads_srt() -> None:
    check(read_pysubs2(export(TextFormat.SRT), "srt"), expected(NAMED, IN_SRT))


def test_pysubs2_reads_ass() -> None:
    check(read_pysubs2(export(TextFormat.ASS), "ass"), expected(CENTISECONDS, IN_ASS))


def in_seconds(time: Timestamp) -> float:
    return time.in_milliseconds() / 1000


def read_webvtt(text: str) -> Found:
    return [
        (in_seconds(caption.start_time), in_seconds(caption.end_time), html.unescape(caption.text))
        for caption in webvtt.from_string(text).captions
    ]


@pytest.mark.parametrize("word_times", [False, True], ids=["plain", "with word times"])
def test_webvtt_py_reads_vtt(word_times: bool) -> None:
    text = export(TextFormat.VTT, ExportOptions(word_times=word_times))
    check(read_webvtt(text), expected(PLAIN))
    voices = [caption.voice for caption in webvtt.from_string(text).captions]
    assert set(voices) == {"Anna \uff06 \u2039Co\u203a, Ltd", "Bob"}


def ffmpeg_cues(text: str, name: str, folder: Path) -> Found:
    """Return the cues as ffmpeg converts them to ASS, which has no entities."""
    path = folder / f"captions.{name}"
    path.write_text(text, encoding="utf-8")
    command = ["ffmpeg", "-nostdin", "-v", "error", "-i", str(path), "-f", "ass", "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stderr == b""
    cues = read_pysubs2(done.stdout.decode().replace("\r", ""), "ass")
    return [(start, end, re.sub(r"\\([{}])", r"\1", words)) for start, end, words in cues]


@needs_ffmpeg
@pytest.mark.parametrize(
    ("text_format", "cues"),
    [
        (TextFormat.SRT, expected(NAMED, IN_SRT)),
        (TextFormat.VTT, expected(PLAIN)),
        (TextFormat.ASS, expected(CENTISECONDS, IN_ASS)),
    ],
)
def test_ffmpeg_reads_the_same_cues(text_format: TextFormat, cues: Found, tmp_path: Path) -> None:
    check(ffmpeg_cues(export(text_format), text_format.value, tmp_path), cues, 0.01)


def test_ttconv_reads_ttml() -> None:
    tree = ET.ElementTree(ET.fromstring(export(TextFormat.TTML)))  # noqa: S314  # our own
    document = ttconv.imsc.reader.to_model(tree)
    text = ttconv_srt.from_model(document)
    blocks = re.findall(r"^\d+\n(\S+) --> (\S+)\n(.*?)\n(?:\n|$)", text, re.MULTILINE | re.DOTALL)
    check(
        ((to_seconds(start), to_seconds(end), words) for start, end, words in blocks),
        expected(NAMED),
    )


def to_seconds(time: str) -> float:
    hours, minutes, seconds = time.replace(",", ".").split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def test_markdown_it_reads_the_same_text() -> None:
    html_text = MarkdownIt("commonmark").render(
        export(TextFormat.MARKDOWN, ExportOptions(title="<b>A & *B*</b>"))
    )
    assert html_text.startswith("<h1>&lt;b&gt;A &amp; *B*&lt;/b&gt;</h1>\n<h2>0:00:00</h2>\n")
    paragraphs = [html.unescape(text) for text in re.findall(r"<p>(.*?)</p>", html_text)]
    assert paragraphs[:2] == [
        "<strong>Anna & <Co>, Ltd:</strong> So <b>this</b> & that -->",
        r"<strong>Bob:</strong> {\an8}braces {b} and \N or \h back\\slashes",
    ]
    assert len(paragraphs) == len(SEGMENTS)


def test_csv_reads_the_same_text_and_no_formula() -> None:
    rows = list(csv.DictReader(io.StringIO(export(TextFormat.CSV).removeprefix("\ufeff"))))
    assert [row["text"].removeprefix("'") for row in rows] == [clean_text(s.text) for s in SEGMENTS]
    assert [float(row["start"]) for row in rows] == [segment.start for segment in SEGMENTS]
    assert not [row for row in rows if row["text"].startswith(("=", "+", "-", "@"))]


def test_json_lines_have_text_words_and_times() -> None:
    lines = [json.loads(line) for line in export(TextFormat.JSONL).split("\n")[:-1]]
    assert [line["text"] for line in lines] == [clean_text(segment.text) for segment in SEGMENTS]
    assert [word["text"] for word in lines[-1]["words"]] == ["after", "many", "hours"]
    assert lines[-1]["words"][0] == {"text": "after", "start": 35901.5, "end": 35901.85}
    assert (lines[-1]["speaker"], lines[-1]["lane"]) == ("Bob", "b")


@pytest.mark.parametrize("text_format", TextFormat)
def test_every_format_can_be_written_as_utf_8(text_format: TextFormat) -> None:
    text = export(text_format)
    assert text.encode().decode() == text
    assert not re.findall(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", text)


@pytest.mark.parametrize("text_format", [f for f in TextFormat if f.has_cues])
def test_times_are_those_of_frames(text_format: TextFormat) -> None:
    rate = Fraction(25)
    text = export(text_format, ExportOptions(frame_rate=rate))
    times = re.findall(r"\d+:\d\d:\d\d[.,]\d\d\d?", text)
    assert len(times) > 2 * len(SEGMENTS)
    frames = [to_seconds(time) * rate for time in times if time != "00:00:01.000"]
    assert frames == [pytest.approx(round(frame), abs=0.01) for frame in frames]


def test_ass_has_times_beyond_ten_hours() -> None:
    out = io.StringIO()
    export_transcript(out, TextFormat.ASS, [speak("after ten hours", 36_001.5)])
    assert "Dialogue: 0,10:00:01.50,10:00:02.55,Default,,0,0,0,,after ten hours\n" in out.getvalue()
