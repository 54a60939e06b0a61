"""Whether the user wants windows without animations, as set in the system."""

import ctypes
import sys

from PySide6.QtWidgets import QApplication, QStyle

from captions.ui.platform import cocoa

_SPI_GETCLIENTAREAANIMATION = 0x1042
"""Windows: Settings > Accessibility > Visual effects > Animation effects (winuser.h)."""


class MotionPreference:
    """Knows whether windows may be animated, and follows the desktop."""

    def __init__(self, system: str = sys.platform) -> None:
        """``system`` is the name of the system, as in `sys.platform`."""
        self._system = system
        self._is_reduced_by_desktop = False

    def is_reduced(self) -> bool:
        """Return True if the user wants windows without animations."""
        return self._is_reduced_by_desktop or prefers_reduced_motion(self._system)

    async def follow_desktop(self) -> None:
        """Follow a Linux desktop while the app runs; return at once on other systems."""
        if self._system == "linux":
            from captions.ui.platform.desktop_motion import DesktopMotion  # noqa: PLC0415  # only Linux has jeepney

            await DesktopMotion(self._keep_preference).serve()

    def _keep_preference(self, is_reduced: bool) -> None:  # noqa: FBT001  # a callback
        self._is_reduced_by_desktop = is_reduced


def prefers_reduced_motion(system: str = sys.platform) -> bool:
    """Return True if the system asks programs not to animate their windows.

    Args:
        system: name of the system, as in `sys.platform`.
    """
    match system:
        case "win32":
            return not _has_windows_animations()
        case "darwin":
            return cocoa.prefers_reduced_motion()
        case _:
            # Qt takes the duration from the desktop's theme; without animations it is 0.
            hint = QStyle.StyleHint.SH_Widget_Animation_Duration
            return QApplication.style().styleHint(hint) <= 0


def _has_windows_animations() -> bool:
    enabled = ctypes.c_int(1)
    user32 = vars(ctypes)["windll"].user32  # Other systems do not have it.
    user32.SystemParametersInfoW(_SPI_GETCLIENTAREAANIMATION, 0, ctypes.byref(enabled), 0)
    return bool(enabled.value)
