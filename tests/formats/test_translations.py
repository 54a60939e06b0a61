"""Translations in every format: the original, the translation, or both, and always marked."""

import csv
import io
import json

import pytest

from captions.events import Word
from captions.formats.export import export_transcript
from captions.formats.live import Continuation, LiveFormatter
from captions.formats.options import ExportOptions, TextFormat
from captions.model.live.translated_text import TranslationChoice
from captions.model.saved_transcript import TranscriptSegment

CUE_FORMATS = [item for item in TextFormat if item.has_cues]


def spoken(text: str, translation: str, start: float, label: str = "") -> TranscriptSegment:
    words = tuple(
        Word(word, start + index * 0.4, start + index * 0.4 + 0.4)
        for index, word in enumerate(text.split())
    )
    return TranscriptSegment(
        text=text,
        translation=translation,
        start=start,
        end=words[-1].end,
        words=words,
        label=label,
        lane=label.lower(),
    )


TALK = (
    spoken("Guten Morgen, meine Damen und Herren.", "Good morning, ladies and gentlemen.", 0.0),
    spoken("Thank you.", "", 4.0),
)
LONG = spoken(
    "Heute sprechen wir lange über das Wetter in Hamburg, das wirklich sehr schlecht ist, und "
    "über die Schule der Kinder.",
    "Today we talk at length about the weather in Hamburg, which is really very bad, and about "
    "the school of the children.",
    0.0,
)


def written(
    text_format: TextFormat, choice: TranslationChoice, *segments: TranscriptSegment
) -> str:
    out = io.StringIO()
    export_transcript(out, text_format, segments, ExportOptions(text=choice))
    return out.getvalue()


@pytest.mark.parametrize("text_format", TextFormat)
def test_original_is_written_as_before(text_format: TextFormat) -> None:
    text = written(text_format, TranslationChoice.ORIGINAL, *TALK)
    assert "Guten Morgen" in text
    assert ("Good morning" in text) is (text_format is TextFormat.JSONL)


@pytest.mark.parametrize(
    "text_format", [*CUE_FORMATS, TextFormat.TXT, TextFormat.MARKDOWN], ids=lambda item: item.value
)
def test_translation_replaces_the_original_and_is_marked(text_format: TextFormat) -> None:
    text = written(text_format, TranslationChoice.TRANSLATION, *TALK)
    assert "Guten" not in text
    assert "EN" in text.split("Good morning")[0][-8:]
    assert "Thank you." in text


def test_both_share_a_cue_with_a_line_each() -> None:
    assert written(TextFormat.SRT, TranslationChoice.BOTH, *TALK) == (
        "1\n00:00:00,000 --> 00:00:04,000\n"
        "Guten Morgen, meine Damen und Herren.\n[EN] Good morning, ladies and gentlemen.\n\n"
        "2\n00:00:04,000 --> 00:00:04,834\nThank you.\n\n"
    )


@pytest.mark.parametrize("text_format", CUE_FORMATS, ids=lambda item: item.value)
def test_long_sentences_keep_all_words_of_both_texts_in_order(text_format: TextFormat) -> None:
    text = written(text_format, TranslationChoice.BOTH, LONG)
    position = 0
    for word in LONG.text.split():
        position = text.index(word, position) + 1
    position = text.index("[EN]")
    for word in LONG.translation.split():
        position = text.index(word, position) + 1


@pytest.mark.parametrize("text_format", CUE_FORMATS, ids=lambda item: item.value)
@pytest.mark.parametrize(
    ("choice", "starts"),
    [
        (TranslationChoice.TRANSLATION, ["Today we talk", "which is"]),
        (TranslationChoice.BOTH, ["Today we talk", "about the weather", "which is", "and about"]),
    ],
)
def test_each_cue_of_a_long_translation_is_marked(
    text_format: TextFormat, choice: TranslationChoice, starts: list[str]
) -> None:
    text = written(text_format, choice, LONG)
    marked = text.split("[EN] ")[1:]
    assert [words[: len(start)] for words, start in zip(marked, starts, strict=True)] == starts


def test_a_sentence_without_a_translation_is_not_marked_with_the_one_before() -> None:
    texts = (spoken("Ja.", "Yes.", 0.0), spoken("Sure.", "", 0.4), spoken("Gut.", "Good.", 0.8))
    cues = written(TextFormat.SRT, TranslationChoice.TRANSLATION, *texts).split("\n\n")
    assert [cue.splitlines()[2:] for cue in cues[:-1]] == [["[EN] Yes."], ["Sure."], ["[EN] Good."]]


def test_sentences_in_a_cue_share_a_mark() -> None:
    texts = (spoken("Ja.", "Yes.", 0.0), spoken("Gut.", "Good.", 0.4))
    text = written(TextFormat.SRT, TranslationChoice.TRANSLATION, *texts)
    assert text.splitlines()[2:] == ["[EN] Yes. Good.", ""]


def test_original_is_the_upper_line_of_every_cue_and_names_stay() -> None:
    anna = spoken(LONG.text, LONG.translation, 0.0, "Anna")
    text = written(TextFormat.SRT, TranslationChoice.BOTH, anna)
    german = set(LONG.text.split())
    for cue in text.split("\n\n"):
        lines = cue.splitlines()[2:]
        if len(lines) == 2:
            upper, lower = (line.removeprefix("Anna: ").split() for line in lines)
            if set(lower) <= german:
                assert set(upper) <= german, cue
    assert text.count("Anna: ") == 1
    assert "\n-" not in text


def test_live_subtitles_have_both() -> None:
    live = LiveFormatter(TextFormat.VTT, Continuation())
    text = "".join(map(live.format_segment, TALK))
    assert "Guten Morgen, meine Damen und Herren.\n[EN] Good morning, ladies" in text


@pytest.mark.parametrize("choice", TranslationChoice)
def test_data_have_both_in_fields_of_their_own(choice: TranslationChoice) -> None:
    lines = written(TextFormat.JSONL, choice, *TALK).splitlines()
    first, second = map(json.loads, lines)
    assert (first["text"], first["translation"]) == (TALK[0].text, TALK[0].translation)
    assert "translation" not in second
    rows = list(csv.DictReader(io.StringIO(written(TextFormat.CSV, choice, *TALK)[1:])))
    assert [row["text"] for row in rows] == [segment.text for segment in TALK]
    wanted = None if choice is TranslationChoice.ORIGINAL else TALK[0].translation
    assert rows[0].get("machine translation") == wanted
