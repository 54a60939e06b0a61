"""The ground behind the letters of each row: bands that join to one shape with round corners.

All rows that touch make one outline, which is filled in one go: where two translucent bands met or
overlapped, a seam would be seen.
"""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

_ARC = 0.5523
"""How far the handles of a cubic curve go towards a corner to look like a quarter of a circle."""


def joined(bands: Sequence[QRectF], pad: float, radius: float) -> QPainterPath:
    """Return the outline of bands that stand one below the other.

    Args:
        bands: from top to bottom; those that touch, and share some width, become one shape.
        pad: how far a shape goes beyond its first and its last band.
        radius: of the corners, both those that point out and those that point in.
    """
    path = QPainterPath()
    for group in _groups(bands):
        group[0] = group[0].adjusted(0, -pad, 0, 0)
        group[-1] = group[-1].adjusted(0, 0, 0, pad)
        _add_rounded(path, _outline(group), radius)
    return path


def _groups(bands: Iterable[QRectF]) -> list[list[QRectF]]:
    groups: list[list[QRectF]] = []
    for band in bands:
        if groups and _touch(groups[-1][-1], band):
            groups[-1].append(band)
        else:
            groups.append([band])
    return groups


def _touch(upper: QRectF, lower: QRectF) -> bool:
    shared = min(upper.right(), lower.right()) - max(upper.left(), lower.left())
    return upper.bottom() >= lower.top() and shared > 0


def _outline(group: Sequence[QRectF]) -> list[QPointF]:
    """Return the corners, clockwise: down the right sides, and up the left ones."""
    right = [point for band in group for point in (band.topRight(), band.bottomRight())]
    left = [point for band in reversed(group) for point in (band.bottomLeft(), band.topLeft())]
    corners = [*right, *left]
    around = zip(corners, [*corners[1:], corners[0]], strict=True)
    return [corner for corner, following in around if corner != following]


def _add_rounded(path: QPainterPath, corners: Sequence[QPointF], radius: float) -> None:
    around = [corners[-1], *corners, corners[0]]
    for number, (before, corner, after) in enumerate(
        zip(around, around[1:], around[2:], strict=False)
    ):
        begin, end = _towards(corner, before, radius), _towards(corner, after, radius)
        if number == 0:
            path.moveTo(begin)
        else:
            path.lineTo(begin)
        path.cubicTo(begin + (corner - begin) * _ARC, end + (corner - end) * _ARC, end)
    path.closeSubpath()


def _towards(corner: QPointF, other: QPointF, radius: float) -> QPointF:
    """Return the point where the curve around a corner meets a side; at most halfway along it."""
    way = other - corner
    length = abs(way.x()) + abs(way.y())  # Sides are upright or level.
    return corner + way * (min(radius, length / 2) / length)
