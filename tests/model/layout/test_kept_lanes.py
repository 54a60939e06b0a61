"""Both sides of a call: each keeps a row on screen while it speaks, and rows know their lane."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from captions.model.layout.caption_mode import create_display
from captions.model.layout.leaving_rows import MAX_HOLD_SECONDS
from captions.model.layout.style import CaptionMode, CaptionStyle
from captions.model.rows import Rows
from tests.support.transcripts.scripted_speech import Talk, talks
from tests.support.transcripts.simulated_display import Screen, Wait, places, texts


def call(rows: int = 2, mode: CaptionMode = CaptionMode.ROLL_UP, width: int = 20) -> Screen:
    return Screen(create_display(CaptionStyle(mode, rows, keeps_lanes=True), len, width))


def lanes(rows: Rows) -> list[str]:
    return [row.lane for row in rows]


def test_a_lane_that_speaks_keeps_its_row_while_the_other_says_much() -> None:
    stage = call()
    stage.partial("Well, I", "you", settled="Well,")
    for number in range(5):
        stage.commit(f"We should see number {number}.", "others")
        stage.wait(1)
    shown = stage.look()
    assert texts(shown)[0] == "Well, I"
    assert lanes(shown) == ["you", "others"]
    assert texts(stage.partial("Well, I think", "you", settled="Well,"))[0] == "Well, I think"


def test_a_lane_that_has_stopped_gives_its_row_away() -> None:
    stage = call()
    stage.commit("Well.", "you")
    stage.commit("We should see it now.", "others")
    stage.wait(1)
    assert lanes(stage.wait(1)) == ["others", "others"]


def test_the_row_of_a_lane_is_replaced_by_its_own_next_row() -> None:
    stage = call()
    stage.partial("we saw five ships", "you", settled="we saw five ships")
    stage.partial("ja", "others", settled="ja")
    stage.partial("we saw five ships sail away", "you", settled="we saw five ships sail")
    shown = stage.wait(1)
    assert texts(shown) == ["ja", "sail away"]
    assert lanes(shown) == ["others", "you"]


def test_with_a_single_row_no_lane_waits_for_ever() -> None:
    stage = call(rows=1)
    stage.partial("Well", "you")
    stage.commit("Yes.", "others")
    assert texts(stage.wait(MAX_HOLD_SECONDS + 1)) == ["Yes."]


@pytest.mark.parametrize("mode", list(CaptionMode))
def test_every_row_knows_its_lane_in_every_mode(mode: CaptionMode) -> None:
    stage = call(4, mode)
    stage.commit("How are you?", "you")
    shown = stage.wait(3)
    assert lanes(shown)[0] == "you"
    stage.commit("Fine.", "others")
    shown = stage.wait(30)
    assert [row.lane for row in shown if row.text][-1] == "others"


@settings(max_examples=40)
@given(talks(), st.integers(2, 3))
def test_words_neither_move_sideways_nor_down_and_a_speaking_lane_keeps_a_row(
    talk: Talk, rows: int
) -> None:
    stage = call(rows)
    before: dict[str, tuple[int, int]] = {}
    for step in talk.steps:
        frames = stage.passing(step.seconds) if isinstance(step, Wait) else [stage.does(step)]
        for shown in frames:
            now = places(shown)
            for word in before.keys() & now.keys():
                assert before[word][1] == now[word][1]
                assert before[word][0] >= now[word][0]
            before = now
            speaking = {turn.lane for turn in stage.transcript.pending if turn.committed is None}
            seen = {row.lane for row in shown if row.text}
            waits = stage.display.next_deadline is not None
            assert waits or speaking <= seen


@settings(max_examples=60)
@given(
    talks(revises_within=0),
    st.sampled_from([CaptionMode.POP_ON, CaptionMode.PAINT_ON]),
    st.integers(2, 3),
)
def test_blocks_and_pages_show_what_each_lane_says_in_order_and_once(
    talk: Talk, mode: CaptionMode, rows: int
) -> None:
    stage = call(rows, mode)
    seen: dict[str, list[str]] = {"you": [], "others": []}
    gone: set[str] = set()
    before: set[str] = set()
    for step in [*talk.steps, Wait(600)]:
        frames = stage.passing(step.seconds) if isinstance(step, Wait) else [stage.does(step)]
        for shown in frames:
            now = {word for row in shown for word in row.text.split()}
            assert not now & gone
            gone |= before - now
            before = now
            for row in (row for row in shown if row.text):
                new = [word for word in row.text.split() if word not in seen[row.lane]]
                seen[row.lane] += new
    assert seen == talk.committed


def test_a_page_shows_both_lanes_while_both_speak_and_none_waits_for_the_end_of_the_other() -> None:
    stage = call(2, CaptionMode.PAINT_ON)
    stage.partial("Well, I think", "you", settled="Well, I think")
    stage.partial("Yes, we", "others", settled="Yes, we")
    shown = stage.partial("Yes, we should", "others", settled="Yes, we")
    assert texts(shown) == ["Well, I think", "Yes, we should"]
    assert lanes(shown) == ["you", "others"]
    stage.partial("Well, I think that it is so", "you", settled="Well, I think that it is")
    stage.partial("Yes, we should", "others", settled="Yes, we should")
    shown = stage.wait(2)
    assert texts(shown) == ["that it is so", ""]
    shown = stage.partial("Yes, we should go", "others", settled="Yes, we should")
    assert lanes(shown) == ["you", "others"]
    assert texts(shown) == ["that it is so", "go"]
