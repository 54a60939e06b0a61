"""The window of the captions: its type, its place in the stack, and what clicks and recordings see.

On X11, captions bypass the window manager, because only unmanaged windows appear above a
full-screen window. With a key colour they are an ordinary window instead, since programs such as
OBS list only those: on X11 the windows in ``_NET_CLIENT_LIST``, on Windows those without
``WS_EX_TOOLWINDOW``.
"""

from typing import Protocol

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QHideEvent, QRegion, QShowEvent
from typing_extensions import override

from captions.ui.overlay.hover_widget import HoverWidget
from captions.ui.platform import cocoa, screen_sharing
from captions.ui.platform.topmost import TopmostWindow


class SetHidden(Protocol):
    """Hides a window from recordings, as `captions.ui.platform.screen_sharing` does."""

    def __call__(self, window: int, /, *, hidden: bool) -> str:
        """Return why the window may still be visible there; empty if it is not."""


class CaptionWindow(HoverWidget):
    """A window on top of all others that never takes the focus, or an ordinary one for capture."""

    quit_requested = Signal()
    """Emitted when the window system asks to close the window, as when a session ends."""
    hide_requested = Signal()
    """Emitted when the user closes an ordinary window, which has a close button."""
    problem_found = Signal(str)
    """Emitted when a setting cannot be applied, with a sentence that says what to do."""

    def __init__(self, set_hidden: SetHidden = screen_sharing.set_hidden) -> None:
        """``set_hidden`` hides the window from recordings."""
        super().__init__()
        self._set_hidden = set_hidden
        self._is_locked = False
        self._is_excluded = False
        self._is_ordinary = False
        self._has_reported_sharing = False
        self._has_reported_wayland = False
        self._topmost = TopmostWindow(self)
        self._make_window()

    @property
    def is_locked(self) -> bool:
        """True if mouse clicks pass through the window."""
        return self._is_locked

    @property
    def is_ordinary(self) -> bool:
        """True if the window is an ordinary one, which the window manager places."""
        return self._is_ordinary

    def set_locked(self, *, locked: bool) -> None:
        """Let mouse clicks pass through the window, or not."""
        self._is_locked = locked
        handle = self.windowHandle()
        if handle is not None:
            handle.setFlag(Qt.WindowType.WindowTransparentForInput, locked)

    def set_excluded(self, *, excluded: bool) -> None:
        """Exclude the window from recordings and screen sharing, where the system can do so."""
        self._is_excluded = excluded
        if self.windowHandle() is None:
            return
        problem = self._set_hidden(self.winId(), hidden=excluded)
        if problem and not self._has_reported_sharing:
            self.problem_found.emit(problem)
        self._has_reported_sharing = bool(problem)

    def set_ordinary(self, *, ordinary: bool) -> None:
        """Make the window an ordinary one that other programs can capture, or no longer.

        It is hidden afterwards, so that it can be placed before it is shown again.
        """
        if ordinary == self._is_ordinary:
            return
        self._is_ordinary = ordinary
        self.hide()
        self.clearMask()
        # Otherwise Qt would keep the alpha channel, or its lack, in the next native window.
        self.destroy()
        self._make_window()

    def set_painted_region(self, region: QRegion) -> bool:
        """Limit the window to the painted area, so that clicks beside it reach other windows.

        Returns:
            True if the area has changed.
        """
        if self._is_ordinary:
            return False
        self._topmost.keep_topmost(active=not region.isEmpty())
        if region.isEmpty():
            # Qt treats an empty mask as no mask.
            region = QRegion(0, 0, 1, 1)
        if region == self.mask():
            return False
        self.setMask(region)
        return True

    def _make_window(self) -> None:
        self.setWindowTitle(self.tr("Captions"))
        self.setAccessibleName(self.tr("Captions"))
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground, not self._is_ordinary)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground, not self._is_ordinary)
        if self._is_ordinary:
            self.setWindowFlags(Qt.WindowType.Window | Qt.WindowType.WindowDoesNotAcceptFocus)
        else:
            self.setWindowFlags(
                Qt.WindowType.FramelessWindowHint
                | Qt.WindowType.WindowStaysOnTopHint
                | Qt.WindowType.WindowDoesNotAcceptFocus
                | Qt.WindowType.NoDropShadowWindowHint
                | _overlay_type()
            )
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_MacAlwaysShowToolWindow)
        self.setMouseTracking(True)

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

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.setWindowTitle(self.tr("Captions"))
            self.setAccessibleName(self.tr("Captions"))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.set_locked(locked=self._is_locked)
        self.set_excluded(excluded=self._is_excluded)
        if not self._is_ordinary:
            self._raise_above_fullscreen()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._topmost.keep_topmost(active=False)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if event.spontaneous():
            # The app decides what follows. A window with a close button is one of several parts of
            # a running app, which the tray icon shows again, so closing it does not quit.
            event.ignore()
            signal = self.hide_requested if self._is_ordinary else self.quit_requested
            signal.emit()


def _overlay_type() -> Qt.WindowType:
    if QGuiApplication.platformName() == "xcb":
        return Qt.WindowType.X11BypassWindowManagerHint
    return Qt.WindowType.Tool
