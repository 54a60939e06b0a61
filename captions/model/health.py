"""The watchdog over the whole chain: device, level, network or engine, text.

Every lane has a chain of links, and its own idea of what is wrong with it now. What stands between
that and the user is here: nothing that flickers is shown, nothing is told twice in a minute, and
whatever can be mended without the user is offered to the app.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from captions.events import (
    Committed,
    DeviceCondition,
    EngineChanged,
    EngineState,
    Event,
    Failed,
    Partial,
    SessionChanged,
    SourceChanged,
)
from captions.model.chain import Chain, Watched
from captions.model.trouble import ENGINE_STALLED, TROUBLES, Remedy, Trouble
from captions.pcm import Level

_OVER_SECONDS = 1.0
"""A trouble is over once it has not been there for so long."""
_FOLDED_SECONDS = 60.0
"""In which the same trouble is not told again."""
_SAID_SECONDS = 10.0
_GRAVE_SAID_SECONDS = 60.0
"""How long a trouble is spoken of while another lane is well; one that is not grave for less."""


class Finding(NamedTuple):
    """A trouble, and the lane that has it."""

    trouble: Trouble
    lane: str


class News(NamedTuple):
    """A trouble has begun."""

    finding: Finding
    failed: Failed | None
    """What to tell the user; `None` if there is nothing for them to do, or they know already."""
    remedy: Remedy
    """What to do without them."""


@dataclass(slots=True)
class _Spell:
    """How long a trouble has been there."""

    since: float
    last: float
    """When it was last found."""


class Health:
    """The state of everything between sound and text; ``now`` is any clock's seconds."""

    def __init__(self, lanes: Iterable[Watched], stalled: Trouble | None = None) -> None:
        """Watch lanes.

        Args:
            lanes: one or more.
            stalled: what to call it if sound gets no answer: `ENGINE_STALLED` or `SERVER_STALLED`;
                `None` for a server that need not answer as long as nobody speaks.
        """
        self.chains = {watched.name: Chain(watched, stalled) for watched in lanes}
        self.engine: EngineChanged | None = None
        """`None` where another server is used."""
        self._present: dict[Finding, _Spell] = {}
        self._told: dict[str, float] = {}
        """When each kind of trouble was last told."""
        self._now = 0.0

    @property
    def troubles(self) -> list[Finding]:
        """All that is wrong, in the order of the links from sound to text."""
        return _in_order(found for found in self._present if self.chains[found.lane].live)

    @property
    def said(self) -> list[Finding]:
        """Those troubles of which to speak on the screen.

        A microphone that is muted on purpose is mentioned, but not for a whole meeting.
        """
        troubles = self.troubles
        live = {name for name, chain in self.chains.items() if chain.live}
        well = live - {found.lane for found in troubles}
        return [found for found in troubles if not well or self._is_fresh(found)]

    def apply(self, event: Event) -> None:
        """Take note of something that happened."""
        match event:
            case EngineChanged():
                self.engine = event
                for chain in self.chains.values():
                    chain.apply(event)
            case SourceChanged() | DeviceCondition() | SessionChanged() | Partial() | Committed():
                self.chains[event.lane].apply(event)
            case _:
                pass

    def measured(self, lane: str, level: Level, seconds: float) -> None:
        """Take note of a chunk that was heard, before anything of it is left out."""
        self.chains[lane].measured(level, seconds)

    def ticked(self, now: float) -> News | None:
        """Look what is wrong; call it about twice a second.

        Returns:
            A trouble that begins, one at a time.
        """
        self._now = now
        found = _in_order(
            Finding(trouble, lane)
            for lane, chain in self.chains.items()
            for trouble in self._troubles(chain)
        )
        for finding in found:
            if finding in self._present:
                self._present[finding].last = now
        self._present = {
            finding: spell
            for finding, spell in self._present.items()
            if now - spell.last < _OVER_SECONDS
        }
        begun = next((finding for finding in found if finding not in self._present), None)
        return None if begun is None else self._begin(begun, now)

    def _troubles(self, chain: Chain) -> Iterator[Trouble]:
        yield from chain.troubles()
        runs = self.engine is not None and self.engine.state is EngineState.READY
        if runs and chain.live and chain.unreached:
            yield ENGINE_STALLED

    def _is_fresh(self, found: Finding) -> bool:
        longest = _GRAVE_SAID_SECONDS if found.trouble.grave else _SAID_SECONDS
        return self._now - self._present[found].since < longest

    def _begin(self, finding: Finding, now: float) -> News:
        self._present[finding] = _Spell(now, now)
        return News(finding, self._failed(finding.trouble, now), self._remedy(finding))

    def _failed(self, trouble: Trouble, now: float) -> Failed | None:
        told = self._told.get(trouble.kind)
        if not trouble.grave or (told is not None and now - told < _FOLDED_SECONDS):
            return None
        self._told[trouble.kind] = now
        return trouble.failed

    def _remedy(self, finding: Finding) -> Remedy:
        """Return what to try, unless it was tried in vain or is being tried."""
        remedy = finding.trouble.remedy
        if remedy is Remedy.REOPEN and not self.chains[finding.lane].reopening():
            return Remedy.NONE
        others = (found.trouble for found in self._present if found != finding)
        if remedy is Remedy.RESTART_ENGINE and finding.trouble in others:
            return Remedy.NONE
        return remedy


def _in_order(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: TROUBLES.index(finding.trouble))
