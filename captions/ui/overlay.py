"""The overlay: a window above all others that shows captions and takes nothing but its place.

The window has room for all of its rows from the start, so that it need not resize while words
arrive; a mask leaves what is painted, and clicks beside it go to whatever is below.
"""

from PySide6.QtCore import QElapsedTimer, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QContextMenuEvent,
    QGuiApplication,
    QHideEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QScreen,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from captions.model.rollup import Rows
from captions.settings import AppearanceSettings, CaptionSettings, WindowSettings
from captions.ui.look import Light, look
from captions.ui.painter import CaptionPainter, Scene
from captions.ui.placement import MAX_SHARE, at_edge, screen_named, within

FRAME_MS = 16
"""Least time between two repaints, in milliseconds."""
SETTLED_MS = 150
"""How long window managers take to put up a window, in milliseconds."""
RAISE_MS = 700
"""How often a window without a window manager is put above others again, in milliseconds."""


class Overlay(QWidget):
    """Shows rows of captions and a status line."""

    painted = Signal(object)
    """The `Rows` that have just been painted, each time that they differ from the last."""
    menu_requested = Signal(QPoint)
    """The menu should open, at a place of the screen."""
    quit_requested = Signal()
    row_width_changed = Signal(float)
    """The captions stand on a screen of another width now; rows must be laid out for it."""

    def __init__(
        self, appearance: AppearanceSettings, captions: CaptionSettings, window: WindowSettings
    ) -> None:
        super().__init__()
        self._look = look(appearance)
        self._captions = captions
        self._window = window
        self._scene = Scene()
        self._painted_rows: Rows = ()
        self._dragged_to: QPoint | None = None
        self._grip: QPoint | None = None
        self.row_width = self._fitting_row_width()
        """Width of a row in logical pixels."""
        self._painter = self._make_painter()
        self._since_frame = QElapsedTimer()
        self._frame_timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._frame_timer.timeout.connect(self._refresh)
        self._raise_timer = QTimer(self, interval=RAISE_MS)
        self._raise_timer.timeout.connect(self._raise_window)
        self._make_window()
        self._place()
        self._follow_screens()

    def measure(self, text: str) -> float:
        """Return the width of a text in a row, in logical pixels."""
        return self._painter.measure(text)

    def show_rows(self, rows: Rows) -> None:
        """Show captions from the next frame on; the newest rows win."""
        self._show(self._scene._replace(rows=rows))

    def show_status(self, text: str, light: Light = "waiting") -> None:
        """Show a status line beside the captions; an empty text takes it away."""
        self._show(self._scene._replace(status=text, light=light if text else "waiting"))

    def _show(self, scene: Scene) -> None:
        if scene == self._scene:
            return
        self._scene = scene
        if not self._since_frame.isValid() or self._since_frame.hasExpired(FRAME_MS):
            self._refresh()
        elif not self._frame_timer.isActive():
            self._frame_timer.start(max(0, FRAME_MS - self._since_frame.elapsed()))

    def _make_window(self) -> None:
        self.setWindowTitle("Captions")
        self.setAccessibleName("Captions")
        self.setWindowFlags(self._flags())
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_MacAlwaysShowToolWindow)
        self._mask()

    def _flags(self) -> Qt.WindowType:
        flags = (
            Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.WindowDoesNotAcceptFocus
            | Qt.WindowType.NoDropShadowWindowHint
        )
        # Window managers of X11 keep even a window that stays on top below full-screen ones; only
        # one that they do not manage is seen there. It cannot be moved, so it must be locked.
        if self._bypasses_manager:
            return flags | Qt.WindowType.X11BypassWindowManagerHint
        return flags | Qt.WindowType.Tool

    @property
    def _bypasses_manager(self) -> bool:
        return self._window.click_through and QGuiApplication.platformName() == "xcb"

    def _fitting_row_width(self) -> float:
        wanted = self._captions.row_chars * self._look.char_width
        screen = self._screen().availableGeometry().width()
        return float(min(round(wanted), int(screen * MAX_SHARE) - 2 * self._look.pad_x))

    def _make_painter(self) -> CaptionPainter:
        return CaptionPainter(
            self._look, self.row_width, self._captions.rows, at_bottom=self._at_bottom
        )

    @property
    def _at_bottom(self) -> bool:
        return self._window.position == "bottom"

    def _screen(self) -> QScreen:
        if self._dragged_to is not None:
            below = QGuiApplication.screenAt(self._dragged_to)
            if below is not None:
                return below
        return screen_named(self._window.screen)

    def _follow_screens(self) -> None:
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenAdded.connect(self._follow_screen)
            app.screenAdded.connect(self._place)
            app.screenRemoved.connect(self._place)
            app.primaryScreenChanged.connect(self._place)
        for screen in QGuiApplication.screens():
            self._follow_screen(screen)

    def _follow_screen(self, screen: QScreen) -> None:
        screen.availableGeometryChanged.connect(self._place)

    def _place(self) -> None:
        row_width = self._fitting_row_width()
        if row_width != self.row_width:
            self.row_width = row_width
            self._painter = self._make_painter()
            self._mask()
            self.row_width_changed.emit(row_width)
        size, area = self._painter.size, self._screen().availableGeometry()
        if self._dragged_to is None:
            corner = at_edge(size, area, at_bottom=self._at_bottom, margin=self._window.margin_px)
        else:
            corner = within(self._dragged_to, size, area)
        self.setFixedSize(size)
        self.move(corner)

    def _mask(self) -> None:
        region = QRegion()
        for area in self._painter.areas(self._scene):
            region += area.toAlignedRect()
        if region.isEmpty():
            # An empty mask would mean none at all.
            region = QRegion(0, 0, 1, 1)
        if region != self.mask():
            self.setMask(region)

    def _refresh(self) -> None:
        self._since_frame.start()
        self._mask()
        self.update()

    def _raise_window(self) -> None:
        handle = self.windowHandle()
        if handle is not None:
            handle.raise_()

    def _let_clicks_through(self) -> None:
        handle = self.windowHandle()
        if handle is not None:
            handle.setFlag(Qt.WindowType.WindowTransparentForInput)

    def _drag(self, corner: QPoint) -> None:
        self._dragged_to = corner
        self._place()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._painter.paint(painter, self._scene)
        painter.end()
        rows = self._scene.rows
        if rows != self._painted_rows:
            self._painted_rows = rows
            self.painted.emit(rows)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # WORKAROUND(Qt 6.11.3, xcb): asked while the window manager is still putting its frame
        # around the window, Qt may believe for good that it stands at 0, 0; moving it mends that.
        QTimer.singleShot(SETTLED_MS, self._place)
        if self._window.click_through:
            # A window that is let through before it is mapped still swallows clicks under openbox
            # and xfwm4, whose frames keep its first shape.
            QTimer.singleShot(0, self._let_clicks_through)
        if self._bypasses_manager:
            self._raise_timer.start()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._raise_timer.stop()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        handle = self.windowHandle()
        if QGuiApplication.platformName() == "wayland" and handle is not None:
            handle.startSystemMove()
        else:
            self._grip = event.position().toPoint()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            self._drag(event.globalPosition().toPoint() - self._grip)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip = None

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_requested.emit(event.globalPos())

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if event.spontaneous():
            # The window system asks; whether the app ends is not the window's to decide.
            event.ignore()
            self.quit_requested.emit()
