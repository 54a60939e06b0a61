"""Keys that a Wayland desktop lends out: its GlobalShortcuts portal, asked over D-Bus.

The desktop decides. It may ask its user, takes the keys that we name as a proposal, tells which it
bound, and may bind others at any time. So the portal lives for as long as the app, and tells of
what is lent whenever that is something else. It may also be missing, refuse, end and come back.
See https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.GlobalShortcuts.html.
"""

import asyncio
import itertools
import logging
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from jeepney import DBusAddress, HeaderFields, MatchRule, Message, MessageType, new_method_call
from jeepney.bus_messages import message_bus
from jeepney.io.asyncio import DBusConnection, open_dbus_connection
from jeepney.wrappers import unwrap_msg

from captions.ui.keysystem import Lent

_log = logging.getLogger(__name__)

PORTAL = "org.freedesktop.portal.Desktop"
_PATH = "/org/freedesktop/portal/desktop"
_SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"
_REGISTRY = "org.freedesktop.host.portal.Registry"
_CONFIGURABLE = 2
"""The version of the interface from which the desktop shows its settings when it is asked to."""
_TOKEN = "captions"  # noqa: S105  # a word in a path
"""KDE knows the keys of a program without a desktop file again by the name of its session."""


class Offer(NamedTuple):
    """What a key can be lent for."""

    name: str
    title: str
    """A few words, for the desktop's settings."""
    trigger: str
    """The proposed keys, such as ``CTRL+ALT+p``; empty for none."""


class _Refused(Exception):  # noqa: N818  # it never leaves this module
    """The desktop answered that it does not, or its user that they do not want it."""


