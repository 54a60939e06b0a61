"""Notifications and sentences of the status line, in the user's language.

The log and the command line show the detail of an event in English, instead of the advice.
"""

from typing import NamedTuple

from captions.events import (
    EngineChanged,
    Event,
    Failed,
    Gap,
    SessionChanged,
    SourceChanged,
)
from captions.messages.message import Message
from captions.wording.language import rendered, translated
from captions.wording.notifications.notice_texts import DETAIL, NOTICES, NoticeText

_SELF_EXPLANATORY = {
    "auth_error",
    "quota_exceeded",
    "unaccepted_terms",
    "rate_limited",
    "resource_exhausted",
}
"""Kinds of failure that our texts explain fully; the server's own message adds nothing."""
ALERT = "alert"
"""Kind of notifications for alert words, which limit their own rate."""
SHOWN_SECONDS = 10.0
"""Display time of a notification, in seconds."""
REPEAT_SECONDS = 60.0
"""Seconds before a notification of the same kind is shown again, unless it says otherwise."""


class NotificationText(NamedTuple):
    """Texts of one notification, in the language of the interface."""

    title: str
    advice: str
    kind: str
    """Kind of event; identifies repetitions."""
    repeat_seconds: float = REPEAT_SECONDS
    """Seconds after a notification of the same kind in which this one is not shown. For the answer
    to a command this is `SHOWN_SECONDS`: the user needs it each time, but not twice at once."""


def find_notification(event: Event) -> NotificationText | None:
    """Return the notification for an event; `None` if it needs none."""
    match event:
        case Failed(kind, detail):
            return _make_if_sent(kind, detail)
        case Gap(_, seconds):
            return _make_if_sent("gap", f"{seconds:.0f}")
        case SourceChanged() | SessionChanged() | EngineChanged():
            return _make_if_sent(_state_kind(event), event.detail)
        case _:
            return None


def make_notification(kind: str, detail: Message | str | None = None) -> NotificationText:
    """Return the notification for a kind, even if events of this kind send none.

    Args:
        kind: key of `NOTICES`; an unknown one is treated as a general server error.
        detail: specifics of the event; a plain string if the text is not one of ours.
    """
    title, advice, _ = _find_notice(kind)
    return NotificationText(_fill_in(title, detail), _fill_in(advice, detail), kind)


def format_notice(kind: str, detail: Message | str | None = None) -> str:
    """Return the title and advice of a kind as one text, for the status line and the dialogs."""
    title, advice, *_ = make_notification(kind, detail)
    return f"{title}. {advice}" if advice else title


def is_self_explanatory(kind: str) -> bool:
    """Return True if the user needs only our texts, not the server's own message."""
    return kind in _SELF_EXPLANATORY


def format_in_english(event: Failed) -> tuple[str, str]:
    """Return the title and advice for a failure, for traces and the command line."""
    title, advice, _ = _find_notice(event.kind)
    return title, str(event.detail or advice.replace(DETAIL, "").strip())


def describe_in_english(event: Failed) -> str:
    """Return a failure as the text of a line in a log; what the advice repeats is left out."""
    title, advice = format_in_english(event)
    if advice.startswith(title):
        return advice
    return f"{title}. {advice}" if advice else f"{title}."


def describe_failure(kind: str, detail: Message | None) -> str:
    """Return the text for a failed session or key.

    The server's own message is omitted if the kind explains itself: it may be long or contain a
    key.

    Args:
        kind: kind of the failure.
        detail: specifics of the failure.
    """
    return format_notice(kind) if is_self_explanatory(kind) else rendered(detail)


def _state_kind(event: SourceChanged | SessionChanged | EngineChanged) -> str:
    """Return a state's key in `NOTICES`, such as ``session.connecting``."""
    part = type(event).__name__.removesuffix("Changed").lower()
    return f"{part}.{event.state.value}"


def _find_notice(kind: str) -> NoticeText:
    """Return the texts of a kind; servers may send errors that this version does not know."""
    return NOTICES.get(kind, NOTICES["error"])


def _make_if_sent(kind: str, detail: Message | str | None) -> NotificationText | None:
    return make_notification(kind, detail) if _find_notice(kind).notifies else None


def _fill_in(text: str, detail: Message | str | None) -> str:
    """Return a text in the language of the interface, with the detail in place."""
    shown = detail if isinstance(detail, str) else rendered(detail)
    return translated(text).replace(DETAIL, shown).strip() if text else ""
