"""Queries the window stack of an X server and restacks the captions.

The window manager publishes the windows under its control (`_NET_CLIENT_LIST` of the Extended
Window Manager Hints), but the windows on the screen may be frames around them. To detect a keyboard
grab, the module requests one for a window that is not shown. The server never grants it, so nothing
changes, and it reports a grab by another program before any other error.
"""

import struct
from collections.abc import Sequence

from PySide6.QtCore import QRect

from captions.ui.platform.stacking import DesktopView, StackingMove, VisibleWindow
from captions.ui.platform.xcb import XcbConnection

_INPUT_ONLY = _VIEWABLE = 2
_ASYNC = 1
_GRABBED = (1, 4)
"""Grab statuses ``AlreadyGrabbed`` and ``GrabFrozen``."""
_SIBLING_AND_MODE = 1 << 5 | 1 << 6
_ABOVE, _BELOW = 0, 1
_ANY_TYPE = 0
_EVENT_MASK, _SUBSTRUCTURE_NOTIFY = 1 << 11, 1 << 19
_MAX_CLIENTS = 4096
"""Maximum number of managed windows to read."""


class X11Desktop:
    """Reads and changes the window stack of the X server that ``DISPLAY`` names."""

    def __init__(self) -> None:
        self._server = XcbConnection()
        self._probe_window = self._server.generate_id()
        place, size, border = (0, 0), (1, 1), 0
        self._server.send_checked(
            "create_window", 0, self._probe_window, self._server.root, *place, *size, border,
            _INPUT_ONLY, 0, 0, None,
        )  # fmt: skip
        name = b"_NET_CLIENT_LIST"
        [answer] = self._server.query_all("intern_atom", [(0, len(name), name)])
        mask = struct.pack("=I", _SUBSTRUCTURE_NOTIFY)
        self._server.send_checked("change_window_attributes", self._server.root, _EVENT_MASK, mask)
        self._client_list = struct.unpack_from("=8xI", answer)[0] if answer else 0

    @property
    def file_descriptor(self) -> int:
        """File descriptor that becomes readable when windows appear, disappear or move."""
        return self._server.file_descriptor

    def has_changed(self) -> bool:
        """Return True if windows appeared, disappeared or moved since the last call."""
        return len(list(self._server.poll_events())) > 0

    def query_view(self, own: int) -> DesktopView:
        """Return the visible windows and the app's own window, whether it is shown or not.

        Windows below the app's own are included only while a program has grabbed the keyboard.
        """
        held = self._is_keyboard_grabbed()
        [(_, windows)] = self._query_trees([self._server.root])
        if own not in windows:
            return DesktopView()
        return DesktopView(
            self._visible_windows(windows if held else windows[windows.index(own) :], own), held
        )

    def move_window(self, own: int, move: StackingMove) -> None:
        """Put a window above or below another; do nothing if that one has just closed."""
        mode = _ABOVE if move.above else _BELOW
        values = struct.pack("=II", move.neighbour, mode)
        self._server.send_checked("configure_window", own, _SIBLING_AND_MODE, values)

    def close(self) -> None:
        """Close the connection."""
        self._server.close()

    def _is_keyboard_grabbed(self) -> bool:
        arguments = (0, self._probe_window, 0, _ASYNC, _ASYNC)
        [answer] = self._server.query_all("grab_keyboard", [arguments])
        return bool(answer) and answer[1] in _GRABBED

    def _visible_windows(self, windows: Sequence[int], own: int) -> tuple[VisibleWindow, ...]:
        """Return those of the windows that are visible, and the app's own."""
        about = zip(windows, self._query_attributes(windows), strict=True)
        unmanaged = {name: alone for name, (seen, alone) in about if seen or name == own}
        if len(unmanaged) <= 1:  # Only the app's own window is unmanaged.
            return ()
        screen, *boxes = self._query_areas([self._server.root, *unmanaged])
        framed = self._frame_windows() if any(unmanaged.values()) else set[int]()
        return tuple(
            VisibleWindow(name, box & screen, managed=not alone or name in framed)
            for (name, alone), box in zip(unmanaged.items(), boxes, strict=True)
        )

    def _frame_windows(self) -> set[int]:
        """Return the outermost windows around those under the window manager's control."""
        frames: set[int] = set()
        inner = self._client_windows()
        while inner:
            parents = [parent for parent, _ in self._query_trees(inner)]
            root = self._server.root
            frames |= {one for one, parent in zip(inner, parents, strict=True) if parent == root}
            inner = [parent for parent in parents if parent not in (0, root)]
        return frames

    def _client_windows(self) -> list[int]:
        arguments = (0, self._server.root, self._client_list, _ANY_TYPE, 0, _MAX_CLIENTS)
        [answer] = self._server.query_all("get_property", [arguments])
        return [window for (window,) in struct.iter_unpack("=I", answer[32:])]

    def _query_trees(self, windows: Sequence[int]) -> list[tuple[int, list[int]]]:
        """Return the parent of each window, and its children from the lowest to the highest."""
        return [
            (
                struct.unpack_from("=12xI", answer)[0] if answer else 0,
                [child for (child,) in struct.iter_unpack("=I", answer[32:])],
            )
            for answer in self._server.query_all("query_tree", [(window,) for window in windows])
        ]

    def _query_attributes(self, windows: Sequence[int]) -> list[tuple[bool, bool]]:
        """Return for each window whether it is visible and whether it is unmanaged."""
        answers = self._server.query_all("get_window_attributes", [(window,) for window in windows])
        fields = [struct.unpack_from("=12xH12xBB", a) if a else (0, 0, 0) for a in answers]
        return [(kind != _INPUT_ONLY and at == _VIEWABLE, bool(own)) for kind, at, own in fields]

    def _query_areas(self, windows: Sequence[int]) -> list[QRect]:
        """Return the position and size of each window, including its border."""
        answers = self._server.query_all("get_geometry", [(window,) for window in windows])
        fields = [struct.unpack_from("=12xhhHHH", a) if a else (0, 0, 0, 0, 0) for a in answers]
        return [
            QRect(x, y, width + 2 * border, height + 2 * border)
            for x, y, width, height, border in fields
        ]
