"""Everything between sound and words: what is heard, who recognises it, who watches over both."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from typing import Any, NamedTuple

from captions.audio.opening import NO_CHOICE, Opening, TrackChoice, labels, openings
from captions.engine.supervisor import EngineSupervisor
from captions.errors import CaptionsError
from captions.events import (
    Committed,
    Event,
    Failed,
    SessionState,
)
from captions.lane import Lane, Recognition, Reports
from captions.model.chain import Watched
from captions.model.health import Health, News
from captions.model.trouble import ENGINE_STALLED, SERVER_STALLED, Remedy, Trouble
from captions.pcm import Chunk
from captions.protocol.options import AudioFormat, CommitStrategy, SessionOptions, Stability
from captions.realtime import wire
from captions.realtime.wire import Address
from captions.settings import RecognitionSettings, Settings, SoundSettings
from captions.watchdog import Watchdog

Tell = Callable[[Event], None]
ApiKey = Callable[[str], Awaitable[str]]
_FINISH_SECONDS = 10.0
"""Time limit for the last words of a lane whose source was left."""


class Plan(NamedTuple):
    """What to caption, once it is known that it can be had."""

    settings: Settings
    openings: tuple[Opening, ...]
    """What is heard in each lane."""
    track: TrackChoice = NO_CHOICE
    """Kept while sources change, for the case that the user returns to the one it is for."""


class Captioning:
    """Captions by the settings, and by others as soon as they change."""

    def __init__(
        self,
        planned: Plan,
        tell: Tell,
        heard: Callable[[str, Chunk], None],
        api_key: ApiKey,
    ) -> None:
        """Prepare to caption.

        Args:
            planned: what to hear, and who recognises it.
            tell: is called with everything that happens.
            heard: is called with the name of a lane and each chunk that is heard in it.
            api_key: gives the key of a server that is not ours, by its base URL.
        """
        self._tell_app = tell
        self._heard = heard
        self._api_key = api_key
        self._plan = planned
        self._tasks: asyncio.TaskGroup | None = None
        """Everything that is done; `None` before `run` and once it ends."""
        self._engine: EngineSupervisor | None = None
        self._lanes: dict[str, Lane] = {}
        self._finishing: set[Lane] = set()
        """Lanes whose source was left, and whose last words are still to come."""
        self._progress = asyncio.Event()
        """Set whenever a lane has nothing more to caption."""
        self._quit_at_end = False
        self._watchdog = Watchdog(self._mend, self._wake)
        self.paused = False
        """True while the user has paused captioning."""
        self._watch()

    @property
    def settings(self) -> Settings:
        """Settings currently in use."""
        return self._plan.settings

    @property
    def health(self) -> Health:
        """How everything is at the moment."""
        return self._watchdog.health

    @property
    def failed(self) -> bool:
        """True if something has failed for good, so that only `renew` tries it again."""
        engine = self._engine is not None and self._engine.given_up
        chains = self.health.chains.values()
        sessions = any(chain.session.state is SessionState.FAILED for chain in chains)
        return engine or sessions or any(lane.failure for lane in self._lanes.values())

    async def run(self, looked: Callable[[], None], *, quit_at_end: bool) -> None:
        """Caption until cancelled; or to the end of a recording, if asked to.

        Args:
            looked: is called about twice a second, when `health` may have changed with time alone.
            quit_at_end: True to return when everything that can be heard was captioned.

        Raises:
            CaptionsError: the recording cannot be captioned to its end.
        """
        self._quit_at_end = quit_at_end
        failure: CaptionsError | None = None
        try:
            async with asyncio.TaskGroup() as tasks:
                watching = tasks.create_task(self._watchdog.run(looked))
                failure = await self._caption(tasks)
                watching.cancel()
        except BaseExceptionGroup as group:
            raise group.exceptions[0] from group
        if failure is not None:
            raise failure

    def change(self, settings: Settings) -> None:
        """Caption by other settings from now on; what they replace is left at once.

        Audio that is not committed goes to the new recogniser.

        Raises:
            CaptionsError: they name something that cannot be had; all goes on as it was.
        """
        before = self.settings
        if (settings.sound, settings.recognition) != (before.sound, before.recognition):
            self.follow(plan(settings, self._plan.track))

    def follow(self, planned: Plan) -> None:
        """Caption what another plan names, by its settings; like `change`."""
        before, self._plan = self.settings, planned
        settings = planned.settings
        self._watch()
        if self._tasks is not None:
            if _recogniser(before) != _recogniser(settings):
                self._replace_recogniser()
            if _sources(before.sound) != _sources(settings.sound):
                self._replace_sources(self._tasks)
        self._watch_present()

    def renew(self) -> None:
        """Begin a new session, such as with another key, and try again what has failed."""
        self._watch()
        if self._tasks is not None:
            self._replace_recogniser()
        self._watch_present()

    def pause(self) -> None:
        """Hear nothing, and let what was said so far be committed."""
        self.paused = True
        for lane in self._lanes.values():
            lane.pause()

    def resume(self) -> None:
        """Resume listening."""
        self.paused = False
        for lane in self._lanes.values():
            lane.resume()

    def commit(self) -> None:
        """Commit what was said so far, as soon as the server accepts it."""
        for lane in self._lanes.values():
            lane.commit()

    async def close(self) -> None:
        """End what is left when nothing is heard any more."""
        if self._engine is not None:
            await self._engine.stop()

    async def _caption(self, tasks: asyncio.TaskGroup) -> CaptionsError | None:
        """Caption until cancelled, or to the end if asked to.

        Returns:
            Why the end of a recording was not reached.
        """
        self._tasks = tasks
        self._replace_sources(tasks)
        try:
            while not (self._quit_at_end and self._is_over()):
                self._progress.clear()
                await self._progress.wait()
            return next((lane.failure for lane in self._lanes.values() if lane.failure), None)
        finally:
            self._tasks = None
            for lane in self._lanes.values():
                lane.leave()

    def _is_over(self) -> bool:
        lanes = list(self._lanes.values())
        failed = any(lane.over and lane.failure is not None for lane in lanes)
        return failed or (all(lane.over for lane in lanes) and not self._finishing)

    def _replace_recogniser(self) -> None:
        """Leave the session of every lane, and begin another."""
        recognition = self._recognition()
        for lane in (*self._lanes.values(), *self._finishing):
            lane.recognise_by(recognition)

    def _replace_sources(self, tasks: asyncio.TaskGroup) -> None:
        """Hear what is planned; a lane keeps its session where another source takes its place."""
        wanted = {opening.name: opening for opening in self._plan.openings}
        for name in [name for name in self._lanes if name not in wanted]:
            lane = self._lanes.pop(name)
            self._finishing.add(lane)
            tasks.create_task(self._finish(lane))
        reports = Reports(self._tell, self._take_note, self._progress.set)
        for name, opening in wanted.items():
            if name in self._lanes:
                self._lanes[name].listen_to(opening)
                continue
            self._lanes[name] = Lane(opening, self._recognition(), reports, tasks)
            if self.paused:
                self._lanes[name].pause()

    async def _finish(self, lane: Lane) -> None:
        try:
            await lane.finish(_FINISH_SECONDS)
        finally:
            self._finishing.discard(lane)
            self._progress.set()

    def _recognition(self) -> Recognition:
        """Return who recognises; our own engine goes on if the same one is wanted."""
        wanted = self.settings.recognition
        engine = self._engine
        if engine is not None and (wanted.server or wanted.model != engine.model):
            self._engine = None
            self._stop_engine(engine)
        options = _options(self.settings)
        if wanted.server:
            return Recognition(_elsewhere(wanted, self._api_key), options, paid=True)
        if self._engine is None:
            self._engine = self._new_engine(wanted.model)
        self._engine.start_again()
        return Recognition(self._engine.address, options, paid=False)

    def _new_engine(self, model: str) -> EngineSupervisor:
        def tell(event: Event) -> None:
            if engine is self._engine:  # Of one that was left, nobody wants to know.
                self._tell(event)

        engine = EngineSupervisor(model, tell, self._note_death)
        return engine

    def _stop_engine(self, engine: EngineSupervisor) -> None:
        """Stop an engine beside whatever happens next."""
        if self._tasks is not None:
            self._tasks.create_task(_to_its_end(engine.stop()))

    def _watch(self) -> None:
        names = labels(self.settings.sound)
        lanes = [
            Watched(opening.name, opening.hears, names.get(opening.name, ""))
            for opening in self._plan.openings
        ]
        self._watchdog.watch(lanes, _stalled(self.settings.recognition))
        if self.settings.recognition.server:
            self.health.engine = None

    def _watch_present(self) -> None:
        """Let the watchdog know what has not changed."""
        for lane in self._lanes.values():
            for state in lane.states:
                self._watchdog.apply(state)

    def _tell(self, event: Event) -> None:
        if self._quit_at_end and isinstance(event, Failed) and event.kind == "source_failed":
            return  # It ends the program, which says so.
        if self._engine is not None:
            if isinstance(event, Failed) and event.kind == "connection_lost":
                return  # Of our own server the watchdog knows more.
            if isinstance(event, Committed):
                self._engine.reset_restarts()
        if getattr(event, "lane", "") in self._lanes or not hasattr(event, "lane"):
            self._watchdog.apply(event)
        self._tell_app(event)

    def _take_note(self, lane: str, chunk: Chunk) -> None:
        self._watchdog.heard(lane, chunk)
        self._heard(lane, chunk)

    def _mend(self, news: News) -> None:
        """Tell of a trouble, and do what can be done about it."""
        if news.failed is not None:
            self._tell(news.failed)
        if news.remedy is Remedy.REOPEN:
            self._lanes[news.finding.lane].reopen()
        elif news.remedy is Remedy.RESTART_ENGINE and self._engine is not None:
            self._engine.restart()

    def _note_death(self) -> None:
        """Let every lane know that the engine died: nobody knows of whose sound."""
        for lane in (*self._lanes.values(), *self._finishing):
            lane.note_death()

    def _wake(self) -> None:
        """Go on after the computer slept."""
        for lane in self._lanes.values():
            lane.wake()


def plan(settings: Settings, track: TrackChoice = NO_CHOICE) -> Plan:
    """Find what the settings name, before anything is opened.

    Raises:
        CaptionsError: it cannot be had.
    """
    found = openings(settings.sound, AudioFormat(settings.sound.sample_rate).rate, track)
    if settings.recognition.server:
        wire.socket_url(settings.recognition.server)
    return Plan(settings, tuple(found), track)


async def _to_its_end(work: Coroutine[Any, Any, None]) -> None:
    """Do something to its end, even if it is cancelled meanwhile."""
    doing = asyncio.ensure_future(work)
    try:
        await asyncio.shield(doing)
    except asyncio.CancelledError:
        await asyncio.wait([doing])
        raise


def _recogniser(settings: Settings) -> tuple[RecognitionSettings, str]:
    """Return what a session depends on."""
    return settings.recognition, settings.sound.sample_rate


def _sources(sound: SoundSettings) -> SoundSettings:
    """Return what sources depend on: all but the labels."""
    return replace(sound, mic_label="", system_label="")


def _elsewhere(
    recognition: RecognitionSettings, api_key: ApiKey
) -> Callable[[], Awaitable[Address]]:
    """Return what gives the address of a server that is not ours."""

    async def address() -> Address:
        return Address(
            recognition.server,
            await api_key(recognition.server),
            allow_plain_key=recognition.allows_plain_key,
        )

    return address


def _stalled(recognition: RecognitionSettings) -> Trouble | None:
    """Return what it means that no answer comes to a long sound."""
    if not recognition.server:
        return ENGINE_STALLED
    # Who looks for pauses by itself, elsewhere, need not answer while nobody speaks.
    return SERVER_STALLED if recognition.manual else None


def _options(settings: Settings) -> SessionOptions:
    recognition = settings.recognition
    strategy = CommitStrategy(recognition.commit_strategy)
    return SessionOptions(
        model_id=recognition.model_id,
        audio_format=AudioFormat(settings.sound.sample_rate),
        commit_strategy=strategy,
        commit_sentences=strategy is CommitStrategy.VAD,
        vad_silence_threshold_secs=recognition.silence_seconds,
        vad_threshold=recognition.vad_threshold,
        min_speech_duration_ms=recognition.min_speech_ms,
        min_silence_duration_ms=recognition.min_silence_ms,
        language_code=recognition.language or None,
        keyterms=recognition.keyterms,
        include_timestamps=True,
        stability=None if recognition.server else Stability(recognition.stability),
    )
