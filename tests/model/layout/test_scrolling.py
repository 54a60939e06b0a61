"""Rows that scroll away: each word is handed out once, and what was handed out never changes."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from captions.events import Committed, Partial
from captions.model.layout.scrolling import ScrollingDisplay
from captions.model.layout.style import CaptionMode, CaptionStyle
from captions.model.rows import NO_LABELS, Row, Rows, TextRun
from tests.support.transcripts.simulated_display import LANES, WIDTH, WORDS, Screen, texts


class Terminal:
    """What has scrolled away, and what is on display."""

    def __init__(
        self, width: int = WIDTH, labels: Mapping[str, str] = NO_LABELS, *, partials: bool = True
    ) -> None:
        self.above: list[str] = []
        style = CaptionStyle(CaptionMode.ROLL_UP if partials else CaptionMode.POP_ON)
        self.display = ScrollingDisplay(len, width, self._take, labels, style)
        self.screen = Screen(self.display)
        self.partial = self.screen.partial
        self.commit = self.screen.commit

    def _take(self, rows: Rows) -> None:
        assert all(run.settled for row in rows for run in row.runs)
        self.above += texts(rows)


def test_a_row_scrolls_away_once_it_is_full_of_committed_words() -> None:
    terminal = Terminal()
    assert texts(terminal.partial("it was the best of times")) == ["it was the best", "of times"]
    assert terminal.above == []
    assert texts(terminal.commit("it was the best of times")) == ["of times"]
    assert terminal.above == ["it was the best"]


def test_a_guess_stands_behind_committed_words_in_their_row() -> None:
    terminal = Terminal()
    terminal.commit("one two")
    rows = terminal.partial("three")
    assert rows == (Row((TextRun("one two", settled=True), TextRun(" three", settled=False))),)


def test_a_guess_that_shrinks_leaves_its_rows_empty_until_others_scroll_away() -> None:
    terminal = Terminal(width=5)
    terminal.partial("aaaa bbbb cccc")
    assert texts(terminal.partial("aaaa")) == ["aaaa", "", ""]
    assert texts(terminal.commit("aaaa bbbb")) == ["bbbb", ""]


def test_a_row_scrolls_away_once_it_is_full_of_settled_words() -> None:
    terminal = Terminal(width=5)
    rows = terminal.screen.partial("aaaa bbbb cccc", settled="aaaa bbbb")
    assert texts(rows) == ["cccc"]
    assert terminal.above == ["aaaa", "bbbb"]
    assert texts(terminal.commit("aaaa bbbb cccc dddd")) == ["dddd"]
    assert terminal.above == ["aaaa", "bbbb", "cccc"]


def test_without_partials_only_committed_words_are_shown() -> None:
    terminal = Terminal(partials=False)
    assert terminal.partial("it was") == ()
    assert texts(terminal.commit("it was")) == ["it was"]


def test_clearing_finishes_the_committed_row_and_keeps_what_may_still_change() -> None:
    terminal = Terminal()
    terminal.commit("one two")
    terminal.partial("three")
    terminal.display.clear()
    assert terminal.above == ["one two"]
    assert texts(terminal.partial("three four")) == ["three four"]
    assert texts(terminal.commit("three four")) == ["three four"]


def test_another_width_breaks_only_what_has_not_scrolled_away() -> None:
    terminal = Terminal()
    terminal.commit("it was the best of times it was")
    assert terminal.above == ["it was the best"]
    terminal.display.resize(len, 9)
    assert texts(terminal.partial("the worst")) == ["the worst"]
    assert terminal.above == ["it was the best", "of times", "it was"]


def test_lanes_have_labels_and_another_width_does_not_repeat_them() -> None:
    terminal = Terminal(labels=LANES)
    terminal.commit("hello", "you")
    terminal.display.resize(len, 30)
    assert texts(terminal.partial("there", "you")) == ["You: hello there"]
    assert texts(terminal.commit("yes", "others")) == ["You: hello there", "Others: yes"]
    assert texts(terminal.commit("there", "you")) == ["Others: yes"]


@given(
    st.lists(
        st.one_of(
            WORDS.map(Partial),
            WORDS.map(Committed),
            st.sampled_from(["clear", "wide", "narrow"]),
        ),
        max_size=25,
    )
)
def test_every_committed_word_is_handed_out_once_and_in_order(
    steps: list[Partial | Committed | str],
) -> None:
    terminal, said = Terminal(), []
    for step in steps:
        before = list(terminal.above)
        match step:
            case Partial(text):
                terminal.partial(text)
            case Committed(text):
                terminal.commit(text)
                said += text.split()
            case "clear":
                terminal.display.clear()
            case width:
                terminal.display.resize(len, 33 if width == "wide" else 7)
        assert terminal.above[: len(before)] == before
    terminal.partial("")
    terminal.display.clear()
    # A word that no row can hold is cut, so letters are compared.
    assert "".join(terminal.above).replace(" ", "") == "".join(said)
