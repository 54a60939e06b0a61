"""What the settings of the appearance come to: fonts, colours and distances."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo

from captions.settings.font_families import FAMILIES
from captions.settings.schema import FONT_STYLES, AppearanceSettings
from captions.ui.overlay.look import compute_look
from captions.ui.text.fonts import caption_font
from tests.support.ui.pictures import BARE, make_painter, picture, row

pytestmark = pytest.mark.usefixtures("qapp")

DEFAULT = AppearanceSettings()


def test_every_style_has_its_families() -> None:
    assert set(FAMILIES) == set(FONT_STYLES)


@pytest.mark.parametrize("style", FONT_STYLES)
def test_every_style_finds_a_font_that_is_there(style: str) -> None:
    assert QFontDatabase.hasFamily(caption_font("", style, 30).family())


@pytest.mark.parametrize("style", FONT_STYLES)
def test_a_style_of_which_nothing_is_installed_takes_what_the_system_has(
    style: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FAMILIES, style, ("No such family",))
    font = caption_font("", style, 30)
    assert QFontDatabase.hasFamily(font.family())
    assert QFontInfo(font).fixedPitch() is style.startswith("mono")


@pytest.mark.parametrize("style", ["mono-sans", "mono-serif"])
def test_letters_of_typewriters_are_equally_wide(style: str) -> None:
    assert QFontInfo(caption_font("", style, 30)).fixedPitch()


def test_the_first_installed_family_of_a_style_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FAMILIES, "serif", ("No such family", "DejaVu Serif", "DejaVu Sans"))
    assert caption_font("", "serif", 30).family() == "DejaVu Serif"


def test_a_family_that_is_named_comes_before_the_style() -> None:
    assert caption_font("DejaVu Sans Mono", "serif", 30).family() == "DejaVu Sans Mono"
    assert caption_font("No such family", "serif", 30) == caption_font("", "serif", 30)


def test_small_capitals_are_set_in_any_family() -> None:
    font = caption_font("DejaVu Serif", "small-capitals", 30)
    assert font.capitalization() is QFont.Capitalization.SmallCaps


@pytest.mark.parametrize("font_px", [10, 17, 34, 68, 200])
def test_distances_grow_with_the_font(font_px: int) -> None:
    small, large = (
        compute_look(replace(DEFAULT, font_px=font_px)),
        compute_look(replace(DEFAULT, font_px=200)),
    )
    assert small.font.pixelSize() == font_px
    assert small.row_height == pytest.approx(large.row_height * font_px / 200, abs=1)
    assert small.row_height > font_px
    assert small.baseline < small.row_height
    assert small.pad_x >= small.background_pad_x
    assert small.pad_y >= small.background_pad_y


def test_rows_have_room_for_their_letters_in_capitals() -> None:
    plain, upper = (compute_look(replace(DEFAULT, upper_case=case)) for case in (False, True))
    assert upper.char_width > plain.char_width * 1.1


def test_background_and_window_have_colours_and_opacities_of_their_own() -> None:
    found = compute_look(
        replace(
            DEFAULT,
            background_colour="#ff0000",
            background_opacity=0.5,
            window_colour="#00ff00",
            window_opacity=0.25,
        )
    )
    assert found.background.name() == "#ff0000"
    assert found.background.alphaF() == pytest.approx(0.5, abs=0.01)
    assert found.window.name() == "#00ff00"
    assert found.window.alphaF() == pytest.approx(0.25, abs=0.01)


def test_every_installed_family_can_be_chosen() -> None:
    for family in QFontDatabase.families():
        painter = make_painter(replace(BARE, font=family))
        assert painter.measure("Words") > 0, family
        assert picture(painter, (row("Words", " ß é 中"),)).any(), family
