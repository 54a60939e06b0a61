"""Colours that cannot be read are found, and the settings warn of them."""

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from captions.settings.looks import LookStore
from captions.settings.paths import with_value
from captions.settings.schema import AppearanceSettings, Settings
from captions.ui.presets import KEY_LOOKS, PRESETS, AppearancePreset
from captions.ui.readability import find_unreadable
from captions.ui.settings_dialog.pages.appearance import AppearancePage
from captions.ui.widgets.notes import NoteLabel
from tests.support.ui.pictures import Layer, layer, lowest_contrast, make_painter, picture, row

pytestmark = pytest.mark.usefixtures("qapp")

WORDS = (row("Committed"), row("and", " guessed"))
BOXED = AppearanceSettings(
    edge="none", window_opacity=1.0, partial_colour="#ffffff", background_opacity=1.0
)
"""White words on black without an edge."""
OPEN = replace(BOXED, window_opacity=0.0, background_opacity=0.0)
"""White words over the picture itself."""
OUTLINED = replace(OPEN, edge="uniform")

UNREADABLE = {
    "committed_colour": (BOXED, "#303030"),
    "partial_colour": (BOXED, "#202020"),
    "text_opacity": (BOXED, 0.3),
    "background_colour": (BOXED, "#f0f0f0"),
    "background_opacity": (replace(BOXED, window_opacity=0.0), 0.2),
    "window_colour": (replace(BOXED, background_opacity=0.0), "#fafafa"),
    "window_opacity": (replace(BOXED, background_opacity=0.0), 0.3),
    "edge": (OUTLINED, "drop-shadow"),
    "edge_colour": (OUTLINED, "#e0e0e0"),
    "outline_px": (OUTLINED, 0.5),
    "chroma_key": (replace(OUTLINED, committed_colour="#00f000"), "green"),
}
"""By setting: a readable look, and a value that makes it unreadable."""


def said(page: AppearancePage) -> str:
    return " ".join(note.text() for note in page.findChildren(NoteLabel) if note.isVisible())


@pytest.fixture
def page(qtbot: QtBot, tmp_path: Path) -> AppearancePage:
    page = AppearancePage(LookStore(tmp_path))
    qtbot.addWidget(page)
    page.show_settings(Settings())
    page.show()
    return page


@pytest.mark.parametrize("name", UNREADABLE)
def test_each_control_warns_once_it_makes_words_unreadable(page: AppearancePage, name: str) -> None:
    readable, value = UNREADABLE[name]
    assert f"appearance.{name}" in page.editors
    settings = Settings(appearance=readable)
    page.show_settings(settings)
    assert "hard to read" not in said(page)
    page.show_settings(with_value(settings, f"appearance.{name}", value))
    assert "hard to read" in said(page)
    assert "choose another colour" in said(page)
    page.show_settings(settings)
    assert "hard to read" not in said(page)


def test_no_control_of_colours_is_left_out(page: AppearancePage) -> None:
    coloured = ("colour", "opacity", "edge", "outline", "key")
    paths = [path for path in page.editors if any(word in path for word in coloured)]
    assert {path.removeprefix("appearance.") for path in paths} == set(UNREADABLE)


@pytest.mark.parametrize("preset", [*PRESETS, *KEY_LOOKS], ids=lambda preset: preset.name)
def test_no_built_in_look_is_warned_of(preset: AppearancePreset) -> None:
    assert find_unreadable(preset.appearance) == []


def test_the_warning_names_the_words_and_their_contrast(page: AppearancePage) -> None:
    grey = replace(BOXED, partial_colour="#000000")
    page.show_settings(Settings(appearance=grey))
    assert "“Provisional text” is hard to read: its contrast is 1.0:1" in said(page)
    assert "“Text” is hard" not in said(page)


def test_grey_that_stands_out_from_black_and_white_is_lost_in_a_grey_picture() -> None:
    grey = replace(OPEN, committed_colour="#757575", partial_colour="#757575")
    assert [item.contrast < 1.2 for item in find_unreadable(grey)] == [True, True]


@pytest.mark.parametrize(
    "appearance",
    [
        BOXED,
        replace(OUTLINED, outline_px=5.0),
        replace(BOXED, committed_colour="#303030", partial_colour="#303030"),
        replace(OUTLINED, outline_px=5.0, edge_colour="#e0e0e0"),
        OPEN,
    ],
    ids=["in a box", "outlined", "too dark", "a bright outline", "nothing behind"],
)
def test_what_is_computed_is_what_is_painted(appearance: AppearanceSettings) -> None:
    grounds = ("#000000", "#777777", "#ffffff")
    painted = min(
        lowest_contrast(picture(make_painter(appearance), WORDS, ground), appearance, paint)
        for ground in grounds
    )
    assert (painted >= 4.5) is (find_unreadable(appearance) == [])


def paint(appearance: AppearanceSettings) -> Layer:
    """Paint the words over nothing."""
    return layer(make_painter(appearance), WORDS)
