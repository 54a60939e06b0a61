"""The client library: a drop-in for ``elevenlabs.realtime``, and the session the app uses."""

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
from captions.realtime.session import RealtimeSession
from captions.realtime.wire import Address

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
