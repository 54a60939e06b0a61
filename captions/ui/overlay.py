"""The overlay: a window above all others that shows captions and takes nothing but its place.

The window has room for all of its rows from the start, so that it need not resize while words
arrive; a mask leaves what is painted, and clicks beside it go to whatever is below.

On X11 no window manager has a say: of all windows, only those that it does not manage are seen
above one that fills the screen. So the window moves itself, and finds its own place among others.
"""

from typing import NamedTuple

from PySide6.QtCore import QElapsedTimer, QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QContextMenuEvent,
    QGuiApplication,
    QHideEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from captions.model.rows import Rows
from captions.settings import AppearanceSettings, CaptionSettings, WindowSettings
from captions.ui import cocoa, sharing
from captions.ui.announcing import announce
from captions.ui.extent import row_width, with_row_width
from captions.ui.grip import Grip, Side, side_at
from captions.ui.look import Look, look
from captions.ui.painter import CaptionPainter, Scene
from captions.ui.placement import Placement
from captions.ui.topmost import Topmost
from captions.wording.status import Light

FRAME_MS = 16
"""Least time between two repaints, in milliseconds."""


class _Shape(NamedTuple):
    """What a painter is made for."""

    look: Look
    row_width: float
    rows: int
    at_bottom: bool

    @property
    def box(self) -> QSize:
        """The size of the box around all rows, in logical pixels."""
        width = round(self.row_width) + 2 * self.look.pad_x
        return QSize(width, self.rows * self.look.row_height + 2 * self.look.pad_y)

    def breaks_rows_as(self, other: "_Shape") -> bool:
        """Whether rows need not be laid out anew."""
        return (self.row_width, self.look.font, self.look.upper_case) == (
            other.row_width,
            other.look.font,
            other.look.upper_case,
        )


