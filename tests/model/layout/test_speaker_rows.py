"""Rows of different speakers: each has the words of one, and a label only once that is certain."""

import pytest

from captions.model.layout.caption_mode import create_display
from captions.model.layout.style import CaptionMode, CaptionStyle
from captions.model.rows import Rows
from tests.support.transcripts.simulated_display import Screen, texts

SCROLLING = [CaptionMode.ROLL_UP, CaptionMode.PAINT_ON]


def talk(mode: CaptionMode, rows: int = 6) -> Screen:
    return Screen(create_display(CaptionStyle(mode, rows, starts_rows=True), len, 20))


def speakers(rows: Rows) -> list[str]:
    return [row.speaker for row in rows if row.text]


@pytest.mark.parametrize("mode", SCROLLING)
def test_each_segment_starts_a_row_and_has_its_speaker(mode: CaptionMode) -> None:
    stage = talk(mode)
    stage.commit("Shall we?", speaker="speaker_1")
    stage.commit("Yes.", speaker="speaker_2")
    shown = stage.commit("Hm.")
    assert [text for text in texts(shown) if text] == ["Shall we?", "Yes.", "Hm."]
    assert speakers(shown) == ["speaker_1", "speaker_2", ""]


@pytest.mark.parametrize("mode", SCROLLING)
def test_words_that_are_still_spoken_have_no_label_and_do_not_move_when_they_get_one(
    mode: CaptionMode,
) -> None:
    stage = talk(mode)
    stage.commit("Shall we?", speaker="speaker_1")
    open_rows = stage.partial("Yes, we shall begin at once", settled="Yes, we shall begin")
    closed_rows = stage.commit("Yes, we shall begin at once.", speaker="speaker_2")
    assert speakers(open_rows) == ["speaker_1", "", ""]
    assert speakers(closed_rows) == ["speaker_1", "speaker_2", "speaker_2"]
    assert [text.rstrip(".") for text in texts(open_rows)] == [
        text.rstrip(".") for text in texts(closed_rows)
    ]


@pytest.mark.parametrize("mode", SCROLLING)
def test_the_second_turn_of_a_segment_starts_a_row(mode: CaptionMode) -> None:
    stage = talk(mode)
    stage.partial("Shall we? Yes", settled="Shall we? Yes")
    stage.commit("Shall we?", speaker="speaker_1")
    shown = stage.commit("Yes.", speaker="speaker_2")
    assert [text for text in texts(shown) if text] == ["Shall we?", "Yes."]
    assert speakers(shown) == ["speaker_1", "speaker_2"]


def test_labels_survive_another_row_width() -> None:
    stage = talk(CaptionMode.ROLL_UP)
    stage.commit("Shall we begin?", speaker="speaker_1")
    stage.commit("Yes.", speaker="speaker_2")
    stage.display.resize(len, 30, 6)
    assert speakers(stage.look()) == ["speaker_1", "speaker_2"]
