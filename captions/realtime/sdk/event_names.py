"""Names of the events that a connection emits."""

from enum import Enum


class RealtimeEvents(str, Enum):  # noqa: UP042  # the vendor's class: its str() is the member's name
    """Names of events, for `RealtimeConnection.on`.

    All members of the Python SDK (``realtime/connection.py``), plus the other message types of the
    API reference, ``warning`` and ``unknown``.
    """

    OPEN = "open"
    CLOSE = "close"
    SESSION_STARTED = "session_started"
    PARTIAL_TRANSCRIPT = "partial_transcript"
    COMMITTED_TRANSCRIPT = "committed_transcript"
    COMMITTED_TRANSCRIPT_WITH_TIMESTAMPS = "committed_transcript_with_timestamps"
    COMMITTED_TRANSCRIPT_ENTITIES = "committed_transcript_entities"
    REDACTED_TRANSCRIPT = "redacted_transcript"
    EDITED_TRANSCRIPT = "edited_transcript"
    DIARIZED_TRANSCRIPT = "diarized_transcript"
    TRANSLATION = "translation"
    """Extension of our own server."""
    SPEAKERS_MERGED = "speakers_merged"
    FINAL_TRANSCRIPT = "final_transcript"
    FINAL_TRANSCRIPT_WITH_TIMESTAMPS = "final_transcript_with_timestamps"
    WARNING = "warning"
    UNKNOWN = "unknown"
    """Message of an unknown type; also emitted under its own type."""
    ERROR = "error"
    AUTH_ERROR = "auth_error"
    QUOTA_EXCEEDED = "quota_exceeded"
    COMMIT_THROTTLED = "commit_throttled"
    TRANSCRIBER_ERROR = "transcriber_error"
    UNACCEPTED_TERMS = "unaccepted_terms"
    UNACCEPTED_TERMS_ERROR = "unaccepted_terms_error"
    """Deprecated alias of ``unaccepted_terms`` in the Python SDK; also emitted."""
    RATE_LIMITED = "rate_limited"
    INPUT_ERROR = "input_error"
    INVALID_REQUEST = "invalid_request"
    QUEUE_OVERFLOW = "queue_overflow"
    RESOURCE_EXHAUSTED = "resource_exhausted"
    SESSION_TIME_LIMIT_EXCEEDED = "session_time_limit_exceeded"
    CHUNK_SIZE_EXCEEDED = "chunk_size_exceeded"
    INSUFFICIENT_AUDIO_ACTIVITY = "insufficient_audio_activity"


RESERVED_NAMES = frozenset({"", "open", "close", "unknown"})
"""Events of the connection itself; a server's message of such a type does not emit them."""


def normalise_event(event: str) -> str:
    """Return the name of an event, which may be a member of any enumeration."""
    return str(event.value) if isinstance(event, Enum) else event
