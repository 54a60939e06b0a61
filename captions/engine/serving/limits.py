"""Every bound on what clients may ask of the server, as one value; the defaults suit one computer.

Seconds may be infinite: the bound is then off.
"""

import math
from dataclasses import dataclass

from captions.protocol.messages import MAX_FRAME_BYTES

_ENVELOPE_BYTES = 64 * 1024
"""What a frame may hold beside its samples: above all ``previous_text``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one client may do, and what all of them may do together."""

    idle: float = 15.0
    """Seconds without a message after which a session is closed, as the cloud service does."""
    automatic_commit: float = 36.0
    """Seconds of uncommitted sound that are committed unasked, as the cloud service does."""
    least_commit: float = 0.3
    """Seconds of sound below which nothing can be committed, as with the cloud service."""
    session: float = math.inf
    """Seconds that a session may last."""
    sessions: int = 32
    """Sessions at once."""
    chunk_bytes: int = 768 * 1024
    """Bytes of samples in one message; our own client's largest message holds hardly less."""
    waiting: float = 600.0
    """Seconds of one session's sound that may wait; more is not read from its connection.

    So much, because a client that is held back gets its pings answered late, behind the sound that
    it has sent (8 s late was measured), and many a client gives up after 10 or 20 s.
    """
    waiting_bytes: int = 256 * 1024 * 1024
    """Bytes of sound that may wait in all sessions together; more is an overflow."""
    waiting_commits: int = 2500
    """Commits of one session that may wait; 600 s hold 2000 of the shortest that are allowed."""
    frames_a_second: float = 1000.0
    """Messages that a session may send on the long run; 20 ms at a time, real sound has 50."""
    frames_at_once: float = 40_000.0
    """Messages that a session may send in a burst; ten minutes have 30,000 of 20 ms."""
    sending: float = 10.0
    """Seconds that a client may take to read what it is sent."""
    handshake: float = 10.0
    """Seconds that a request may take to arrive and to be answered."""
    newcomers: int = 256
    """Connections that have not shown a key yet, handshakes of TLS among them; of more, the oldest
    is dropped. They are fewer where the process may not open twice as many files."""
    tokens: int = 1000
    """Single-use tokens that are valid at once."""

    @property
    def frame_bytes(self) -> int:
        """Bytes of a message: base64 makes four of three."""
        return max(MAX_FRAME_BYTES, self.chunk_bytes * 4 // 3 + _ENVELOPE_BYTES)


DEFAULTS = Limits()


class Allowance:
    """A budget that refills with time: bursts are fine, going on like that is not."""

    def __init__(self, a_second: float, at_once: float) -> None:
        self._a_second = a_second
        self._most = at_once
        self._left = at_once
        self._since = 0.0

    def spend(self, now: float) -> bool:
        """Take one out, and say whether there was one; ``now`` is any clock's seconds."""
        self._left = min(self._most, self._left + (now - self._since) * self._a_second)
        self._since = now
        if self._left < 1:
            return False
        self._left -= 1
        return True
