"""The overlay: an always-on-top window that shows captions.

The window has space for all of its rows from the start, so it need not resize while words arrive. A
mask limits it to the painted area, so clicks beside the captions reach the window below.

On X11 the overlay bypasses the window manager, because only unmanaged windows appear above a
full-screen window. The overlay therefore handles its own moves and stacking order.
"""

from typing import NamedTuple, Protocol

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
from captions.settings.schema import AppearanceSettings, CaptionSettings, WindowSettings
from captions.ui.overlay.drag import DragSide, RowDrag, side_at
from captions.ui.overlay.look import OverlayLook, compute_look
from captions.ui.overlay.painter import CaptionPainter, OverlayScene
from captions.ui.overlay.placement import OverlayPlacement
from captions.ui.overlay.row_width import row_width, with_row_width
from captions.ui.platform import cocoa, screen_sharing
from captions.ui.platform.topmost import TopmostWindow
from captions.ui.widgets.announcing import announce
from captions.wording.status import Light

FRAME_INTERVAL_MS = 16
"""Minimum interval between two repaints, in milliseconds."""


class SetHidden(Protocol):
    """Hides a window from recordings, as `captions.ui.platform.screen_sharing` does."""

    def __call__(self, window: int, /, *, hidden: bool) -> str:
        """Return why the window may still be visible there; empty if it is not."""


class _PainterShape(NamedTuple):
    """Parameters of a painter."""

    look: OverlayLook
    row_width: float
    rows: int
    at_bottom: bool

    @property
    def box_size(self) -> QSize:
        """Size of the box around all rows, in logical pixels."""
        width = round(self.row_width) + 2 * self.look.pad_x
        return QSize(width, self.rows * self.look.row_height + 2 * self.look.pad_y)

    def has_same_breaks(self, other: "_PainterShape") -> bool:
        """Return True if both shapes break rows at the same places."""
        return (self.row_width, self.look.font, self.look.upper_case) == (
            other.row_width,
            other.look.font,
            other.look.upper_case,
        )


