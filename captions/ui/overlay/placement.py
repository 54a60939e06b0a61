"""Placement of the captions: screen, edge or free position, always within the visible area.

The placed rectangle is the box of the captions. The window is larger, because it has space for the
status line on the inner side of the box. All distances are logical pixels.
"""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, QPoint, QRect, QSize, Signal
from PySide6.QtGui import QGuiApplication, QScreen

from captions.settings.schema import WindowSettings

MAX_WIDTH_SHARE = 0.9
"""Maximum share of a screen's width that the captions occupy."""


class OverlayPlacement(QObject):
    """Computes the position of the captions, and signals when it may have to change."""

    changed = Signal()
    """Emitted when screens were added, removed or changed."""

    def __init__(self, settings: WindowSettings) -> None:
        super().__init__()
        self._settings = settings
        self._corner: QPoint | None = None
        """Top left corner of the box as chosen by the user; None to place it by the settings."""
        self._at_bottom = True
        self._watch_screens()

    @property
    def is_free(self) -> bool:
        """True if the user has chosen the position by dragging."""
        return self._corner is not None

    @property
    def at_bottom(self) -> bool:
        """True if the captions are in the lower half of the screen, and so grow upwards."""
        return self._at_bottom if self._corner is not None else self._settings.position != "top"

    @property
    def area(self) -> QRect:
        """Part of the screen that is available for the captions."""
        if self._corner is not None:
            return nearest_screen(self._corner, QGuiApplication.screens()).availableGeometry()
        return find_screen(self._settings.screen).availableGeometry()

    def apply(self, settings: WindowSettings) -> None:
        """Apply new settings; if they place the captions at an edge, drop the chosen position."""
        self._settings = settings
        if settings.position != "free":
            self._corner = None

    def set_corner(self, corner: QPoint) -> None:
        """Place the box where the user chose; it grows away from the nearer edge."""
        self._corner = corner
        self._at_bottom = corner.y() > self.area.center().y()

    def drag_to(self, corner: QPoint) -> None:
        """Place the box during a drag; the direction of growth stays the same."""
        self._at_bottom = self.at_bottom
        self._corner = corner

    def place_box(self, size: QSize) -> QRect:
        """Return the rectangle of a box of this size, inside the available area if it fits."""
        if self._corner is not None:
            corner = clamp_corner(self._corner, size, self.area)
        else:
            corner = corner_at_edge(
                size, self.area, at_bottom=self.at_bottom, margin=self._settings.margin_px
            )
        return QRect(corner, size)

    def _watch_screens(self) -> None:
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenAdded.connect(self._watch_screen)
            app.screenAdded.connect(self.changed)
            app.screenRemoved.connect(self.changed)
            app.primaryScreenChanged.connect(self.changed)
        for screen in QGuiApplication.screens():
            self._watch_screen(screen)

    def _watch_screen(self, screen: QScreen) -> None:
        screen.availableGeometryChanged.connect(self.changed)


def describe_monitors() -> str:
    """Return a text that identifies the current monitors, their positions and scales."""
    return "; ".join(sorted(map(_describe_screen, QGuiApplication.screens())))


def find_screen(name: str) -> QScreen:
    """Return the screen with this name, or the primary screen if it is missing."""
    screens = [screen for screen in QGuiApplication.screens() if screen.name() == name]
    return screens[0] if screens else QGuiApplication.primaryScreen()


class PlacedScreen(Protocol):
    """A screen with a place on the desktop, such as a `QScreen`."""

    def geometry(self) -> QRect:
        """Return its place and size."""


_Screen = TypeVar("_Screen", bound=PlacedScreen)


def nearest_screen(point: QPoint, screens: Iterable[_Screen]) -> _Screen:
    """Return the screen that contains a point, or the nearest one."""

    def distance(screen: _Screen) -> int:
        nearest = clamp_corner(point, QSize(1, 1), screen.geometry())
        return (nearest - point).manhattanLength()

    return min(screens, key=distance)


def corner_at_edge(size: QSize, area: QRect, *, at_bottom: bool, margin: int) -> QPoint:
    """Return the top left corner of a box centred at an edge of an area."""
    left = area.left() + (area.width() - size.width()) // 2
    top = area.bottom() + 1 - margin - size.height() if at_bottom else area.top() + margin
    return clamp_corner(QPoint(left, top), size, area)


def clamp_corner(corner: QPoint, size: QSize, area: QRect) -> QPoint:
    """Return the nearest corner at which a box of this size is inside the area."""
    return QPoint(
        max(area.left(), min(corner.x(), area.right() + 1 - size.width())),
        max(area.top(), min(corner.y(), area.bottom() + 1 - size.height())),
    )


def _describe_screen(screen: QScreen) -> str:
    place = screen.geometry()
    return (
        f"{screen.name()} {screen.model()} {screen.serialNumber()} {place.width()}x{place.height()}"
        f"{place.x():+}{place.y():+} @{screen.devicePixelRatio():g}"
    )
