"""Roll-up rows: what has been read stays where it is."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.events import Committed, Partial
from captions.model.layout.caption_mode import create_display
from captions.model.layout.leaving_rows import MAX_HOLD_SECONDS, MIN_WHITE_SECONDS
from captions.model.layout.roll_up import RollUp
from captions.model.layout.style import CaptionMode, CaptionStyle
from captions.model.rows import NO_LABELS, Row, Rows, TextRun
from captions.model.transcript import Transcript
from tests.support.transcripts.simulated_display import (
    LANES,
    STEPS,
    WIDTH,
    WORDS,
    Clear,
    Screen,
    committed,
    guessed,
    manual,
    numbered,
    places,
    screen,
    texts,
)


def rolling(width: int = WIDTH, rows: int = 2, labels: Mapping[str, str] = NO_LABELS) -> Screen:
    return screen(CaptionMode.ROLL_UP, rows, width=width, labels=labels)


def test_nothing_said_is_no_row() -> None:
    assert rolling().commit("") == ()


def test_a_guess_stands_behind_committed_words_in_their_row() -> None:
    stage = rolling()
    stage.commit("one two")
    rows = stage.partial("three")
    assert rows == (Row((TextRun("one two", settled=True), TextRun(" three", settled=False))),)


def test_words_that_do_not_fit_open_a_row_below() -> None:
    assert texts(rolling().commit("it was the best of times")) == ["it was the best", "of times"]


def test_a_word_that_leans_on_the_next_opens_a_row_where_hardly_any_would_fit_behind_it() -> None:
    stage = rolling()
    assert texts(stage.partial("we looked for the")) == ["we looked for", "the"]
    assert texts(stage.partial("we looked for the cat")) == ["we looked for", "the cat"]
    assert texts(stage.commit("we looked upon this cat")) == ["we looked", "upon this cat"]


def test_chinese_fills_rows_by_characters_and_no_row_begins_with_a_full_stop() -> None:
    stage = rolling(width=6, rows=4)
    stage.commit("今天天气很好。")
    rows = stage.partial("我们去公园散步。")
    assert texts(rows) == ["今天天气很", "好。我们去公", "园散步。"]
    assert [run.settled for run in rows[1].runs] == [True, False]


def test_rows_roll_up_when_there_is_no_room_for_another() -> None:
    stage = rolling(width=5)
    stage.commit("aaaa bbbb")
    stage.wait(1)
    assert texts(stage.partial("cccc")) == ["bbbb", "cccc"]


def test_a_row_is_seen_white_for_a_moment_before_it_rolls_away() -> None:
    stage = rolling(width=5)
    stage.partial("aaaa bbbb")
    shown = stage.commit("aaaa bbbb cccc")
    assert shown == committed("aaaa", "bbbb")
    assert stage.display.next_deadline == stage.now + MIN_WHITE_SECONDS
    assert texts(stage.wait(1)) == ["bbbb", "cccc"]
    assert stage.display.next_deadline is None


def test_a_word_that_joins_a_white_row_is_seen_white_before_the_row_rolls_away() -> None:
    stage = rolling(width=9)
    stage.commit("aaaa")
    stage.partial("bbbb. ccc")
    stage.wait(1)
    shown = stage.partial("bbbb ccc ddddd e", settled="bbbb")
    assert texts(shown) == ["aaaa bbbb", "ccc ddddd"]
    assert shown[0] == committed("aaaa bbbb")[0]
    assert texts(stage.wait(1)) == ["ccc ddddd", "e"]


def test_a_row_is_held_while_it_has_grey_words() -> None:
    stage = rolling(width=5)
    stage.partial("aaaa bbbb cccc")
    assert stage.wait(MAX_HOLD_SECONDS / 2) == guessed("aaaa", "bbbb")
    rows = stage.partial("aaaa bbbb cccc", settled="aaaa")
    assert rows == (*committed("aaaa"), *guessed("bbbb"))
    assert stage.wait(1) == guessed("bbbb", "cccc")


def test_a_held_row_may_still_be_revised() -> None:
    stage = rolling(width=5)
    stage.partial("aaaa bbbb cccc")
    assert texts(stage.partial("dddd bbbb cccc")) == ["dddd", "bbbb"]


def test_words_that_nobody_settles_are_taken_as_they_are_in_the_end() -> None:
    stage = rolling(width=5)
    stage.partial("aaaa bbbb cccc dddd")
    shown = list(stage.passing())
    assert shown[:2] == [committed("aaaa", "bbbb"), guessed("cccc", "dddd")]
    assert texts(stage.partial("aaaa eeee cccc dddd")) == ["cccc", "dddd"]
    assert texts(stage.commit("aaaa eeee cccc dddd")) == ["cccc", "dddd"]


def test_settled_words_are_white_and_stay_where_they_are() -> None:
    stage = rolling()
    stage.commit("one two")
    rows = stage.partial("three four", settled="three")
    assert rows == (Row((TextRun("one two three", settled=True), TextRun(" four", settled=False))),)
    assert stage.commit("three four") == committed("one two three four")


def test_words_stay_grey_until_they_are_committed_where_the_user_commits() -> None:
    stage = manual(CaptionMode.ROLL_UP, width=5)
    assert stage.partial("aaaa bbbb", settled="aaaa bbbb") == guessed("aaaa", "bbbb")
    assert stage.commit("aaaa bbbb") == committed("aaaa", "bbbb")


def test_where_the_user_commits_a_row_turns_white_to_leave() -> None:
    stage = manual(CaptionMode.ROLL_UP, width=5)
    rows = stage.partial("aaaa bbbb cccc", settled="aaaa bbbb")
    assert rows == (*committed("aaaa"), *guessed("bbbb"))
    assert stage.wait(1) == guessed("bbbb", "cccc")
    assert stage.commit("aaaa bbbb cccc") == committed("bbbb", "cccc")


def test_what_has_rolled_away_moves_nothing_when_it_is_revised() -> None:
    stage = rolling(width=5)
    stage.partial("aaaa bbbb cc", settled="aaaa bbbb")
    stage.wait(1)
    assert texts(stage.partial("a bbbb cc", settled="a bbbb")) == ["bbbb", "cc"]


def test_settle_makes_all_words_white() -> None:
    stage = manual(CaptionMode.ROLL_UP, width=5)
    stage.partial("aaaa bbbb")
    stage.display.settle_words()
    assert stage.look() == committed("aaaa", "bbbb")


def test_a_guess_that_shrinks_leaves_its_rows_open() -> None:
    stage = rolling(width=5)
    assert texts(stage.partial("aaaa bbbb")) == ["aaaa", "bbbb"]
    assert texts(stage.partial("aaaa")) == ["aaaa", ""]


def test_a_guess_that_rolled_and_shrinks_by_a_row_does_not_roll_back() -> None:
    stage = rolling(width=5)
    stage.partial("aaaa bbbb cccc", settled="aaaa")
    stage.wait(1)
    assert texts(stage.partial("aaaa bbbb", settled="aaaa")) == ["bbbb", ""]


def test_words_are_seen_even_if_a_long_guess_before_them_was_taken_back() -> None:
    stage = rolling(width=5)
    stage.partial("aaaa bbbb cccc dddd")
    assert texts(stage.partial("")) == ["", ""]
    assert texts(stage.partial("eeee")) == ["eeee", ""]


def test_committed_words_are_seen_even_if_their_guess_was_far_longer() -> None:
    stage = rolling(width=5)
    stage.commit("aaaa")
    stage.partial("bbbb cccc dddd eeee")
    assert texts(stage.commit("ffff")) == ["aaaa", "ffff"]


def test_clearing_empties_the_screen_and_the_next_words_start_at_the_left() -> None:
    stage = rolling()
    stage.commit("one two")
    assert stage.clear() == ()
    assert stage.commit("three") == committed("three")


def test_clearing_an_unused_screen_changes_nothing() -> None:
    assert rolling().clear() == ()


def test_a_guess_that_was_cleared_away_does_not_come_back() -> None:
    stage = rolling()
    stage.partial("one two")
    assert stage.clear() == ()
    assert texts(stage.partial("one two three")) == ["three"]
    assert texts(stage.commit("one two three four")) == ["three four"]
    assert texts(stage.partial("five")) == ["three four five"]


def test_a_cleared_guess_that_is_taken_back_hides_nothing_of_the_next() -> None:
    stage = rolling()
    stage.partial("one two")
    stage.clear()
    stage.partial("")
    assert texts(stage.partial("three four")) == ["three four"]


def test_a_word_wider_than_the_row_is_cut_into_rows_and_loses_nothing() -> None:
    word = "abcdefghijklmnopqrstuvwxyz" * 2
    rows = rolling(rows=6).commit(f"so {word} it is")
    assert texts(rows) == ["so", word[:20], word[20:40], "opqrstuvwxyz it is"]


def test_a_row_narrower_than_a_letter_still_shows_letters() -> None:
    roll = create_display(CaptionStyle(rows=3), lambda text: 9.0 * len(text), 5)
    assert texts(roll.show(Transcript().apply(Partial("abc")), 0.0)) == ["a", "b", "c"]


def test_a_word_of_ten_thousand_letters_is_cut_by_measuring_little() -> None:
    measured = 0

    def measure(text: str) -> float:
        nonlocal measured
        measured += len(text)
        return len(text)

    stage = Screen(create_display(CaptionStyle(), measure, 42))
    assert texts(stage.commit("x" * 10_000)) == ["x" * 42] * 2
    assert measured < 100 * 10_000
    assert texts(stage.wait(1)) == ["x" * 42, "x" * (10_000 % 42)]


def play(steps: list[Partial | Committed | Clear], rows: int) -> list[tuple[Rows, bool]]:
    """Return what is on the screen after each step, and whether it was cleared in that step."""
    stage, seen, count = rolling(rows=rows), [], 0
    for step in steps:
        if isinstance(step, Clear):
            seen.append((stage.clear(), True))
            continue
        text = numbered(step.text, count)
        if isinstance(step, Partial):
            seen.append((stage.partial(text), False))
        else:
            count += len(step.text.split())
            seen.append((stage.commit(text), False))
    return seen


@given(STEPS, st.integers(1, 4))
def test_committed_words_keep_their_column_and_only_ever_move_up_together(
    steps: list[Partial | Committed | Clear], rows: int
) -> None:
    before: dict[str, tuple[int, int]] = {}
    for shown, cleared in play(steps, rows):
        now = places(shown)
        if cleared:
            assert not now
        kept = before.keys() & now.keys()
        climbs = {before[word][0] - now[word][0] for word in kept}
        assert all(before[word][1] == now[word][1] for word in kept)
        assert len(climbs) <= 1
        assert all(climb >= 0 for climb in climbs)
        before = now


@given(STEPS, st.integers(1, 4))
def test_there_are_never_more_rows_than_wanted_and_none_is_too_wide(
    steps: list[Partial | Committed | Clear], rows: int
) -> None:
    for shown, _ in play(steps, rows):
        assert len(shown) <= rows
        assert all(len(row.text) <= WIDTH for row in shown)


@given(STEPS, st.integers(1, 4))
def test_the_screen_only_grows_until_it_is_cleared(
    steps: list[Partial | Committed | Clear], rows: int
) -> None:
    height = 0
    for shown, cleared in play(steps, rows):
        assert len(shown) >= (0 if cleared else height)
        height = len(shown)


@given(st.lists(WORDS.filter(bool), min_size=1, max_size=9), st.integers(1, 4))
def test_every_committed_word_is_seen_in_order(texts_said: list[str], rows: int) -> None:
    stage, said, seen = rolling(rows=rows), list[str](), list[str]()
    for text_said in texts_said:
        text = numbered(text_said, len(said))
        said += text.split()
        for shown in [stage.commit(text), *stage.passing()]:
            seen += [word for word in " ".join(texts(shown)).split() if word not in seen]
    assert [word for word in seen if word in said] == [word for word in said if len(word) <= WIDTH]


@given(WORDS.filter(bool), WORDS, st.integers(1, 4))
def test_committing_a_guess_changes_its_colour_and_nothing_else(
    before: str, guess: str, rows: int
) -> None:
    stage = rolling(rows=rows)
    stage.commit(before)
    guessed = stage.partial(guess)
    assert texts(stage.commit(guess)) == texts(guessed)
    assert all(run.settled for row in stage.partial("") for run in row.runs)


@pytest.mark.parametrize("rows", [1, 2, 3])
def test_hours_of_speech_keep_no_more_than_the_screen_needs(rows: int) -> None:
    stage = rolling(rows=rows)
    for number in range(300):
        stage.commit(f"sentence number {number}, as long as it is")
        stage.wait(5)
    assert isinstance(stage.display, RollUp)
    assert len(stage.display._layout._rows) <= rows


def two_lanes(rows: int = 4) -> Screen:
    return rolling(rows=rows, labels=LANES)


def test_a_row_begins_with_the_label_of_the_lane_that_goes_on() -> None:
    stage = two_lanes()
    stage.commit("How are you?", "you")
    stage.commit("Fine.", "others")
    rows = stage.partial("Nice day", "others")
    assert texts(rows) == ["You: How are you?", "Others: Fine. Nice", "day"]
    assert rows[1].runs == (TextRun("Others: Fine.", settled=True), TextRun(" Nice", settled=False))


def test_both_lanes_are_seen_while_both_speak() -> None:
    stage = two_lanes()
    stage.partial("How are", "you")
    rows = stage.partial("Fi", "others")
    assert texts(rows) == ["You: How are", "Others: Fi"]
    rows = stage.commit("Fine.", "others")
    assert texts(rows) == ["You: How are", "Others: Fine."]
    assert [run.settled for run in rows[0].runs] == [True, False]
    assert [run.settled for run in rows[1].runs] == [True]
    assert texts(stage.commit("How are you?", "you")) == ["You: How are you?", "Others: Fine."]


def test_a_lane_whose_row_is_full_goes_on_below_the_other() -> None:
    stage = two_lanes()
    stage.partial("How are you now", "you", settled="How")
    stage.partial("Fine", "others", settled="Fine")
    rows = stage.partial("How are you now that", "you", settled="How are you")
    assert texts(rows) == ["You: How are you now", "Others: Fine", "You: that"]
    rows = stage.commit("How are you now?", "you")
    assert texts(rows) == ["You: How are you", "Others: Fine", "You: now?"]


def test_committed_words_stay_where_they_are_when_a_guess_before_them_is_taken_back() -> None:
    stage = two_lanes()
    stage.commit("One.", "you")
    stage.partial("Hm", "others")
    assert texts(stage.commit("Two.", "you")) == ["You: One.", "Others: Hm", "You: Two."]
    assert texts(stage.partial("", "others")) == ["You: One.", "", "You: Two."]
    assert texts(stage.commit("Three.", "you"))[2:] == ["You: Two. Three."]


def test_a_lane_that_does_not_go_on_holds_the_other_for_a_while_only() -> None:
    stage = screen(CaptionMode.ROLL_UP, 1, labels=LANES)
    stage.partial("Well", "you")
    assert texts(stage.commit("Yes.", "others")) == ["You: Well"]
    assert texts(stage.wait(MAX_HOLD_SECONDS + 1)) == ["Others: Yes."]


def test_a_word_that_came_to_a_held_row_has_as_much_time_to_settle_as_the_first() -> None:
    stage = screen(CaptionMode.ROLL_UP, 1, labels=LANES)
    stage.partial("Well", "you")
    stage.commit("Yes.", "others")
    stage.wait(MAX_HOLD_SECONDS - 2)
    stage.partial("Well then", "you", settled="Well")
    assert texts(stage.wait(MAX_HOLD_SECONDS - 2)) == ["You: Well then"]
    assert texts(stage.commit("Well there", "you")) == ["You: Well there"]
    assert texts(stage.wait(MAX_HOLD_SECONDS)) == ["Others: Yes."]


def test_after_the_screen_was_cleared_the_label_is_told_again() -> None:
    stage = two_lanes()
    stage.commit("Fine.", "others")
    assert stage.clear() == ()
    assert texts(stage.commit("And you?", "others")) == ["Others: And you?"]


def test_words_that_were_cleared_do_not_come_back_in_either_lane() -> None:
    stage = two_lanes()
    stage.partial("one two", "you")
    stage.partial("uno due", "others")
    stage.clear()
    assert texts(stage.partial("one two three", "you")) == ["You: three"]
    assert texts(stage.commit("one two three.", "you")) == ["You: three."]
    assert texts(stage.commit("uno due tre.", "others")) == ["You: three.", "Others: tre."]


def test_lanes_without_labels_share_rows_but_not_their_words() -> None:
    stage = rolling(rows=3)
    stage.commit("one", "you")
    assert texts(stage.commit("two", "others")) == ["one", "two"]


LANE_STEPS = st.lists(
    st.one_of(
        st.builds(Partial, WORDS, st.sampled_from(["you", "others"])),
        st.builds(Committed, WORDS, lane=st.sampled_from(["you", "others"])),
    ),
    max_size=25,
)


@given(LANE_STEPS, st.integers(1, 5))
def test_no_committed_word_of_any_lane_moves_sideways(
    steps: list[Partial | Committed], rows: int
) -> None:
    stage, count = two_lanes(rows), 0
    before: dict[str, tuple[int, int]] = {}
    for step in steps:
        text = numbered(step.text, count)
        if isinstance(step, Partial):
            shown = stage.partial(text, step.lane)
        else:
            count += len(step.text.split())
            shown = stage.commit(text, step.lane)
        now = {word: place for word, place in places(shown).items() if not word.endswith(":")}
        assert all(before[word][1] == now[word][1] for word in before.keys() & now.keys())
        assert len(shown) <= rows
        assert all(len(row.text) <= WIDTH for row in shown)
        before = now
