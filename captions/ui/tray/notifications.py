"""Desktop notifications over D-Bus, following the freedesktop.org specification.

Qt's tray icon sends native notifications on Windows and macOS. On Linux it may draw a balloon of
its own or nothing at all, so this module calls the notification server instead. See
https://specifications.freedesktop.org/notification/latest.
"""

import asyncio
import logging
import sys

from captions import resources

_log = logging.getLogger(__name__)

SHOWN_MS = 10_000
"""Display time of a notification, in milliseconds."""
_TIMEOUT = 2.0
"""Timeout of each D-Bus reply, in seconds."""


async def send(title: str, advice: str) -> bool:
    """Send one notification over D-Bus.

    Returns:
        True if a notification server accepted it.
    """
    if not sys.platform.startswith("linux"):
        return False
    return await asyncio.to_thread(_send_blocking, title, advice)


def _send_blocking(title: str, advice: str) -> bool:
    # Imported here because jeepney is installed on Linux only.
    from jeepney import DBusAddress, new_method_call  # noqa: PLC0415
    from jeepney.io.blocking import open_dbus_connection  # noqa: PLC0415
    from jeepney.wrappers import unwrap_msg  # noqa: PLC0415

    server = DBusAddress(
        "/org/freedesktop/Notifications",
        bus_name="org.freedesktop.Notifications",
        interface="org.freedesktop.Notifications",
    )
    hints = {"desktop-entry": ("s", "captions"), "urgency": ("y", 1)}
    picture = str(resources.resource_path("captions.svg"))
    body: tuple[object, ...] = (
        "Captions",
        0,
        picture,
        title,
        _escape_markup(advice),
        [],
        hints,
        SHOWN_MS,
    )
    call = new_method_call(server, "Notify", "susssasa{sv}i", body)
    try:
        with open_dbus_connection(bus="SESSION", auth_timeout=_TIMEOUT) as bus:
            unwrap_msg(bus.send_and_get_reply(call, timeout=_TIMEOUT))
    except Exception as error:  # noqa: BLE001  # a faulty desktop must not stop the app
        _log.debug("No notification server took a notification: %r", error)
        return False
    return True


def _escape_markup(text: str) -> str:
    """Escape what notification servers would read as markup; quotes stay unchanged."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
