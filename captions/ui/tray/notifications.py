"""Desktop notifications over D-Bus, following the freedesktop.org specification.

Qt's tray icon sends native notifications on Windows and macOS. On Linux it may draw its own
balloon or nothing at all, so this module calls the notification server instead.
"""

import asyncio
import sys

from captions.wording.notifications.notices import SHOWN_SECONDS

SHOWN_MS = round(1000 * SHOWN_SECONDS)
"""Display time of a notification, in milliseconds."""


async def send(title: str, advice: str, system: str = sys.platform) -> bool:
    """Send one notification over D-Bus, on Linux.

    Returns:
        True if a notification server accepted it.
    """
    if not system.startswith("linux"):
        return False
    from captions.ui.tray.dbus_notifications import send_blocking  # noqa: PLC0415  # only Linux has jeepney

    return await asyncio.to_thread(send_blocking, title, advice, SHOWN_MS)
