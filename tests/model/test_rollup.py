"""Roll-up rows: what has been read stays where it is."""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.events import Committed, Partial
from captions.model.rollup import NO_LABELS, RollUp, Row, Rows, Run
from captions.model.transcript import Transcript

WIDTH = 20


@dataclass(frozen=True)
class Clear:
    """Empty the screen."""


def texts(rows: Rows) -> list[str]:
    return [row.text for row in rows]


def committed(text: str) -> Row:
    return Row((Run(text, settled=True),))


class Screen:
    """A transcript and the rows that show it; a character is one unit wide."""

    def __init__(
        self, width: int = WIDTH, rows: int = 2, labels: Mapping[str, str] = NO_LABELS
    ) -> None:
        self.roll = RollUp(len, width, rows, labels)
        self.transcript = Transcript()

    def partial(self, text: str, lane: str = "") -> Rows:
        return self._after(Partial(text, lane))

    def commit(self, text: str, lane: str = "") -> Rows:
        return self._after(Committed(text, lane=lane))

    def clear(self) -> Rows:
        self.roll.clear()
        return self.roll.show(self.transcript)

    def _after(self, event: Partial | Committed) -> Rows:
        self.transcript = self.transcript.apply(event)
        return self.roll.show(self.transcript)


def test_nothing_said_is_no_row() -> None:
    assert Screen().commit("") == ()


def test_a_guess_stands_behind_committed_words_in_their_row() -> None:
    screen = Screen()
    screen.commit("one two")
    rows = screen.partial("three")
    assert rows == (Row((Run("one two", settled=True), Run(" three", settled=False))),)


def test_words_that_do_not_fit_open_a_row_below() -> None:
    assert texts(Screen().commit("it was the best of times")) == ["it was the best of", "times"]


def test_rows_roll_up_when_there_is_no_room_for_another() -> None:
    screen = Screen(width=5)
    screen.commit("aaaa bbbb")
    assert texts(screen.partial("cccc")) == ["bbbb", "cccc"]


def test_a_guess_that_shrinks_leaves_its_rows_open() -> None:
    screen = Screen(width=5)
    assert texts(screen.partial("aaaa bbbb")) == ["aaaa", "bbbb"]
    assert texts(screen.partial("aaaa")) == ["aaaa", ""]


def test_a_guess_that_rolled_and_shrinks_by_a_row_does_not_roll_back() -> None:
    screen = Screen(width=5)
    screen.partial("aaaa bbbb cccc")
    assert texts(screen.partial("aaaa bbbb")) == ["bbbb", ""]


def test_words_are_seen_even_if_a_long_guess_before_them_was_taken_back() -> None:
    screen = Screen(width=5)
    screen.partial("aaaa bbbb cccc dddd")
    assert texts(screen.partial("")) == ["", ""]
    assert texts(screen.partial("eeee")) == ["eeee", ""]


def test_committed_words_are_seen_even_if_their_guess_was_far_longer() -> None:
    screen = Screen(width=5)
    screen.commit("aaaa")
    screen.partial("bbbb cccc dddd eeee")
    assert texts(screen.commit("ffff")) == ["ffff", ""]


def test_clearing_empties_the_screen_and_the_next_words_start_at_the_left() -> None:
    screen = Screen()
    screen.commit("one two")
    assert screen.clear() == ()
    assert screen.commit("three") == (committed("three"),)


def test_clearing_an_unused_screen_changes_nothing() -> None:
    assert Screen().clear() == ()


def test_a_guess_that_was_cleared_away_does_not_come_back() -> None:
    screen = Screen()
    screen.partial("one two")
    assert screen.clear() == ()
    assert texts(screen.partial("one two three")) == ["three"]
    assert texts(screen.commit("one two three four")) == ["three four"]
    assert texts(screen.partial("five")) == ["three four five"]


def test_a_cleared_guess_that_is_taken_back_hides_nothing_of_the_next() -> None:
    screen = Screen()
    screen.partial("one two")
    screen.clear()
    screen.partial("")
    assert texts(screen.partial("three four")) == ["three four"]


def test_a_word_wider_than_the_row_is_cut_into_rows_and_loses_nothing() -> None:
    word = "abcdefghijklmnopqrstuvwxyz" * 2
    rows = Screen(rows=6).commit(f"so {word} it is")
    assert texts(rows) == ["so", word[:20], word[20:40], "opqrstuvwxyz it is"]


def test_a_row_narrower_than_a_letter_still_shows_letters() -> None:
    assert texts(
        RollUp(lambda text: 9.0 * len(text), 5, 3).show(Transcript().apply(Partial("abc")))
    ) == [
        "a",
        "b",
        "c",
    ]


def test_a_word_of_ten_thousand_letters_is_cut_by_measuring_little() -> None:
    measured = 0

    def measure(text: str) -> float:
        nonlocal measured
        measured += len(text)
        return len(text)

    rows = RollUp(measure, 42, 2).show(Transcript().apply(Partial("x" * 10_000)))
    assert texts(rows) == ["x" * 42, "x" * (10_000 % 42)]
    assert measured < 100 * 10_000


WORDS = st.lists(st.text("abc", min_size=1, max_size=9), max_size=14).map(" ".join)
STEPS = st.lists(
    st.one_of(
        WORDS.map(Partial), WORDS.map(Committed), st.builds(Clear), st.just(Committed("x" * 45))
    ),
    max_size=25,
)


def numbered(text: str, first: int) -> str:
    """Make every word of a text unlike any other, so that it can be found again on the screen."""
    return " ".join(
        f"{word}{first + number}" if len(word) < WIDTH else unlike(len(word), first + number)
        for number, word in enumerate(text.split())
    )


