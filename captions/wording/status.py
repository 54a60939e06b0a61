"""Text of the status line and state of the tray icon, derived from the health of captioning."""

import math
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from captions.events import EngineState, SessionChanged, SessionState, SourceState
from captions.model.health.health import CaptionHealth
from captions.model.health.lane_health import LaneHealth, SourceKind
from captions.model.saved_transcript import Keeping
from captions.wording.language import marked, rendered, translated
from captions.wording.notifications import notices
from captions.wording.output_titles import RECEIVER_NAMES

Light = Literal["listening", "waiting", "error"]
"""Overall state, shown in the tray and beside the status line."""
TrayState = Literal["listening", "paused", "waiting", "error"]
"""States of the tray icon; ``waiting`` means that something is not ready or was lost."""


_DEVICE_TITLES = {
    SourceKind.MICROPHONE: marked("Microphone"),
    SourceKind.COMPUTER: marked("Computer audio"),
    SourceKind.RECORDING: marked("Recording"),
}
"""What a source is called whose device has no name that the user knows."""


class LaneDevice(NamedTuple):
    """What one lane listens to."""

    lane: str
    """Name of the lane; empty if there is only one."""
    title: str
    """Name of the device as the user knows it, for a label."""
    is_heard: bool
    """True while its sound arrives."""


class CaptionStatus(NamedTuple):
    """Status shown beside the captions and in the tray."""

    line: str
    """Text of the status line; empty while captioning works and nothing is sent."""
    light: Light
    paused: bool = False
    """True while the user has paused captioning."""
    keeping: str = ""
    """Sentence that says what is being kept; empty if nothing is."""
    sending: str = ""
    """Sentence that says where captions are sent; empty if they are not."""
    listening: str = ""
    """Says what is listened to, even after the line no longer does; empty if nothing is."""
    devices: tuple[LaneDevice, ...] = ()
    """What each lane listens to, or is about to."""

    @property
    def remarks(self) -> str:
        """What is kept and sent, which is no problem but worth knowing."""
        return " ".join(filter(None, (self.keeping, self.sending)))

    @property
    def tray(self) -> TrayState:
        """State of the tray icon."""
        return "paused" if self.paused and self.light != "error" else self.light


def compute_status(
    health: CaptionHealth, keeping: Keeping = Keeping.NOTHING, receivers: Sequence[str] = ()
) -> CaptionStatus:
    """Return the most severe status that applies.

    Args:
        health: the health of captioning.
        keeping: what of the session stays after the app quits.
        receivers: kinds of the outputs that receive captions, as in the settings.
    """
    lanes = health.lanes
    return _find_status(health, keeping, receivers)._replace(
        paused=any(lane.source.state is SourceState.PAUSED for lane in lanes.values()),
        listening=_describe_devices(health),
        devices=tuple(_describe_lane(name, lane) for name, lane in lanes.items()),
    )


def _find_status(
    health: CaptionHealth, keeping: Keeping, receivers: Sequence[str]
) -> CaptionStatus:
    kept = "" if keeping is Keeping.NOTHING else notices.format_notice(f"kept.{keeping.value}")
    for status in _iter_problem_statuses(health):
        if status.line:
            if status.paused:
                return status
            sent = _describe_receivers(receivers)
            line = f"{status.line} {sent}" if sent else status.line
            return status._replace(line=line, keeping=kept, sending=sent)
    light: Light = "listening" if _is_working(health) else "waiting"
    devices = "" if _has_words(health) else _describe_devices(health)
    status = CaptionStatus("", light, keeping=kept, sending=_describe_receivers(receivers))
    if not devices:
        return status._replace(line=status.sending)
    return status._replace(line=f"{devices}. {status.remarks}" if status.remarks else devices)


def _describe_receivers(receivers: Sequence[str]) -> str:
    """Return where captions are sent; empty if they are not."""
    if not receivers:
        return ""
    names = translated(marked(" and ")).join(translated(RECEIVER_NAMES[kind]) for kind in receivers)
    return notices.format_notice("sent", names)


def _iter_problem_statuses(health: CaptionHealth) -> Iterator[CaptionStatus]:
    """Yield the status for each kind of problem, the most severe first; an empty line is none."""
    lanes = list(health.lanes.values())
    if health.engine is not None and health.engine.state is EngineState.FAILED:
        yield CaptionStatus(rendered(health.engine.detail), "error")
    failed = [lane for lane in lanes if lane.session.state is SessionState.FAILED]
    reasons = [(lane, _describe_session_failure(lane.session)) for lane in failed]
    yield CaptionStatus(_label_first(health, reasons), "error")
    if any(lane.source.state is SourceState.PAUSED for lane in lanes):
        yield CaptionStatus(notices.format_notice("source.paused"), "waiting", paused=True)
    missing = [lane for lane in lanes if lane.source.state is SourceState.MISSING]
    reasons = [(lane, rendered(lane.source.detail)) for lane in missing]
    yield CaptionStatus(_label_first(health, reasons), "error")
    yield CaptionStatus(_describe_problems(health, critical=True), "error")
    yield CaptionStatus(_describe_connection(health), "waiting")
    yield CaptionStatus(_describe_problems(health, critical=False), "waiting")
    yield CaptionStatus(_describe_opening(health), "waiting")


