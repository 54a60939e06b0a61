"""Filters repeated reconnect events, which arrive every second, out of the log."""

from captions.events import SessionChanged, SessionState, SourceChanged

REPEAT_SECONDS = 60.0
"""Minimum interval in seconds between log lines with the same state and reason."""
_WAITING = (SessionState.CONNECTING, SessionState.RECONNECTING)


class ReconnectNotice:
    """Keeps the connection states and reasons logged last, by lane."""

    def __init__(self) -> None:
        self._last_logged: dict[str, dict[tuple[SessionState, str], float]] = {}
        """When each state and reason of a lane was last logged."""

    def should_log(self, event: SourceChanged | SessionChanged, now: float) -> bool:
        """Return True if an event should be logged.

        Args:
            event: the state change.
            now: seconds of any monotonic clock.
        """
        if isinstance(event, SourceChanged):
            return True
        if event.state not in _WAITING:
            self._last_logged.pop(event.lane, None)
            return True
        seen = self._last_logged.setdefault(event.lane, {})
        step = (event.state, str(event.detail))
        if now - seen.get(step, -REPEAT_SECONDS) < REPEAT_SECONDS:
            return False
        seen[step] = now
        return True
