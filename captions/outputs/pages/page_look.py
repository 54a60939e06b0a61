"""The look of captions on pages, from the settings of the overlay."""

from captions.outputs.pages.page_messages import PageLook
from captions.outputs.text_widths import estimate_width
from captions.settings.font_families import FAMILIES
from captions.settings.schema import Settings

_GENERIC_FAMILIES = {
    "serif": "serif",
    "mono-sans": "monospace",
    "mono-serif": "monospace",
    "cursive": "cursive",
    "system": "system-ui",
}
"""Generic families of CSS by style; the others are ``sans-serif``."""
_SAMPLE = "the captions say what is being said, word by word, as it is said and not much later. "
"""English text with typical shares of narrow letters and spaces, as in the overlay."""
_BOX_SCALE = 1.05
"""Width of the box around the rows, in widths of a row; the widths of rows are estimates."""
_CHARACTER = estimate_width(_SAMPLE) / len(_SAMPLE)
"""Estimated width of an average character."""


def measure_characters(text: str) -> float:
    """Return the approximate width of a text in average characters of running text.

    This is the unit in which the settings give the width of a row.
    """
    return estimate_width(text) / _CHARACTER


def make_page_look(settings: Settings) -> PageLook:
    """Return the look of captions for these settings."""
    look = settings.appearance
    own = (look.font,) if look.font else ()
    generic = _GENERIC_FAMILIES.get(look.font_style, "sans-serif")
    return PageLook(
        families=(*own, *FAMILIES[look.font_style], generic),
        size=look.font_px,
        small_capitals=look.font_style == "small-capitals",
        upper_case=look.upper_case,
        align=look.align,
        committed=look.committed_colour,
        partial=look.partial_colour,
        text_opacity=look.text_opacity,
        edge=look.edge,
        edge_colour=look.edge_colour,
        edge_width=look.outline_px,
        background=look.background_colour,
        background_opacity=look.background_opacity,
        window=look.window_colour,
        window_opacity=look.window_opacity,
        sample=_SAMPLE,
        row_samples=_BOX_SCALE * settings.captions.row_chars / len(_SAMPLE),
        position="top" if settings.window.position == "top" else "bottom",
        language=settings.recognition.language,
    )
