"""The client library: a drop-in for ``elevenlabs.realtime``, and the session the app uses."""

from captions.protocol.options import AudioFormat, CommitStrategy
from captions.realtime.connection import RealtimeConnection, RealtimeEvents
from captions.realtime.scribe import RealtimeAudioOptions, RealtimeUrlOptions, ScribeRealtime

__all__ = [
    "AudioFormat",
    "CommitStrategy",
    "RealtimeAudioOptions",
    "RealtimeConnection",
    "RealtimeEvents",
    "RealtimeUrlOptions",
    "ScribeRealtime",
]
