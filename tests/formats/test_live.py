"""Files that grow: what is appended to them, and how existing content is continued."""

from itertools import pairwise

import pysubs2
import pytest

from captions.formats.live import Continuation, LiveFormatter, continue_file
from captions.formats.options import LIVE_FORMATS, TextFormat
from captions.model.saved_transcript import TranscriptSegment
from tests.support.transcripts.spoken_segments import speak

SRT = b"1\n00:00:01,000 --> 00:00:02,500\nSo\n\n"
VTT = b"WEBVTT\n\n00:01.000 --> 00:02.500\nSo\n\n"


@pytest.mark.parametrize(
    ("text_format", "content", "continuation"),
    [
        (TextFormat.TXT, b"", Continuation()),
        (TextFormat.TXT, b"So.\n", Continuation()),
        (TextFormat.TXT, b"a torn li", Continuation("\n")),
        (TextFormat.JSONL, b'{"start": 1.0, "te', Continuation("\n")),
        (TextFormat.SRT, b"", Continuation()),
        (TextFormat.SRT, b"\xef\xbb\xbf\r\n", Continuation()),
        (TextFormat.SRT, SRT, Continuation("", 1, 2.5)),
        (TextFormat.SRT, SRT[:-1], Continuation("\n", 1, 2.5)),
        (TextFormat.SRT, SRT[:-2], Continuation("\n\n", 1, 2.5)),
        (TextFormat.SRT, SRT.replace(b"\n", b"\r\n"), Continuation("", 1, 2.5)),
        (TextFormat.SRT, SRT + b"2\n00:00:03,000 -->", Continuation("\n\n", 2, 2.5)),
        (TextFormat.VTT, b"", Continuation("WEBVTT\n\n")),
        (TextFormat.VTT, b"WEBVTT", Continuation("\n\n")),
        (TextFormat.VTT, VTT, Continuation("", 0, 2.5)),
        (
            TextFormat.VTT,
            VTT + b"7\n01:00:01.5 --> 01:00:03.25 align:left\nx",
            Continuation("\n\n", 7, 3603.25),
        ),
    ],
)
def test_existing_content_is_continued(
    text_format: TextFormat, content: bytes, continuation: Continuation
) -> None:
    assert continue_file(text_format, content, content) == continuation


@pytest.mark.parametrize(
    ("text_format", "content"),
    [
        (TextFormat.SRT, b"Dear diary,\n"),
        (TextFormat.VTT, b"WEBVTTX\n"),
        (TextFormat.VTT, SRT),
        (TextFormat.SRT, VTT),
        (TextFormat.SRT, b"\xef\xbb\xbf" + VTT),
        (TextFormat.SRT, b"WEBVTT"),
        *((text_format, "So.\n".encode("utf-16")) for text_format in LIVE_FORMATS),
        *((text_format, b"\x7fELF\0\1") for text_format in LIVE_FORMATS),
    ],
)
def test_other_content_is_recognised(text_format: TextFormat, content: bytes) -> None:
    assert continue_file(text_format, content, content) is None


def test_cues_follow_those_of_an_earlier_run() -> None:
    formatter = LiveFormatter(TextFormat.SRT, Continuation("", 7, 90.0))
    assert formatter.format_segment(speak("So it is.", 0.5)) == (
        "8\n00:01:30,500 --> 00:01:31,550\nSo it is.\n\n"
    )


@pytest.mark.parametrize("text_format", LIVE_FORMATS)
def test_each_segment_is_complete(text_format: TextFormat) -> None:
    formatter = LiveFormatter(text_format, Continuation())
    one, two = formatter.format_segment(speak("No.")), formatter.format_segment(speak("Yes.", 0.4))
    assert "No." in one
    assert "No." not in two
    assert one.endswith("\n")
    assert formatter.format_segment(TranscriptSegment(text=" ", start=1, end=2)) == ""
    gap = formatter.format_segment(TranscriptSegment(text="", start=1, end=2, is_gap=True))
    assert bool(gap) == (text_format is TextFormat.JSONL)


def test_two_runs_make_one_valid_file() -> None:
    first = LiveFormatter(TextFormat.SRT, Continuation())
    content = first.format_segment(speak("So it is.")) + first.format_segment(speak("Yes.", 2))
    continuation = continue_file(TextFormat.SRT, b"", content.encode())
    assert continuation is not None
    second = LiveFormatter(TextFormat.SRT, continuation)
    content += continuation.prefix + second.format_segment(speak("And again.", 0.1))
    events = list(pysubs2.SSAFile.from_string(content, "srt"))
    assert [event.text for event in events] == ["So it is.", "Yes.", "And again."]
    assert all(one.end <= two.start for one, two in pairwise(events))
