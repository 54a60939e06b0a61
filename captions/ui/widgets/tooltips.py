"""Tooltips for untrusted text, such as titles and speech."""

import html

from PySide6.QtGui import Qt


def make_plain_tooltip(text: str) -> str:
    """Return a tooltip that shows a text as it is.

    Qt interprets a tooltip that looks like markup, so that parts of it disappear or an image is
    loaded.
    """
    return f"<qt>{html.escape(text)}</qt>" if Qt.mightBeRichText(text) else text
