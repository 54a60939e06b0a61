"""The transcript: committed text only ever grows."""

from hypothesis import given
from hypothesis import strategies as st

from captions.events import Committed, Partial, Word
from captions.model.transcript import MAX_KEPT, PendingSegment, Segments, Transcript

TEXTS = st.text(max_size=12)
EVENTS = st.lists(st.one_of(TEXTS.map(Partial), TEXTS.map(Committed)))


def test_each_guess_replaces_the_last() -> None:
    transcript = Transcript().apply(Partial("recognise")).apply(Partial("wreck a nice"))
    assert transcript == Transcript(Segments(), (PendingSegment("", "wreck a nice"),))


def test_a_commit_takes_the_place_of_the_guess() -> None:
    segment = Committed("Hello.", (Word("Hello.", 0.1, 0.5),))
    assert Transcript().apply(Partial("hell")).apply(segment) == Transcript(Segments((segment,)))


def test_a_commit_without_words_ends_the_guess_and_adds_no_segment() -> None:
    assert Transcript().apply(Partial("uh")).apply(Committed(" \n")) == Transcript()


@given(EVENTS)
def test_segments_only_grow_in_number_and_never_change(events: list[Partial | Committed]) -> None:
    transcript = Transcript()
    for event in events:
        after = transcript.apply(event)
        assert after.segments[: len(transcript.segments)] == transcript.segments
        assert len(after.segments) - len(transcript.segments) in (0, 1)
        assert all(segment.text.strip() for segment in after.segments)
        guess = event.text.strip() if isinstance(event, Partial) else ""
        assert after.pending == ((PendingSegment("", guess),) if guess else ())
        transcript = after


def test_memory_stays_bounded_however_much_is_said() -> None:
    transcript, kept = Transcript(), 0
    for number in range(3 * MAX_KEPT):
        done = len(transcript.segments)
        transcript = transcript.apply(Committed(f"number {number}"))
        (new,) = transcript.segments[done:]
        assert new.text == f"number {number}"
        kept = max(kept, len(list(transcript.segments)))
    assert len(transcript.segments) == 3 * MAX_KEPT
    assert transcript.segments[-1].text == f"number {3 * MAX_KEPT - 1}"
    assert MAX_KEPT <= kept <= 2 * MAX_KEPT
    assert transcript.segments[:MAX_KEPT] == ()


YOU, OTHERS = "you", "others"
LANE_EVENTS = st.lists(
    st.one_of(
        st.builds(Partial, st.text(max_size=5), st.sampled_from([YOU, OTHERS])),
        st.builds(Committed, st.text(max_size=5), lane=st.sampled_from([YOU, OTHERS])),
    )
)


def after(*events: Partial | Committed) -> Transcript:
    transcript = Transcript()
    for event in events:
        transcript = transcript.apply(event)
    return transcript


def test_who_began_first_is_read_first() -> None:
    question, answer = Committed("How are you?", lane=YOU), Committed("Fine.", lane=OTHERS)
    transcript = after(Partial("How", YOU), Partial("Fi", OTHERS), answer, Partial("How are", YOU))
    assert transcript.segments == ()
    assert transcript.pending == (
        PendingSegment(YOU, "How are"),
        PendingSegment(OTHERS, "Fine.", answer),
    )
    assert transcript.apply(question) == Transcript(Segments((question, answer)))


def test_a_guess_that_came_to_nothing_holds_nobody_up() -> None:
    answer = Committed("Fine.", lane=OTHERS)
    transcript = after(Partial("uh", YOU), answer, Committed("", lane=YOU))
    assert transcript == Transcript(Segments((answer,)))


@given(LANE_EVENTS)
def test_in_each_lane_words_are_those_that_it_alone_would_have(
    events: list[Partial | Committed],
) -> None:
    both = after(*events)
    for lane in (YOU, OTHERS):
        alone = after(*(event for event in events if event.lane == lane))
        closed = [turn.committed for turn in both.pending if turn.lane == lane and turn.committed]
        segments = [segment for segment in both.segments if segment.lane == lane]
        assert (*segments, *closed) == alone.segments
        assert alone.pending == tuple(
            turn for turn in both.pending if turn.lane == lane and turn.committed is None
        )


@given(LANE_EVENTS)
def test_segments_of_all_lanes_never_change(events: list[Partial | Committed]) -> None:
    transcript = Transcript()
    for event in events:
        following = transcript.apply(event)
        assert following.segments[: len(transcript.segments)] == transcript.segments
        transcript = following
