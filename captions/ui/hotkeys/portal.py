"""A client of the GlobalShortcuts portal, by which a Wayland desktop assigns keys over D-Bus.

The desktop decides. It treats the requested keys as a proposal, may ask its user, reports what it
bound, and may change the bindings at any time. The client therefore runs as long as the app and
reports every change. The portal may also be missing, refuse, stop and come back. See
https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.GlobalShortcuts.html.
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

from captions.ui.hotkeys.key_backend import PortalBindings

_log = logging.getLogger(__name__)

PORTAL = "org.freedesktop.portal.Desktop"
_PATH = "/org/freedesktop/portal/desktop"
_SHORTCUTS_INTERFACE = "org.freedesktop.portal.GlobalShortcuts"
_REGISTRY_INTERFACE = "org.freedesktop.host.portal.Registry"
_CONFIGURABLE_VERSION = 2
"""First interface version with ``ConfigureShortcuts``, which opens the desktop's settings."""
_SESSION_NAME = "captions"
"""Session name; KDE recognises a program without a desktop file by it and restores its keys."""


class ShortcutOffer(NamedTuple):
    """A shortcut that the desktop can assign keys to."""

    name: str
    title: str
    """Short description, shown in the desktop's settings."""
    trigger: str
    """Proposed keys, such as ``CTRL+ALT+p``; empty for none."""


class _PortalRefusalError(Exception):
    """The desktop or its user declined a request."""


