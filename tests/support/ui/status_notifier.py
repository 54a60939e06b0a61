"""A simulated desktop panel for tray icons, on a message bus of the tests.

`NotifierHost` owns the name of KDE's StatusNotifierWatcher, as panels of KDE, Xfce and others and
GNOME's extension do.
"""

import contextlib
import threading
from collections.abc import Iterator
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    MessageType,
    new_error,
    new_method_call,
    new_method_return,
)
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection
from jeepney.low_level import Message
from jeepney.wrappers import unwrap_msg

WATCHER = "org.kde.StatusNotifierWatcher"
ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"
_LIMIT = 60.0
"""Timeout in seconds for the registration or an answer of an icon."""
_LOOK_SECONDS = 0.1
_PROPERTIES: dict[str, tuple[str, Any]] = {
    "IsStatusNotifierHostRegistered": ("b", True),
    "ProtocolVersion": ("i", 0),
    "RegisteredStatusNotifierItems": ("as", []),
}


class NotifierHost:
    """A panel for one icon, the first that registers."""

    def __init__(self, bus: str) -> None:
        """``bus`` is the address of a message bus."""
        self._own = open_dbus_connection(bus=bus)
        self._asking = open_dbus_connection(bus=bus)
        self._registered = threading.Event()
        self._ended = threading.Event()
        self._item = ""
        unwrap_msg(self._own.send_and_get_reply(message_bus.RequestName(WATCHER)))
        self._serving = threading.Thread(target=self._serve)
        self._serving.start()

    def close(self) -> None:
        self._ended.set()
        self._serving.join()
        self._own.close()
        self._asking.close()

    def icon(self, name: str) -> Any:  # noqa: ANN401  # any D-Bus value
        """Wait for an icon, and return a property of it."""
        ((_, value),) = self._ask("org.freedesktop.DBus.Properties", "Get", "ss", (ITEM, name))
        return value

    def click(self) -> None:
        """Click on the icon."""
        self._ask(ITEM, "Activate", "ii", (10, 10))

    def menu(self) -> dict[str, tuple[int, dict[str, Any]]]:
        """Return the number and properties of each menu item by path, as in ``Source > Both``."""
        path = self.icon("Menu")
        _, (_, _, choices) = self._ask(MENU, "GetLayout", "iias", (0, -1, []), path)
        return dict(_flat(choices))

    def choose(self, words: str) -> None:
        """Choose a menu item by its path."""
        number, _ = self.menu()[words]
        event = (number, "clicked", ("s", ""), 0)
        self._ask(MENU, "Event", "isvu", event, self.icon("Menu"))

    def _ask(
        self, interface: str, what: str, signature: str, body: tuple[Any, ...], path: str = ""
    ) -> Any:  # noqa: ANN401  # any D-Bus value
        if not self._registered.wait(_LIMIT):
            raise TimeoutError("No icon registered with the tray.")
        item = DBusAddress(path or "/StatusNotifierItem", self._item, interface)
        call = new_method_call(item, what, signature, body)
        return unwrap_msg(self._asking.send_and_get_reply(call, timeout=_LIMIT))

    def _serve(self) -> None:
        while not self._ended.is_set():
            with contextlib.suppress(TimeoutError):
                asked = self._own.receive(timeout=_LOOK_SECONDS)
                if asked.header.message_type is MessageType.method_call:
                    self._own.send(self._answer(asked))

    def _answer(self, asked: Message) -> Message:
        fields = asked.header.fields
        match fields[HeaderFields.member]:
            case "RegisterStatusNotifierItem":
                self._item = fields[HeaderFields.sender]
                self._registered.set()
                return new_method_return(asked)
            case "Get":
                return new_method_return(asked, "v", (_PROPERTIES[asked.body[1]],))
            case "GetAll":
                return new_method_return(asked, "a{sv}", (_PROPERTIES,))
            case _:
                return new_error(asked, "org.freedesktop.DBus.Error.UnknownMethod")


def _flat(choices: list[Any], above: str = "") -> Iterator[tuple[str, tuple[int, dict[str, Any]]]]:
    """Yield each item of a menu and of its submenus, which begin with the menus above them."""
    for _, (number, found, inner) in choices:
        properties = {name: value for name, (_, value) in found.items()}
        path = above + properties.get("label", "")
        if "label" in properties:
            yield path, (number, properties)
        yield from _flat(inner, f"{path} > ")
