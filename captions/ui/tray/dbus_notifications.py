"""Calls the notification server of a Linux desktop.

See https://specifications.freedesktop.org/notification/latest.
"""

import logging

from jeepney import DBusAddress, Message, new_method_call
from jeepney.io.blocking import open_dbus_connection
from jeepney.wrappers import unwrap_msg

from captions import resources

_log = logging.getLogger(__name__)

_SERVER = DBusAddress(
    "/org/freedesktop/Notifications",
    bus_name="org.freedesktop.Notifications",
    interface="org.freedesktop.Notifications",
)
_TIMEOUT = 2.0
"""Timeout of each D-Bus reply, in seconds."""


def send_blocking(title: str, advice: str, shown_ms: int) -> bool:
    """Send one notification, and wait for the reply.

    Args:
        title: a few words.
        advice: a sentence that says what to do.
        shown_ms: display time, in milliseconds.

    Returns:
        True if a notification server accepted it.
    """
    call = _make_call(title, advice, shown_ms)
    try:
        with open_dbus_connection(bus="SESSION", auth_timeout=_TIMEOUT) as bus:
            unwrap_msg(bus.send_and_get_reply(call, timeout=_TIMEOUT))
    except Exception as error:  # noqa: BLE001  # a faulty desktop must not stop the app
        _log.debug("No notification server accepted the notification: %r", error)
        return False
    return True


def _make_call(title: str, advice: str, shown_ms: int) -> Message:
    picture = str(resources.resource_path("captions.svg"))
    hints = {"desktop-entry": ("s", "captions"), "urgency": ("y", 1)}
    text = (title, _escape_markup(advice))
    body: tuple[object, ...] = ("Captions", 0, picture, *text, [], hints, shown_ms)
    return new_method_call(_SERVER, "Notify", "susssasa{sv}i", body)


def _escape_markup(text: str) -> str:
    """Escape what notification servers would read as markup; quotes stay unchanged."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
