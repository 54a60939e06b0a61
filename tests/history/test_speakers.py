"""Names of speakers are kept with their segments, and can be changed later."""

from dataclasses import replace

import pytest

from tests.history.conftest import NEW, OpenHistory, segment


@pytest.mark.parametrize("kept", [True, False])
def test_a_speaker_is_renamed_in_the_whole_session(history: OpenHistory, kept: bool) -> None:
    writer = history.start_session(NEW, kept=kept)
    for number, label in enumerate(("Speaker 1", "Speaker 2", "Others", "Speaker 1")):
        spoken = segment(f"Sentence {number}.", number, "system")
        writer.add_segment(replace(spoken, label=label))
    history.flush()
    history.rename_speaker(writer.id, "Speaker 1", "Ada")
    history.rename_speaker(writer.id, "Others", "Nobody")
    history.rename_speaker(writer.id, "Speaker 2", " ")
    history.flush()
    labels = [one.label for one in history.iter_segments(writer.id)]
    assert labels == ["Ada", "Speaker 2", "Others", "Ada"]
    assert history.problems == []


def test_a_speaker_of_another_session_keeps_the_name(history: OpenHistory) -> None:
    first, second = (history.start_session(NEW, kept=True) for _ in range(2))
    for writer in (first, second):
        writer.add_segment(replace(segment("Hello."), label="Speaker 1"))
    history.flush()
    history.rename_speaker(first.id, "Speaker 1", "Ada")
    history.flush()
    assert [one.label for one in history.iter_segments(second.id)] == ["Speaker 1"]
