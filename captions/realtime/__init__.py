"""Client library: a drop-in for ``elevenlabs.realtime``, and the resilient session of the app."""

from typing import TYPE_CHECKING, Any

from captions.protocol.addresses import Address
from captions.protocol.messages import (
    CommittedTranscript,
    CommittedTranscriptWithTimestamps,
    ErrorMessage,
    PartialTranscript,
    SessionStarted,
    UnknownMessage,
)
from captions.protocol.options import AudioFormat, CommitStrategy, SessionOptions
from captions.realtime.sdk.connection import RealtimeConnection
from captions.realtime.sdk.event_names import RealtimeEvents
from captions.realtime.sdk.event_queue import UnreadableFrame
from captions.realtime.sdk.scribe import RealtimeAudioOptions, RealtimeUrlOptions, ScribeRealtime

if TYPE_CHECKING:
    from captions.realtime.session.session import RealtimeSession

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


def __getattr__(name: str) -> Any:  # noqa: ANN401  # signature of PEP 562
    """Import `RealtimeSession` on first use: it needs numpy, the rest of the client does not."""
    if name != "RealtimeSession":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from captions.realtime.session.session import RealtimeSession  # noqa: PLC0415

    return RealtimeSession
