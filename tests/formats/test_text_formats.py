"""Formats for reading: plain text and Markdown; and the fields of those for programs."""

import io
import json
import math

import pytest

from captions.events import Word
from captions.formats.export import export_transcript, make_writer
from captions.formats.options import ExportOptions, TextFormat
from captions.model.saved_transcript import TranscriptSegment
from tests.support.transcripts.spoken_segments import speak

GAP = TranscriptSegment(text="", start=20, end=32.4, is_gap=True)


def written(
    text_format: TextFormat, *segments: TranscriptSegment, options: ExportOptions | None = None
) -> str:
    out = io.StringIO()
    export_transcript(out, text_format, segments, options)
    return out.getvalue()


def test_plain_text_has_a_line_for_each_segment() -> None:
    segments = speak("So <b> & -->"), speak(" "), speak("it is.", 65, label="Anna"), GAP
    assert written(TextFormat.TXT, *segments) == "So <b> & -->\nAnna: it is.\n[… 12 s]\n"
    options = ExportOptions(times=True, offset_seconds=3600)
    assert written(TextFormat.TXT, *segments, options=options) == (
        "[1:00:00] So <b> & -->\n[1:01:05] Anna: it is.\n[1:00:20] [… 12 s]\n"
    )


def test_markdown_has_headings_by_time_and_bold_speakers() -> None:
    segments = [
        speak("1. It is *so*.", 1),
        speak("And it was.", 4.5),
        speak("After a pause.", 12),
        GAP,
        speak("I see.", 40, label="Anna"),
        speak("- Yes.", 42, label="Anna"),
        speak("Later.", 310, label="Anna"),
        speak("長い文。", 311, label="Anna"),
    ]
    options = ExportOptions(title="A # talk", started=0.0, utc_offset_seconds=3600)
    assert written(TextFormat.MARKDOWN, *segments, options=options) == (
        "# A \\# talk\n\n1970-01-01 01:00\n\n"
        "## 0:00:01\n\n1\\. It is \\*so\\*. And it was.\n\nAfter a pause.\n\n\\[… 12 s\\]\n\n"
        "**Anna:** I see. - Yes.\n\n## 0:05:10\n\n**Anna:** Later.長い文。\n\n"
    )


def test_markdown_headings_show_the_wall_time_if_it_is_known() -> None:
    segment = TranscriptSegment(text="So.", start=3, end=4, wall_time=86_403.0)
    assert written(TextFormat.MARKDOWN, segment) == "## 0:00:03 (00:00:03)\n\nSo.\n\n"


@pytest.mark.parametrize("wall_time", [1e300, math.nan, -1e18], ids=str)
def test_impossible_wall_times_are_omitted(wall_time: float) -> None:
    segment = TranscriptSegment(text="So.", start=3, end=4, wall_time=wall_time)
    assert written(TextFormat.MARKDOWN, segment) == "## 0:00:03\n\nSo.\n\n"
    assert "time" not in json.loads(written(TextFormat.JSONL, segment))
    assert written(TextFormat.CSV, segment).splitlines()[1] == "3.000,4.000,,,So."


def test_json_lines_have_null_for_unknown_times() -> None:
    word = Word("So", math.inf, 1.23456)
    segment = TranscriptSegment(text="So", start=math.nan, end=math.nan, words=(word,))
    assert json.loads(written(TextFormat.JSONL, segment)) == {
        "start": None,
        "end": None,
        "text": "So",
        "words": [{"text": "So", "start": None, "end": 1.235}],
    }


def test_json_lines_have_the_words_of_corrected_text() -> None:
    words = (Word("I", 1, 2), Word("sea", 2, 3))
    segment = TranscriptSegment(text="I see it.", start=1, end=4, words=words)
    assert json.loads(written(TextFormat.JSONL, segment))["words"] == [
        {"text": "I", "start": 1, "end": 2},
        {"text": "see", "start": 2, "end": 2.5},
        {"text": "it.", "start": 2.5, "end": 3},
    ]


def test_json_lines_and_csv_have_wall_times_and_gaps() -> None:
    segment = TranscriptSegment(text="So", start=1, end=2, wall_time=1e9)
    lines = [json.loads(line) for line in written(TextFormat.JSONL, segment, GAP).splitlines()]
    assert lines[0]["time"] == "2001-09-09T01:46:40.000Z"
    assert lines[1] == {"start": 20, "end": 32.4, "text": "", "words": [], "gap": True}
    options = ExportOptions(utc_offset_seconds=-7200, offset_seconds=-1.5)
    assert written(TextFormat.CSV, segment, GAP, options=options).splitlines()[1:] == [
        "-0.500,0.500,2001-09-08T23:46:40-02:00,,So",
        "18.500,30.900,,,",
    ]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@sum", "\tx=1", "\uff1d1", "'x"])
def test_csv_cells_are_no_formulas(text: str) -> None:
    cell = written(TextFormat.CSV, speak(text, label=text)).splitlines()[1].split(",")[3]
    assert cell[0] not in "=+-@\t\uff1d"


@pytest.mark.parametrize("text_format", TextFormat)
def test_an_empty_transcript_is_a_valid_file(text_format: TextFormat) -> None:
    text = written(text_format)
    assert text == "" or text.startswith(("WEBVTT", "[Script Info]", "<?xml", "\ufeffstart"))


def test_subtitles_are_appended_as_soon_as_their_times_are_known() -> None:
    out = io.StringIO()
    writer = make_writer(out, TextFormat.SRT)
    writer.add_segment(speak("It was so."))
    assert out.getvalue() == ""
    writer.add_segment(speak("It is not.", 5))
    assert out.getvalue() == "1\n00:00:00,000 --> 00:00:01,050\nIt was so.\n\n"
    writer.finish()
    assert out.getvalue().endswith("2\n00:00:05,000 --> 00:00:06,050\nIt is not.\n\n")


def test_web_vtt_has_voices_and_word_times() -> None:
    one, two = speak("So it is", label="A & <B>"), speak("no", 0.3, label="C")
    options = ExportOptions(word_times=True)
    assert written(TextFormat.VTT, one, two, options=options) == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:01.050\n"
        "<v A \uff06 \u2039B\u203a>-So <00:00:00.350>it <00:00:00.700>is</v>\n<v C>-no</v>\n\n"
    )


def test_ttml_states_fractional_frame_rates_and_language() -> None:
    options = ExportOptions(frame_rate=ExportOptions().frame_rate, language="de", title="<a>")
    text = written(TextFormat.TTML, speak("so"), options=options)
    assert 'xml:lang="de"' in text
    assert "<ttm:title>&lt;a&gt;</ttm:title>" in text
    assert "ttp:frameRate" not in text
