"""What the status line and the tray say, out of the health of the chain from sound to text."""

import math
from collections.abc import Iterator
from typing import Literal, NamedTuple

from captions.events import EngineState, SessionChanged, SessionState, SourceState
from captions.model.chain import Chain
from captions.model.health import Health
from captions.wording import notices
from captions.wording.language import marked, translated
from captions.wording.sentences import localised

Light = Literal["listening", "waiting", "error"]
"""The state at a glance: in the tray, and beside the status line."""
TrayState = Literal["listening", "paused", "waiting", "error"]
"""What the tray's icon tells apart; waiting is whatever is not there yet, or not any more."""


class Status(NamedTuple):
    """What to show besides captions."""

    line: str
    """Empty while all is well and words come."""
    light: Light
    paused: bool = False
    """Whether nothing is heard because the user wants it so."""

    @property
    def tray(self) -> TrayState:
        """What the tray shows."""
        return "paused" if self.paused else self.light


def status(health: Health) -> Status:
    """Return what to show: the first that applies, from what ends all to what is well."""
    found = (shown for shown in _to_say(health) if shown.line)
    return next(found, Status(_listening(health), "listening" if _well(health) else "waiting"))


def _to_say(health: Health) -> Iterator[Status]:
    chains = list(health.chains.values())
    if health.engine is not None and health.engine.state is EngineState.FAILED:
        yield Status(localised(health.engine.detail), "error")
    failed = [chain for chain in chains if chain.session.state is SessionState.FAILED]
    yield Status(_of_lanes(health, [(chain, _reason(chain.session)) for chain in failed]), "error")
    if any(chain.source.state is SourceState.PAUSED for chain in chains):
        yield Status(notices.words("source.paused"), "waiting", paused=True)
    missing = [chain for chain in chains if chain.source.state is SourceState.MISSING]
    yield Status(
        _of_lanes(health, [(chain, localised(chain.source.detail)) for chain in missing]), "error"
    )
    yield Status(_of_troubles(health, grave=True), "error")
    yield Status(_waiting_for_session(health), "waiting")
    yield Status(_of_troubles(health, grave=False), "waiting")


def _of_troubles(health: Health, *, grave: bool) -> str:
    found = [finding for finding in health.said if finding.trouble.grave is grave]
    return _of_lanes(
        health,
        [(health.chains[finding.lane], notices.words(finding.trouble.kind)) for finding in found],
    )


def _waiting_for_session(health: Health) -> str:
    waiting = [chain for chain in health.chains.values() if _is_waiting(chain)]
    if not waiting:
        return ""
    if health.engine is not None and health.engine.state is EngineState.STARTING:
        return notices.words("engine.starting")
    first = waiting[0].session
    # Why our own server is not reached is nothing that a user could mend: the watchdog does.
    if first.state is not SessionState.RECONNECTING or health.engine is not None:
        return notices.words("session.connecting")
    reason = _of_lanes(health, [(chain, _reason(chain.session)) for chain in waiting])
    return f"{reason} {_next_try(first)}".strip()


def _reason(session: SessionChanged) -> str:
    return notices.of_failure(session.kind, session.detail)


def _is_waiting(chain: Chain) -> bool:
    return chain.session.state not in (SessionState.LISTENING, SessionState.ENDED)


def _next_try(session: SessionChanged) -> str:
    seconds = math.ceil(session.retry_in)
    if seconds > 1:
        return translated(marked("Trying again in {seconds} s…")).replace("{seconds}", str(seconds))
    return translated(marked("Trying again…"))


def _listening(health: Health) -> str:
    """Return what is heard, until there are words of it."""
    hearing = [chain for chain in health.chains.values() if _hears(chain)]
    if not hearing or any(chain.worded for chain in hearing):
        return ""
    devices = [chain.source.detail for chain in hearing if chain.source.detail]
    if not devices:
        return notices.words("session.listening")
    return notices.words("source.listening", translated(marked(" and ")).join(devices))


def _well(health: Health) -> bool:
    return not health.troubles and all(map(_hears, health.chains.values()))


def _hears(chain: Chain) -> bool:
    session, source = chain.session.state, chain.source.state
    return session is SessionState.LISTENING and source is SourceState.LISTENING


def _of_lanes(health: Health, said: list[tuple[Chain, str]]) -> str:
    """Return the first of some lanes' sentences, with whose it is unless all lanes say the same."""
    if not said:
        return ""
    chain, sentence = said[0]
    same = sum(other == sentence for _, other in said)
    return f"{chain.label}: {sentence}" if chain.label and same < len(health.chains) else sentence
