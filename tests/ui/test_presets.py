"""The presets: complete, within the settings' ranges, and readable over any ground."""

from dataclasses import replace

import pytest
import tomlkit
from PySide6.QtGui import QColor, QImage, QPainter

from captions.settings.schema import AppearanceSettings, Settings
from captions.settings.toml_text import parse_settings, update_toml
from captions.ui.overlay.look import KEY_COLOURS
from captions.ui.overlay.painter import OverlayScene
from captions.ui.presets import KEY_LOOKS, PRESETS, AppearancePreset
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


def test_rows_of_the_streamer_look_do_not_jump_sideways_as_words_arrive() -> None:
    streamer = next(preset for preset in PRESETS if preset.name == "streamer")
    painter = make_painter(streamer.appearance)
    lefts = set[int]()
    for words in ("H", "Hello", "Hello to all of you"):
        seen = picture(painter, (row(words),), "#808080")
        lefts.add(int((seen != 0x80).any(axis=(0, 2)).argmax()))
    assert len(lefts) == 1


@pytest.mark.parametrize("look", KEY_LOOKS, ids=lambda look: look.name)
def test_a_key_look_fills_its_window_with_one_colour_and_keeps_words_readable(
    look: AppearancePreset,
) -> None:
    colour = QColor(KEY_COLOURS[look.appearance.chroma_key])
    painter = make_painter(look.appearance)
    empty = picture(painter, (), "#123456")
    assert (empty == [colour.red(), colour.green(), colour.blue()]).all()
    assert picture(painter, WORDS, "#123456").max() == 255
    assert lowest_contrast(picture(painter, WORDS, "#123456"), look.appearance, paint) >= AA


def test_a_status_does_not_go_on_air_with_a_key_look() -> None:
    painter = make_painter(KEY_LOOKS[0].appearance)
    scene = OverlayScene((), "No microphone", "error")
    image = QImage(painter.size, QImage.Format.Format_RGB32)
    canvas = QPainter(image)
    painter.paint(canvas, scene)
    canvas.end()
    assert {image.pixelColor(x, y).name() for x in range(0, 700, 7) for y in range(0, 90, 3)} == {
        "#00ff00"
    }


@pytest.mark.parametrize("preset", [*PRESETS, *KEY_LOOKS], ids=lambda preset: preset.name)
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
