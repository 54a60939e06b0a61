"""Limits of the server; the defaults suit a server for one computer.

A limit in seconds may be infinite, which disables it.
"""

import math
from dataclasses import dataclass

from typing_extensions import override

from captions.protocol.messages import MAX_FRAME_BYTES
from captions.web.connection_limits import ConnectionLimits

_MAX_ENVELOPE_BYTES = 64 * 1024
"""Maximum size of a frame without its samples; mostly ``previous_text``."""


@dataclass(frozen=True, slots=True)
class PaceLimits:
    """When recognition counts as behind live speech; times are in seconds."""

    late: float = 4.0
    """Delay from receiving audio to recognising it, from which a session is late."""
    judged_seconds: float = 6.0
    """Duration over which the speed of a late session is judged."""
    catch_up_speed: float = 1.2
    """Seconds of audio per second from which a late session catches up by itself: it received much
    audio at once, such as after a reconnection or from a recording."""
    on_time: float = 1.0
    """Delay up to which a session is on time."""
    steady_seconds: float = 15.0
    """Duration for which a session has to be on time until it has caught up; so one that is behind
    does not catch up in each pause of the speech."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerLimits(ConnectionLimits):
    """Limits per client and for all clients together."""

    idle_timeout: float = 15.0
    """Seconds without a message before a session is closed; the value of the cloud service."""
    forced_commit: float = 36.0
    """Seconds of uncommitted audio before a forced commit; the value of the cloud service."""
    min_commit: float = 0.3
    """Minimum seconds of audio for a commit; the value of the cloud service."""
    max_session_seconds: float = math.inf
    """Maximum duration of a session in seconds."""
    max_sessions: int = 32
    """Maximum number of concurrent sessions."""
    max_chunk_bytes: int = 768 * 1024
    """Maximum bytes of samples in one message; our own client's messages come close."""
    max_queued_seconds: float = 600.0
    """Seconds of queued audio above which the server stops reading a session's connection.

    The value is large because the server answers pings only after all audio sent before them. The
    pongs were 8 s late in a measurement, and many clients disconnect after 10 or 20 s.
    """
    max_queued_bytes: int = 256 * 1024 * 1024
    """Maximum bytes of queued audio of all sessions; more causes ``queue_overflow``."""
    max_queued_commits: int = 2500
    """Maximum queued commits of a session; 600 s of audio hold 2000 of the shortest commits."""
    max_guess_gap: float = 2.0
    """Seconds without a guess after which a session makes one although its audio waits, unless
    another session waits for a thread."""
    pace: PaceLimits = PaceLimits()
    """When the client is warned that recognition is behind live speech."""
    max_tokens: int = 1000
    """Maximum number of valid single-use tokens."""

    @property
    @override
    def max_frame_bytes(self) -> int:
        """Maximum bytes of a message; base64 turns three bytes into four."""
        return max(MAX_FRAME_BYTES, self.max_chunk_bytes * 4 // 3 + _MAX_ENVELOPE_BYTES)


DEFAULTS = ServerLimits()
"""Limits of a server without other options."""
