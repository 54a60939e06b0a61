"""Which failures are worth another try, and what the user is told: one table for both.

The names are those of the wire's error messages; `error` also stands for what is not in the table.
"""

from typing import NamedTuple


class Failure(NamedTuple):
    """What to do about a failure."""

    retry: bool
    """Whether the same session may work a moment later."""
    title: str
    """A few words for a notification."""
    advice: str
    """One sentence that says what the user can do."""


FAILURES: dict[str, Failure] = {
    "error": Failure(
        retry=True,
        title="The speech server failed",
        advice="It is tried again; if this goes on, choose another server in the settings.",
    ),
    "auth_error": Failure(
        retry=False,
        title="The speech server refused the key",
        advice="Check the API key, or use the on-device engine, which needs none.",
    ),
    "quota_exceeded": Failure(
        retry=False,
        title="The account has no credit left",
        advice="Add credit to the account, or use the on-device engine, which is free.",
    ),
    "commit_throttled": Failure(
        retry=True,
        title="Committed too often",
        advice="Wait a moment between two commits; captions go on.",
    ),
    "transcriber_error": Failure(
        retry=True,
        title="Speech recognition failed",
        advice="It is tried again; if this goes on, choose another model in the settings.",
    ),
    "unaccepted_terms": Failure(
        retry=False,
        title="The service's terms are not accepted",
        advice="Accept the terms in the service's dashboard, or use the on-device engine.",
    ),
    "rate_limited": Failure(
        retry=True,
        title="Too many requests",
        advice="Captions go on by themselves in a moment.",
    ),
    "input_error": Failure(
        retry=False,
        title="The speech server did not understand the sound",
        advice="Choose another sample rate in the settings.",
    ),
    "invalid_request": Failure(
        retry=False,
        title="The speech server refused the settings",
        advice="Change what it names in the recognition settings.",
    ),
    "queue_overflow": Failure(
        retry=True,
        title="The speech server cannot keep up",
        advice="Captions go on by themselves in a moment.",
    ),
    "resource_exhausted": Failure(
        retry=True,
        title="The speech server is full",
        advice="Captions go on as soon as it has room.",
    ),
    "session_time_limit_exceeded": Failure(
        retry=True,
        title="The session reached its time limit",
        advice="A new one is opened by itself.",
    ),
    "chunk_size_exceeded": Failure(
        retry=False,
        title="The speech server refused the size of the sound",
        advice="Choose a lower sample rate in the settings.",
    ),
    "insufficient_audio_activity": Failure(
        retry=True,
        title="The speech server heard nothing for long",
        advice="Check that the microphone hears you; captions go on when you speak.",
    ),
}


def failure(name: str) -> Failure:
    """Return what to do about a failure; an unknown one is treated as a plain error."""
    return FAILURES.get(name, FAILURES["error"])
