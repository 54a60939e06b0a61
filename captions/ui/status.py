"""What the status line and the tray say, out of the states of sound, session and engine."""

import math
from dataclasses import dataclass, replace

from captions.events import (
    EngineChanged,
    EngineState,
    Event,
    SessionChanged,
    SessionState,
    SourceChanged,
    SourceState,
    Speech,
)
from captions.ui.look import Light

_OPENING = SourceChanged(SourceState.OPENING)
_CONNECTING = SessionChanged(SessionState.CONNECTING)


@dataclass(frozen=True, slots=True)
class Status:
    """The state of each link from sound to text; each event makes a new one."""

    source: SourceChanged = _OPENING
    session: SessionChanged = _CONNECTING
    engine: EngineChanged | None = None
    """`None` where another server is used."""
    heard: bool = False
    """Whether anything was recognised since the session began to listen."""

    def apply(self, event: Event) -> "Status":
        """Return the status after an event."""
        match event:
            case SourceChanged():
                return replace(self, source=event, heard=False)
            case SessionChanged():
                return replace(self, session=event, heard=False)
            case EngineChanged():
                return replace(self, engine=event)
            case _ if isinstance(event, Speech):
                return replace(self, heard=True)
            case _:
                return self

    @property
    def line(self) -> str:
        """What to say in the overlay; empty while all is well and words come."""
        broken = self._broken()
        if broken:
            return broken
        if self.source.state is SourceState.PAUSED:
            return "Paused: nothing is heard."
        if self.session.state is not SessionState.LISTENING:
            return self._waiting_for_session()
        if self.source.state is SourceState.LISTENING and not self.heard:
            return f"Listening to {self.source.detail}" if self.source.detail else "Listening"
        return ""

    @property
    def light(self) -> Light:
        """The colour of it all."""
        if self._broken():
            return "error"
        well = self.session.state is SessionState.LISTENING
        return "listening" if well and self.source.state is SourceState.LISTENING else "waiting"

    def _broken(self) -> str:
        """Return the sentence of the first broken link; empty if none is."""
        if self.engine is not None and self.engine.state is EngineState.FAILED:
            return self.engine.detail
        if self.session.state is SessionState.FAILED:
            return self.session.detail
        return self.source.detail if self.source.state is SourceState.MISSING else ""

    def _next_try(self) -> str:
        seconds = math.ceil(self.session.retry_in)
        return f"Trying again in {seconds} s…" if seconds > 1 else "Trying again…"

    def _waiting_for_session(self) -> str:
        if self.session.state is SessionState.ENDED:
            return ""
        if self.engine is not None and self.engine.state is EngineState.STARTING:
            return "Starting speech recognition…"
        if self.session.state is SessionState.RECONNECTING:
            return f"{self.session.detail} {self._next_try()}"
        return "Connecting…"
