"""Where windows open: away from the captions."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from captions.ui.widgets.controls.control_setup import set_up_controls

_MAX_HEIGHT_SHARE = 2 / 3
"""Maximum share of the screen's height for a window, which leaves room for the captions."""


def open_window(window: QWidget, *, captions_at_top: bool) -> None:
    """Show a window away from the captions, or bring it to the front.

    Args:
        window: a window; it keeps its place if it is visible.
        captions_at_top: True if the captions are at the upper edge of the screen.
    """
    if not window.isVisible():
        set_up_controls(window)
        _place_window(window, captions_at_top=captions_at_top)
    window.show()
    window.raise_()
    window.activateWindow()


def _place_window(window: QWidget, *, captions_at_top: bool) -> None:
    # WORKAROUND(Qt 6.11.3, xcb): the window manager may place the window at 0, 0, with its title
    # bar outside the screen.
    area = window.screen().availableGeometry()
    if not window.testAttribute(Qt.WidgetAttribute.WA_Resized):
        window.adjustSize()
    max_height = max(window.minimumSizeHint().height(), round(area.height() * _MAX_HEIGHT_SHARE))
    window.resize(min(window.width(), area.width()), min(window.height(), max_height))
    margins = area.size() - window.size()
    share = 3 if captions_at_top else 1
    above = max(0, share * margins.height() // 4)
    window.move(area.left() + margins.width() // 2, area.top() + above)
