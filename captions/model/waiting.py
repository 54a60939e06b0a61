"""Tells a new state of a session from the steps of waiting for a server, which come each second."""

from captions.events import SessionChanged, SessionState, SourceChanged

REPEAT_SECONDS = 60.0
"""Time in which waiting for the same reason is logged once."""
_WAITING = (SessionState.CONNECTING, SessionState.RECONNECTING)


class Waiting:
    """Remembers for each lane what it has been waiting for."""

    def __init__(self) -> None:
        self._seen: dict[str, dict[tuple[SessionState, str], float]] = {}
        """When each state and reason of a lane was news last."""

    def is_news(self, event: SourceChanged | SessionChanged, now: float) -> bool:
        """Return True if an event is worth a line in the log; ``now`` is any clock's seconds."""
        if isinstance(event, SourceChanged):
            return True
        if event.state not in _WAITING:
            self._seen.pop(event.lane, None)
            return True
        seen = self._seen.setdefault(event.lane, {})
        step = (event.state, event.detail)
        if now - seen.get(step, -REPEAT_SECONDS) < REPEAT_SECONDS:
            return False
        seen[step] = now
        return True
