"""A screen reader for tests, which reads programs on the accessibility bus, as Orca does.

`accessible_desktop` starts a session with AT-SPI's own daemons. A `Reader` walks the accessibility
tree of a program and receives its events. The numbers are those of AT-SPI's atspi-constants.h.
"""

import contextlib
from collections import deque
from collections.abc import Callable, Iterator
from enum import IntEnum
from pathlib import Path
from typing import Any, NamedTuple

from jeepney import DBusAddress, HeaderFields, MatchRule, Properties, new_method_call
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.low_level import Message
from jeepney.wrappers import unwrap_msg

from tests.support.message_bus import MessageBus
from tests.support.virtual_screen import VirtualScreen

Reference = tuple[str, str]
"""An object on the bus: the bus name of its program, and its path."""

ACCESSIBLE = "org.a11y.atspi.Accessible"
EVENTS = ("Object", "Window")
_BUS = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
_STATUS = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Status")
_REGISTRY = DBusAddress(
    "/org/a11y/atspi/registry", "org.a11y.atspi.Registry", "org.a11y.atspi.Registry"
)
_DESKTOP = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
_LABELLED_BY, _PASSWORD_TEXT = 2, 40
"""A relation and a role."""
_LIMIT = 60.0
"""Timeout in seconds for an answer or an event of a program."""


class State(IntEnum):
    """Some of the states that an object can have."""

    CHECKED = 4
    FOCUSABLE = 11
    FOCUSED = 12
    SENSITIVE = 24
    SHOWING = 25


class Thing(NamedTuple):
    """What a screen reader knows about a window, a control or a text."""

    role: str
    label: str
    """Text of the label beside it; the name of a drop-down list is its current value."""
    name: str
    description: str
    states: frozenset[State]
    around: tuple[str, ...] = ()
    """Names of its ancestors, from the window down."""


class Event(NamedTuple):
    """An event of a program."""

    kind: str
    """The type, such as ``StateChanged``."""
    detail: str
    """The subtype, such as ``focused``."""
    number: int
    """The new value, such as 1 if the state is now set."""
    text: str
    """The text to read."""
    source: Reference


@contextlib.contextmanager
def accessible_desktop(screen: VirtualScreen, folder: Path) -> Iterator[str]:
    """Start a session with a screen reader on a screen, and yield its address.

    ``XDG_RUNTIME_DIR`` must be ``folder``, or the sockets would be those of another session.
    """
    # The bus starts AT-SPI's daemons, which end with it.
    with MessageBus(folder, screen.environment) as bus:
        with open_dbus_connection(bus=bus.address) as asking:
            for name in ("IsEnabled", "ScreenReaderEnabled"):
                _ask(asking, Properties(_STATUS).set(name, "b", True))
        yield bus.address


class Reader:
    """A screen reader that receives all events from now on."""

    def __init__(self, session: str) -> None:
        """``session`` is the address of an accessible desktop."""
        with open_dbus_connection(bus=session) as asking:
            (address,) = _ask(asking, new_method_call(_BUS, "GetAddress"))
        self._bus = open_dbus_connection(bus=address)
        self._heard: deque[Message] = deque()
        for name in EVENTS:
            _ask(self._bus, new_method_call(_REGISTRY, "RegisterEvent", "s", (f"{name}:",)))
            rule = MatchRule(type="signal", interface=f"org.a11y.atspi.Event.{name}")
            _ask(self._bus, message_bus.AddMatch(rule))
            self._bus.filter(rule, queue=self._heard)

    def close(self) -> None:
        self._bus.close()

    def things(self) -> list[Thing]:
        """Return all objects shown by the programs on the desktop, parents before children."""
        return list(self._walk(_DESKTOP, ()))

    def thing(self, source: Reference) -> Thing:
        """Return the object that is the source of an event."""
        names: list[str] = []
        around = self._property(source, "Parent")
        while around[1].rsplit("/", 1)[1] not in ("root", "null"):
            names.insert(0, self._property(around, "Name"))
            around = self._property(around, "Parent")
        return self._read(source)._replace(around=tuple(filter(None, names)))

    def hear(self, is_wanted: Callable[[Event], bool]) -> Event:
        """Wait for an event that satisfies a condition.

        Raises:
            TimeoutError: None came within half a minute.
        """
        while True:
            event = _event(self._bus.recv_until_filtered(self._heard, timeout=_LIMIT))
            if is_wanted(event):
                return event

    def focused(self) -> Reference:
        """Wait until the focus moves to another object, and return that."""
        return self.hear(lambda event: event.detail == "focused" and event.number == 1).source

    def heard(self) -> list[Event]:
        """Return all events of the programs on the desktop that were not read yet."""
        for program in self._children(_DESKTOP):
            # The answer of a program arrives after all its earlier events.
            self._property(program, "Name")
        told = [_event(message) for message in self._heard]
        self._heard.clear()
        return told

    def _walk(self, source: Reference, around: tuple[str, ...]) -> Iterator[Thing]:
        found = self._read(source)._replace(around=around)
        if source != _DESKTOP and State.SHOWING not in found.states:
            return
        yield found
        for child in self._children(source):
            yield from self._walk(child, (*around, found.name) if found.name else around)

    def _read(self, source: Reference) -> Thing:
        (role,), (number,) = self._call(source, "GetRoleName"), self._call(source, "GetRole")
        ((low, high),) = self._call(source, "GetState")
        (relations,) = self._call(source, "GetRelationSet")
        labels = [label for kind, found in relations if kind == _LABELLED_BY for label in found]
        return Thing(
            # Qt has no name for this role; screen readers use its number.
            "password text" if number == _PASSWORD_TEXT else role,
            " ".join(self._property(label, "Name") for label in labels),
            self._property(source, "Name"),
            self._property(source, "Description"),
            frozenset(state for state in State if (low | high << 32) >> state & 1),
        )

    def _children(self, source: Reference) -> list[Reference]:
        (found,) = self._call(source, "GetChildren")
        return list(found)

    def _property(self, source: Reference, name: str) -> Any:  # noqa: ANN401  # any D-Bus value
        owner, path = source
        ((_, value),) = _ask(self._bus, Properties(DBusAddress(path, owner, ACCESSIBLE)).get(name))
        return value

    def _call(self, source: Reference, what: str) -> Any:  # noqa: ANN401  # any D-Bus value
        owner, path = source
        return _ask(self._bus, new_method_call(DBusAddress(path, owner, ACCESSIBLE), what))


def _ask(bus: DBusConnection, call: Message) -> Any:  # noqa: ANN401  # any D-Bus value
    return unwrap_msg(bus.send_and_get_reply(call, timeout=_LIMIT))


def _event(message: Message) -> Event:
    fields = message.header.fields
    detail, number, _, (_, data), *_ = message.body
    source = (fields[HeaderFields.sender], fields[HeaderFields.path])
    text = data if isinstance(data, str) else ""
    return Event(fields[HeaderFields.member], detail, number, text, source)
