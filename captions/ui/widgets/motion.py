"""Whether the user wants windows without animations, as set in the system."""

import ctypes
import sys

from PySide6.QtWidgets import QApplication, QStyle

from captions.ui.platform import cocoa

_SPI_GETCLIENTAREAANIMATION = 0x1042
"""Windows: Settings > Accessibility > Visual effects > Animation effects (winuser.h)."""


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