class Portal:
    """The desktop's side of our shortcuts."""

    def __init__(
        self,
        offers: Sequence[Offer],
        pressed: Callable[[str], None],
        take: Callable[[Lent | None], None],
    ) -> None:
        """Prepare to ask for keys.

        Args:
            offers: what keys are wanted for.
            pressed: is called with the name of an offer whose keys were pressed.
            take: is called with what is lent, whenever it is something else; `None` is nothing.
        """
        self._offers = offers
        self._pressed = pressed
        self._take = take
        self._bus: DBusConnection = None
        self._session = ""
        self._version = 0
        self._bound: list[Any] = []
        """Names and what the desktop tells of each."""
        self._tokens = itertools.count()
        self._answers: dict[int | str, asyncio.Future[Message]] = {}
        """Who waits for what: an answer by its number, the end of a request by its path."""
        self._binding: asyncio.Task[None] | None = None

    async def serve(self, app_id: str) -> None:
        """Lend keys whenever there is a portal, until there is no message bus; it never fails.

        Args:
            app_id: the name of the app's desktop file, without its ending.
        """
        try:
            self._bus = await open_dbus_connection()
            async with self._bus:
                await self._converse(app_id)
        except Exception as error:  # noqa: BLE001  # a desktop's oddities are no reason to fail
            _log.info("No message bus tells of the desktop's keys: %r", error)
        finally:
            self._forget()

    async def configure(self) -> None:
        """Have the desktop show its own settings of the keys; if it does not, say it cannot."""
        options: dict[str, Any] = {}
        try:
            await self._call(
                _SHORTCUTS, "ConfigureShortcuts", "osa{sv}", (self._session, "", options)
            )
        except Exception as error:  # noqa: BLE001  # as above
            _log.info("The desktop does not show its settings of shortcuts: %s", error)
            self._version = 0
            self._tell(self._bound)

    async def _converse(self, app_id: str) -> None:
        """Listen to all that comes, and have the keys bound meanwhile."""
        for rule in (
            MatchRule(type="signal", sender=PORTAL),
            MatchRule(type="signal", sender="org.freedesktop.DBus", member="NameOwnerChanged"),
        ):
            await self._bus.send(message_bus.AddMatch(rule))
        self._begin(app_id)
        while True:
            message = await self._bus.receive()
            fields = message.header.fields
            key = fields.get(HeaderFields.reply_serial)
            if message.header.message_type is MessageType.signal:
                key = fields[HeaderFields.path]
                try:
                    self._hear(message, fields[HeaderFields.member], app_id)
                except (TypeError, ValueError, KeyError, IndexError) as error:
                    _log.info("The desktop tells of shortcuts in an odd way: %r", error)
            waiting = self._answers.pop(key, None)
            if waiting is not None and not waiting.done():
                waiting.set_result(message)

    def _begin(self, app_id: str) -> None:
        self._binding = asyncio.create_task(self._bind(app_id))

    async def _bind(self, app_id: str) -> None:
        try:
            await self._register(app_id)
            get = "org.freedesktop.DBus.Properties"
            (_, self._version), *_ = await self._call(get, "Get", "ss", (_SHORTCUTS, "version"))
            options = {"session_handle_token": ("s", _TOKEN)}
            made = await self._request("CreateSession", "", (), options)
            self._session = made["session_handle"][1]
            wanted = [(offer.name, _described(offer)) for offer in self._offers]
            body = (self._session, wanted, "")
            bound = await self._request("BindShortcuts", "oa(sa{sv})s", body, {})
            self._tell(bound.get("shortcuts", ("", []))[1])
        except Exception as error:  # noqa: BLE001  # as above; the app says what it means
            _log.info("The desktop lends no keys: %s", error)

    async def _register(self, app_id: str) -> None:
        """Say who we are, which newer portals want to know of programs from no sandbox."""
        try:
            await self._call(_REGISTRY, "Register", "sa{sv}", (app_id, {}))
        except Exception as error:  # noqa: BLE001  # older ones find it out, or do not care
            _log.debug("The desktop does not know the app by its name: %s", error)

    def _hear(self, signal: Message, member: str, app_id: str) -> None:
        match member, signal.body:
            case "NameOwnerChanged", (name, before, after) if name == PORTAL:
                if before:
                    self._forget()
                # Asking it may have started it, and is then still going on.
                if after and (self._binding is None or self._binding.done()):
                    self._begin(app_id)
            case "Activated", (session, str(name), *_) if session == self._session:
                self._pressed(name)
            case "ShortcutsChanged", (session, list(shortcuts)) if session == self._session:
                self._tell(shortcuts)
            case "Closed", _ if signal.header.fields[HeaderFields.path] == self._session:
                self._session = ""
                self._take(None)

    def _tell(self, shortcuts: list[Any]) -> None:
        """Tell of what is lent; GNOME 50 lends keys without saying which."""
        self._bound = shortcuts
        triggers = {
            name: str(told["trigger_description"][1])
            for name, told in shortcuts
            if "trigger_description" in told
        }
        self._take(Lent(triggers, configurable=self._version >= _CONFIGURABLE))

    def _forget(self) -> None:
        """Take note that there is no portal."""
        if self._binding is not None:
            self._binding.cancel()
            self._binding = None
        for answer in self._answers.values():
            answer.cancel()
        self._answers.clear()
        self._session = ""
        self._take(None)

    async def _request(
        self, method: str, signature: str, body: tuple[Any, ...], options: dict[str, Any]
    ) -> dict[str, Any]:
        """Ask for something about which the desktop may ask its user, and wait for the end.

        Raises:
            _Refused: it will not be done.
        """
        token = f"{_TOKEN}{next(self._tokens)}"
        sender = self._bus.unique_name.removeprefix(":").replace(".", "_")
        done = self._expect(f"{_PATH}/request/{sender}/{token}")
        options = {**options, "handle_token": ("s", token)}
        await self._call(_SHORTCUTS, method, f"{signature}a{{sv}}", (*body, options))
        response, results = (await done).body
        if response:
            raise _Refused(f"{method} ended with {response}.")
        return dict(results)

    async def _call(
        self, interface: str, method: str, signature: str, body: tuple[Any, ...]
    ) -> Any:  # noqa: ANN401  # whatever D-Bus can hold
        """Call a method of the portal, and return its results.

        Raises:
            DBusErrorResponse: there is no such method, or it fails.
        """
        address = DBusAddress(_PATH, PORTAL, interface)
        serial = next(self._bus.outgoing_serial)
        answered = self._expect(serial)
        await self._bus.send(new_method_call(address, method, signature, body), serial=serial)
        return unwrap_msg(await answered)

    def _expect(self, key: int | str) -> asyncio.Future[Message]:
        answer: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        self._answers[key] = answer
        return answer


def _described(offer: Offer) -> dict[str, tuple[str, str]]:
    proposed = {"preferred_trigger": ("s", offer.trigger)} if offer.trigger else {}
    return {"description": ("s", offer.title), **proposed}
