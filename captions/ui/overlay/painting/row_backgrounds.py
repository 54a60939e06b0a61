"""The background behind the letters of each row, joined into shapes with round corners.

Adjacent row backgrounds form one outline, which is filled at once. If translucent rectangles met or
overlapped, the seam would be visible.
"""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

_ARC_HANDLE = 0.5523
"""Length of the handles of a cubic Bézier curve that approximates a quarter circle, as a share of
the radius."""


def join_backgrounds(backgrounds: Sequence[QRectF], pad: float, radius: float) -> QPainterPath:
    """Return the outline of row backgrounds that are stacked vertically.

    Args:
        backgrounds: backgrounds from top to bottom; those that touch and overlap horizontally are
            joined.
        pad: how far a shape extends above its first and below its last background.
        radius: radius of convex and concave corners.
    """
    path = QPainterPath()
    for group in _group_touching(backgrounds):
        group[0] = group[0].adjusted(0, -pad, 0, 0)
        group[-1] = group[-1].adjusted(0, 0, 0, pad)
        _add_rounded(path, _outline_corners(group), radius)
    return path


def _group_touching(backgrounds: Iterable[QRectF]) -> list[list[QRectF]]:
    groups: list[list[QRectF]] = []
    for band in backgrounds:
        if groups and _are_touching(groups[-1][-1], band):
            groups[-1].append(band)
        else:
            groups.append([band])
    return groups


def _are_touching(upper: QRectF, lower: QRectF) -> bool:
    shared = min(upper.right(), lower.right()) - max(upper.left(), lower.left())
    return upper.bottom() >= lower.top() and shared > 0


def _outline_corners(group: Sequence[QRectF]) -> list[QPointF]:
    """Return the corners clockwise: down the right sides, then up the left sides."""
    right = [point for band in group for point in (band.topRight(), band.bottomRight())]
    left = [point for band in reversed(group) for point in (band.bottomLeft(), band.topLeft())]
    corners = [*right, *left]
    pairs = zip(corners, [*corners[1:], corners[0]], strict=True)
    return [corner for corner, following in pairs if corner != following]


def _add_rounded(path: QPainterPath, corners: Sequence[QPointF], radius: float) -> None:
    around = [corners[-1], *corners, corners[0]]
    for number, (before, corner, after) in enumerate(
        zip(around, around[1:], around[2:], strict=False)
    ):
        begin, end = _point_towards(corner, before, radius), _point_towards(corner, after, radius)
        if number == 0:
            path.moveTo(begin)
        else:
            path.lineTo(begin)
        path.cubicTo(
            begin + (corner - begin) * _ARC_HANDLE, end + (corner - end) * _ARC_HANDLE, end
        )
    path.closeSubpath()


def _point_towards(corner: QPointF, other: QPointF, radius: float) -> QPointF:
    """Return the point where the curve at a corner meets a side; at most halfway along the side."""
    side = other - corner
    length = abs(side.x()) + abs(side.y())  # Sides are vertical or horizontal.
    return corner + side * (min(radius, length / 2) / length)
