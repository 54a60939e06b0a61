"""What all three ways of showing captions have in common."""

import pytest

from captions.model.layout.caption_mode import create_display
from captions.model.layout.style import CaptionMode, CaptionStyle
from captions.model.rows import Rows
from tests.support.transcripts.simulated_display import LANES, Screen, screen, texts

each_mode = pytest.mark.parametrize("mode", list(CaptionMode))


def words(rows: Rows) -> str:
    return " ".join(text for text in texts(rows) if text)


@each_mode
def test_committed_words_are_shown_with_their_label(mode: CaptionMode) -> None:
    stage = screen(mode, labels=LANES)
    assert words(stage.commit("Yes.", "you")) == "You: Yes."


@each_mode
def test_what_is_on_screen_is_laid_out_anew_for_another_room(mode: CaptionMode) -> None:
    stage = screen(mode, width=42)
    stage.commit("Gone.")
    stage.clear()
    shown = stage.commit("it was the best of times.")
    stage.display.resize(len, 12, 4)
    again = stage.look()
    assert words(again) == words(shown) == "it was the best of times."
    assert all(len(row.text) <= 12 for row in again)
    assert all(run.settled for row in again for run in row.runs)


@each_mode
def test_in_a_smaller_room_no_word_that_waits_is_lost(mode: CaptionMode) -> None:
    stage = screen(mode, width=12)
    stage.commit("it was the best of times")
    stage.display.resize(len, 8, 1)
    seen = [stage.look(), *stage.passing()]
    assert all(len(rows) == 1 for rows in seen)
    assert words(seen[-1]) == "of times"


@each_mode
def test_a_guess_goes_on_in_another_room(mode: CaptionMode) -> None:
    stage = screen(mode, rows=1)
    stage.partial("it was the best of times")
    stage.display.resize(len, 9, 1)
    shown = [stage.look(), *stage.passing(), stage.commit("it was the best of times")]
    shown += stage.passing()
    assert all(len(row.text) <= 9 for rows in shown for row in rows)
    assert words(shown[-1]) in {"times", "of times"}


@each_mode
def test_a_screen_that_was_cleared_stays_empty_in_another_room(mode: CaptionMode) -> None:
    stage = screen(mode)
    stage.commit("it was the best of times")
    stage.partial("it was the worst")
    stage.clear()
    stage.display.resize(len, 30, 3)
    assert words(stage.look()) == ""


@each_mode
def test_hours_of_speech_are_not_laid_out_anew(mode: CaptionMode) -> None:
    stage = screen(mode)
    for number in range(100):
        stage.commit(f"sentence number {number}")
        stage.wait(9)
    measured = 0

    def measure(text: str) -> float:
        nonlocal measured
        measured += len(text)
        return len(text)

    stage.display.resize(measure, 30, 2)
    assert words(stage.look()).endswith("sentence number 99")
    assert measured < 5000


@each_mode
def test_another_display_goes_on_behind_what_was_said(mode: CaptionMode) -> None:
    old = screen(CaptionMode.ROLL_UP)
    old.commit("it was the best of times")
    new = Screen(create_display(CaptionStyle(mode), len, 20), old.transcript)
    new.display.skip_committed(old.transcript)
    assert words(new.look()) == ""
    assert words(new.commit("so it was.")) == "so it was."
