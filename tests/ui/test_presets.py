"""The presets: complete, within the settings' ranges, and readable over any ground."""

from dataclasses import replace

import pytest
import tomlkit

from captions.settings import Settings, parse, write
from captions.ui.presets import PRESETS, Preset
from tests.ui.pictures import BARE, busy, lowest_contrast, make_painter, row

pytestmark = pytest.mark.usefixtures("qapp")

AA = 4.5
"""The contrast that WCAG 2.2 asks of text of any size, success criterion 1.4.3."""

each_preset = pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)


def test_presets_have_names_and_titles_of_their_own() -> None:
    assert [preset.name for preset in PRESETS] == [
        "plain",
        "high-contrast",
        "streamer",
        "large-print",
        "dyslexia-friendly",
    ]
    assert len({preset.title for preset in PRESETS}) == len(PRESETS)
    assert len({preset.appearance for preset in PRESETS}) == len(PRESETS)


@each_preset
def test_a_preset_is_a_valid_setting(preset: Preset) -> None:
    settings = Settings(appearance=preset.appearance)
    assert parse(write(settings)) == (settings, [])
    assert "appearance" in tomlkit.parse(write(settings))


@each_preset
@pytest.mark.parametrize("ground", ["#ffffff", "#000000", "busy"])
def test_committed_and_guessed_words_stand_out(preset: Preset, ground: str) -> None:
    painter = make_painter(preset.appearance)
    below = busy(painter.size) if ground == "busy" else ground
    for words in (row("Committed"), row("", "guessed")):
        assert lowest_contrast(painter, words, below) >= AA


def test_low_contrast_would_be_found() -> None:
    painter = make_painter(replace(BARE, edge="none"))
    assert lowest_contrast(painter, row("white"), "#ffffff") == 1
    assert lowest_contrast(painter, row("white"), "#000000") == 21
    assert lowest_contrast(painter, row("white"), busy(painter.size)) < AA