def unlike(length: int, number: int) -> str:
    """Return a word of letters that no other word has."""
    return "".join(chr(0x4E00 + number * length + place) for place in range(length))


def play(steps: list[Partial | Committed | Clear], rows: int) -> list[tuple[Rows, bool]]:
    """Return what is on the screen after each step, and whether it was cleared in that step."""
    screen, seen, count = Screen(rows=rows), [], 0
    for step in steps:
        if isinstance(step, Clear):
            seen.append((screen.clear(), True))
            continue
        text = numbered(step.text, count)
        if isinstance(step, Partial):
            seen.append((screen.partial(text), False))
        else:
            count += len(step.text.split())
            seen.append((screen.commit(text), False))
    return seen


def places(rows: Rows) -> dict[str, tuple[int, int]]:
    """Return row and column of each committed word."""
    found: dict[str, tuple[int, int]] = {}
    for number, row in enumerate(rows):
        column = 0
        for run in row.runs:
            for word in run.text.split(" "):
                if word and run.settled:
                    found[word] = (number, column)
                column += len(word) + 1
            column -= 1
    return found


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


@given(STEPS, st.integers(1, 4))
def test_the_newest_word_is_always_seen(
    steps: list[Partial | Committed | Clear], rows: int
) -> None:
    count = 0
    seen = play([step for step in steps if not isinstance(step, Clear)], rows)
    for step, (shown, _) in zip(
        (step for step in steps if not isinstance(step, Clear)), seen, strict=True
    ):
        if step.text:
            newest = numbered(step.text, count).split()[-1]
            assert any(row.text.endswith(newest[-5:]) for row in shown)
        count += len(step.text.split()) if isinstance(step, Committed) else 0


@given(WORDS.filter(bool), WORDS, st.integers(1, 4))
def test_committing_a_guess_changes_its_colour_and_nothing_else(
    before: str, guess: str, rows: int
) -> None:
    screen = Screen(rows=rows)
    screen.commit(before)
    guessed = screen.partial(guess)
    assert texts(screen.commit(guess)) == texts(guessed)
    assert all(run.settled for row in screen.partial("") for run in row.runs)


@pytest.mark.parametrize("rows", [1, 2, 3])
def test_hours_of_speech_keep_no_more_than_the_screen_needs(rows: int) -> None:
    screen = Screen(rows=rows)
    for number in range(300):
        screen.commit(f"sentence number {number}, as long as it is")
    assert len(screen.roll._full) <= rows


LABELS = {"you": "You", "others": "Others"}


def two_lanes(rows: int = 4) -> Screen:
    return Screen(rows=rows, labels=LABELS)


def test_a_row_begins_with_the_label_of_the_lane_that_goes_on() -> None:
    screen = two_lanes()
    screen.commit("How are you?", "you")
    screen.commit("Fine.", "others")
    rows = screen.partial("And you", "others")
    assert texts(rows) == ["You: How are you?", "Others: Fine. And", "you"]
    assert rows[1].runs == (Run("Others: Fine.", settled=True), Run(" And", settled=False))


def test_both_lanes_are_seen_while_both_speak() -> None:
    screen = two_lanes()
    screen.partial("How are", "you")
    screen.partial("Fi", "others")
    rows = screen.commit("Fine.", "others")
    assert texts(rows) == ["You: How are", "Others: Fine."]
    assert [run.settled for run in rows[0].runs] == [True, False]
    assert [run.settled for run in rows[1].runs] == [True]
    assert texts(screen.commit("How are you?", "you")) == ["You: How are you?", "Others: Fine."]


def test_committed_words_stay_where_they_are_when_a_guess_before_them_is_taken_back() -> None:
    screen = two_lanes()
    screen.commit("One.", "you")
    screen.partial("Hm", "others")
    assert texts(screen.commit("Two.", "you")) == ["You: One.", "Others: Hm", "You: Two."]
    assert texts(screen.partial("", "others"))[:2] == ["You: One.", "You: Two."]
    assert texts(screen.commit("Three.", "you"))[:2] == ["You: One.", "You: Two. Three."]


def test_after_the_screen_was_cleared_the_label_is_told_again() -> None:
    screen = two_lanes()
    screen.commit("Fine.", "others")
    assert screen.clear() == ()
    assert texts(screen.commit("And you?", "others")) == ["Others: And you?"]


def test_words_that_were_cleared_do_not_come_back_in_either_lane() -> None:
    screen = two_lanes()
    screen.partial("one two", "you")
    screen.partial("uno due", "others")
    screen.clear()
    assert texts(screen.partial("one two three", "you")) == ["You: three"]
    assert texts(screen.commit("one two three.", "you")) == ["You: three."]
    assert texts(screen.commit("uno due tre.", "others")) == ["You: three.", "Others: tre."]


def test_lanes_without_labels_share_rows_but_not_their_words() -> None:
    screen = Screen(rows=3)
    screen.commit("one", "you")
    assert texts(screen.commit("two", "others")) == ["one", "two"]


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
    screen, count = two_lanes(rows), 0
    before: dict[str, tuple[int, int]] = {}
    for step in steps:
        text = numbered(step.text, count)
        if isinstance(step, Partial):
            shown = screen.partial(text, step.lane)
        else:
            count += len(step.text.split())
            shown = screen.commit(text, step.lane)
        now = {word: place for word, place in places(shown).items() if not word.endswith(":")}
        assert all(before[word][1] == now[word][1] for word in before.keys() & now.keys())
        assert len(shown) <= rows
        assert all(len(row.text) <= WIDTH for row in shown)
        before = now
