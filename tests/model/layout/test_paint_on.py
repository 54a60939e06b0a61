"""Paint-on pages: words appear in place, and a full page stays for a moment."""

from hypothesis import given
from hypothesis import strategies as st

from captions.events import Committed, Partial
from captions.model.layout.leaving_rows import MIN_WHITE_SECONDS
from captions.model.layout.style import CaptionMode
from captions.model.rows import Row
from tests.support.transcripts.simulated_display import (
    LANES,
    TIMED_STEPS,
    WIDTH,
    Screen,
    Step,
    Wait,
    committed,
    guessed,
    manual,
    numbered,
    places,
    screen,
    texts,
)


def painting(rows: int = 2, hold: float = 1.0) -> Screen:
    return screen(CaptionMode.PAINT_ON, rows, hold=hold, labels=LANES)


def test_words_appear_at_once_on_a_page_that_is_whole_from_the_first() -> None:
    stage = painting(rows=3)
    assert stage.partial("one") == (*guessed("one"), Row(), Row())
    assert stage.display.next_deadline is None


def test_nothing_said_is_no_page() -> None:
    assert painting().commit("") == ()


def test_a_full_page_stays_for_a_moment_and_then_the_next_begins_at_the_top() -> None:
    stage = painting()
    stage.commit("it was the best of times it was")
    shown = stage.partial("the worst")
    assert texts(shown) == ["it was the best", "of times it was"]
    assert stage.display.next_deadline == stage.now + 1
    assert texts(stage.partial("the worst of")) == texts(shown)
    assert texts(stage.wait(1)) == ["the worst of", ""]
    assert stage.display.next_deadline is None


def test_a_page_stays_if_the_guess_that_would_have_turned_it_is_taken_back() -> None:
    stage = painting()
    stage.commit("it was the best of times it was")
    stage.partial("the worst")
    shown = stage.partial("")
    assert stage.display.next_deadline is None
    assert texts(stage.wait(60)) == texts(shown) == ["it was the best", "of times it was"]


def test_without_hold_a_page_is_turned_once_it_was_seen_white() -> None:
    stage = painting(hold=0)
    shown = stage.commit("it was the best of times it was")
    assert stage.partial("the worst") == shown
    assert texts(stage.wait(MIN_WHITE_SECONDS)) == ["the worst", ""]


def test_a_page_is_not_turned_while_it_has_grey_words() -> None:
    stage = painting()
    shown = stage.partial("it was the best of times it was the worst", settled="it was the best")
    assert shown[1:] == guessed("of times it was")
    assert stage.wait(3) == shown
    settled = "it was the best of times it was the"
    shown = stage.partial("it was the best of times it was the worst", settled=settled)
    assert shown == committed("it was the best", "of times it was")
    assert texts(stage.wait(1)) == ["the worst", ""]


def test_where_the_user_commits_a_full_page_turns_white_to_be_turned() -> None:
    stage = manual(CaptionMode.PAINT_ON)
    text = "it was the best of times it was"
    assert stage.partial(text, settled=text) == guessed("it was the best", "of times it was")
    shown = stage.partial(f"{text} the", settled=text)
    assert shown == committed("it was the best", "of times it was")
    assert texts(stage.wait(1)) == ["the", ""]
    assert stage.wait(60) == (*guessed("the"), Row())


def test_a_page_that_nobody_settles_is_turned_in_the_end() -> None:
    stage = painting()
    stage.partial("it was the best of times it was the worst")
    shown = list(stage.passing())
    assert shown[0] == committed("it was the best", "of times it was")
    assert texts(shown[-1]) == ["the worst", ""]


def test_the_more_pages_wait_the_shorter_each_stays_but_each_is_seen() -> None:
    stage = painting(rows=1, hold=4)
    words = [unlike * 12 for unlike in "abcdefghijklmnopqrstuvwxyz"]
    seen = [*texts(stage.commit(" ".join(words)))]
    began = stage.now
    times = []
    for rows in stage.passing():
        seen += texts(rows)
        times.append(stage.now)
    assert seen == words
    stays = [after - before for before, after in zip([began, *times], times, strict=False)]
    assert stays == sorted(stays)
    assert stays[-1] == 4
    assert sum(stays) < 4 * len(words) / 2


def test_a_row_begins_with_the_label_of_the_lane_that_goes_on() -> None:
    stage = painting(rows=3)
    stage.commit("Well?", "you")
    assert texts(stage.partial("Fine", "others")) == ["You: Well?", "Others: Fine", ""]


def test_committed_words_do_not_wait_for_a_lane_that_is_speaking_still() -> None:
    stage = painting(rows=3)
    assert texts(stage.partial("Well", "you")) == ["You: Well", "", ""]
    assert texts(stage.commit("Yes.", "others")) == ["You: Well", "Others: Yes.", ""]


def test_clearing_empties_the_page_and_the_next_words_begin_at_its_top() -> None:
    stage = painting()
    stage.commit("it was the best of times it was")
    stage.partial("the worst")
    assert stage.clear() == ()
    assert stage.display.next_deadline is None
    assert texts(stage.partial("the worst of times")) == ["of times", ""]


@given(TIMED_STEPS, st.integers(1, 4), st.sampled_from([0.0, 1.0, 10.0]))
def test_committed_words_stay_where_they_are_until_the_page_is_turned(
    steps: list[Step], rows: int, hold: float
) -> None:
    stage, count = painting(rows, hold), 0
    before: dict[str, tuple[int, int]] = {}
    for step in steps:
        for shown in [*stage.passing(step.seconds), stage.look()] if isinstance(step, Wait) else []:
            before = kept_in_place(before, places(shown))
        if isinstance(step, Partial | Committed):
            text = numbered(step.text, count)
            # Both lanes may say the same word, which must not be taken for one that has moved.
            text = text.upper() if step.lane == "others" else text
            shown = stage.does(type(step)(text, lane=step.lane))
            count += len(step.text.split()) if isinstance(step, Committed) else 0
            before = kept_in_place(before, places(shown))
            assert len(shown) in (0, rows)
            assert all(len(row.text) <= WIDTH for row in shown)


def kept_in_place(
    before: dict[str, tuple[int, int]], now: dict[str, tuple[int, int]]
) -> dict[str, tuple[int, int]]:
    """See that nothing of what was committed is elsewhere than it was."""
    kept = {word for word in before.keys() & now.keys() if not word.endswith(":")}
    assert all(before[word] == now[word] for word in kept)
    return now


@given(st.lists(st.integers(1, 9), min_size=1, max_size=60), st.integers(1, 3))
def test_every_word_that_is_spoken_is_seen(lengths: list[int], rows: int) -> None:
    stage = screen(CaptionMode.PAINT_ON, rows)
    words = numbered(" ".join("x" * length for length in lengths), 0).split()
    seen: set[str] = set()
    for end in range(len(words)):
        for shown in [
            stage.partial(" ".join(words[: end + 1])),
            *stage.passing(0.3),
        ]:
            seen |= {word for text in texts(shown) for word in text.split()}
    for shown in [stage.look(), *stage.passing()]:
        seen |= {word for text in texts(shown) for word in text.split()}
    assert set(words) <= seen
    assert stage.display.next_deadline is None
