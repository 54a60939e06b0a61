"""Results of testing a server or a key, in our words.

A server's own message may be in any language, of any length, and about things that the user cannot
see; it may even contain the key.
"""

from captions.messages.message import Message
from captions.wording.language import marked, rendered, translated
from captions.wording.notifications import notices
from captions.wording.notifications.notice_texts import NOTICES

_SERVER_MESSAGES = frozenset(
    {
        "server_reported",
        "server_reported_type",
        "server_refused",
        "server_refused_with_reason",
        "server_closed_with_code",
        "server_closed_with_reason",
    }
)
"""Codes of messages that repeat what a server said."""
_AGAIN = marked("Wait a moment, then test again.")
_ELSEWHERE = marked("Test again later, or choose another server.")
_ADVICE = {
    "connection_lost": marked("Check the network and the server's address, then test again."),
    "error": _ELSEWHERE,
    "transcriber_error": _ELSEWHERE,
    "invalid_request": marked(
        "Check the options of the server in the settings, under Advanced, then test again."
    ),
    "commit_throttled": _AGAIN,
    "rate_limited": _AGAIN,
    "queue_overflow": _AGAIN,
    "resource_exhausted": _AGAIN,
    "session_time_limit_exceeded": _AGAIN,
    "insufficient_audio_activity": _AGAIN,
}
"""Advice where that of `notices` is about captions that are running."""


def describe_result(kind: str, detail: Message) -> str:
    """Return what a failed test of a server or a key says.

    Args:
        kind: kind of the failure, as in `captions.protocol.failures`; empty if the address or the
            key is malformed.
        detail: specifics of the failure.
    """
    if detail.code not in _SERVER_MESSAGES and not notices.is_self_explanatory(kind):
        return rendered(detail)
    known = kind if kind in NOTICES else "error"
    title, advice, *_ = notices.make_notification(known)
    return f"{title}. {translated(_ADVICE[known]) if known in _ADVICE else advice}"
