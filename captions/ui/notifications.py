"""Desktop notifications, for desktops that follow the freedesktop.org specification.

Qt's tray sends real notifications on Windows and macOS; on Linux it may draw a balloon of its own
or nothing at all, so there the notification server is asked over D-Bus.
"""

import asyncio
import logging
import sys

from captions import resources

_log = logging.getLogger(__name__)

SHOWN_MS = 10_000
"""How long a notification stays, in milliseconds."""
_LIMIT = 2.0
"""Seconds that each answer of the desktop may take."""


async def send(title: str, advice: str) -> bool:
    """Send one notification over D-Bus.

    Returns:
        Whether a notification server took it.
    """
    if not sys.platform.startswith("linux"):
        return False
    return await asyncio.to_thread(_send, title, advice)


def _send(title: str, advice: str) -> bool:
    # Only Linux has jeepney.
    from jeepney import DBusAddress, new_method_call  # noqa: PLC0415
    from jeepney.io.blocking import open_dbus_connection  # noqa: PLC0415
    from jeepney.wrappers import unwrap_msg  # noqa: PLC0415

    server = DBusAddress(
        "/org/freedesktop/Notifications",
        bus_name="org.freedesktop.Notifications",
        interface="org.freedesktop.Notifications",
    )
    hints = {"desktop-entry": ("s", "captions"), "urgency": ("y", 1)}
    picture = str(resources.path("captions.svg"))
    body: tuple[object, ...] = (
        "Captions",
        0,
        picture,
        title,
        _escaped(advice),
        [],
        hints,
        SHOWN_MS,
    )
    call = new_method_call(server, "Notify", "susssasa{sv}i", body)
    try:
        with open_dbus_connection(bus="SESSION", auth_timeout=_LIMIT) as bus:
            unwrap_msg(bus.send_and_get_reply(call, timeout=_LIMIT))
    except Exception as error:  # noqa: BLE001  # a desktop's oddities are no reason to fail
        _log.debug("No notification server took a notification: %r", error)
        return False
    return True


def _escaped(text: str) -> str:
    """Escape what servers would read as markup; quotes stay as they are."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
