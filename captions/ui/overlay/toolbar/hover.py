"""Shows the toolbar while the pointer is over the captions or the toolbar itself."""

from typing import Protocol

from PySide6.QtCore import QObject, QRect, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from captions.ui.overlay.toolbar.toolbar import HoverToolbar
from captions.ui.overlay.toolbar.toolbar_place import find_place

SHOW_DELAY_MS = 250
"""Delay before the toolbar appears, so that a pointer on its way elsewhere does not open it."""
HIDE_DELAY_MS = 700
"""Delay before it disappears, in which the pointer can cross the gap to it."""


class CaptionArea(Protocol):
    """The captions, as far as the toolbar needs to know them."""

    @property
    def covered_area(self) -> QRect:
        """All that captions and status line may cover, in desktop coordinates."""

    @property
    def screen_area(self) -> QRect:
        """The available part of their screen."""

    @property
    def dialog_frames(self) -> list[QRect]:
        """Rectangles of the app's own visible dialogs, in desktop coordinates."""

    @property
    def at_bottom(self) -> bool:
        """True if the captions grow upwards."""


class ToolbarHover(QObject):
    """Decides when the toolbar is visible, and where."""

    def __init__(self, toolbar: HoverToolbar, captions: CaptionArea) -> None:
        """Keep the toolbar hidden until the pointer enters the captions.

        Args:
            toolbar: the toolbar.
            captions: what it must not cover.
        """
        super().__init__()
        self._toolbar = toolbar
        self._captions = captions
        self._over_captions = self._over_toolbar = False
        self._show_timer = QTimer(self, interval=SHOW_DELAY_MS, singleShot=True)
        self._show_timer.timeout.connect(self._show_toolbar)
        self._hide_timer = QTimer(self, interval=HIDE_DELAY_MS, singleShot=True)
        self._hide_timer.timeout.connect(self._hide_toolbar)
        toolbar.pointer_entered.connect(self._enter_toolbar)
        toolbar.pointer_left.connect(self._leave_toolbar)

    def enter_captions(self) -> None:
        """Record that the pointer is over the captions."""
        self._over_captions = True
        self._start_timer()

    def leave_captions(self) -> None:
        """Record that the pointer is no longer over the captions."""
        self._over_captions = False
        self._start_timer()

    def follow_captions(self) -> None:
        """Move the toolbar after the captions have moved or grown; hide it if it has no room."""
        if self._toolbar.is_wanted:
            self._show_toolbar()

    def dismiss(self) -> None:
        """Hide the toolbar at once, such as when the captions are dragged, locked or hidden."""
        self._over_captions = self._over_toolbar = False
        self._show_timer.stop()
        self._hide_timer.stop()
        self._toolbar.hide()

    def _enter_toolbar(self) -> None:
        self._over_toolbar = True
        self._start_timer()

    def _leave_toolbar(self) -> None:
        self._over_toolbar = False
        self._start_timer()

    def _start_timer(self) -> None:
        if self._over_captions or self._over_toolbar:
            self._hide_timer.stop()
            if not self._toolbar.is_wanted and not self._show_timer.isActive():
                self._show_timer.start()
        else:
            self._show_timer.stop()
            self._hide_timer.start()

    def _show_toolbar(self) -> None:
        if QGuiApplication.platformName() == "wayland":
            return  # Programs cannot place windows there, so it might cover the captions.
        place = find_place(
            self._toolbar.size(),
            self._captions.covered_area,
            self._captions.screen_area,
            self._captions.dialog_frames,
            at_bottom=self._captions.at_bottom,
        )
        if place is None:
            self._toolbar.hide()
        else:
            is_above = place.y() < self._captions.covered_area.top()
            self._toolbar.show_at(place, is_above=is_above)

    def _hide_toolbar(self) -> None:
        # A menu of the toolbar takes the pointer; it must not lose what it belongs to.
        if QApplication.activePopupWidget() is not None:
            self._hide_timer.start()
        else:
            self._toolbar.fade_out()
