"""The caption pipeline: audio sources, speech recognition and the watchdog that monitors both."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, replace
from typing import Any

from captions.app.pipeline.lane import Lane, LaneCallbacks, RecognitionSetup
from captions.app.pipeline.session_options import find_computer_language, make_session_options
from captions.app.pipeline.watchdog import ComputerResumed, PollCompleted, Watchdog
from captions.audio.lanes import NO_CHOICE, LaneSource, TrackChoice, lane_labels, make_lane_sources
from captions.engine.library.translation import needs_translation
from captions.engine.speakers.voice_model import is_voice_model_stored
from captions.engine.supervisor import EngineSupervisor
from captions.errors import CaptionsError
from captions.events import (
    Committed,
    Event,
    Failed,
    SessionState,
)
from captions.model.health.health import CaptionHealth, ProblemStarted
from captions.model.health.lane_health import SourceKind, WatchedLane
from captions.model.health.problem import ENGINE_STALLED, SERVER_STALLED, Problem, Remedy
from captions.pcm import Chunk
from captions.protocol.addresses import Address, socket_url
from captions.protocol.options import (
    AudioFormat,
    SessionOptions,
)
from captions.realtime.speaker_ids import SpeakerIds
from captions.settings.schema import RecognitionSettings, Settings, SoundSettings

EmitEvent = Callable[[Event], None]
ReadKey = Callable[[str], Awaitable[str]]
_FINISH_SECONDS = 10.0
"""Timeout for the last words of a lane whose source was removed."""


@dataclass(frozen=True, slots=True)
class PipelinePlan:
    """The sources and the server to use, checked for availability."""

    settings: Settings
    sources: tuple[LaneSource, ...]
    """Audio source of each lane."""
    track: TrackChoice = NO_CHOICE
    """Audio track from the command line; kept in case the user returns to its source."""


class Pipeline:
    """Runs lanes, engine and watchdog as configured, and restarts only what a change affects."""

    def __init__(
        self,
        plan: PipelinePlan,
        emit: EmitEvent,
        on_chunk: Callable[[str, Chunk], None],
        api_key: ReadKey,
    ) -> None:
        """Prepare to run.

        Args:
            plan: the sources and the settings.
            emit: called with every event.
            on_chunk: called with the name of a lane and each chunk captured in it.
            api_key: returns the key of a remote server, given its base URL.
        """
        self._emit = emit
        self._on_chunk = on_chunk
        self._api_key = api_key
        self._plan = plan
        self._tasks: asyncio.TaskGroup | None = None
        """Owner of all tasks; `None` before `run` and once it ends."""
        self._engine: EngineSupervisor | None = None
        self._lanes: dict[str, Lane] = {}
        self._finishing: set[Lane] = set()
        """Lanes whose source was removed, and whose last words are still to come."""
        self._progress = asyncio.Event()
        """Set whenever a lane has nothing more to caption."""
        self._quit_at_end = False
        self._on_poll: Callable[[], None] = lambda: None
        self._speaker_ids = SpeakerIds()
        self._engine_tells_speakers = False
        """True if the model that tells speakers apart was there when the engine started."""
        self._watchdog = Watchdog()
        self.paused = False
        """True while the user has paused captioning."""
        self._mutes_computer = False
        """True while computer audio is captioned as silence."""
        self._reset_watchdog()

    @property
    def settings(self) -> Settings:
        """Settings currently in use."""
        return self._plan.settings

    @property
    def health(self) -> CaptionHealth:
        """Current health of sources, sessions and engine."""
        return self._watchdog.health

    @property
    def has_failed(self) -> bool:
        """True after a permanent failure, which only `restart_sessions` retries."""
        engine_failed = self._engine is not None and self._engine.has_given_up
        lanes = self.health.lanes.values()
        session_failed = any(lane.session.state is SessionState.FAILED for lane in lanes)
        return engine_failed or session_failed or any(lane.failure for lane in self._lanes.values())

    async def run(self, on_poll: Callable[[], None], *, quit_at_end: bool) -> None:
        """Run until cancelled, or until the recording ends if requested.

        Args:
            on_poll: called about twice a second, because `health` also changes as time passes, and
                as soon as another plan is applied.
            quit_at_end: True to return when all audio has been captioned.

        Raises:
            CaptionsError: the recording cannot be captioned to its end.
        """
        self._quit_at_end = quit_at_end
        self._on_poll = on_poll
        failure: CaptionsError | None = None
        try:
            async with asyncio.TaskGroup() as tasks:
                watchdog_task = tasks.create_task(self._follow_watchdog(on_poll))
                failure = await self._run_lanes(tasks)
                watchdog_task.cancel()
        except BaseExceptionGroup as group:
            raise group.exceptions[0] from group
        if failure is not None:
            raise failure

    def apply_settings(self, settings: Settings) -> None:
        """Apply settings, and replace the affected sources and sessions at once.

        Uncommitted audio goes to the new session.

        Raises:
            CaptionsError: the settings name something unavailable; nothing has changed.
        """
        before = self.settings
        is_affected = _session_settings(before) != _session_settings(settings)
        if is_affected or before.sound != settings.sound:
            self.apply_plan(make_plan(settings, self._plan.track))
        else:
            self._plan = replace(self._plan, settings=settings)

    def apply_plan(self, plan: PipelinePlan) -> None:
        """Apply another plan and its settings, like `apply_settings`."""
        before, self._plan = self.settings, plan
        settings = plan.settings
        self._reset_watchdog()
        if self._tasks is not None:
            if _session_settings(before) != _session_settings(settings):
                self._replace_recognition()
            if _source_settings(before.sound) != _source_settings(settings.sound):
                self._replace_sources(self._tasks)
        self._replay_states()
        self._on_poll()  # A switched source is acknowledged before it is open.

    def restart_sessions(self) -> None:
        """Start new sessions, for example with another key, and retry what has failed."""
        self._reset_watchdog()
        if self._tasks is not None:
            self._replace_recognition()
        self._replay_states()

    def pause(self) -> None:
        """Pause capture, and commit the speech so far."""
        self.paused = True
        for lane in self._lanes.values():
            lane.pause()

    def resume(self) -> None:
        """Resume capture."""
        self.paused = False
        for lane in self._lanes.values():
            lane.resume()

    def mute_computer(self, muted: bool) -> None:  # noqa: FBT001  # the argument of a Qt signal
        """Caption computer audio as silence, or as it is again."""
        self._mutes_computer = muted
        for lane in self._lanes.values():
            lane.mute(muted=muted and lane.kind is SourceKind.COMPUTER)

    def commit(self) -> None:
        """Commit the speech so far as soon as the server accepts it."""
        for lane in self._lanes.values():
            lane.commit()

    async def close(self) -> None:
        """Stop the engine after `run` has ended."""
        if self._engine is not None:
            await self._engine.stop()

    async def _run_lanes(self, tasks: asyncio.TaskGroup) -> CaptionsError | None:
        """Run the lanes until cancelled, or to the end if requested.

        Returns:
            The error that prevented a recording from being captioned to its end.
        """
        self._tasks = tasks
        self._replace_sources(tasks)
        try:
            while not (self._quit_at_end and self._is_done()):
                self._progress.clear()
                await self._progress.wait()
            return next((lane.failure for lane in self._lanes.values() if lane.failure), None)
        finally:
            self._tasks = None
            for lane in self._lanes.values():
                lane.stop_now()

    def _is_done(self) -> bool:
        lanes = list(self._lanes.values())
        failed = any(lane.is_done and lane.failure is not None for lane in lanes)
        return failed or (all(lane.is_done for lane in lanes) and not self._finishing)

    def _replace_recognition(self) -> None:
        """Replace the session of every lane."""
        recognition = self._set_up_recognition()
        for lane in (*self._lanes.values(), *self._finishing):
            lane.replace_recognition(recognition)

    def _replace_sources(self, tasks: asyncio.TaskGroup) -> None:
        """Apply the planned sources; a lane whose source is replaced keeps its session."""
        planned = {source.name: source for source in self._plan.sources}
        for name in [name for name in self._lanes if name not in planned]:
            lane = self._lanes.pop(name)
            self._finishing.add(lane)
            tasks.create_task(self._finish_lane(lane))
        callbacks = LaneCallbacks(self._handle_event, self._record_chunk, self._progress.set)
        for name, source in planned.items():
            if name in self._lanes:
                self._lanes[name].replace_source(source)
                continue
            self._lanes[name] = Lane(source, self._set_up_recognition(), callbacks, tasks)
            if self.paused:
                self._lanes[name].pause()
        self.mute_computer(self._mutes_computer)

    async def _finish_lane(self, lane: Lane) -> None:
        try:
            await lane.finish(_FINISH_SECONDS)
        finally:
            self._finishing.discard(lane)
            self._progress.set()

    def _set_up_recognition(self) -> RecognitionSetup:
        """Return the speech server to use; the engine keeps running if its model is unchanged."""
        recognition = self.settings.recognition
        engine = self._engine
        tells_speakers = recognition.speakers and is_voice_model_stored()
        lacks_speakers = tells_speakers and not self._engine_tells_speakers
        if engine is not None and (
            recognition.server or recognition.model != engine.model or lacks_speakers
        ):
            self._engine = None
            self._stop_engine(engine)
        options = make_session_options(self.settings, tells_speakers=tells_speakers)
        if recognition.server:
            address = _remote_address(recognition, self._api_key)
            return self._make_setup(address, options)
        if self._engine is None:
            self._engine = self._new_engine(recognition.model)
            self._engine_tells_speakers = is_voice_model_stored()
        self._engine.allow_restart()
        return self._make_setup(self._engine.wait_for_address, options)

    def _make_setup(
        self, address: Callable[[], Awaitable[Address]], options: SessionOptions
    ) -> RecognitionSetup:
        return RecognitionSetup(
            address,
            options,
            remote=bool(self.settings.recognition.server),
            speakers=self._speaker_ids,
            computer_language=find_computer_language(self.settings),
        )

    def _new_engine(self, model: str) -> EngineSupervisor:
        def emit_if_current(event: Event) -> None:
            if engine is self._engine:  # Ignore events of a replaced engine.
                self._handle_event(event)

        engine = EngineSupervisor(model, emit_if_current, self._record_engine_crash)
        return engine

    def _stop_engine(self, engine: EngineSupervisor) -> None:
        """Stop an engine in the background."""
        if self._tasks is not None:
            self._tasks.create_task(_run_to_completion(engine.stop()))

    def _reset_watchdog(self) -> None:
        names = lane_labels(self.settings.sound)
        lanes = [
            WatchedLane(source.name, source.kind, names.get(source.name, ""))
            for source in self._plan.sources
        ]
        self._watchdog.watch_lanes(lanes, _stall_problem(self.settings.recognition))
        if self.settings.recognition.server:
            self.health.engine = None

    def _replay_states(self) -> None:
        """Apply the current states of the lanes to a reset watchdog."""
        for lane in self._lanes.values():
            for state in lane.current_states:
                self._watchdog.apply_event(state)

    def _handle_event(self, event: Event) -> None:
        if self._quit_at_end and isinstance(event, Failed) and event.kind == "source_failed":
            return  # The error ends the program and is reported then.
        if self._engine is not None:
            if isinstance(event, Failed) and event.kind == "connection_lost":
                return  # The watchdog reports the cause for the on-device server.
            if isinstance(event, Committed):
                self._engine.reset_restarts()
        if getattr(event, "lane", "") in self._lanes or not hasattr(event, "lane"):
            self._watchdog.apply_event(event)
        self._emit(event)

    def _record_chunk(self, lane: str, chunk: Chunk) -> None:
        self._watchdog.record_level(lane, chunk)
        self._on_chunk(lane, chunk)

    async def _follow_watchdog(self, on_poll: Callable[[], None]) -> None:
        """Carry out the decisions of the watchdog, and call ``on_poll`` after each poll."""
        async for decision in self._watchdog.decisions():
            match decision:
                case ComputerResumed():
                    self._recover_from_suspend()
                case ProblemStarted():
                    self._handle_problem(decision)
                case PollCompleted():
                    on_poll()

    def _handle_problem(self, started: ProblemStarted) -> None:
        """Report a problem, and apply its remedy."""
        if started.failure is not None:
            self._handle_event(started.failure)
        if started.remedy is Remedy.REOPEN:
            self._lanes[started.lane_problem.lane].reopen_device()
        elif started.remedy is Remedy.RESTART_ENGINE and self._engine is not None:
            self._engine.restart_stalled()

    def _record_engine_crash(self) -> None:
        """Record a crash of the engine in every lane; any of them may have caused it."""
        for lane in (*self._lanes.values(), *self._finishing):
            lane.record_engine_crash()

    def _recover_from_suspend(self) -> None:
        """Reopen devices and reconnect after the computer was suspended."""
        for lane in self._lanes.values():
            lane.recover_from_suspend()


def make_plan(settings: Settings, track: TrackChoice = NO_CHOICE) -> PipelinePlan:
    """Resolve the sources and the server of the settings before anything is opened.

    Raises:
        CaptionsError: one of them is unavailable.
    """
    sources = make_lane_sources(settings.sound, AudioFormat(settings.sound.sample_rate).rate, track)
    if settings.recognition.server:
        socket_url(settings.recognition.server)
    return PipelinePlan(settings, tuple(sources), track)


async def _run_to_completion(work: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine to completion, even if the caller is cancelled."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise


def _session_settings(settings: Settings) -> tuple[RecognitionSettings, str, bool]:
    """Return the settings that a session depends on; the last is true if it translates."""
    return settings.recognition, settings.sound.sample_rate, needs_translation(settings)


def _source_settings(sound: SoundSettings) -> SoundSettings:
    """Return the settings that sources depend on: all except the labels."""
    return replace(sound, mic_label="", system_label="")


def _remote_address(
    recognition: RecognitionSettings, api_key: ReadKey
) -> Callable[[], Awaitable[Address]]:
    """Return a function that returns the address of a remote server."""

    async def read_address() -> Address:
        return Address(
            recognition.server,
            await api_key(recognition.server),
            allow_plain_key=recognition.allows_plain_key,
        )

    return read_address


def _stall_problem(recognition: RecognitionSettings) -> Problem | None:
    """Return the problem to report if a long stretch of audio gets no response."""
    if not recognition.server:
        return ENGINE_STALLED
    # A remote server that detects pauses itself sends nothing while nobody speaks.
    return SERVER_STALLED if recognition.is_manual else None
