"""Names of the two sides of a call."""

from collections.abc import Iterator

import pytest

from captions.audio.lanes import lane_labels
from captions.settings.schema import SoundSettings
from captions.wording import language


@pytest.fixture
def german() -> Iterator[None]:
    language.set_language("de")
    yield
    language.set_language(language.ENGLISH)


def test_default_names_are_english_in_an_english_interface() -> None:
    assert list(lane_labels(SoundSettings()).values()) == ["You", "Others"]


@pytest.mark.usefixtures("german")
def test_default_names_are_translated_and_those_of_the_user_are_not() -> None:
    assert list(lane_labels(SoundSettings()).values()) == ["Ich", "Andere"]
    own = SoundSettings(mic_label="Your turn", system_label="")
    assert list(lane_labels(own).values()) == ["Your turn", ""]
