"""The overlay: an always-on-top window that shows captions.

The window has space for all of its rows from the start, so it need not resize while words arrive. A
mask limits it to the painted area, so clicks beside the captions reach the window below.

Because the overlay bypasses the window manager on X11 (see `caption_window`), it handles its own
moves and stacking order.
"""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QElapsedTimer, QEvent, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QShowEvent,
)
from typing_extensions import override

from captions.model.rows import NO_LABELS, Rows
from captions.settings.paths import rule_at
from captions.settings.schema import AppearanceSettings, CaptionSettings, WindowSettings
from captions.ui.overlay.caption_window import SetHidden
from captions.ui.overlay.drag import DragSide, RowDrag, side_at
from captions.ui.overlay.look import compute_look
from captions.ui.overlay.own_dialogs import OwnDialogs, avoid_dialogs
from captions.ui.overlay.painter import CaptionPainter, OverlayScene, RowsLayout
from captions.ui.overlay.painting.lane_marks import LaneMarks
from captions.ui.overlay.painting.painter_shape import PainterShape, make_strip
from captions.ui.overlay.painting.status_choice import HINT_SECONDS, StatusChoice
from captions.ui.overlay.placement import OverlayPlacement
from captions.ui.overlay.pointer_window import PointerWindow
from captions.ui.overlay.row_width import row_width, with_row_width
from captions.ui.platform import screen_sharing
from captions.ui.widgets.announcing import announce
from captions.ui.widgets.window_placement import CaptionPlace
from captions.wording.status import Light

FRAME_INTERVAL_MS = 16
"""Minimum interval between two repaints, in milliseconds."""


