"""Limits of the connections of a web server; the defaults suit a server for one computer."""

from dataclasses import dataclass

_MAX_FRAME_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionLimits:
    """Limits that protect a server from clients that are slow, too numerous or hostile."""

    frame_rate: float = 1000.0
    """Sustained frames per second of a WebSocket; live audio in chunks of 20 ms needs 50."""
    frame_burst: float = 40_000.0
    """Frames of a WebSocket in one burst; ten minutes of audio are 30,000 chunks of 20 ms."""
    send_timeout: float = 10.0
    """Send timeout in seconds."""
    handshake_timeout: float = 10.0
    """Seconds within which a request must arrive and be answered."""
    max_unauthenticated: int = 256
    """Maximum connections without a valid key yet, including TLS handshakes; beyond it the oldest
    is dropped. It is lower if the process may not open twice as many files."""

    @property
    def max_frame_bytes(self) -> int:
        """Maximum bytes of a message from a client."""
        return _MAX_FRAME_BYTES


class RateAllowance:
    """Token bucket: limits the sustained rate of events and allows bursts."""

    def __init__(self, rate: float, burst: float) -> None:
        """Create a full bucket that holds ``burst`` tokens and gains ``rate`` tokens a second."""
        self._rate = rate
        self._burst = burst
        self._tokens = burst
        self._updated_at = 0.0

    def try_spend(self, now: float) -> bool:
        """Remove a token and return True, or return False if the bucket is empty.

        Args:
            now: seconds of any monotonic clock.
        """
        self._tokens = min(self._burst, self._tokens + (now - self._updated_at) * self._rate)
        self._updated_at = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True
