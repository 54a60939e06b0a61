"""Classifies failures by whether a retry may help.

Names are the types of the protocol's error messages (event reference), plus some of our own.
`connection_lost` is a network failure or an unreachable server. `not_found` is an address without a
speech server. `insecure_server` and the `tls_...` names are servers that are not safe to talk to.
`error` also covers every name that is not in the table.
"""

_SERVER_FAILURES = {
    "error": True,
    "auth_error": False,
    "quota_exceeded": False,
    "commit_throttled": True,
    "transcriber_error": True,
    "unaccepted_terms": False,
    "rate_limited": True,
    "input_error": False,
    "invalid_request": False,
    "queue_overflow": True,
    "resource_exhausted": True,
    "session_time_limit_exceeded": True,
    "chunk_size_exceeded": False,
    "insufficient_audio_activity": True,
}
FAILURES: dict[str, bool] = {
    "connection_lost": True,
    "not_found": False,
    "insecure_server": False,
    "tls_expired": False,
    "tls_wrong_host": False,
    "tls_unknown_authority": False,
    "tls_failed": False,
    **_SERVER_FAILURES,
}
"""True, by name of the failure, if the same session may work a moment later."""
ERROR_NAMES = frozenset(_SERVER_FAILURES)
"""Message types of errors (event reference)."""

_FAILURES_BY_STATUS = {
    400: "invalid_request",
    401: "auth_error",
    402: "quota_exceeded",
    403: "auth_error",
    408: "connection_lost",
    422: "invalid_request",
    425: "rate_limited",
    429: "rate_limited",
}
"""Names of failures by the HTTP status that refused the handshake."""
_FIRST_SERVER_ERROR = 500
"""Lowest HTTP status of a server error (RFC 9110)."""


def is_temporary(name: str) -> bool:
    """Return True if a retry may help; an unknown failure is treated as `error`."""
    return FAILURES.get(name, FAILURES["error"])


def classify_http_status(status: int) -> str:
    """Return the name of the failure for an HTTP status that refused the handshake."""
    if status in _FAILURES_BY_STATUS:
        return _FAILURES_BY_STATUS[status]
    return "error" if status >= _FIRST_SERVER_ERROR else "not_found"
