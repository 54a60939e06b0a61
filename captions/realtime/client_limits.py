"""Timeouts and other limits of the client, in seconds unless the name says otherwise."""

from dataclasses import dataclass

from captions.backoff import FIRST_SECONDS


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientLimits:
    """Limits of one connection or session; the defaults suit every server."""

    open_timeout: float = 10.0
    """Timeout for the handshake."""
    start_timeout: float = 10.0
    """Timeout for ``session_started``."""
    ping_interval: float = 5.0
    """Ping interval; the timeout for a pong is twice as long.

    A connection without pongs is dead, for example after a suspend or an unplugged cable.
    """
    keepalive_interval: float = 5.0
    """Interval of empty chunks while there is no audio.

    The service closes the connection after 15 s without a client message (ElevenLabs documentation;
    measured: 15.3 to 15.8 s). An empty chunk resets its timer (``livekit-plugins-elevenlabs``
    1.8.9).
    """
    close_timeout: float = 2.0
    """Timeout for the server's close frame, so that a dead server does not block us."""
    answer_timeout: float = 30.0
    """Timeout for the answer to a commit."""
    empty_answer_timeout: float = 1.0
    """Timeout after an empty answer with endpointing; after it, that answer was the last."""
    timed_copy_timeout: float = 1.0
    """Timeout for the timed copy of a commit; about 15 ms were measured (2026-10-06)."""
    translation_timeout: float = 10.0
    """Timeout for the next translation at the end of a stream; the rest is given up after it."""
    first_backoff: float = FIRST_SECONDS
    """Delay before the second attempt to connect."""
    rotation_age: float | None = None
    """Age at which a session replaces its connection; `None` for never."""
    min_rotation_age: float = 60.0
    """Minimum rotation age in seconds, even if a server closes connections earlier."""
    url_start_timeout: float = 30.0
    """Timeout for the first samples of a URL."""
    url_stop_timeout: float = 1.0
    """Timeout for ffmpeg to exit after it is asked to."""


DEFAULT_LIMITS = ClientLimits()
"""Limits of a client whose server has no time limit."""
REMOTE_LIMITS = ClientLimits(rotation_age=480.0)
"""Limits of a session at a service, which replaces a connection before the service's time limit.

The limit of ElevenLabs is unpublished (``session_time_limit_exceeded``, event reference); a
third-party client also rotates after 8 minutes.
"""
