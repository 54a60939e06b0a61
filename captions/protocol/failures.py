"""Which failures are worth another try, and what the user is told: one table for both.

The names are those of the wire's error messages, and some of our own: `connection_lost` for a
network or a server that is not there, `not_found` for an address at which there is no speech
server, `insecure_server` and those of TLS for one that is not safe to talk to. `error` also stands
for what is not in the table.
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
    "connection_lost": Failure(
        retry=True,
        title="The speech server is not there",
        advice="It is tried again; check the server's address and the network.",
    ),
    "not_found": Failure(
        retry=False,
        title="There is no speech server at this address",
        advice="Check the server's address in the settings.",
    ),
    "insecure_server": Failure(
        retry=False,
        title="The key would be sent unencrypted",
        advice="Use an https:// address, or allow it for this server in the settings.",
    ),
    "tls_expired": Failure(
        retry=False,
        title="The speech server's certificate has expired",
        advice="Ask the server's owner to renew it, and check this computer's clock.",
    ),
    "tls_wrong_host": Failure(
        retry=False,
        title="The speech server's certificate is for another address",
        advice="Check the server's address in the settings.",
    ),
    "tls_unknown_authority": Failure(
        retry=False,
        title="The speech server's certificate is not trusted",
        advice="Install that authority's certificate on this computer, or use another server.",
    ),
    "tls_failed": Failure(
        retry=False,
        title="No encrypted connection to the speech server is possible",
        advice="Check its address; a server without encryption has one that begins with http://.",
    ),
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

_REFUSALS = {
    400: "invalid_request",
    401: "auth_error",
    402: "quota_exceeded",
    403: "auth_error",
    408: "connection_lost",
    422: "invalid_request",
    425: "rate_limited",
    429: "rate_limited",
}
_SERVER_FAULT = 500


def failure(name: str) -> Failure:
    """Return what to do about a failure; an unknown one is treated as a plain error."""
    return FAILURES.get(name, FAILURES["error"])


def refusal(status: int) -> str:
    """Return the name of the failure that an HTTP status instead of a WebSocket stands for."""
    if status in _REFUSALS:
        return _REFUSALS[status]
    return "error" if status >= _SERVER_FAULT else "not_found"
