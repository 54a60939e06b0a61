"""Looks at the windows of an X server, and moves one among them.

The window manager keeps a list of what it manages (`_NET_CLIENT_LIST`, of the Extended Window
Manager Hints), but what lies on the screen may be frames around those. Whether a program holds the
keyboard is found by asking for it in the name of a window that is not shown: no such grab is ever
granted, so nothing changes, and the server says first of all if another program has it.
"""

import struct
from collections.abc import Sequence

from PySide6.QtCore import QRect

from captions.ui.stacking import Move, Sight, Window
from captions.ui.xcb import Connection

_INPUT_ONLY = _VIEWABLE = 2
_ASYNC = 1
_HELD = (1, 4)
"""``AlreadyGrabbed`` and ``GrabFrozen``."""
_SIBLING_AND_MODE = 1 << 5 | 1 << 6
_ABOVE, _BELOW = 0, 1
_ANY_TYPE = 0
_EVENT_MASK, _SUBSTRUCTURE_NOTIFY = 1 << 11, 1 << 19
_MOST_CLIENTS = 4096


class X11Desktop:
    """The windows of the X server that ``DISPLAY`` names."""

    def __init__(self) -> None:
        self._server = Connection()
        self._unseen = self._server.new_id()
        place, size, border = (0, 0), (1, 1), 0
        self._server.tell(
            "create_window", 0, self._unseen, self._server.root, *place, *size, border,
            _INPUT_ONLY, 0, 0, None,
        )  # fmt: skip
        name = b"_NET_CLIENT_LIST"
        [answer] = self._server.ask("intern_atom", [(0, len(name), name)])
        mask = struct.pack("=I", _SUBSTRUCTURE_NOTIFY)
        self._server.tell("change_window_attributes", self._server.root, _EVENT_MASK, mask)
        self._client_list = struct.unpack_from("=8xI", answer)[0] if answer else 0

    @property
    def descriptor(self) -> int:
        """What can be read from when windows have come, gone or moved."""
        return self._server.descriptor

    def has_changed(self) -> bool:
        """Whether windows have come, gone or moved since this was asked last."""
        return len(list(self._server.events())) > 0

    def look(self, own: int) -> Sight:
        """Return what is to be seen, and a window of our own, whether it is shown or not.

        What lies below that is told only while a program holds the keyboard.
        """
        held = self._keyboard_held()
        [(_, windows)] = self._trees([self._server.root])
        if own not in windows:
            return Sight()
        return Sight(self._seen(windows if held else windows[windows.index(own) :], own), held)

    def move(self, own: int, move: Move) -> None:
        """Put a window above or below another; if that has just gone, nothing is done."""
        mode = _ABOVE if move.above else _BELOW
        values = struct.pack("=II", move.neighbour, mode)
        self._server.tell("configure_window", own, _SIBLING_AND_MODE, values)

    def close(self) -> None:
        """Leave the X server."""
        self._server.close()

    def _keyboard_held(self) -> bool:
        asked = (0, self._unseen, 0, _ASYNC, _ASYNC)
        [answer] = self._server.ask("grab_keyboard", [asked])
        return bool(answer) and answer[1] in _HELD

    def _seen(self, windows: Sequence[int], own: int) -> tuple[Window, ...]:
        """Return those of some windows that are to be seen, and our own."""
        about = zip(windows, self._about(windows), strict=True)
        unmanaged = {name: alone for name, (seen, alone) in about if seen or name == own}
        if len(unmanaged) < 2:  # noqa: PLR2004  # our own and another
            return ()
        screen, *boxes = self._boxes([self._server.root, *unmanaged])
        framed = self._framed() if any(unmanaged.values()) else set[int]()
        return tuple(
            Window(name, box & screen, managed=not alone or name in framed)
            for (name, alone), box in zip(unmanaged.items(), boxes, strict=True)
        )

    def _framed(self) -> set[int]:
        """Return the outermost windows around those that the window manager manages."""
        found: set[int] = set()
        inner = self._clients()
        while inner:
            parents = [parent for parent, _ in self._trees(inner)]
            root = self._server.root
            found |= {one for one, parent in zip(inner, parents, strict=True) if parent == root}
            inner = [parent for parent in parents if parent not in (0, root)]
        return found

    def _clients(self) -> list[int]:
        asked = (0, self._server.root, self._client_list, _ANY_TYPE, 0, _MOST_CLIENTS)
        [answer] = self._server.ask("get_property", [asked])
        return [window for (window,) in struct.iter_unpack("=I", answer[32:])]

    def _trees(self, windows: Sequence[int]) -> list[tuple[int, list[int]]]:
        """Return the parent of each window, and its children from the lowest to the highest."""
        return [
            (
                struct.unpack_from("=12xI", answer)[0] if answer else 0,
                [child for (child,) in struct.iter_unpack("=I", answer[32:])],
            )
            for answer in self._server.ask("query_tree", [(window,) for window in windows])
        ]

    def _about(self, windows: Sequence[int]) -> list[tuple[bool, bool]]:
        """Return of each window whether it is to be seen, and whether it places itself."""
        answers = self._server.ask("get_window_attributes", [(window,) for window in windows])
        found = [struct.unpack_from("=12xH12xBB", a) if a else (0, 0, 0) for a in answers]
        return [(kind != _INPUT_ONLY and at == _VIEWABLE, bool(own)) for kind, at, own in found]

    def _boxes(self, windows: Sequence[int]) -> list[QRect]:
        """Return the place of each window, with its border."""
        answers = self._server.ask("get_geometry", [(window,) for window in windows])
        found = [struct.unpack_from("=12xhhHHH", a) if a else (0, 0, 0, 0, 0) for a in answers]
        return [
            QRect(x, y, width + 2 * rim, height + 2 * rim) for x, y, width, height, rim in found
        ]
