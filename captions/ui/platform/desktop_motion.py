"""Whether the user of a Linux desktop wants less motion, as told by the Settings portal over D-Bus.

Qt 6.11 follows the desktop's contrast, but not its animations. Newer portals have a setting for
all desktops, ``reduced-motion``; GNOME and its relatives also pass on their own. See
https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Settings.html.
"""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from jeepney import DBusAddress, HeaderFields, MatchRule, Message, MessageType, new_method_call
from jeepney.bus_messages import message_bus
from jeepney.io.asyncio import DBusConnection, open_dbus_connection

_log = logging.getLogger(__name__)

_SETTINGS = DBusAddress(
    "/org/freedesktop/portal/desktop",
    "org.freedesktop.portal.Desktop",
    "org.freedesktop.portal.Settings",
)
_ANY_DESKTOP, _GNOME = "org.freedesktop.appearance", "org.gnome.desktop.interface"
_REDUCED = (_ANY_DESKTOP, "reduced-motion")
"""0 for no preference, 1 for less motion."""
_ANIMATIONS = (_GNOME, "enable-animations")
"""False for no animations."""
_NO_REPLY_YET = -1


class DesktopMotion:
    """Follows the preference of the desktop."""

    def __init__(self, report: Callable[[bool], None]) -> None:
        """``report`` is called with True if the user wants less motion, at first and on changes."""
        self._report = report
        self._values: dict[tuple[str, str], Any] = {}

    async def serve(self) -> None:
        """Follow the desktop until the message bus closes; never raises."""
        try:
            async with await open_dbus_connection() as bus:
                await self._follow_settings(bus)
        except Exception as error:  # noqa: BLE001  # a faulty desktop must not stop the app
            _log.info("The desktop does not tell whether it has animations: %r", error)

    async def _follow_settings(self, bus: DBusConnection) -> None:
        rule = MatchRule(type="signal", interface=_SETTINGS.interface, member="SettingChanged")
        await bus.send(message_bus.AddMatch(rule))
        serial = next(bus.outgoing_serial)
        question = new_method_call(_SETTINGS, "ReadAll", "as", ([_ANY_DESKTOP, _GNOME],))
        await bus.send(question, serial=serial)
        while True:
            self._handle_message(await bus.receive(), serial)

    def _handle_message(self, message: Message, serial: int) -> None:
        fields = message.header.fields
        match message.header.message_type, message.body:
            case MessageType.method_return, (dict() as groups,):
                if fields.get(HeaderFields.reply_serial, _NO_REPLY_YET) == serial:
                    for group, values in groups.items():
                        self._keep_values(group, values)
                    self._report(self._is_reduced)
            case MessageType.signal, (str(group), str(name), value):
                if (group, name) in (_REDUCED, _ANIMATIONS):
                    self._keep_values(group, {name: value})
                    self._report(self._is_reduced)
            case _:
                pass  # The portal is missing, or the message is about something else.

    def _keep_values(self, group: str, values: Mapping[str, tuple[str, Any]]) -> None:
        for name, (_, value) in values.items():
            self._values[group, name] = value

    @property
    def _is_reduced(self) -> bool:
        return self._values.get(_REDUCED) == 1 or self._values.get(_ANIMATIONS) is False
