"""The five edges of letters: where they reach, and what they leave alone."""

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath

from captions.settings.schema import EDGES
from captions.ui.text.letter_edges import LetterEdge

SIZE, NEAR, FAR = 60, 20, 40
"""A square letter from 20 to 40 on a sheet of 60 pixels."""
WIDTH = 4.0


def coverage(edge: LetterEdge) -> npt.NDArray[np.uint8]:
    """Return how opaque each pixel is once the edge of a square is drawn."""
    image = QImage(SIZE, SIZE, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    square = QPainterPath()
    square.addRect(NEAR, NEAR, FAR - NEAR, FAR - NEAR)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    edge.draw(painter, square)
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(SIZE, SIZE, 4)
    return pixels[:, :, 3].copy()


def edge_of(style: str, width: float = WIDTH) -> LetterEdge:
    return LetterEdge(style, QColor("#000000"), width)


@pytest.mark.parametrize(
    ("style", "sides"),
    [
        ("none", set()),
        ("uniform", {"left", "top", "right", "bottom"}),
        ("raised", {"right", "bottom"}),
        ("depressed", {"left", "top"}),
    ],
)
def test_an_edge_is_solid_on_its_sides_and_nowhere_else(style: str, sides: set[str]) -> None:
    drawn, middle = coverage(edge_of(style)), SIZE // 2
    beside = {
        "left": drawn[middle, NEAR - 2],
        "top": drawn[NEAR - 2, middle],
        "right": drawn[middle, FAR + 1],
        "bottom": drawn[FAR + 1, middle],
    }
    assert {side for side, alpha in beside.items() if alpha == 255} == sides
    assert {side for side, alpha in beside.items() if alpha > 0} == sides


def test_a_shadow_falls_to_the_lower_right_and_fades() -> None:
    drawn, middle = coverage(edge_of("drop-shadow")), SIZE // 2
    fading = drawn[middle, FAR : FAR + 12].astype(int)
    assert (np.diff(fading) <= 0).all()
    assert len(set(fading.tolist())) > 4
    assert fading[0] > 200
    assert fading[-1] == 0
    assert drawn[middle, NEAR - 3] < drawn[middle, FAR + 2]


@pytest.mark.parametrize("style", EDGES)
@pytest.mark.parametrize("width", [0.0, 0.5, 2.0, 4.0, 12.0])
def test_no_edge_goes_beyond_its_reach(style: str, width: float) -> None:
    edge = edge_of(style, width)
    inked = np.argwhere(coverage(edge)) if edge.is_visible else np.array([[NEAR, NEAR]])
    reach = edge.reach + 1
    if inked.size:
        assert inked.min() >= max(0, NEAR - reach)
        assert inked.max() < min(SIZE, FAR + reach)


def test_an_edge_grows_with_its_letters() -> None:
    assert edge_of("uniform", 3).scaled(1.5) == edge_of("uniform", 4.5)


@pytest.mark.parametrize(("style", "width"), [("none", 4.0), ("uniform", 0.0)])
def test_an_edge_without_style_or_width_is_none(style: str, width: float) -> None:
    assert not edge_of(style, width).is_visible
    assert edge_of(style, width).reach == 0
