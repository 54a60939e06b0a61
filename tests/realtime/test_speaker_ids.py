"""Numbers of speakers never stand for two people, whatever connections come and go."""

from captions.realtime.speaker_ids import MAX_SPEAKERS, ConnectionSpeakers, SpeakerIds


def test_the_speakers_of_a_connection_keep_their_numbers() -> None:
    speakers = ConnectionSpeakers(SpeakerIds())
    found = [speakers.find_id(name) for name in ("b", "a", None, "b", "")]
    assert found == ["speaker_1", "speaker_2", "", "speaker_1", ""]


def test_another_connection_continues_the_numbers() -> None:
    ids = SpeakerIds()
    first, second = ConnectionSpeakers(ids), ConnectionSpeakers(ids)
    assert first.find_id("speaker_1") == "speaker_1"
    assert second.find_id("speaker_1") == "speaker_2"
    assert first.find_id("speaker_2") == "speaker_3"
    assert second.find_id("speaker_1") == "speaker_2"


def test_a_server_that_names_countless_speakers_is_not_believed() -> None:
    speakers = ConnectionSpeakers(SpeakerIds())
    found = [speakers.find_id(str(number)) for number in range(MAX_SPEAKERS + 2)]
    assert found[-2:] == ["", ""]
    assert len(set(found)) == MAX_SPEAKERS + 1
