"""Simulated portals of the desktop, for shortcuts and settings, on a message bus of the tests.

`DesktopPortal` runs in a thread of its own. It grants, refuses, delays, ends and restarts sessions,
as real portals do.
"""

import contextlib
import queue
import threading
from dataclasses import dataclass, field
from typing import Any, Self

from jeepney import (
    DBusAddress,
    HeaderFields,
    MessageType,
    new_error,
    new_method_return,
    new_signal,
)
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection
from jeepney.low_level import Message
from jeepney.wrappers import unwrap_msg
from typing_extensions import override

NAME = "org.freedesktop.portal.Desktop"
PATH = "/org/freedesktop/portal/desktop"
SETTINGS = "org.freedesktop.portal.Settings"
SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"
_LOOK_SECONDS = 0.02
_UNKNOWN = "org.freedesktop.DBus.Error.UnknownMethod"

SettingValues = dict[str, dict[str, tuple[str, Any]]]
"""Values of settings with their types, by group and name."""


@dataclass
class Ways:
    """Behaviour of a portal."""

    version: int = 2
    knows_apps: bool = True
    """True if it has the registry for apps without a sandbox, and knows this app."""
    needs_app: bool = False
    """True if it refuses unknown apps, as portals do from 1.21 on."""
    create: int = 0
    """Response to a session request: 0 is granted, 1 cancelled by the user, 2 refused."""
    bind: int | None = 0
    """Response to a request for keys; `None` if the user has not decided yet."""
    triggers: dict[str, str] | None = field(default_factory=dict)
    """Keys that it binds instead of the proposed ones; with `None` it does not report the keys."""
    configures: bool | None = True
    """True if it shows its settings; with `None` it never answers."""


