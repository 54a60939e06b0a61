"""The mark of a sample and the status stand side by side, each on a background of its own."""

import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter

from captions.settings.schema import AppearanceSettings
from captions.ui.overlay.look import compute_look
from captions.ui.overlay.painting.status_marks import MarkedStatus, StatusMarks

pytestmark = pytest.mark.usefixtures("qapp")
WIDTH = 500
LONG = "No microphone is connected: connect one, and captions will start by themselves. " * 2


def make_marks(*, at_bottom: bool = True) -> StatusMarks:
    return StatusMarks(compute_look(AppearanceSettings()), WIDTH, at_bottom=at_bottom)


def opaque_columns(status: MarkedStatus, row: float, *, at_bottom: bool) -> list[bool]:
    """Return for each column whether something is painted in a row, from 0 (top) to 1."""
    marks = make_marks(at_bottom=at_bottom)
    size = marks.compute_size(status)
    image = QImage(QSize(WIDTH, round(size.height())), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    marks.paint(painter, QRectF(0, 0, size.width(), size.height()), status)
    painter.end()
    y = min(round(row * image.height()), image.height() - 1)
    return [image.pixelColor(x, y).alpha() > 0 for x in range(image.width())]


def test_nothing_is_shown_without_texts() -> None:
    assert not MarkedStatus()
    assert make_marks().compute_size(MarkedStatus()).isEmpty()


def test_a_mark_needs_no_status_and_a_status_no_mark() -> None:
    marks = make_marks()
    both = marks.compute_size(MarkedStatus("Sample", "Paused"))
    mark, status = (
        marks.compute_size(part) for part in (MarkedStatus("Sample"), MarkedStatus(text="Paused"))
    )
    assert both.width() > mark.width() + status.width()
    assert both.height() == mark.height() == status.height()


def test_a_gap_separates_the_mark_from_the_status() -> None:
    painted = opaque_columns(MarkedStatus("Sample", "Paused"), 0.5, at_bottom=True)
    starts = [x for x in range(1, WIDTH) if painted[x] and not painted[x - 1]]
    assert painted[0]
    assert len(starts) == 1


@pytest.mark.parametrize(("at_bottom", "row"), [(True, 0.9), (False, 0.1)])
def test_the_mark_is_beside_the_line_of_a_long_status_that_is_next_to_the_captions(
    row: float, *, at_bottom: bool
) -> None:
    status = MarkedStatus("Sample", LONG, "error")
    marks = make_marks(at_bottom=at_bottom)
    assert marks.compute_size(status).width() <= WIDTH
    assert (
        marks.compute_size(status).height() > 1.5 * marks.compute_size(MarkedStatus("S")).height()
    )
    assert opaque_columns(status, row, at_bottom=at_bottom)[5]
    assert not opaque_columns(status, 1 - row, at_bottom=at_bottom)[5]