class Overlay(QWidget):
    """Shows rows of captions and a status line."""

    painted = Signal(object)
    """The `Rows` that have just been painted, each time that they differ from the last."""
    menu_requested = Signal(QPoint)
    """The menu should open, at a place of the screen."""
    quit_requested = Signal()
    row_width_changed = Signal(float)
    """Rows must be laid out anew, for this width and for what `measure` says now."""
    moved = Signal(QPoint)
    """The captions were dragged; this is the top left corner of their box now."""
    resized = Signal(object)
    """Rows were dragged longer or shorter: the `CaptionSettings` with the length they have now."""
    screens_changed = Signal()
    """Monitors came, went or changed; the captions may have a place of their own among them."""
    problem_found = Signal(str)
    """Something that the settings ask for cannot be had: a sentence that says what to do."""

    def __init__(
        self, appearance: AppearanceSettings, captions: CaptionSettings, window: WindowSettings
    ) -> None:
        super().__init__()
        self._captions = captions
        self._window = window
        self._placement = Placement(window)
        self._scene = Scene()
        self._painted_rows: Rows = ()
        self._grip: Grip | None = None
        self._dragged = False
        self._told_of_sharing = False
        self._told_of_wayland = False
        self._look = look(appearance)
        self._shape = self._fitting_shape()
        self._painter = self._new_painter()
        self._since_frame = QElapsedTimer()
        self._frame_timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._frame_timer.timeout.connect(self._refresh)
        self._topmost = Topmost(self)
        self._make_window()
        self._place()
        self._placement.changed.connect(self._place)
        self._placement.changed.connect(self.screens_changed)

    @property
    def row_width(self) -> float:
        """Width of a row in logical pixels."""
        return self._shape.row_width

    def measure(self, text: str) -> float:
        """Return the width of a text in a row, in logical pixels."""
        return self._painter.measure(text)

    def show_rows(self, rows: Rows) -> None:
        """Show captions from the next frame on; the newest rows win."""
        self._show(self._scene._replace(rows=rows))

    def show_status(self, text: str, light: Light = "waiting") -> None:
        """Show a status line beside the captions; an empty text takes it away."""
        self._show(self._scene._replace(status=text, light=light if text else "waiting"))

    def announce(self, sentence: str) -> None:
        """Have screen readers say a committed sentence, after what they are at."""
        self.setAccessibleDescription(sentence)
        announce(self, sentence)

    def apply(
        self, appearance: AppearanceSettings, captions: CaptionSettings, window: WindowSettings
    ) -> None:
        """Go by other settings from now on; what is shown stays."""
        self._look = look(appearance)
        self._captions = captions
        self._window = window
        self._placement.apply(window)
        self._place()
        self._lock()
        self._hide_from_sharing()

    def stand_at(self, corner: QPoint) -> None:
        """Put the captions where they were dragged to before, if their position is free."""
        if self._window.position == "free":
            self._placement.stand_at(corner)
            self._place()

    def _show(self, scene: Scene) -> None:
        if scene == self._scene:
            return
        self._scene = scene
        if not self._since_frame.isValid() or self._since_frame.hasExpired(FRAME_MS):
            self._refresh()
        elif not self._frame_timer.isActive():
            self._frame_timer.start(max(0, FRAME_MS - self._since_frame.elapsed()))

    def _make_window(self) -> None:
        self.setWindowTitle(self.tr("Captions"))
        self.setAccessibleName(self.tr("Captions"))
        self.setWindowFlags(
            Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.WindowDoesNotAcceptFocus
            | Qt.WindowType.NoDropShadowWindowHint
            | self._kind()
        )
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_MacAlwaysShowToolWindow)
        self.setMouseTracking(True)
        self._mask()

    def _kind(self) -> Qt.WindowType:
        if QGuiApplication.platformName() == "xcb":
            return Qt.WindowType.X11BypassWindowManagerHint
        return Qt.WindowType.Tool

    def _fitting_shape(self) -> _Shape:
        width = row_width(self._captions, self._look, self._placement.area.width())
        return _Shape(self._look, width, self._captions.rows, self._placement.at_bottom)

    def _new_painter(self) -> CaptionPainter:
        shape = self._shape
        return CaptionPainter(shape.look, shape.row_width, shape.rows, at_bottom=shape.at_bottom)

    def _place(self) -> None:
        """Take the shape and the place that settings and screens ask for."""
        was, self._shape = self._shape, self._fitting_shape()
        if self._shape != was:
            self._painter = self._new_painter()
            self._mask()
            self.update()
        if not self._shape.breaks_rows_as(was):
            self.row_width_changed.emit(self.row_width)
        size, box = self._painter.size, self._box()
        # What the window has more than the box is room for the status, on the box's inner side.
        top = box.bottom() + 1 - size.height() if self._shape.at_bottom else box.top()
        self.setFixedSize(size)
        self.move(box.left(), top)

    def _box(self) -> QRect:
        return self._placement.box(self._shape.box)

    def _mask(self) -> None:
        region = QRegion()
        for area in self._painter.areas(self._scene):
            region += area.toAlignedRect()
        self._topmost.keep(seen=not region.isEmpty())
        if region.isEmpty():
            # An empty mask would mean none at all.
            region = QRegion(0, 0, 1, 1)
        if region != self.mask():
            self.setMask(region)

    def _mask_again(self) -> None:
        """Cut the mask to another scale: it was cut for that of the screen before."""
        self.clearMask()
        self._mask()

    def _refresh(self) -> None:
        self._since_frame.start()
        self._mask()
        self.update()

    def _lock(self) -> None:
        """Let clicks through to what is below, or take them."""
        handle = self.windowHandle()
        if handle is not None:
            locked = self._window.click_through
            handle.setFlag(Qt.WindowType.WindowTransparentForInput, locked)
            self._grip = None if locked else self._grip

    def _stand_above_all(self) -> None:
        """Do what Qt does not do to stand above full-screen windows, or say that it cannot be."""
        match QGuiApplication.platformName():
            case "cocoa":
                cocoa.stand_above_full_screen(self.winId())
            case "wayland" if not self._told_of_wayland:
                self._told_of_wayland = True
                self.problem_found.emit(
                    self.tr(
                        "On this Wayland desktop captions can be covered by other windows, and "
                        "stand where the desktop puts them. Install XWayland to have them on top."
                    )
                )
            case _:
                pass

    def _hide_from_sharing(self) -> None:
        if self.windowHandle() is None:
            return
        hidden = self._window.hide_from_sharing
        problem = sharing.set_hidden(self.winId(), hidden=hidden)
        if problem and not self._told_of_sharing:
            self.problem_found.emit(problem)
        self._told_of_sharing = bool(problem)

    def _follow(self, grip: Grip, hand: QPoint) -> None:
        """Move, or make rows longer, as the hand goes that has hold of the captions."""
        free = self._placement.is_free
        if grip.side is Side.MIDDLE:
            self._placement.drag_to(grip.corner(hand))
        else:
            width = grip.width(hand, centred=not free)
            screen = self._placement.area.width()
            self._captions = with_row_width(self._captions, width, self._look, screen)
            if free and grip.side is Side.LEFT:
                left = grip.box.right() + 1 - self._fitting_shape().box.width()
                self._placement.drag_to(QPoint(left, grip.box.top()))
        self._place()

    def _let_go(self, grip: Grip) -> None:
        """Tell what a drag has come to."""
        corner = self._box().topLeft()
        if grip.side is not Side.MIDDLE:
            self.resized.emit(self._captions)
        if grip.side is Side.MIDDLE or corner != grip.box.topLeft():
            self._placement.stand_at(corner)
            self._place()
            self.moved.emit(corner)

    @override
    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self._mask_again()
        return done

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
        self._lock()
        self._hide_from_sharing()
        self._stand_above_all()
        self._mask()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._topmost.keep(seen=False)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        handle = self.windowHandle()
        if QGuiApplication.platformName() == "wayland" and handle is not None:
            handle.startSystemMove()
            return
        side = side_at(event.position().toPoint().x(), self.width())
        at = event.globalPosition().toPoint()
        self._grip = Grip(at, self._box(), self.row_width, side)
        self._dragged = False

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            self._dragged = True
            self._follow(self._grip, event.globalPosition().toPoint())
            return
        end = side_at(event.position().toPoint().x(), self.width()) is not Side.MIDDLE
        self.setCursor(Qt.CursorShape.SizeHorCursor if end else Qt.CursorShape.SizeAllCursor)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        grip, self._grip = self._grip, None
        if grip is not None and self._dragged:
            self._let_go(grip)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_requested.emit(event.globalPos())

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if event.spontaneous():
            # The window system asks; whether the app ends is not the window's to decide.
            event.ignore()
            self.quit_requested.emit()
