"""Colours: every text and every mark stands out from what is behind it, in both themes."""

import pytest

from captions.ui.theme.colours import (
    DARK,
    HIGH_CONTRAST,
    HIGH_CONTRAST_DARK,
    HIGH_CONTRAST_LIGHT,
    LIGHT,
    SHAPE_CONTRAST,
    SHAPE_PAIRS,
    TEXT_CONTRAST,
    TEXT_PAIRS,
    ThemeColours,
    contrast_ratio,
    mix_colours,
    with_accent,
)

THEMES = {
    "light": LIGHT,
    "dark": DARK,
    "black on white": HIGH_CONTRAST_LIGHT,
    "white on black": HIGH_CONTRAST_DARK,
}
ACCENTS = {
    "Fusion's": "#308cc6",
    "Windows'": "#0078d4",
    "macOS' pink": "#f74f9e",
    "GNOME's yellow": "#c88800",
    "bright yellow": "#ffff00",
    "red": "#ff0000",
    "black": "#000000",
    "white": "#ffffff",
}


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize("accent", [None, *ACCENTS.values()], ids=["its own", *ACCENTS])
def test_every_pair_of_colours_has_enough_contrast(theme: ThemeColours, accent: str | None) -> None:
    colours = theme if accent is None else with_accent(theme, accent)
    is_plain = accent is None or not theme.is_high_contrast
    least_of_texts = TEXT_CONTRAST if is_plain else HIGH_CONTRAST
    faint = [
        (front, back)
        for pairs, least in ((TEXT_PAIRS, least_of_texts), (SHAPE_PAIRS, SHAPE_CONTRAST))
        for front, back in pairs
        if contrast_ratio(getattr(colours, front), getattr(colours, back)) < least
    ]
    assert faint == []


def test_the_limits_are_those_of_the_guidelines() -> None:
    assert (TEXT_CONTRAST, SHAPE_CONTRAST) == (4.5, 3.0)


def test_every_colour_of_a_text_is_in_a_pair() -> None:
    inks = {"text", "quiet_text", "accent", "accent_text", "good", "attention", "bad"}
    assert {front for front, _ in TEXT_PAIRS} == inks


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_contrast_is_that_of_the_guidelines(one: str, other: str, ratio: float) -> None:
    assert contrast_ratio(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast_ratio(other, one) == contrast_ratio(one, other)


def test_a_legible_accent_stays_as_it_is() -> None:
    assert with_accent(LIGHT, "#005fb8").accent == "#005fb8"


def test_colours_are_mixed_by_share() -> None:
    assert mix_colours("#000000", "#ff8040", 0.5) == "#804020"
