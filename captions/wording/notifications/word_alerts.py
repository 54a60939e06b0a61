"""Texts of the notifications for alert words."""

from captions.messages.message import Message
from captions.wording.language import rendered
from captions.wording.notifications.notices import ALERT, NotificationText

_MAX_SPOKEN_CHARS = 160
"""Maximum number of characters of a segment in a notification."""


def make_alert(word: str, spoken: str) -> NotificationText:
    """Return the notification for an alert word.

    Args:
        word: the word or phrase.
        spoken: the segment that contains it.
    """
    title = rendered(Message("alert_title", word=word))
    shown = spoken.strip()
    if len(shown) > _MAX_SPOKEN_CHARS:
        shown = f"…{shown[-_MAX_SPOKEN_CHARS:]}"
    return NotificationText(title, shown, ALERT, repeat_seconds=0.0)
