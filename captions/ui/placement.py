"""Where the captions stand: on which screen, at which edge or place, and always within sight.

What is placed is the box of the captions, not the window, which has room for the status line on the
box's inner side as well. All distances are logical pixels.
"""

from PySide6.QtCore import QObject, QPoint, QRect, QSize, Signal
from PySide6.QtGui import QGuiApplication, QScreen

from captions.settings import WindowSettings

MAX_SHARE = 0.9
"""How much of a screen's width the captions take at most."""


class Placement(QObject):
    """Knows where the captions stand, and when that may have to change."""

    changed = Signal()
    """Screens came, went or changed."""

    def __init__(self, settings: WindowSettings) -> None:
        super().__init__()
        self._settings = settings
        self._corner: QPoint | None = None
        """Where the user wants the box's top left corner; none goes by the settings alone."""
        self._at_bottom = True
        self._follow_screens()

    @property
    def is_free(self) -> bool:
        """Whether the captions stand at a place of the user's own."""
        return self._corner is not None

    @property
    def at_bottom(self) -> bool:
        """Whether the captions stand in the lower half, so that they grow upwards."""
        return self._at_bottom if self._corner is not None else self._settings.position != "top"

    @property
    def area(self) -> QRect:
        """What of the captions' screen is theirs to stand in."""
        if self._corner is not None:
            return screen_at(self._corner).availableGeometry()
        return screen_named(self._settings.screen).availableGeometry()

    def apply(self, settings: WindowSettings) -> None:
        """Go by other settings; at an edge, a place of the user's own is forgotten."""
        self._settings = settings
        if settings.position != "free":
            self._corner = None

    def stand_at(self, corner: QPoint) -> None:
        """Stand at a place of the user's own, growing away from the nearer edge."""
        self._corner = corner
        self._at_bottom = corner.y() > self.area.center().y()

    def drag_to(self, corner: QPoint) -> None:
        """Stand somewhere for the moment, growing as before."""
        self._at_bottom = self.at_bottom
        self._corner = corner

    def box(self, size: QSize) -> QRect:
        """Return where a box of that size stands, within sight as far as it can be."""
        if self._corner is not None:
            corner = within(self._corner, size, self.area)
        else:
            corner = at_edge(
                size, self.area, at_bottom=self.at_bottom, margin=self._settings.margin_px
            )
        return QRect(corner, size)

    def _follow_screens(self) -> None:
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenAdded.connect(self._follow_screen)
            app.screenAdded.connect(self.changed)
            app.screenRemoved.connect(self.changed)
            app.primaryScreenChanged.connect(self.changed)
        for screen in QGuiApplication.screens():
            self._follow_screen(screen)

    def _follow_screen(self, screen: QScreen) -> None:
        screen.availableGeometryChanged.connect(self.changed)


def layout() -> str:
    """Name the present layout of monitors: which there are, where they stand and their scales."""
    return "; ".join(sorted(map(_described, QGuiApplication.screens())))


def screen_named(name: str) -> QScreen:
    """Return the screen of that name, or the primary one where it is not there."""
    screens = [screen for screen in QGuiApplication.screens() if screen.name() == name]
    return screens[0] if screens else QGuiApplication.primaryScreen()


def screen_at(point: QPoint) -> QScreen:
    """Return the screen on which a point lies, or the nearest one."""

    def distance(screen: QScreen) -> int:
        nearest = within(point, QSize(1, 1), screen.geometry())
        return (nearest - point).manhattanLength()

    return min(QGuiApplication.screens(), key=distance)


def at_edge(size: QSize, area: QRect, *, at_bottom: bool, margin: int) -> QPoint:
    """Return the top left corner of a box centred at an edge of an area."""
    left = area.left() + (area.width() - size.width()) // 2
    top = area.bottom() + 1 - margin - size.height() if at_bottom else area.top() + margin
    return within(QPoint(left, top), size, area)


def within(corner: QPoint, size: QSize, area: QRect) -> QPoint:
    """Return the nearest corner from which a box of that size lies within the area."""
    return QPoint(
        max(area.left(), min(corner.x(), area.right() + 1 - size.width())),
        max(area.top(), min(corner.y(), area.bottom() + 1 - size.height())),
    )


def _described(screen: QScreen) -> str:
    place = screen.geometry()
    return (
        f"{screen.name()} {screen.model()} {screen.serialNumber()} {place.width()}x{place.height()}"
        f"{place.x():+}{place.y():+} @{screen.devicePixelRatio():g}"
    )
