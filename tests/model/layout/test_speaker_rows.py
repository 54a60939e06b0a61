"""Rows of different speakers: each has the words of one, and a label only once that is certain."""

import pytest

from captions.model.layout.caption_mode import create_display
from captions.model.layout.scrolling import ScrollingDisplay
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


NAMES = {"speaker_1": "Ada", "speaker_2": "Bo", "others": "Others"}


def named(mode: CaptionMode, rows: int = 6, width: int = 20) -> Screen:
    """Return a screen that writes the names before the words, as outputs and terminals do."""
    return Screen(create_display(CaptionStyle(mode, rows, starts_rows=True), len, width, NAMES))


def shown_texts(rows: Rows) -> list[str]:
    return [row.text for row in rows if row.text]


@pytest.mark.parametrize("mode", SCROLLING)
def test_a_name_stands_before_the_first_row_of_each_turn(mode: CaptionMode) -> None:
    stage = named(mode)
    stage.commit("Shall we?", speaker="speaker_1")
    stage.commit("It is late.", speaker="speaker_1")
    assert shown_texts(stage.commit("Yes.", speaker="speaker_2")) == [
        "Ada: Shall we?",
        "It is late.",
        "Bo: Yes.",
    ]


@pytest.mark.parametrize("mode", SCROLLING)
def test_a_name_is_inserted_once_the_speaker_is_known(mode: CaptionMode) -> None:
    stage = named(mode)
    stage.commit("Shall we?", speaker="speaker_1")
    assert shown_texts(stage.partial("Yes, we shall begin")) == [
        "Ada: Shall we?",
        "Yes, we shall begin",
    ]
    assert shown_texts(stage.commit("Yes, we shall begin.", speaker="speaker_2")) == [
        "Ada: Shall we?",
        "Bo: Yes, we shall",
        "begin.",
    ]


@pytest.mark.parametrize("mode", SCROLLING)
def test_a_turn_of_many_rows_has_its_name_once(mode: CaptionMode) -> None:
    stage = named(mode)
    text = "one two three four five six seven eight nine"
    stage.partial(text)
    shown = shown_texts(stage.commit(text, speaker="speaker_2"))
    assert [row.startswith("Bo:") for row in shown] == [True, False, False]
    assert speakers(stage.look()) == ["speaker_2"] * 3


@pytest.mark.parametrize("mode", SCROLLING)
@pytest.mark.parametrize(
    ("lane", "label"),
    [("", "\N{EN DASH} Hm."), ("others", "Others: Hm.")],
    ids=["one lane", "call"],
)
def test_words_of_nobody_certain_do_not_look_like_those_of_the_speaker_before(
    mode: CaptionMode, lane: str, label: str
) -> None:
    stage = named(mode)
    stage.commit("Hello.", lane)
    stage.commit("Shall we?", lane, "speaker_1")
    stage.commit("Hm.", lane)
    shown = shown_texts(stage.commit("So be it.", lane))
    assert shown[1:] == ["Ada: Shall we?", label, "So be it."]


def test_a_name_stands_before_what_is_left_of_a_turn_that_has_rolled_up() -> None:
    stage = named(CaptionMode.ROLL_UP, rows=2)
    text = "one two three four five six seven eight nine"
    stage.partial(text, settled=text)
    stage.wait(30)
    shown = shown_texts(stage.commit(text, speaker="speaker_2"))
    assert shown[-2].startswith("Bo: ")


def test_names_survive_another_row_width() -> None:
    stage = named(CaptionMode.ROLL_UP)
    stage.commit("Shall we begin?", speaker="speaker_1")
    stage.commit("Yes.", speaker="speaker_2")
    stage.display.resize(len, 30, 6)
    assert shown_texts(stage.look()) == ["Ada: Shall we begin?", "Bo: Yes."]


def test_blocks_have_the_words_of_one_speaker_in_the_order_of_the_turns() -> None:
    stage = named(CaptionMode.POP_ON, rows=2)
    stage.partial("Shall we? Yes. Hm.", settled="Shall we? Yes.")
    assert stage.look() == (), "who has spoken is not known yet"
    stage.commit("Shall we?", speaker="speaker_1")
    stage.commit("Yes.", speaker="speaker_2")
    first = stage.commit("Hm.")
    blocks = [first, *(rows for rows in stage.passing(20) if rows)]
    found = dict.fromkeys((shown_texts(rows)[0], rows[0].speaker) for rows in blocks)
    assert list(found) == [("Ada: Shall we?", "speaker_1"), ("Bo: Yes.", "speaker_2"), ("Hm.", "")]


def test_the_beginning_of_a_sentence_does_not_wait_where_another_speaker_continues() -> None:
    stage = named(CaptionMode.POP_ON)
    stage.commit("I think that", speaker="speaker_1")
    stage.partial("and so", settled="and so")
    assert shown_texts(stage.commit("No.", speaker="speaker_2")) == ["Ada: I think that"]
    assert shown_texts(stage.wait(5)) == ["Bo: No."]


def test_blocks_without_labels_have_their_speaker_for_the_mark_beside_them() -> None:
    stage = talk(CaptionMode.POP_ON, 2)
    shown = stage.commit("Shall we?", speaker="speaker_1")
    assert (shown_texts(shown), speakers(shown)) == (["Shall we?"], ["speaker_1"])


def test_final_rows_of_a_terminal_wait_for_their_speaker() -> None:
    finished: list[str] = []
    display = ScrollingDisplay(
        len, 20, lambda rows: finished.extend(row.text for row in rows), NAMES,
        CaptionStyle(starts_rows=True),
    )  # fmt: skip
    stage = Screen(display)
    text = "one two three four five six seven eight nine"
    stage.partial(text, settled=text)
    assert finished == []
    stage.commit(text, speaker="speaker_1")
    stage.commit("Yes.", speaker="speaker_2")
    assert finished[0].startswith("Ada: one two")
    assert len(finished) == 3
