"""Where the toolbar and its menu stand: beside the captions, inside the screen, not over the text.

All distances are logical pixels in desktop coordinates.
"""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPoint, QRect, QSize

from captions.ui.overlay.placement import clamp_corner

GAP = 6
"""Distance between the captions and the toolbar."""


def find_place(
    size: QSize,
    captions: QRect,
    area: QRect,
    dialogs: Sequence[QRect] = (),
    *,
    at_bottom: bool,
) -> QPoint | None:
    """Return the top left corner of the toolbar; None if there is no room beside the captions.

    The outer side comes first: captions at the bottom of the screen grow upwards, so the toolbar
    below them need not move when a row appears.

    Args:
        size: size of the toolbar.
        captions: all that captions and status line may cover.
        area: the available part of the screen.
        dialogs: the app's own dialogs, which the toolbar must not cover either.
        at_bottom: True if the captions grow upwards.
    """
    for corner in _iter_corners(size, captions, at_bottom=at_bottom):
        placed = QRect(clamp_corner(corner, size, area), size)
        is_free = not any(map(placed.intersects, (captions, *dialogs)))
        if is_free and area.contains(placed):
            return placed.topLeft()
    return None


def find_menu_place(size: QSize, button: QRect, captions: QRect, area: QRect) -> QPoint:
    """Return the top left corner of a menu that a button of the toolbar opens.

    The menu hangs from the button, or stands on it. Where it would then cover the captions, it
    stands on the other side of them. If there is no room either, it hangs from the button.

    Args:
        size: size of the menu.
        button: the button.
        captions: all that captions and status line may cover.
        area: the available part of the screen.
    """
    hanging = QPoint(button.left(), button.bottom() + 1)
    standing = QPoint(button.left(), button.top() - size.height())
    above = QPoint(button.left(), captions.top() - GAP - size.height())
    below = QPoint(button.left(), captions.bottom() + 1 + GAP)
    right = QPoint(captions.right() + 1 + GAP, button.top())
    left = QPoint(captions.left() - GAP - size.width(), button.top())
    for corner in (hanging, standing, above, below, right, left):
        placed = QRect(clamp_corner(corner, size, area), size)
        is_free = not any(map(placed.intersects, (captions, button)))
        if is_free and area.contains(placed):
            return placed.topLeft()
    return hanging


def _iter_corners(size: QSize, captions: QRect, *, at_bottom: bool) -> Iterator[QPoint]:
    """Yield the places on the four sides, the best first."""
    x = captions.center().x() - size.width() // 2
    y = captions.center().y() - size.height() // 2
    below = QPoint(x, captions.bottom() + 1 + GAP)
    above = QPoint(x, captions.top() - GAP - size.height())
    yield from (below, above) if at_bottom else (above, below)
    yield QPoint(captions.right() + 1 + GAP, y)
    yield QPoint(captions.left() - GAP - size.width(), y)
