"""Names of the events that a connection tells of."""

from enum import Enum


class RealtimeEvents(str, Enum):  # noqa: UP042  # the vendor's class: its str() is the member's name
    """Names of the events that handlers are registered for."""

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
    SPEAKERS_MERGED = "speakers_merged"
    FINAL_TRANSCRIPT = "final_transcript"
    FINAL_TRANSCRIPT_WITH_TIMESTAMPS = "final_transcript_with_timestamps"
    WARNING = "warning"
    UNKNOWN = "unknown"
    """A message of a type that this version does not know; it comes under its own name as well."""
    ERROR = "error"
    AUTH_ERROR = "auth_error"
    QUOTA_EXCEEDED = "quota_exceeded"
    COMMIT_THROTTLED = "commit_throttled"
    TRANSCRIBER_ERROR = "transcriber_error"
    UNACCEPTED_TERMS = "unaccepted_terms"
    UNACCEPTED_TERMS_ERROR = "unaccepted_terms_error"
    RATE_LIMITED = "rate_limited"
    INPUT_ERROR = "input_error"
    INVALID_REQUEST = "invalid_request"
    QUEUE_OVERFLOW = "queue_overflow"
    RESOURCE_EXHAUSTED = "resource_exhausted"
    SESSION_TIME_LIMIT_EXCEEDED = "session_time_limit_exceeded"
    CHUNK_SIZE_EXCEEDED = "chunk_size_exceeded"
    INSUFFICIENT_AUDIO_ACTIVITY = "insufficient_audio_activity"


RESERVED = frozenset({"", "open", "close", "unknown"})
"""Events that a server cannot send by naming its message so: they are the connection's own."""


def name_of(event: str) -> str:
    """Return an event's name, given as such or as a member of any enumeration."""
    return str(event.value) if isinstance(event, Enum) else event
