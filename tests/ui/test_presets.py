"""The presets: complete, within the settings' ranges, and readable over any ground."""

from dataclasses import replace

import pytest
import tomlkit

from captions.settings.schema import AppearanceSettings, Settings
from captions.settings.toml_text import parse_settings, update_toml
from captions.ui.presets import PRESETS, AppearancePreset
from tests.support.ui.pictures import (
    BARE,
    Layer,
    busy,
    layer,
    lowest_contrast,
    make_painter,
    picture,
    row,
)

pytestmark = pytest.mark.usefixtures("qapp")

AA = 4.5
"""The contrast that WCAG 2.2 asks of text of any size, success criterion 1.4.3."""
WORDS = (row("Committed"), row("and", " guessed"))

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
def test_a_preset_is_a_valid_setting(preset: AppearancePreset) -> None:
    settings = Settings(appearance=preset.appearance)
    assert parse_settings(update_toml(settings)) == (settings, [])
    assert "appearance" in tomlkit.parse(update_toml(settings))


@each_preset
@pytest.mark.parametrize("ground", ["#ffffff", "#000000", "busy"])
def test_committed_and_guessed_words_stand_out(preset: AppearancePreset, ground: str) -> None:
    painter = make_painter(preset.appearance)
    below = busy(painter.size) if ground == "busy" else ground
    seen = picture(painter, WORDS, below)
    assert lowest_contrast(seen, preset.appearance, paint) >= AA


@pytest.mark.parametrize(("ground", "expected"), [("#ffffff", 1.0), ("#000000", 11.42)])
def test_low_contrast_would_be_found(ground: str, expected: float) -> None:
    bare = replace(BARE, edge="none")
    seen = picture(make_painter(bare), WORDS, ground)
    assert lowest_contrast(seen, bare, paint) == pytest.approx(expected, abs=0.01)


def paint(appearance: AppearanceSettings) -> Layer:
    """Paint the words over nothing."""
    return layer(make_painter(appearance), WORDS)