class Overlay(PointerWindow):
    """Shows rows of captions and a status line."""

    painted = Signal(object)
    """Emitted with the `Rows` just painted, whenever they differ from the last; not for a sample,
    which must not enter the trace."""
    row_width_changed = Signal(float)
    """Emitted with the new row width when rows must be laid out again with `measure`."""
    moved = Signal(QPoint)
    """Emitted after a drag, with the new top left corner of the box."""
    resized = Signal(object)
    """Emitted after a resize by dragging, with the new `CaptionSettings`."""
    area_changed = Signal()
    """Emitted when `covered_area` has changed."""
    screens_changed = Signal()
    """Emitted when monitors were added, removed or changed; a saved position may apply now."""

    _labels: Mapping[str, str] = NO_LABELS
    """Names of the lanes, if there are several."""
    _speaker_width = 0
    _painted_rows: Rows = ()
    _drag: RowDrag | None = None
    _has_dragged = False

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
        super().__init__(set_hidden)
        self._captions = captions
        self._window = window
        self._placement = OverlayPlacement(window)
        self._dialogs = OwnDialogs()
        self._scene = OverlayScene()
        self._status = StatusChoice(self)
        self._status.changed.connect(self._update_status)
        self._appearance = appearance
        self._look = compute_look(appearance)
        self._shape = self._compute_shape()
        self._painter = CaptionPainter(self._shape)
        self._since_frame = QElapsedTimer()
        self._frame_timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._frame_timer.timeout.connect(self._refresh_window)
        self._apply_window()
        self._update_placement()
        self._placement.changed.connect(self._update_placement)
        self._placement.changed.connect(self.screens_changed)
        self._dialogs.changed.connect(self._update_placement)

    @property
    def row_width(self) -> float:
        """Width of a row in logical pixels."""
        return self._shape.row_width

    @property
    def at_bottom(self) -> bool:
        """True if the captions are in the lower half of the screen, and so grow upwards."""
        return self._placement.at_bottom

    @property
    def screen_area(self) -> QRect:
        """The available part of the screen, in desktop coordinates."""
        if self.is_ordinary:
            return self.screen().availableGeometry()
        return self._placement.area

    def locate_captions(self) -> CaptionPlace:
        """Return where the captions are, and where they are without dialogs in their way."""
        box = self._placement.place_box(self._painter.box_size)
        return CaptionPlace(self._window_rect(box), self.geometry())

    @property
    def dialog_frames(self) -> list[QRect]:
        """Rectangles of the app's own visible dialogs, in desktop coordinates."""
        return self._dialogs.frames

    @property
    def covered_area(self) -> QRect:
        """All that captions and status line may cover, in desktop coordinates."""
        if self.is_ordinary:
            return self.frameGeometry()
        covered = self._caption_box()
        for area in self._painter.painted_areas(self._scene):
            covered = covered.united(area.toAlignedRect().translated(self.pos()))
        return covered

    def measure(self, text: str) -> float:
        """Return the width of a text in a row, in logical pixels."""
        return self._painter.measure(text)

    @property
    def translation_layout(self) -> RowsLayout:
        """How to lay out the rows of the translation."""
        return self._painter.translation_layout

    @property
    def shown_rows(self) -> Rows:
        """Captions that are on screen, or will be from the next frame on."""
        return self._scene.rows

    def show_rows(self, rows: Rows, sample_mark: str = "") -> None:
        """Show captions from the next frame on; newer rows replace rows not yet painted.

        Args:
            rows: the captions.
            sample_mark: text before the status that marks them as a sample; empty for speech.
        """
        self._show_scene(self._scene._replace(rows=rows, sample_mark=sample_mark))

    def show_translation(self, rows: Rows) -> None:
        """Show the rows of the translation below the captions from the next frame on."""
        self._show_scene(self._scene._replace(translation=rows))

    def show_status(self, text: str, light: Light = "waiting") -> None:
        """Show a status line beside the captions; an empty text removes it."""
        self._status.show_status(text, light)

    def show_hint(self, text: str, seconds: float = HINT_SECONDS) -> None:
        """Show a text in place of the status line for some seconds; an empty text ends it."""
        self._status.show_hint(text, seconds)

    def show_notice(self, text: str) -> None:
        """Show a text in place of the status line until it is replaced by an empty one."""
        self._status.show_notice(text)

    def show_lanes(self, labels: Mapping[str, str]) -> None:
        """Show who speaks beside each row.

        Args:
            labels: name of each lane; empty with a single lane.
        """
        if dict(labels) != dict(self._labels):
            self._labels = labels
            self._update_placement()

    def announce_sentence(self, sentence: str) -> None:
        """Have screen readers read a committed sentence after their current one."""
        self.setAccessibleDescription(sentence)
        announce(self, sentence)

    def apply(
        self, appearance: AppearanceSettings, captions: CaptionSettings, window: WindowSettings
    ) -> None:
        """Apply new settings; the captions on screen stay."""
        self._appearance = appearance
        self._look = compute_look(appearance)
        self._captions = captions
        self._window = window
        self._placement.apply(window)
        was_visible = self.isVisible()
        self._apply_window()
        self._update_placement()
        self.setVisible(was_visible)

    def restore_position(self, corner: QPoint) -> None:
        """Restore a position to which the user dragged the captions, if the setting is "free"."""
        if self._window.position == "free":
            self._placement.set_corner(corner)
            self._update_placement()

    def _apply_window(self) -> None:
        """Apply the settings that concern the window system."""
        self.set_ordinary(ordinary=self._look.key is not None)
        self.set_locked(locked=self._window.click_through)
        self.set_excluded(excluded=self._window.hide_from_sharing)
        if self.is_locked:
            self._drag = None

    def _show_scene(self, scene: OverlayScene) -> None:
        if scene == self._scene:
            return
        self._scene = scene
        if not self._since_frame.isValid() or self._since_frame.hasExpired(FRAME_INTERVAL_MS):
            self._refresh_window()
        elif not self._frame_timer.isActive():
            self._frame_timer.start(max(0, FRAME_INTERVAL_MS - self._since_frame.elapsed()))

    def _update_status(self) -> None:
        text, light = self._status.shown
        self._show_scene(self._scene._replace(status=text, light=light))

    def _compute_shape(self) -> PainterShape:
        screen_width = self.screen_area.width() - self._speaker_width
        width = row_width(self._captions, self._look, screen_width)
        whole_width = width + self._speaker_width
        strip = make_strip(
            self._appearance, self._captions, whole_width, self._labels, self._speaker_width
        )
        labels = tuple(self._labels.items())
        rows, at_bottom = self._captions.rows, self._placement.at_bottom
        return PainterShape(self._look, width, rows, at_bottom, labels, strip)

    def _update_placement(self) -> None:
        """Update shape and position for the current settings and screens."""
        self._speaker_width = LaneMarks(self._look, self._labels).width
        previous, self._shape = self._shape, self._compute_shape()
        if self._shape != previous:
            self._painter = CaptionPainter(self._shape)
            self._update_mask()
            self.update()
        if not self._shape.has_same_breaks(previous):
            self.row_width_changed.emit(self.row_width)
        self.setFixedSize(self._painter.size)
        if not self.is_ordinary or not self.isVisible():
            self.move(self._window_rect(self._caption_box()).topLeft())
        self.area_changed.emit()

    def _window_rect(self, box: QRect) -> QRect:
        """Return the rectangle of the window around a box.

        The rest of the window is space for the status line, on the inner side of the box.
        """
        size = self._painter.size
        top = box.bottom() + 1 - size.height() if self._shape.at_bottom else box.top()
        return QRect(QPoint(box.left(), top), size)

    def _caption_box(self) -> QRect:
        """Return the box of the captions, beside the app's own dialogs."""
        box = self._placement.place_box(self._painter.box_size)
        dialogs = self._dialogs.frames
        if self._drag is not None or not dialogs:
            return box
        wanted = self._window_rect(box)
        corner = avoid_dialogs(
            wanted, dialogs, self._placement.area, is_chosen=self._placement.is_free
        )
        return box.translated(corner - wanted.topLeft())

    def _update_mask(self) -> None:
        region = QRegion()
        for area in self._painter.painted_areas(self._scene):
            region += area.toAlignedRect()
        if self.set_painted_region(region):
            self.area_changed.emit()

    def _rebuild_mask(self) -> None:
        """Rebuild the mask after a change of the display scale."""
        self.clearMask()
        self._update_mask()

    def _refresh_window(self) -> None:
        self._since_frame.start()
        self._update_mask()
        self.update()

    def _continue_drag(self, drag: RowDrag, pointer: QPoint) -> None:
        """Move the captions, or change the width or the number of their rows, during a drag."""
        match drag.side:
            case DragSide.MIDDLE:
                self._placement.drag_to(drag.moved_corner(pointer))
            case DragSide.BOTTOM:
                rows = rule_at("captions.rows").clamp_number(
                    drag.dragged_rows(pointer, self._look.row_height)
                )
                self._captions = replace(self._captions, rows=int(rows))
                if self._placement.at_bottom:  # The edge follows the pointer; the top stays.
                    self._placement.drag_to(drag.start_box.topLeft())
            case _:
                self._drag_width(drag, pointer)
        self._update_placement()

    def _drag_width(self, drag: RowDrag, pointer: QPoint) -> None:
        free = self._placement.is_free
        width = drag.dragged_row_width(pointer, centred=not free)
        screen = self._placement.area.width() - self._speaker_width
        self._captions = with_row_width(self._captions, width, self._look, screen)
        if free and drag.side is DragSide.LEFT:
            growth = round(self._compute_shape().row_width - drag.start_row_width)
            self._placement.drag_to(drag.start_box.topLeft() - QPoint(growth, 0))

    def _finish_drag(self, drag: RowDrag) -> None:
        """Emit the result of a drag."""
        corner = self._placement.place_box(self._painter.box_size).topLeft()
        if drag.side is not DragSide.MIDDLE:
            self.resized.emit(self._captions)
        is_held = drag.side is DragSide.BOTTOM and self._placement.is_free
        if drag.side is DragSide.MIDDLE or is_held or corner != drag.start_box.topLeft():
            self._placement.set_corner(corner)
            self._update_placement()
            self.moved.emit(corner)

    def _side_at(self, point: QPoint) -> DragSide:
        """Return the part of the captions at a point of the window."""
        box = self._painter.caption_box(self._scene).toAlignedRect()
        return side_at(point, box if box.isValid() else self.rect())

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
        if rows != self._painted_rows and not self._scene.sample_mark:
            self._painted_rows = rows
            self.painted.emit(rows)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._update_mask()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        super().mousePressEvent(event)
        side = self._side_at(event.position().toPoint())
        handle = self.windowHandle()
        is_placed = not self.is_ordinary and QGuiApplication.platformName() != "wayland"
        if side is DragSide.MIDDLE and not is_placed and handle is not None:
            handle.startSystemMove()
            return
        pointer = event.globalPosition().toPoint()
        box = self._caption_box()
        self._drag = RowDrag(pointer, box, self.row_width, self._captions.rows, side)
        self._has_dragged = False

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None:
            self._has_dragged = True
            self._continue_drag(self._drag, event.globalPosition().toPoint())
            return
        self.setCursor(self._side_at(event.position().toPoint()).cursor)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        drag, self._drag = self._drag, None
        if drag is not None and self._has_dragged:
            self._finish_drag(drag)
        super().mouseReleaseEvent(event)
