"""The transcript: committed text only ever grows."""

from hypothesis import given
from hypothesis import strategies as st

from captions.events import Committed, Partial, Word
from captions.model.transcript import Transcript

EVENTS = st.lists(st.one_of(st.text().map(Partial), st.text().map(Committed)))


def test_each_guess_replaces_the_last() -> None:
    transcript = Transcript().apply(Partial("recognise")).apply(Partial("wreck a nice"))
    assert transcript == Transcript((), "wreck a nice")


def test_a_commit_takes_the_place_of_the_guess() -> None:
    segment = Committed("Hello.", (Word("Hello.", 0.1, 0.5),))
    assert Transcript(partial="hell").apply(segment) == Transcript((segment,), "")


def test_a_commit_without_words_ends_the_guess_and_adds_no_segment() -> None:
    assert Transcript(partial="uh").apply(Committed(" \n")) == Transcript()


def test_the_whole_text_is_one_line() -> None:
    transcript = Transcript((Committed(" It was "), Committed("the best.")))
    assert transcript.text == "It was the best."


@given(EVENTS)
def test_segments_only_grow_in_number_and_never_change(events: list[Partial | Committed]) -> None:
    transcript = Transcript()
    for event in events:
        after = transcript.apply(event)
        assert after.segments[: len(transcript.segments)] == transcript.segments
        assert len(after.segments) - len(transcript.segments) in (0, 1)
        assert all(segment.text.strip() for segment in after.segments)
        assert after.partial == (event.text if isinstance(event, Partial) else "")
        transcript = after
