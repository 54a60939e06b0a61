"""Speakers have numbers until the user names them."""

from captions.wording.speaker_names import MAX_NAME_CHARS, SpeakerNames


def test_a_speaker_has_a_number_until_it_is_renamed() -> None:
    names = SpeakerNames()
    assert names.find_name("speaker_2") == "Speaker 2"
    assert names.rename_speaker("Speaker 2", " Ada ")
    assert names.rename_speaker("Ada", "Ada Lovelace")
    assert names.find_name("speaker_2") == names.list_names()["speaker_2"] == "Ada Lovelace"
    assert names.find_name("speaker_1") == "Speaker 1"


def test_a_name_that_nobody_has_renames_nobody() -> None:
    names = SpeakerNames()
    before = names.list_names()
    assert not names.rename_speaker("Others", "Ada")
    assert names.list_names() == before


def test_no_speaker_has_no_name() -> None:
    assert SpeakerNames().find_name("") == ""


def test_a_name_has_a_limit() -> None:
    names = SpeakerNames()
    names.rename_speaker("Speaker 1", "A" * 500)
    assert len(names.find_name("speaker_1")) == MAX_NAME_CHARS
