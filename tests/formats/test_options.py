"""Options of transcript files: formats by extension, frame rates, and what does not apply."""

import math
from fractions import Fraction
from pathlib import PurePath

import pytest

from captions.errors import UsageError
from captions.formats.options import (
    ExportOptions,
    TextFormat,
    infer_format,
    infer_live_format,
    parse_frame_rate,
)


@pytest.mark.parametrize(
    ("name", "text_format"),
    [
        ("talk.srt", TextFormat.SRT),
        ("TALK.VTT", TextFormat.VTT),
        ("talk.ass", TextFormat.ASS),
        ("talk.ttml", TextFormat.TTML),
        ("talk.xml", TextFormat.TTML),
        ("talk.md", TextFormat.MARKDOWN),
        ("talk.markdown", TextFormat.MARKDOWN),
        ("talk.jsonl", TextFormat.JSONL),
        ("talk.csv", TextFormat.CSV),
        ("talk", TextFormat.TXT),
    ],
)
def test_the_extension_selects_the_format(name: str, text_format: TextFormat) -> None:
    assert infer_format(PurePath(name)) is text_format


def test_an_unknown_extension_is_answered_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r"“\.doc” is not .*\.txt, \.md, \.srt, \.vtt, \.ass"):
        infer_format(PurePath("talk.doc"))


@pytest.mark.parametrize("name", ["talk.ass", "talk.doc", "talk", "talk.md"])
def test_a_live_file_has_one_of_four_formats(name: str) -> None:
    known = r"ends in \.txt, \.srt, \.vtt, \.jsonl\."
    with pytest.raises(UsageError, match=known):
        infer_live_format(PurePath(name))


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("25", Fraction(25)),
        ("29.97", Fraction(30000, 1001)),
        ("23.976", Fraction(24000, 1001)),
        ("30000/1001", Fraction(30000, 1001)),
        (" 12.5 ", Fraction(25, 2)),
    ],
)
def test_frame_rates_are_exact(text: str, rate: Fraction) -> None:
    assert parse_frame_rate(text) == rate


@pytest.mark.parametrize(
    "text",
    ["", "0", "-25", "fast", "1/0", "1e9", "nan", "inf", "25 fps", "1e999999999", "9" * 5000, "٢٥"],
)
def test_what_is_no_frame_rate_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is not a frame rate: use a number from 1 to 1000"):
        parse_frame_rate(text)


@pytest.mark.parametrize(
    ("options", "text_format", "message"),
    [
        (ExportOptions(offset_seconds=3), TextFormat.TXT, "plain text has none"),
        (ExportOptions(offset_seconds=math.nan), TextFormat.SRT, "a number of seconds"),
        (ExportOptions(frame_rate=Fraction(25)), TextFormat.CSV, "not to csv"),
        (ExportOptions(word_times=True), TextFormat.SRT, "requires WebVTT, not srt"),
    ],
)
def test_options_without_meaning_are_refused(
    options: ExportOptions, text_format: TextFormat, message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        options.check_format(text_format)


@pytest.mark.parametrize("text_format", TextFormat)
def test_all_formats_work_without_options(text_format: TextFormat) -> None:
    ExportOptions().check_format(text_format)