class Overlay(QWidget):
    """Shows rows of captions and a status line."""

    painted = Signal(object)
    """Emitted with the `Rows` just painted, whenever they differ from the last."""
    menu_requested = Signal(QPoint)
    """Emitted with a screen position when the user asks for the menu."""
    quit_requested = Signal()
    row_width_changed = Signal(float)
    """Emitted with the new row width when rows must be laid out again with `measure`."""
    moved = Signal(QPoint)
    """Emitted after a drag, with the new top left corner of the box."""
    resized = Signal(object)
    """Emitted after a resize by dragging, with the new `CaptionSettings`."""
    screens_changed = Signal()
    """Emitted when monitors were added, removed or changed; a saved position may apply now."""
    problem_found = Signal(str)
    """Emitted when a setting cannot be applied, with a sentence that says what to do."""

    def __init__(
        self,
        appearance: AppearanceSettings,
        captions: CaptionSettings,
        window: WindowSettings,
        set_hidden: SetHidden = screen_sharing.set_hidden,
    ) -> None:
        """Create the window.

        Args:
            appearance: look of the captions.
            captions: rows of the captions.
            window: place and behaviour of the window.
            set_hidden: hides the window from recordings.
        """
        super().__init__()
        self._set_hidden = set_hidden
        self._captions = captions
        self._window = window
        self._placement = OverlayPlacement(window)
        self._scene = OverlayScene()
        self._painted_rows: Rows = ()
        self._drag: RowDrag | None = None
        self._has_dragged = False
        self._has_reported_sharing = False
        self._has_reported_wayland = False
        self._look = compute_look(appearance)
        self._shape = self._compute_shape()
        self._painter = self._create_painter()
        self._since_frame = QElapsedTimer()
        self._frame_timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._frame_timer.timeout.connect(self._refresh_window)
        self._topmost = TopmostWindow(self)
        self._make_window()
        self._update_placement()
        self._placement.changed.connect(self._update_placement)
        self._placement.changed.connect(self.screens_changed)

    @property
    def row_width(self) -> float:
        """Width of a row in logical pixels."""
        return self._shape.row_width

    def measure(self, text: str) -> float:
        """Return the width of a text in a row, in logical pixels."""
        return self._painter.measure(text)

    def show_rows(self, rows: Rows) -> None:
        """Show captions from the next frame on; newer rows replace rows not yet painted."""
        self._show_scene(self._scene._replace(rows=rows))

    def show_status(self, text: str, light: Light = "waiting") -> None:
        """Show a status line beside the captions; an empty text removes it."""
        self._show_scene(self._scene._replace(status=text, light=light if text else "waiting"))

    def announce_sentence(self, sentence: str) -> None:
        """Have screen readers read a committed sentence after their current one."""
        self.setAccessibleDescription(sentence)
        announce(self, sentence)

    def apply(
        self, appearance: AppearanceSettings, captions: CaptionSettings, window: WindowSettings
    ) -> None:
        """Apply new settings; the captions on screen stay."""
        self._look = compute_look(appearance)
        self._captions = captions
        self._window = window
        self._placement.apply(window)
        self._update_placement()
        self._apply_lock()
        self._apply_sharing()

    def restore_position(self, corner: QPoint) -> None:
        """Restore a position to which the user dragged the captions, if the setting is "free"."""
        if self._window.position == "free":
            self._placement.set_corner(corner)
            self._update_placement()

    def _show_scene(self, scene: OverlayScene) -> None:
        if scene == self._scene:
            return
        self._scene = scene
        if not self._since_frame.isValid() or self._since_frame.hasExpired(FRAME_INTERVAL_MS):
            self._refresh_window()
        elif not self._frame_timer.isActive():
            self._frame_timer.start(max(0, FRAME_INTERVAL_MS - self._since_frame.elapsed()))

    def _make_window(self) -> None:
        self.setWindowTitle(self.tr("Captions"))
        self.setAccessibleName(self.tr("Captions"))
        self.setWindowFlags(
            Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.WindowDoesNotAcceptFocus
            | Qt.WindowType.NoDropShadowWindowHint
            | self._window_type()
        )
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_MacAlwaysShowToolWindow)
        self.setMouseTracking(True)
        self._update_mask()

    def _window_type(self) -> Qt.WindowType:
        if QGuiApplication.platformName() == "xcb":
            return Qt.WindowType.X11BypassWindowManagerHint
        return Qt.WindowType.Tool

    def _compute_shape(self) -> _PainterShape:
        width = row_width(self._captions, self._look, self._placement.area.width())
        return _PainterShape(self._look, width, self._captions.rows, self._placement.at_bottom)

    def _create_painter(self) -> CaptionPainter:
        shape = self._shape
        return CaptionPainter(shape.look, shape.row_width, shape.rows, at_bottom=shape.at_bottom)

    def _update_placement(self) -> None:
        """Update shape and position for the current settings and screens."""
        previous, self._shape = self._shape, self._compute_shape()
        if self._shape != previous:
            self._painter = self._create_painter()
            self._update_mask()
            self.update()
        if not self._shape.has_same_breaks(previous):
            self.row_width_changed.emit(self.row_width)
        size, box = self._painter.size, self._caption_box()
        # The rest of the window is space for the status line, on the inner side of the box.
        top = box.bottom() + 1 - size.height() if self._shape.at_bottom else box.top()
        self.setFixedSize(size)
        self.move(box.left(), top)

    def _caption_box(self) -> QRect:
        return self._placement.place_box(self._shape.box_size)

    def _update_mask(self) -> None:
        region = QRegion()
        for area in self._painter.painted_areas(self._scene):
            region += area.toAlignedRect()
        self._topmost.keep_topmost(active=not region.isEmpty())
        if region.isEmpty():
            # Qt treats an empty mask as no mask.
            region = QRegion(0, 0, 1, 1)
        if region != self.mask():
            self.setMask(region)

    def _rebuild_mask(self) -> None:
        """Rebuild the mask after a change of the display scale."""
        self.clearMask()
        self._update_mask()

    def _refresh_window(self) -> None:
        self._since_frame.start()
        self._update_mask()
        self.update()

    def _apply_lock(self) -> None:
        """Make the window transparent for mouse clicks, or not, as in the settings."""
        handle = self.windowHandle()
        if handle is not None:
            locked = self._window.click_through
            handle.setFlag(Qt.WindowType.WindowTransparentForInput, locked)
            self._drag = None if locked else self._drag

    def _raise_above_fullscreen(self) -> None:
        """Raise the window above full-screen windows, or report that this is impossible."""
        match QGuiApplication.platformName():
            case "cocoa":
                cocoa.keep_above_full_screen(self.winId())
            case "wayland" if not self._has_reported_wayland:
                self._has_reported_wayland = True
                self.problem_found.emit(
                    self.tr(
                        "On this Wayland desktop, other windows can cover the captions, and the "
                        "desktop decides their position. Install XWayland to keep them on top."
                    )
                )
            case _:
                pass

    def _apply_sharing(self) -> None:
        if self.windowHandle() is None:
            return
        hidden = self._window.hide_from_sharing
        problem = self._set_hidden(self.winId(), hidden=hidden)
        if problem and not self._has_reported_sharing:
            self.problem_found.emit(problem)
        self._has_reported_sharing = bool(problem)

    def _continue_drag(self, drag: RowDrag, pointer: QPoint) -> None:
        """Move the captions or change the row width during a drag."""
        free = self._placement.is_free
        if drag.side is DragSide.MIDDLE:
            self._placement.drag_to(drag.moved_corner(pointer))
        else:
            width = drag.dragged_row_width(pointer, centred=not free)
            screen = self._placement.area.width()
            self._captions = with_row_width(self._captions, width, self._look, screen)
            if free and drag.side is DragSide.LEFT:
                left = drag.start_box.right() + 1 - self._compute_shape().box_size.width()
                self._placement.drag_to(QPoint(left, drag.start_box.top()))
        self._update_placement()

    def _finish_drag(self, drag: RowDrag) -> None:
        """Emit the result of a drag."""
        corner = self._caption_box().topLeft()
        if drag.side is not DragSide.MIDDLE:
            self.resized.emit(self._captions)
        if drag.side is DragSide.MIDDLE or corner != drag.start_box.topLeft():
            self._placement.set_corner(corner)
            self._update_placement()
            self.moved.emit(corner)

    @override
    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self._rebuild_mask()
        return handled

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
        self._apply_lock()
        self._apply_sharing()
        self._raise_above_fullscreen()
        self._update_mask()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._topmost.keep_topmost(active=False)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        handle = self.windowHandle()
        if QGuiApplication.platformName() == "wayland" and handle is not None:
            handle.startSystemMove()
            return
        side = side_at(event.position().toPoint().x(), self.width())
        pointer = event.globalPosition().toPoint()
        self._drag = RowDrag(pointer, self._caption_box(), self.row_width, side)
        self._has_dragged = False

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None:
            self._has_dragged = True
            self._continue_drag(self._drag, event.globalPosition().toPoint())
            return
        at_end = side_at(event.position().toPoint().x(), self.width()) is not DragSide.MIDDLE
        self.setCursor(Qt.CursorShape.SizeHorCursor if at_end else Qt.CursorShape.SizeAllCursor)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        drag, self._drag = self._drag, None
        if drag is not None and self._has_dragged:
            self._finish_drag(drag)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_requested.emit(event.globalPos())

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if event.spontaneous():
            # The window system requested the close; the app decides whether to quit.
            event.ignore()
            self.quit_requested.emit()