class DesktopPortal:
    """A portal that runs while the context lasts."""

    def __init__(self, bus: str, ways: Ways) -> None:
        """``bus`` is the address of a message bus."""
        self._ways = ways
        self._bus = open_dbus_connection(bus=bus)
        self.asked: list[str] = []
        """Called methods, in order."""
        self.app_id = ""
        self.session = ""
        self.offered: dict[str, dict[str, str]] = {}
        """Requested shortcuts, each with the properties in the request."""
        self._client = ""
        self._request = ""
        self._to_do: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._ended = threading.Event()
        self._serving = threading.Thread(target=self._serve)

    def __enter__(self) -> Self:
        unwrap_msg(self._bus.send_and_get_reply(message_bus.RequestName(NAME)))
        self._serving.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._serving.join()
        self._bus.close()

    def press(self, name: str, session: str = "") -> None:
        """Simulate pressing the keys of a shortcut."""
        body: tuple[Any, ...] = (session or self.session, name, 12_345, {})
        self._say(PATH, SHORTCUTS, "Activated", "osta{sv}", body)

    def change(self, triggers: dict[str, str]) -> None:
        """Simulate that the user chooses other keys in the desktop's settings."""
        body: tuple[Any, ...] = (self.session, _told(triggers))
        self._say(PATH, SHORTCUTS, "ShortcutsChanged", "oa(sa{sv})", body)

    def decide(self, response: int) -> None:
        """Simulate the user's delayed answer to the request for keys."""
        self._respond(self._request, response, self._bound())

    def end_session(self) -> None:
        """End the session, which releases all keys."""
        self._say(self.session, "org.freedesktop.portal.Session", "Closed", "a{sv}", ({},))

    def _say(self, path: str, interface: str, name: str, signature: str, body: Any) -> None:  # noqa: ANN401  # D-Bus
        self._to_do.put(new_signal(DBusAddress(path, None, interface), name, signature, body))

    def _serve(self) -> None:
        with contextlib.suppress(ConnectionError):  # The message bus may end first.
            while not self._ended.is_set():
                self._look()

    def _look(self) -> None:
        with contextlib.suppress(TimeoutError):
            asked = self._bus.receive(timeout=_LOOK_SECONDS)
            if asked.header.message_type is MessageType.method_call:
                self._answer(asked)
        while not self._to_do.empty():
            signal = self._to_do.get()
            signal.header.fields[HeaderFields.destination] = self._client
            self._bus.send(signal)

    def _answer(self, asked: Message) -> None:
        fields = asked.header.fields
        member, self._client = fields[HeaderFields.member], fields[HeaderFields.sender]
        self.asked.append(member)
        match member:
            case "Register" if self._ways.knows_apps:
                self.app_id = asked.body[0]
                self._bus.send(new_method_return(asked))
            case "Get":
                self._bus.send(new_method_return(asked, "v", (("u", self._ways.version),)))
            case "CreateSession" if self.app_id or not self._ways.needs_app:
                self._create(asked)
            case "BindShortcuts":
                self._bind(asked)
            case "ConfigureShortcuts" if self._ways.configures:
                self._bus.send(new_method_return(asked))
            case "ConfigureShortcuts" if self._ways.configures is None:
                pass
            case _:
                self._bus.send(new_error(asked, _UNKNOWN, "s", (f"There is no {member}.",)))

    def _create(self, asked: Message) -> None:
        (options,) = asked.body
        self.session = f"{PATH}/session/{self._sender}/{options['session_handle_token'][1]}"
        results = {"session_handle": ("s", self.session)}
        self._respond(self._begin(asked, options), self._ways.create, results)

    def _bind(self, asked: Message) -> None:
        session, wanted, _, options = asked.body
        assert session == self.session
        self._request = self._begin(asked, options)
        # Last, because the tests, in another thread, decide as soon as they see it.
        self.offered = {
            name: {word: value for word, (_, value) in told.items()} for name, told in wanted
        }
        if self._ways.bind is not None:
            self.decide(self._ways.bind)

    def _bound(self) -> dict[str, Any]:
        if self._ways.triggers is None:
            return {}
        proposed = {name: told.get("preferred_trigger", "") for name, told in self.offered.items()}
        return {"shortcuts": ("a(sa{sv})", _told(proposed | self._ways.triggers))}

    @property
    def _sender(self) -> str:
        return self._client.removeprefix(":").replace(".", "_")

    def _begin(self, asked: Message, options: dict[str, tuple[str, str]]) -> str:
        path = f"{PATH}/request/{self._sender}/{options['handle_token'][1]}"
        self._bus.send(new_method_return(asked, "o", (path,)))
        return path

    def _respond(self, path: str, response: int, results: dict[str, Any]) -> None:
        body = (response, {} if response else results)
        self._say(path, "org.freedesktop.portal.Request", "Response", "ua{sv}", body)


class SettingsPortal(DesktopPortal):
    """A portal that runs while the context lasts, and reports settings."""

    def __init__(self, bus: str, values: SettingValues) -> None:
        """``bus`` is the address of a message bus."""
        super().__init__(bus, Ways())
        self._values = values

    def change_setting(self, group: str, name: str, value: tuple[str, Any]) -> None:
        """Simulate that the user changes a setting; the value is given with its type."""
        self._say(PATH, SETTINGS, "SettingChanged", "ssv", (group, name, value))

    @override
    def _answer(self, asked: Message) -> None:
        if asked.header.fields[HeaderFields.member] != "ReadAll":
            super()._answer(asked)
            return
        self._client = asked.header.fields[HeaderFields.sender]
        self.asked.append("ReadAll")
        (groups,) = asked.body
        found = {group: self._values[group] for group in groups if group in self._values}
        self._bus.send(new_method_return(asked, "a{sa{sv}}", (found,)))


def _told(triggers: dict[str, str]) -> list[tuple[str, dict[str, tuple[str, str]]]]:
    return [
        (name, {"description": ("s", name), "trigger_description": ("s", words)})
        for name, words in triggers.items()
    ]
