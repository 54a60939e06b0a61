"""Widths that are estimated without a font."""

import pytest

from captions.outputs.text_widths import estimate_width


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0.0),
        ("nnnnn", 5.0),
        ("ill", 1.5),
        ("W", 1.6),
        ("N", 1.25),
        ("漢字", 4.0),
        ("e\u0301", 1.0),
        ("a b", 2.5),
    ],
)
def test_width_is_that_of_a_usual_font(text: str, width: float) -> None:
    assert estimate_width(text) == pytest.approx(width)
