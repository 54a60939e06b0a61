"""The client library: a drop-in for ``elevenlabs.realtime``, and the session the app uses."""

from typing import TYPE_CHECKING, Any

from captions.protocol.messages import (
    CommittedTranscript,
    CommittedTranscriptWithTimestamps,
    ErrorMessage,
    PartialTranscript,
    SessionStarted,
    UnknownMessage,
)
from captions.protocol.options import AudioFormat, CommitStrategy, SessionOptions
from captions.realtime.connection import RealtimeConnection
from captions.realtime.eventnames import RealtimeEvents
from captions.realtime.inbox import UnreadableFrame
from captions.realtime.scribe import RealtimeAudioOptions, RealtimeUrlOptions, ScribeRealtime
from captions.realtime.wire import Address

if TYPE_CHECKING:
    from captions.realtime.session import RealtimeSession

__all__ = [
    "Address",
    "AudioFormat",
    "CommitStrategy",
    "CommittedTranscript",
    "CommittedTranscriptWithTimestamps",
    "ErrorMessage",
    "PartialTranscript",
    "RealtimeAudioOptions",
    "RealtimeConnection",
    "RealtimeEvents",
    "RealtimeSession",
    "RealtimeUrlOptions",
    "ScribeRealtime",
    "SessionOptions",
    "SessionStarted",
    "UnknownMessage",
    "UnreadableFrame",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401  # as the protocol of modules has it
    """Load the session when it is first asked for: it needs numpy, and the client does not."""
    if name != "RealtimeSession":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from captions.realtime.session import RealtimeSession  # noqa: PLC0415

    return RealtimeSession
