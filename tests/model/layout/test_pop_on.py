"""Pop-on blocks: committed words, whole, for as long as they take to be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.events import Committed, Partial
from captions.model import reading_time
from captions.model.layout.style import CaptionMode
from captions.model.rows import Rows
from tests.support.transcripts.simulated_display import (
    LANES,
    TIMED_STEPS,
    WIDTH,
    Screen,
    Step,
    Wait,
    committed,
    manual,
    numbered,
    places,
    screen,
    texts,
)

LONG = "it was the best of times, it was the worst of times."


def popping(rows: int = 2, hold: float = 1.0, *, width: int = WIDTH) -> Screen:
    return screen(CaptionMode.POP_ON, rows, hold=hold, labels=LANES, width=width)


def test_nothing_of_what_is_being_spoken_is_shown_until_it_is_settled() -> None:
    stage = popping()
    assert stage.partial("it was the best.") == ()
    assert stage.display.next_deadline is None
    assert stage.commit("it was the best.") == committed("it was the best.")


def test_nothing_said_is_no_block() -> None:
    assert popping().commit("") == ()


def test_a_settled_sentence_is_shown_before_it_is_committed() -> None:
    stage = popping()
    assert stage.partial("So it was. And", settled="So it was.") == committed("So it was.")
    stage.partial("So it was. And so it is.", settled="So it was. And so")
    assert texts(stage.wait(2)) == ["So it was."]
    stage.commit("So it was. And so it is.")
    assert texts(stage.wait(2)) == ["And so it is."]


def test_the_beginning_of_a_sentence_waits_for_its_end() -> None:
    stage = popping()
    assert stage.commit("We should") == ()
    stage.partial("go", settled="go")
    assert stage.wait(2) == ()
    assert stage.commit("go now.") == committed("We should go now.")


def test_the_beginning_of_a_sentence_is_shown_where_its_speaker_stops() -> None:
    stage = popping()
    assert stage.commit("We should") == ()
    assert stage.wait(1) == committed("We should")


def test_the_beginning_of_a_sentence_does_not_wait_for_a_slow_speaker_for_ever() -> None:
    stage = popping()
    stage.partial("We should go", settled="We should")
    assert stage.wait(5) == ()
    assert stage.wait(1) == committed("We should")
    stage.commit("We should go.")
    assert texts(stage.wait(2)) == ["go."]


def test_the_beginning_of_a_sentence_does_not_wait_where_another_lane_has_answered() -> None:
    stage = popping()
    stage.commit("We should", "you")
    assert texts(stage.commit("Yes.", "others")) == ["You: We should"]
    assert texts(stage.wait(2)) == ["Others: Yes."]


def test_an_open_sentence_is_not_torn_apart_by_what_the_other_lane_says() -> None:
    stage = popping()
    stage.partial("We should, I", "you", settled="We should,")
    stage.partial("Yes", "others", settled="Yes")
    assert texts(stage.commit("Yes.", "others")) == ["Others: Yes."]
    stage.partial("We should, I think", "you", settled="We should, I")
    stage.commit("Of course.", "others")
    stage.commit("We should, I think.", "you")
    shown = [texts(rows) for rows in stage.passing()]
    assert shown[:2] == [["You: We should,", "I think."], ["Others: Of course."]]


def test_a_sentence_in_two_segments_stays_one_although_the_other_lane_spoke_between() -> None:
    stage = popping()
    stage.commit("Well then.", "you")
    stage.commit("We should", "you")
    stage.commit("Yes.", "others")
    stage.commit("go now.", "you")
    shown = [texts(rows) for rows in stage.passing()]
    assert shown[:2] == [["You: We", "should go now."], ["Others: Yes."]]


def test_a_sentence_that_would_not_fit_begins_the_next_block() -> None:
    stage = popping()
    said = "So it was then. And it was the very best of it."
    assert texts(stage.commit(said)) == ["So it was then."]
    assert texts(stage.wait(2)) == ["And it was the", "very best of it."]


def test_a_sentence_that_no_block_can_hold_is_split_at_a_clause() -> None:
    stage = popping()
    assert texts(stage.commit(LONG)) == ["it was the best", "of times,"]
    assert texts(stage.wait(60)) == ["it was the worst", "of times."]


def test_a_long_sentence_goes_on_block_by_block_as_it_is_settled() -> None:
    stage = popping()
    words = [f"word{number}" for number in range(30)]
    shown = []
    for end in range(1, len(words) + 1):
        stage.partial(" ".join(words), settled=" ".join(words[:end]))
        shown += [texts(stage.wait(0.5))]
    assert ["word0 word1 word2", "word3 word4 word5"] in shown
    assert ["word6 word7 word8", "word9 word10 word11"] in shown


def test_where_the_user_commits_nothing_is_shown_before() -> None:
    stage = manual(CaptionMode.POP_ON)
    assert stage.partial("So it was. And", settled="So it was.") == ()
    assert stage.wait(60) == ()
    assert texts(stage.commit("So it")) == ["So it"]


def test_a_block_stays_until_it_is_read_and_the_next_follows() -> None:
    stage = popping(hold=0)
    stage.commit("it was the best of times.")
    began = stage.now
    assert stage.display.next_deadline == began + reading_time.estimate_seconds(
        "it was the best of times."
    )
    assert texts(stage.commit("so it was.")) == ["it was the best", "of times."]
    assert texts(stage.wait(2)) == ["so it was."]


def test_a_short_block_stays_as_long_as_the_least_time() -> None:
    stage = popping(hold=3)
    stage.commit("so.")
    assert stage.display.next_deadline == stage.now + 3


def test_the_last_block_stays_until_the_screen_is_cleared() -> None:
    stage = popping()
    stage.commit("so it was")
    assert texts(stage.wait(600)) == ["so it was"]
    assert stage.display.next_deadline is None
    assert stage.clear() == ()


def test_sentences_that_had_to_wait_share_a_block() -> None:
    stage = popping()
    stage.commit("it was the best of times.")
    stage.commit("Yes.")
    stage.commit("No.")
    assert texts(stage.wait(60)) == ["Yes. No."]


def test_a_block_has_the_words_of_one_lane_behind_its_label() -> None:
    stage = popping()
    assert texts(stage.commit("Is it?", "you")) == ["You: Is it?"]
    stage.commit("Yes.", "others")
    stage.commit("Good.", "you")
    shown = [texts(rows) for rows in stage.passing()]
    assert shown[:2] == [["Others: Yes."], ["You: Good."]]


def test_a_committed_segment_does_not_wait_for_one_that_is_spoken_still() -> None:
    stage = popping()
    stage.partial("it was", "you")
    assert texts(stage.commit("Yes.", "others")) == ["Others: Yes."]
    stage.commit("it was the", "you")
    assert texts(stage.wait(1)) == ["You: it was the"]
    assert texts(stage.wait(60)) == ["You: it was the"]


def test_what_is_settled_first_is_shown_first_in_whichever_lane() -> None:
    stage = popping()
    stage.commit("Hello.", "others")
    stage.partial("Is it? I", "you", settled="Is it?")
    stage.commit("Yes.", "others")
    shown = [texts(rows) for rows in stage.passing()]
    assert shown[:2] == [["You: Is it?"], ["Others: Yes."]]


def test_a_label_that_leaves_no_room_is_left_out() -> None:
    stage = popping(rows=1, width=8)
    assert texts(stage.commit("Yes.", "others")) == ["Yes."]


def test_a_block_whose_words_are_revised_becomes_what_they_are() -> None:
    stage = popping()
    stage.partial("So it was. And", settled="So it was.")
    shown = stage.partial("So it is. And", settled="So it is.")
    assert shown == committed("So it is.")
    assert stage.commit("Now it is. And so on.") == committed("Now it is.")
    assert texts(stage.wait(60)) == ["And so on."]


def test_a_revision_that_has_no_room_is_continued_in_the_next_block() -> None:
    stage = popping(rows=1)
    assert texts(stage.partial("So it was the best. A", settled="So it was the best.")) == [
        "So it was the best."
    ]
    assert texts(stage.commit("So it was the very best.")) == ["So it was the very"]
    assert texts(stage.wait(60)) == ["best."]


def test_what_was_shown_of_a_segment_hides_nothing_of_the_next() -> None:
    stage = popping()
    stage.partial(LONG, settled=LONG)
    for event in (Committed(LONG), Partial(LONG)):
        stage.transcript = stage.transcript.apply(event)
    shown = [*stage.passing(), stage.commit(LONG), *stage.passing()]
    first, second = ["it was the best", "of times,"], ["it was the worst", "of times."]
    assert [texts(rows) for rows in shown[:4]] == [second, second, first, second]


def test_a_block_stays_if_its_segment_comes_to_nothing() -> None:
    stage = popping()
    stage.partial("So it was. And", settled="So it was.")
    assert stage.commit("") == committed("So it was.")
    assert texts(stage.wait(60)) == ["So it was."]


def test_clearing_drops_what_waits_and_what_was_shown_does_not_come_back() -> None:
    stage = popping()
    stage.partial("It was so. It is", "you", settled="It was so.")
    stage.commit("Yes.", "others")
    assert stage.clear() == ()
    assert stage.display.next_deadline is None
    assert texts(stage.commit("It was so. It is.", "you")) == ["You: It is."]


def test_in_another_room_no_settled_word_is_lost() -> None:
    stage = popping()
    stage.partial("So it was, and so it is. I", settled="So it was, and so it is.")
    stage.display.resize(len, 8, 1)
    shown = [stage.look(), *stage.passing()]
    blocks = [rows for rows, last in zip(shown, [(), *shown], strict=False) if rows != last]
    assert [word for rows in blocks for word in words_of(rows)] == [
        "So",
        "it",
        "was,",
        "and",
        "so",
        "it",
        "is.",
    ]


@pytest.mark.parametrize("rate", [15, 25, 40, 100])
def test_blocks_do_not_fall_behind_speech_without_end(rate: int) -> None:
    stage = popping(width=42)
    said = 0
    for number in range(100):
        text = f"sentence number {number}, which is as long as it has to be, and not longer."
        stage.wait(len(text) / rate)
        stage.commit(text)
        said += 1
    late = stage.now
    for _ in stage.passing():
        pass
    assert said == 100
    assert stage.now - late < 3 * reading_time.MAX_BACKLOG_SECONDS


Seen = list[tuple[str, ...]]


def play(steps: list[Step], rows: int, hold: float) -> tuple[list[Rows], list[str]]:
    """Return all that is seen until nothing waits any more, and the words that were committed."""
    stage, said = popping(rows, hold), list[str]()
    seen: list[Rows] = []
    for step in steps:
        if isinstance(step, Wait):
            seen += stage.passing(step.seconds)
        elif isinstance(step, Partial | Committed):
            text = numbered(step.text, len(said))
            seen.append(stage.does(type(step)(text, lane=step.lane)))
            said += text.split() if isinstance(step, Committed) else []
    for lane in LANES:
        seen.append(stage.partial("", lane))
    return [*seen, *stage.passing()], said


@given(TIMED_STEPS, st.integers(1, 4), st.sampled_from([0.0, 1.0, 10.0]))
def test_a_committed_word_that_is_seen_stays_in_its_place(
    steps: list[Step], rows: int, hold: float
) -> None:
    seen, _ = play(steps, rows, hold)
    for before, after in zip(map(places, seen), map(places, seen[1:]), strict=False):
        words = [word for word in before.keys() & after.keys() if not word.endswith(":")]
        assert all(before[word] == after[word] for word in words)


@given(TIMED_STEPS, st.integers(1, 4))
def test_no_block_is_too_large(steps: list[Step], rows: int) -> None:
    seen, _ = play(steps, rows, 1.0)
    assert all(len(shown) <= rows for shown in seen)
    assert all(0 < len(row.text) <= WIDTH for shown in seen for row in shown)


@given(TIMED_STEPS, st.integers(1, 4))
def test_every_committed_word_is_seen_once_where_no_guess_was_shown(
    steps: list[Step], rows: int
) -> None:
    seen, said = play([step for step in steps if not isinstance(step, Partial)], rows, 1.0)
    blocks = [rows for rows, last in zip(seen, [(), *seen], strict=False) if rows != last]
    words = [word for shown in blocks for word in words_of(shown)]
    assert sorted(words) == sorted(said)


@given(st.lists(st.integers(1, 9), min_size=1, max_size=60), st.integers(1, 3), st.integers(0, 60))
def test_every_word_that_is_settled_and_committed_is_seen_once(
    lengths: list[int], rows: int, at_once: int
) -> None:
    stage = screen(CaptionMode.POP_ON, rows)
    words = numbered(" ".join("x" * length for length in lengths), 0).split()
    seen: list[Rows] = []
    for end in range(at_once, len(words)):
        settled = " ".join(words[: end + 1])
        seen += [stage.partial(settled, settled=settled), *stage.passing(0.3)]
    seen += [stage.commit(" ".join(words)), *stage.passing()]
    blocks = [
        shown for shown, last in zip(seen, [(), *seen], strict=False) if texts(shown) != texts(last)
    ]
    assert [word for shown in blocks for word in words_of(shown)] == words


def words_of(rows: Rows) -> list[str]:
    words = [word for row in rows for word in row.text.split()]
    return [word for word in words if not word.endswith(":")]
