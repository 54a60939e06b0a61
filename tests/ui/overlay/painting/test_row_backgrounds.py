"""The bands behind rows: one outline for those that touch."""

import pytest
from PySide6.QtCore import QPointF, QRectF

from captions.ui.overlay.painting.row_backgrounds import join_backgrounds

UPPER, LOWER = QRectF(0, 0, 100, 40), QRectF(0, 40, 200, 40)


def pieces(*bands: QRectF) -> int:
    return len(join_backgrounds(bands, 0, 8).toSubpathPolygons())


@pytest.mark.parametrize(
    ("bands", "expected"),
    [
        ([UPPER], 1),
        ([UPPER, LOWER], 1),
        ([UPPER, UPPER.translated(0, 40), UPPER.translated(0, 80)], 1),
        ([UPPER, UPPER.translated(0, 80)], 2),
        ([UPPER, UPPER.translated(150, 40)], 2),
        ([], 0),
    ],
    ids=[
        "one band",
        "two of different lengths",
        "three of the same length",
        "two with a row between",
        "two beside each other, as of two directions of writing",
        "none",
    ],
)
def test_bands_that_touch_are_one_shape(bands: list[QRectF], expected: int) -> None:
    assert pieces(*bands) == expected


def test_corners_are_round_outside_and_inside() -> None:
    path = join_backgrounds([UPPER, LOWER], 0, 8)
    assert path.boundingRect() == QRectF(0, 0, 200, 80)
    for corner in (QPointF(0.5, 0.5), QPointF(99.5, 0.5), QPointF(199.5, 40.5)):
        assert not path.contains(corner)
    assert path.contains(QPointF(101, 39))
    assert path.contains(QPointF(50, 40))


def test_a_shape_is_padded_above_its_first_and_below_its_last_band() -> None:
    assert join_backgrounds([UPPER, LOWER], 5, 8).boundingRect() == QRectF(0, -5, 200, 90)


@pytest.mark.parametrize("step", [0.0, 0.1, 1.0, 7.0, 15.0, 17.0])
def test_a_small_step_between_bands_has_small_corners(step: float) -> None:
    path = join_backgrounds([UPPER, QRectF(0, 40, 100 + step, 40)], 0, 8)
    assert path.boundingRect().right() == pytest.approx(100 + step, abs=0.01)
    assert path.contains(QPointF(98, 40))


def test_bands_narrower_than_their_corners_are_still_shapes() -> None:
    assert not join_backgrounds([QRectF(0, 0, 3, 40)], 0, 8).isEmpty()