def _describe_problems(health: CaptionHealth, *, critical: bool) -> str:
    found = [item for item in health.displayed_problems if item.problem.critical is critical]
    return _label_first(
        health,
        [(health.lanes[item.lane], notices.format_notice(item.problem.kind)) for item in found],
    )


def _describe_connection(health: CaptionHealth) -> str:
    """Return what delays the sessions; empty while all are connected."""
    waiting = [lane for lane in health.lanes.values() if _is_connecting(lane)]
    if not waiting:
        return ""
    if health.engine is not None and health.engine.state is EngineState.STARTING:
        return notices.format_notice("engine.starting")
    first = waiting[0].session
    # The user cannot fix a lost connection to our own server; the watchdog does.
    if first.state is not SessionState.RECONNECTING or health.engine is not None:
        return notices.format_notice("session.connecting")
    reasons = [(lane, _describe_session_failure(lane.session)) for lane in waiting]
    return f"{_label_first(health, reasons)} {_describe_next_attempt(first)}".strip()


def _describe_opening(health: CaptionHealth) -> str:
    """Return what is being opened; empty once sound arrives from anywhere."""
    lanes = health.lanes.values()
    if any(lane.source.state is not SourceState.OPENING for lane in lanes):
        return ""
    return " ".join(notices.format_notice(f"opening.{lane.source_kind.value}") for lane in lanes)


def _describe_session_failure(session: SessionChanged) -> str:
    return notices.describe_failure(session.kind, session.detail)


def _describe_next_attempt(session: SessionChanged) -> str:
    seconds = math.ceil(session.retry_in)
    if seconds > 1:
        return translated(marked("Trying again in {seconds}\u00a0s…")).replace(
            "{seconds}", str(seconds)
        )
    return translated(marked("Trying again…"))


def _describe_devices(health: CaptionHealth) -> str:
    """Return which devices are captured; empty if none is."""
    listening = [lane for lane in health.lanes.values() if _is_listening(lane)]
    if not listening:
        return ""
    devices = list(filter(None, map(_device_phrase, listening)))
    if not devices:
        return notices.format_notice("session.listening")
    return notices.format_notice("source.listening", translated(marked(" and ")).join(devices))


def _has_words(health: CaptionHealth) -> bool:
    """Return True once speech of a device that is captured has been recognised."""
    return any(lane.has_words for lane in health.lanes.values() if _is_listening(lane))


def _device_phrase(lane: LaneHealth) -> str:
    """Return a device within a sentence, as the user knows it.

    Sound servers call what the computer plays “Monitor of” its output, which no desktop shows.
    """
    if lane.source_kind is SourceKind.COMPUTER:
        return translated(marked("computer audio"))
    return lane.source.name


def _describe_lane(name: str, lane: LaneHealth) -> LaneDevice:
    return LaneDevice(name, _device_title(lane), lane.source.state is SourceState.LISTENING)


def _device_title(lane: LaneHealth) -> str:
    """Return a device as a label, as the user knows it."""
    if lane.source_kind is SourceKind.COMPUTER:
        return translated(_DEVICE_TITLES[SourceKind.COMPUTER])
    return lane.source.name or translated(_DEVICE_TITLES[lane.source_kind])


def _is_working(health: CaptionHealth) -> bool:
    return not health.active_problems and all(map(_is_listening, health.lanes.values()))


def _is_listening(lane: LaneHealth) -> bool:
    session, source = lane.session.state, lane.source.state
    return session is SessionState.LISTENING and source is SourceState.LISTENING


def _is_connecting(lane: LaneHealth) -> bool:
    return lane.session.state not in (SessionState.LISTENING, SessionState.ENDED)


def _label_first(health: CaptionHealth, sentences: list[tuple[LaneHealth, str]]) -> str:
    """Return the first lane's sentence, with its label unless all lanes have the same sentence."""
    if not sentences:
        return ""
    lane, sentence = sentences[0]
    same = sum(other == sentence for _, other in sentences)
    return f"{lane.label}: {sentence}" if lane.label and same < len(health.lanes) else sentence
