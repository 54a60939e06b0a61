"""Laws of all formats: any segments make a valid file with every cue, row or line."""

import csv
import io
import json
import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pysubs2
import webvtt
from hypothesis import given
from hypothesis import strategies as st

from captions.formats.cues.cue_maker import CueOptions
from captions.formats.cues.time_grid import TimeGrid
from captions.formats.export import export_transcript
from captions.formats.fields import clean_text
from captions.formats.live import Continuation, LiveFormatter, continue_file
from captions.formats.options import ExportOptions, TextFormat
from captions.model.saved_transcript import TranscriptSegment
from tests.support.transcripts.spoken_segments import any_conversation, any_segment, make_cues

Segments = list[TranscriptSegment]

conversations = any_conversation() | st.lists(any_segment(), max_size=8)
PARAGRAPH = "{http://www.w3.org/ns/ttml}p"


def written(text_format: TextFormat, segments: Segments, *, word_times: bool = False) -> str:
    out = io.StringIO()
    export_transcript(out, text_format, segments, ExportOptions(word_times=word_times))
    text = out.getvalue()
    assert text.encode().decode() == text
    return text


@given(conversations)
def test_srt_and_ass_have_every_cue(segments: Segments) -> None:
    for text_format, ticks in ((TextFormat.SRT, 1000), (TextFormat.ASS, 100)):
        text = written(text_format, segments)
        events = pysubs2.SSAFile.from_string(text, text_format.value).events
        # Rounding to hundredths of a second may decide where a cue ends.
        grid = TimeGrid.from_resolution(ticks)
        assert len(events) == len(make_cues(*segments, options=CueOptions(grid=grid)))
        assert all(one.end <= two.start for one, two in pairwise(events))


@given(conversations, st.booleans())
def test_vtt_has_every_cue_and_word_times_in_order(segments: Segments, word_times: bool) -> None:
    text = written(TextFormat.VTT, segments, word_times=word_times)
    captions = webvtt.from_string(text).captions
    assert len(captions) == len(make_cues(*segments, options=CueOptions(show_names=False)))
    for caption in captions:
        times = re.findall(r"<(\d+:\d\d:\d\d\.\d\d\d)>", caption.raw_text)
        assert all(one < two for one, two in pairwise([caption.start, *times, caption.end]))
        assert word_times or not times


@given(conversations)
def test_ttml_is_xml_with_every_cue(segments: Segments) -> None:
    document = ET.fromstring(written(TextFormat.TTML, segments))  # noqa: S314  # our own
    assert len(list(document.iter(PARAGRAPH))) == len(make_cues(*segments))


@given(conversations)
def test_text_json_and_csv_have_every_segment(segments: Segments) -> None:
    texts = [clean_text(s.text) for s in segments if s.is_gap or clean_text(s.text)]
    lines = written(TextFormat.JSONL, segments).split("\n")[:-1]
    assert [json.loads(line)["text"] for line in lines] == texts
    rows = csv.DictReader(io.StringIO(written(TextFormat.CSV, segments)))
    assert [row["text"].removeprefix("'") for row in rows] == texts
    assert written(TextFormat.TXT, segments).count("\n") == len(texts)


@given(conversations)
def test_markdown_has_all_words(segments: Segments) -> None:
    plain = written(TextFormat.MARKDOWN, segments).replace("\\", "")
    for segment in segments:
        if not segment.is_gap:
            text = "".join(clean_text(segment.text).replace("\\", "").split())
            assert text in "".join(plain.split())


@given(conversations, conversations)
def test_two_runs_of_a_live_file_make_one_valid_file(first: Segments, second: Segments) -> None:
    content = ""
    for segments in (first, second):
        continuation = continue_file(TextFormat.SRT, content.encode(), content.encode())
        formatter = LiveFormatter(TextFormat.SRT, continuation or Continuation())
        content += (continuation or Continuation()).prefix
        content += "".join(map(formatter.format_segment, segments))
    events = pysubs2.SSAFile.from_string(content, "srt").events
    assert all(one.end <= two.start for one, two in pairwise(events))
    numbers = re.findall(r"^(\d+)\n\d\d+:\d\d:\d\d,\d\d\d --> ", content, re.MULTILINE)
    assert numbers == [str(number) for number in range(1, len(events) + 1)]