class ShortcutPortal:
    """Has the desktop assign keys to shortcuts and reports its bindings."""

    def __init__(
        self,
        offers: Sequence[ShortcutOffer],
        pressed: Callable[[str], None],
        bindings_changed: Callable[[PortalBindings | None], None],
    ) -> None:
        """Create the client; `serve` connects it.

        Args:
            offers: shortcuts that need keys.
            pressed: called with the name of a shortcut whose keys were pressed.
            bindings_changed: called with the new bindings at every change; `None` for none.
        """
        self._offers = offers
        self._pressed = pressed
        self._bindings_changed = bindings_changed
        self._bus: DBusConnection = None
        self._session = ""
        self._version = 0
        self._bound_shortcuts: list[Any] = []
        """Bound shortcuts as received: name and properties of each."""
        self._tokens = itertools.count()
        self._pending: dict[int | str, asyncio.Future[Message]] = {}
        """Expected messages: replies by serial number, responses to requests by object path."""
        self._bind_task: asyncio.Task[None] | None = None

    async def serve(self, app_id: str) -> None:
        """Bind the shortcuts whenever a portal is available, until the bus closes; never raises.

        Args:
            app_id: name of the app's desktop file, without the suffix.
        """
        try:
            self._bus = await open_dbus_connection()
            async with self._bus:
                await self._dispatch_messages(app_id)
        except Exception as error:  # noqa: BLE001  # a faulty desktop must not stop the app
            _log.info("The desktop's shortcuts are not available on the message bus: %r", error)
        finally:
            self._drop_session()

    async def open_desktop_settings(self) -> None:
        """Open the desktop's shortcut settings; if that fails, report them as not configurable."""
        options: dict[str, Any] = {}
        try:
            await self._call_method(
                _SHORTCUTS_INTERFACE, "ConfigureShortcuts", "osa{sv}", (self._session, "", options)
            )
        except Exception as error:  # noqa: BLE001  # as above
            _log.info("The desktop did not open its shortcut settings: %s", error)
            self._version = 0
            self._emit_bindings(self._bound_shortcuts)

    async def _dispatch_messages(self, app_id: str) -> None:
        """Start binding the shortcuts and dispatch all messages of the bus."""
        for rule in (
            MatchRule(type="signal", sender=PORTAL),
            MatchRule(type="signal", sender="org.freedesktop.DBus", member="NameOwnerChanged"),
        ):
            await self._bus.send(message_bus.AddMatch(rule))
        self._start_binding(app_id)
        while True:
            message = await self._bus.receive()
            fields = message.header.fields
            key = fields.get(HeaderFields.reply_serial)
            if message.header.message_type is MessageType.signal:
                key = fields[HeaderFields.path]
                try:
                    self._handle_signal(message, fields[HeaderFields.member], app_id)
                except (TypeError, ValueError, KeyError, IndexError) as error:
                    _log.info("The desktop sent an invalid message about shortcuts: %r", error)
            waiting = self._pending.pop(key, None)
            if waiting is not None and not waiting.done():
                waiting.set_result(message)

    def _start_binding(self, app_id: str) -> None:
        self._bind_task = asyncio.create_task(self._bind_shortcuts(app_id))

    async def _bind_shortcuts(self, app_id: str) -> None:
        try:
            await self._register_app(app_id)
            get = "org.freedesktop.DBus.Properties"
            (_, self._version), *_ = await self._call_method(
                get, "Get", "ss", (_SHORTCUTS_INTERFACE, "version")
            )
            options = {"session_handle_token": ("s", _SESSION_NAME)}
            made = await self._send_request("CreateSession", "", (), options)
            self._session = made["session_handle"][1]
            wanted = [(offer.name, _shortcut_options(offer)) for offer in self._offers]
            body = (self._session, wanted, "")
            bound = await self._send_request("BindShortcuts", "oa(sa{sv})s", body, {})
            self._emit_bindings(bound.get("shortcuts", ("", []))[1])
        except Exception as error:  # noqa: BLE001  # as above; the app reports the consequence
            _log.info("The desktop assigns no shortcuts: %s", error)

    async def _register_app(self, app_id: str) -> None:
        """Register the app's ID, which newer portals require of programs outside a sandbox."""
        try:
            await self._call_method(_REGISTRY_INTERFACE, "Register", "sa{sv}", (app_id, {}))
        except Exception as error:  # noqa: BLE001  # older portals lack this interface
            _log.debug("The desktop cannot register the app's ID: %s", error)

    def _handle_signal(self, signal: Message, member: str, app_id: str) -> None:
        match member, signal.body:
            case "NameOwnerChanged", (name, before, after) if name == PORTAL:
                if before:
                    self._drop_session()
                # A call may have started the portal; binding is then still in progress.
                if after and (self._bind_task is None or self._bind_task.done()):
                    self._start_binding(app_id)
            case "Activated", (session, str(name), *_) if session == self._session:
                self._pressed(name)
            case "ShortcutsChanged", (session, list(shortcuts)) if session == self._session:
                self._emit_bindings(shortcuts)
            case "Closed", _ if signal.header.fields[HeaderFields.path] == self._session:
                self._session = ""
                self._bindings_changed(None)

    def _emit_bindings(self, shortcuts: list[Any]) -> None:
        """Report the bindings; GNOME 50 binds keys without reporting which."""
        self._bound_shortcuts = shortcuts
        triggers = {
            name: str(properties["trigger_description"][1])
            for name, properties in shortcuts
            if "trigger_description" in properties
        }
        self._bindings_changed(
            PortalBindings(triggers, configurable=self._version >= _CONFIGURABLE_VERSION)
        )

    def _drop_session(self) -> None:
        """Cancel pending calls and report that there are no bindings."""
        if self._bind_task is not None:
            self._bind_task.cancel()
            self._bind_task = None
        for answer in self._pending.values():
            answer.cancel()
        self._pending.clear()
        self._session = ""
        self._bindings_changed(None)

    async def _send_request(
        self, method: str, signature: str, body: tuple[Any, ...], options: dict[str, Any]
    ) -> dict[str, Any]:
        """Send a request, which the desktop may have its user confirm, and return its results.

        Raises:
            _PortalRefusalError: the desktop or its user declined.
        """
        token = f"{_SESSION_NAME}{next(self._tokens)}"
        sender = self._bus.unique_name.removeprefix(":").replace(".", "_")
        done = self._expect_message(f"{_PATH}/request/{sender}/{token}")
        options = {**options, "handle_token": ("s", token)}
        await self._call_method(
            _SHORTCUTS_INTERFACE, method, f"{signature}a{{sv}}", (*body, options)
        )
        response, results = (await done).body
        if response:
            raise _PortalRefusalError(f"{method} ended with {response}.")
        return dict(results)

    async def _call_method(
        self, interface: str, method: str, signature: str, body: tuple[Any, ...]
    ) -> tuple[Any, ...]:
        """Call a method of the portal and return its results.

        Raises:
            DBusErrorResponse: the method does not exist or failed.
        """
        address = DBusAddress(_PATH, PORTAL, interface)
        serial = next(self._bus.outgoing_serial)
        answered = self._expect_message(serial)
        await self._bus.send(new_method_call(address, method, signature, body), serial=serial)
        results: tuple[Any, ...] = unwrap_msg(await answered)
        return results

    def _expect_message(self, key: int | str) -> asyncio.Future[Message]:
        answer: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        self._pending[key] = answer
        return answer


def _shortcut_options(offer: ShortcutOffer) -> dict[str, tuple[str, str]]:
    proposed = {"preferred_trigger": ("s", offer.trigger)} if offer.trigger else {}
    return {"description": ("s", offer.title), **proposed}
