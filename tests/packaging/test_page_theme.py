"""The style sheet that gives the pages in browsers the theme of the windows."""

import re
from pathlib import Path

import page_theme
import pytest

from captions.ui.theme.colours import (
    SHAPE_CONTRAST,
    SHAPE_PAIRS,
    TEXT_CONTRAST,
    TEXT_PAIRS,
    contrast_ratio,
)

AUDIENCE_STYLE = Path(__file__).resolve().parents[2] / "resources" / "audience_page" / "page.css"


def test_style_sheet_is_that_of_the_theme() -> None:
    assert page_theme.STYLE_SHEET.read_text("utf-8") == page_theme.make_style_sheet(), (
        "run packaging/page_theme.py"
    )


@pytest.mark.parametrize("choice", ["warm", "contrast"])
def test_colours_that_only_the_audience_page_offers_are_as_legible(choice: str) -> None:
    colours = read_colours(choice)
    for pairs, least in ((TEXT_PAIRS, TEXT_CONTRAST), (SHAPE_PAIRS, SHAPE_CONTRAST)):
        for front, ground in pairs:
            if front in colours and ground in colours:
                found = contrast_ratio(colours[front], colours[ground])
                assert found >= least, f"{front} on {ground}: {found:.2f}"


def read_colours(choice: str) -> dict[str, str]:
    """Return the colours of a choice by their names in the theme."""
    style = AUDIENCE_STYLE.read_text("utf-8")
    block = style.partition(f':root[data-colours="{choice}"] {{')[2].split("}")[0]
    found = re.findall(r"--([\w-]+): #([0-9a-f]{3}|[0-9a-f]{6});", block)
    assert len(found) > 10
    return {
        name.replace("-", "_"): "#"
        + (colour if len(colour) == 6 else "".join(2 * digit for digit in colour))
        for name, colour in found
    }
