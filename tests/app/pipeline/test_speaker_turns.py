"""A segment in which several people speak becomes one for each turn."""

from dataclasses import replace

import pytest

from captions.app.pipeline.speaker_turns import split_by_speaker
from captions.events import Committed, Word


def said(*turns: tuple[str, str]) -> Committed:
    """Return a segment of turns: a speaker and words each."""
    spoken = [(speaker, word) for speaker, text in turns for word in text.split()]
    words = tuple(
        Word(text, place, place + 0.5, speaker=speaker)
        for place, (speaker, text) in enumerate(spoken)
    )
    return Committed(" ".join(word.text for word in words), words, "en", "system")


@pytest.mark.parametrize(
    "turns",
    [
        (("speaker_1", "Shall we begin?"),),
        (("", "Shall we begin?"),),
        (("speaker_1", "Shall we begin?"), ("speaker_2", "Yes, please.")),
        (("speaker_1", "Shall we?"), ("", "Hm."), ("speaker_1", "We shall.")),
    ],
)
def test_each_turn_is_a_segment_with_its_speaker(turns: tuple[tuple[str, str], ...]) -> None:
    whole = said(*turns)
    parts = list(split_by_speaker(whole))
    assert [(part.speaker, part.text) for part in parts] == list(turns)
    assert [word for part in parts for word in part.words] == list(whole.words)
    assert {(part.lane, part.language) for part in parts} == {("system", "en")}


def test_a_segment_whose_words_differ_from_its_text_stays_whole() -> None:
    segment = said(("speaker_1", "One two"), ("speaker_2", "three"))
    odd = Committed("One two three four", segment.words)
    assert list(split_by_speaker(odd)) == [odd]


def test_a_segment_whose_translation_follows_stays_whole() -> None:
    segment = replace(said(("speaker_1", "Ja."), ("speaker_2", "Nein.")), segment_id="7")
    assert list(split_by_speaker(segment)) == [segment]


def test_turns_of_scripts_without_spaces_are_joined_as_they_are_written() -> None:
    spoken = (("speaker_1", "今日"), ("speaker_1", "は。"), ("speaker_2", "はい。"))
    words = tuple(Word(text, 0.0, 0.5, speaker=speaker) for speaker, text in spoken)
    parts = split_by_speaker(Committed("今日は。はい。", words, "ja"))
    assert [(part.speaker, part.text) for part in parts] == [
        ("speaker_1", "今日は。"),
        ("speaker_2", "はい。"),
    ]


def test_a_segment_without_words_stays_as_it_is() -> None:
    assert list(split_by_speaker(Committed("Hello."))) == [Committed("Hello.")]
