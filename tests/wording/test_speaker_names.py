"""Speakers have numbers until the user names them."""

import pytest

from captions.wording.speaker_names import MAX_NAME_CHARS, OwnerNames, SpeakerNames, clean_name


def test_a_speaker_has_a_number_until_it_is_renamed() -> None:
    names = SpeakerNames()
    assert names.find_name("speaker_2") == "Speaker 2"
    assert names.rename_speaker("Speaker 2", " Ada ")
    assert names.rename_speaker("Ada", "Ada Lovelace")
    assert names.find_name("speaker_2") == names.list_names()["speaker_2"] == "Ada Lovelace"
    assert names.find_name("speaker_1") == "Speaker 1"


def test_a_speaker_after_many_reconnections_can_be_renamed() -> None:
    names = SpeakerNames()
    assert not names.rename_speaker("Speaker 42", "Ada")
    assert names.find_name("speaker_42") == "Speaker 42"
    assert names.rename_speaker("Speaker 42", "Ada")
    assert names.find_name("speaker_42") == names.list_names()["speaker_42"] == "Ada"


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


def test_names_of_lanes_and_speakers_are_found_by_one_mapping_and_are_the_present_ones() -> None:
    names = SpeakerNames()
    owners = OwnerNames({"mic": "You", "system": ""}, names)
    assert (owners["mic"], owners.get("system"), owners["speaker_12"]) == ("You", "", "Speaker 12")
    assert owners.get("", "none") == owners.get("nobody", "none") == "none"
    names.rename_speaker("Speaker 12", "Ada")
    assert owners["speaker_12"] == "Ada"
    assert {*owners} >= {"mic", "system", "speaker_1", "speaker_12"}
    assert len(owners) == len({*owners})


def test_earlier_names_lead_to_the_present_one() -> None:
    names = SpeakerNames()
    names.rename_speaker("Speaker 1", "Ada")
    names.rename_speaker("Speaker 2", "Bo")
    names.rename_speaker("Ada", "Ada Lovelace")
    assert names.renamed == {
        "Speaker 1": "Ada Lovelace",
        "Ada": "Ada Lovelace",
        "Speaker 2": "Bo",
    }
    names.rename_speaker("Bo", "Speaker 2")
    assert "Speaker 2" not in names.renamed


def test_every_speaker_that_is_asked_for_is_listed_after_the_first_ones() -> None:
    names = SpeakerNames()
    before = list(names.list_names())
    for number in (12, 250, 3):
        names.find_name(f"speaker_{number}")
    assert list(names.list_names()) == [*before, "speaker_12", "speaker_250"]
    assert names.list_names()["speaker_250"] == "Speaker 250"


@pytest.mark.parametrize("shared", ["Ada", "Speaker 3"])
def test_speakers_with_the_same_name_are_one_person(shared: str) -> None:
    names = SpeakerNames()
    for number in (1, 3, 12):
        names.find_name(f"speaker_{number}")
        names.rename_speaker(f"Speaker {number}", shared)
    assert names.rename_speaker(shared, "Grace")
    found = [names.find_name(f"speaker_{number}") for number in (1, 2, 3, 12)]
    assert found == ["Grace", "Speaker 2", "Grace", "Grace"]
    assert names.renamed["Speaker 1"] == names.renamed["Speaker 12"] == "Grace"


def test_a_name_is_stored_as_it_is_shown() -> None:
    assert clean_name("  Ada\tKing \n Lovelace ") == "Ada King Lovelace"
    long = clean_name("A" * (MAX_NAME_CHARS - 1) + " Lovelace")
    assert long == "A" * (MAX_NAME_CHARS - 1)
