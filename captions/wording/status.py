"""Text of the status line and state of the tray icon, derived from the health of captioning."""

import math
from collections.abc import Iterator
from typing import Literal, NamedTuple

from captions.events import EngineState, SessionChanged, SessionState, SourceState
from captions.model.health.health import CaptionHealth
from captions.model.health.lane_health import LaneHealth
from captions.wording import notices
from captions.wording.language import marked, rendered, translated

Light = Literal["listening", "waiting", "error"]
"""Overall state, shown in the tray and beside the status line."""
TrayState = Literal["listening", "paused", "waiting", "error"]
"""States of the tray icon; ``waiting`` means that something is not ready or was lost."""


class CaptionStatus(NamedTuple):
    """Status shown beside the captions and in the tray."""

    line: str
    """Text of the status line; empty while captioning works."""
    light: Light
    paused: bool = False
    """True while the user has paused captioning."""

    @property
    def tray(self) -> TrayState:
        """State of the tray icon."""
        return "paused" if self.paused else self.light


def status(health: CaptionHealth) -> CaptionStatus:
    """Return the most severe status that applies."""
    found = (shown for shown in _to_say(health) if shown.line)
    return next(
        found, CaptionStatus(_listening(health), "listening" if _well(health) else "waiting")
    )


def _to_say(health: CaptionHealth) -> Iterator[CaptionStatus]:
    chains = list(health.lanes.values())
    if health.engine is not None and health.engine.state is EngineState.FAILED:
        yield CaptionStatus(rendered(health.engine.detail), "error")
    failed = [chain for chain in chains if chain.session.state is SessionState.FAILED]
    yield CaptionStatus(
        _of_lanes(health, [(chain, _reason(chain.session)) for chain in failed]), "error"
    )
    if any(chain.source.state is SourceState.PAUSED for chain in chains):
        yield CaptionStatus(notices.words("source.paused"), "waiting", paused=True)
    missing = [chain for chain in chains if chain.source.state is SourceState.MISSING]
    yield CaptionStatus(
        _of_lanes(health, [(chain, rendered(chain.source.detail)) for chain in missing]), "error"
    )
    yield CaptionStatus(_of_troubles(health, grave=True), "error")
    yield CaptionStatus(_waiting_for_session(health), "waiting")
    yield CaptionStatus(_of_troubles(health, grave=False), "waiting")


def _of_troubles(health: CaptionHealth, *, grave: bool) -> str:
    found = [finding for finding in health.displayed_problems if finding.problem.critical is grave]
    return _of_lanes(
        health,
        [(health.lanes[finding.lane], notices.words(finding.problem.kind)) for finding in found],
    )


def _waiting_for_session(health: CaptionHealth) -> str:
    waiting = [chain for chain in health.lanes.values() if _is_waiting(chain)]
    if not waiting:
        return ""
    if health.engine is not None and health.engine.state is EngineState.STARTING:
        return notices.words("engine.starting")
    first = waiting[0].session
    # The user cannot fix a lost connection to our own server; the watchdog does.
    if first.state is not SessionState.RECONNECTING or health.engine is not None:
        return notices.words("session.connecting")
    reason = _of_lanes(health, [(chain, _reason(chain.session)) for chain in waiting])
    return f"{reason} {_next_try(first)}".strip()


def _reason(session: SessionChanged) -> str:
    return notices.of_failure(session.kind, session.detail)


def _is_waiting(chain: LaneHealth) -> bool:
    return chain.session.state not in (SessionState.LISTENING, SessionState.ENDED)


def _next_try(session: SessionChanged) -> str:
    seconds = math.ceil(session.retry_in)
    if seconds > 1:
        return translated(marked("Trying again in {seconds} s…")).replace("{seconds}", str(seconds))
    return translated(marked("Trying again…"))


def _listening(health: CaptionHealth) -> str:
    """Return which devices are captured; empty once their speech has been recognised."""
    hearing = [chain for chain in health.lanes.values() if _hears(chain)]
    if not hearing or any(chain.has_words for chain in hearing):
        return ""
    devices = [chain.source.name for chain in hearing if chain.source.name]
    if not devices:
        return notices.words("session.listening")
    return notices.words("source.listening", translated(marked(" and ")).join(devices))


def _well(health: CaptionHealth) -> bool:
    return not health.active_problems and all(map(_hears, health.lanes.values()))


def _hears(chain: LaneHealth) -> bool:
    session, source = chain.session.state, chain.source.state
    return session is SessionState.LISTENING and source is SourceState.LISTENING


def _of_lanes(health: CaptionHealth, said: list[tuple[LaneHealth, str]]) -> str:
    """Return the first lane's sentence, with its label unless all lanes have the same sentence."""
    if not said:
        return ""
    chain, sentence = said[0]
    same = sum(other == sentence for _, other in said)
    return f"{chain.label}: {sentence}" if chain.label and same < len(health.lanes) else sentence
