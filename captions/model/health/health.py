"""Detects problems in each link from sound to text: device, level, network or engine, words.

`LaneHealth` detects the problems of one lane. This module decides what reaches the user: it hides
problems that flicker, and reports each kind at most once a minute. It offers the app a remedy for
problems that need no user action.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from captions.events import (
    Committed,
    DeviceCondition,
    EngineChanged,
    EngineState,
    Event,
    Failed,
    PaceChanged,
    Partial,
    SessionChanged,
    SourceChanged,
)
from captions.model.health.lane_health import LaneHealth, WatchedLane
from captions.model.health.problem import (
    ENGINE_BEHIND,
    ENGINE_STALLED,
    PROBLEMS,
    SERVER_BEHIND,
    Problem,
    Remedy,
)
from captions.pcm import Level

_PROBLEM_END_SECONDS = 1.0
"""Time in seconds without a problem before it counts as over."""
_REPORT_INTERVAL_SECONDS = 60.0
"""Minimum interval in seconds between two reports of the same kind of problem."""
_MINOR_DISPLAY_SECONDS = 10.0
_CRITICAL_DISPLAY_SECONDS = 60.0
"""Display times in seconds of minor and of critical problems while another lane works."""


@dataclass(frozen=True, slots=True)
class LaneProblem:
    """A problem and the lane that has it."""

    problem: Problem
    lane: str


@dataclass(frozen=True, slots=True)
class ProblemStarted:
    """A problem that has just begun."""

    lane_problem: LaneProblem
    failure: Failed | None
    """Failure to report to the user; `None` if it needs no action or was reported recently."""
    remedy: Remedy
    """What the app should do by itself."""


@dataclass(slots=True)
class _ProblemSpan:
    """The period in which a problem was present."""

    since: float
    last_detected: float
    """When the problem was last detected."""


class CaptionHealth:
    """Monitors everything between sound and text.

    Times are seconds of any monotonic clock.
    """

    def __init__(self, lanes: Iterable[WatchedLane], stall_problem: Problem | None = None) -> None:
        """Create a monitor for one or more lanes.

        Args:
            lanes: the lanes to monitor.
            stall_problem: problem to report if the server does not answer sound, `ENGINE_STALLED`
                or `SERVER_STALLED`; `None` for a server that may stay silent while nobody speaks.
        """
        self.lanes = {watched.name: LaneHealth(watched, stall_problem) for watched in lanes}
        self.engine: EngineChanged | None = None
        """State of the on-device engine; `None` if another server is used."""
        self._active: dict[LaneProblem, _ProblemSpan] = {}
        self._last_reported: dict[str, float] = {}
        """When each kind of problem was last reported."""
        self._now = 0.0

    @property
    def active_problems(self) -> list[LaneProblem]:
        """All current problems, in the order of the links from sound to text."""
        return _sort_by_link(
            problem for problem in self._active if self.lanes[problem.lane].is_live
        )

    @property
    def displayed_problems(self) -> list[LaneProblem]:
        """Problems to show on screen now.

        A microphone that is muted on purpose is shown for a limited time, not for a whole meeting.
        """
        problems = self.active_problems
        live = {name for name, lane in self.lanes.items() if lane.is_live}
        working = live - {problem.lane for problem in problems}
        return [problem for problem in problems if not working or self._is_recent(problem)]

    def apply(self, event: Event) -> None:
        """Update the state with an event."""
        match event:
            case EngineChanged():
                self.engine = event
                for lane in self.lanes.values():
                    lane.apply(event)
            case PaceChanged(is_behind, lane):
                self.lanes[lane].is_behind = is_behind
            case SourceChanged() | DeviceCondition() | SessionChanged() | Partial() | Committed():
                self.lanes[event.lane].apply(event)
            case _:
                pass

    def record_level(self, lane: str, level: Level, seconds: float) -> None:
        """Record the level of a captured chunk, before any of its audio is dropped."""
        self.lanes[lane].record_level(level, seconds)

    def poll_problems(self, now: float) -> ProblemStarted | None:
        """Detect problems; call this about twice a second.

        Returns:
            A problem that has just begun; only one in each call.
        """
        self._now = now
        detected = _sort_by_link(
            LaneProblem(problem, name)
            for name, lane in self.lanes.items()
            for problem in self._find_problems(lane)
        )
        for problem in detected:
            if problem in self._active:
                self._active[problem].last_detected = now
        self._active = {
            problem: span
            for problem, span in self._active.items()
            if now - span.last_detected < _PROBLEM_END_SECONDS
        }
        started = next((problem for problem in detected if problem not in self._active), None)
        return None if started is None else self._start_problem(started, now)

    def _find_problems(self, lane: LaneHealth) -> Iterator[Problem]:
        yield from lane.find_problems()
        is_ready = self.engine is not None and self.engine.state is EngineState.READY
        if is_ready and lane.is_live and lane.is_unreachable:
            yield ENGINE_STALLED
        if lane.is_live and lane.is_behind:
            yield SERVER_BEHIND if self.engine is None else ENGINE_BEHIND

    def _is_recent(self, lane_problem: LaneProblem) -> bool:
        limit = (
            _CRITICAL_DISPLAY_SECONDS if lane_problem.problem.critical else _MINOR_DISPLAY_SECONDS
        )
        return self._now - self._active[lane_problem].since < limit

    def _start_problem(self, lane_problem: LaneProblem, now: float) -> ProblemStarted:
        self._active[lane_problem] = _ProblemSpan(now, now)
        return ProblemStarted(
            lane_problem,
            self._failure_to_report(lane_problem.problem, now),
            self._choose_remedy(lane_problem),
        )

    def _failure_to_report(self, problem: Problem, now: float) -> Failed | None:
        last = self._last_reported.get(problem.kind)
        if not problem.critical or (last is not None and now - last < _REPORT_INTERVAL_SECONDS):
            return None
        self._last_reported[problem.kind] = now
        return problem.failure

    def _choose_remedy(self, lane_problem: LaneProblem) -> Remedy:
        """Return the remedy to try, unless it failed before or is in progress."""
        remedy = self.lanes[lane_problem.lane].choose_remedy(lane_problem.problem)
        others = (other.problem for other in self._active if other != lane_problem)
        if remedy is Remedy.RESTART_ENGINE and lane_problem.problem in others:
            return Remedy.NONE
        return remedy


def _sort_by_link(lane_problems: Iterable[LaneProblem]) -> list[LaneProblem]:
    return sorted(lane_problems, key=lambda problem: PROBLEMS.index(problem.problem))
