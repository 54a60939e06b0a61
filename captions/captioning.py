"""Everything between sound and words: what is heard, who recognises it, who watches over both."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, NamedTuple

from captions.audio.opening import Opening, labels, openings
from captions.engine.local import LocalEngine
from captions.errors import CaptionsError, SourceError
from captions.events import (
    Event,
    Failed,
    SessionChanged,
    SessionState,
    SourceChanged,
    SourceState,
)
from captions.lane import Lane, Recognition
from captions.model.chain import Watched
from captions.model.health import Health, News
from captions.model.trouble import ENGINE_STALLED, SERVER_STALLED, Remedy, Trouble
from captions.pcm import Chunk
from captions.protocol.options import AudioFormat, CommitStrategy, SessionOptions, Stability
from captions.realtime import wire
from captions.realtime.wire import Address
from captions.settings import RecognitionSettings, Settings
from captions.watchdog import Watchdog

Tell = Callable[[Event], None]
ApiKey = Callable[[str], Awaitable[str]]


class Plan(NamedTuple):
    """What to caption, once it is known that it can be had."""

    settings: Settings
    openings: tuple[Opening, ...]
    """What is heard in each lane."""


class Captioning:
    """Captions what was planned, and something else as soon as the settings change."""

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
        self._changed = asyncio.Event()
        """Whether something else is to be captioned than is."""
        self._engine: LocalEngine | None = None
        self._lanes: dict[str, Lane] = {}
        self._chores: set[asyncio.Task[None]] = set()
        self._watchdog = Watchdog(self._mend, self._wake)
        self.paused = False
        """Whether nothing is heard because the user wants it so."""
        self._watch()

    @property
    def settings(self) -> Settings:
        """By which it captions."""
        return self._plan.settings

    @property
    def health(self) -> Health:
        """How everything is at the moment."""
        return self._watchdog.health

    async def run(self, looked: Callable[[], None], *, quit_at_end: bool) -> None:
        """Caption until cancelled; or to the end of a recording, if asked to.

        Args:
            looked: is called about twice a second, when `health` may have changed with time alone.
            quit_at_end: whether to return when everything that can be heard was captioned.

        Raises:
            CaptionsError: the recording cannot be captioned to its end.
        """
        work: set[asyncio.Task[Any]] = {
            asyncio.create_task(self._watchdog.run(looked)),
            asyncio.create_task(self._caption_all(quit_at_end=quit_at_end)),
        }
        try:
            done, _ = await asyncio.wait(work, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in work:
                task.cancel()
            await asyncio.gather(*work, return_exceptions=True)

    def change(self, settings: Settings) -> None:
        """Caption by other settings, once what was said so far is captioned.

        Raises:
            CaptionsError: they name something that cannot be had; all goes on as it was.
        """
        before = self.settings
        if (settings.sound, settings.recognition) == (before.sound, before.recognition):
            return
        self._plan = plan(settings)
        self.renew()

    def renew(self) -> None:
        """Begin anew, once what was said so far is captioned."""
        self._changed.set()
        for lane in self._lanes.values():
            lane.finish()

    def pause(self) -> None:
        """Hear nothing, and let what was said so far be committed."""
        self.paused = True
        for lane in self._lanes.values():
            lane.pause()

    def resume(self) -> None:
        """Go on."""
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
        await asyncio.gather(*self._chores, return_exceptions=True)

    async def _caption_all(self, *, quit_at_end: bool) -> None:
        """Caption by the settings, and by others whenever they change.

        Raises:
            CaptionsError: the recording, at whose end to return, cannot be captioned to it.
        """
        while True:
            self._changed.clear()
            try:
                await self._caption()
            except CaptionsError as error:
                if quit_at_end:
                    raise
                self._tell_end(error)
            if quit_at_end and not self._changed.is_set():
                return
            await self._changed.wait()
            self._watch()

    async def _caption(self) -> None:
        """Caption every lane to its end; one that never ends is captioned until cancelled."""
        recognition = await self._recognition()
        self._lanes = {
            opening.name: Lane(opening, recognition, self._tell, self._take_note)
            for opening in self._plan.openings
        }
        if self.paused:
            self.pause()
        if not self._changed.is_set():  # Or they are the wrong ones already.
            await _together([lane.run() for lane in self._lanes.values()])

    def _tell_end(self, error: CaptionsError) -> None:
        """Tell that nothing is captioned until the settings change; all else was told before."""
        if isinstance(error, SourceError):
            for lane in self._lanes:
                self._tell(SourceChanged(SourceState.MISSING, str(error), lane))
            self._tell(Failed("source_failed", "Nothing is heard any more", str(error)))

    async def _recognition(self) -> Recognition:
        """Return who recognises; our own engine goes on if the same one is wanted."""
        wanted = self.settings.recognition
        engine = self._engine
        if engine is not None and (wanted.server or wanted.model != engine.model):
            self._engine = None
            await engine.stop()
        options = _options(self.settings)
        if wanted.server:
            return Recognition(_elsewhere(wanted, self._api_key), options, paid=True)
        self._engine = self._engine or LocalEngine(wanted.model, self._tell)
        return Recognition(self._engine.address, options, paid=False)

    def _watch(self) -> None:
        names = labels(self.settings.sound)
        lanes = [
            Watched(opening.name, opening.hears, names.get(opening.name, ""))
            for opening in self._plan.openings
        ]
        self._watchdog.watch(lanes, _stalled(self.settings.recognition))
        if self.settings.recognition.server:
            self.health.engine = None

    def _tell(self, event: Event) -> None:
        if self._engine is not None:
            if isinstance(event, Failed) and event.kind == "connection_lost":
                return  # Of our own server the watchdog knows more.
            if isinstance(event, SessionChanged) and event.state is SessionState.LISTENING:
                self._engine.proved()
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
            chore = asyncio.create_task(self._engine.stop())
            self._chores.add(chore)
            chore.add_done_callback(self._chores.discard)

    def _wake(self) -> None:
        """Go on after the computer slept."""
        for lane in self._lanes.values():
            lane.wake()


def plan(settings: Settings) -> Plan:
    """Find what the settings name, before anything is opened.

    Raises:
        CaptionsError: it cannot be had.
    """
    found = openings(settings.sound, AudioFormat(settings.sound.sample_rate).rate)
    if settings.recognition.server:
        wire.socket_url(settings.recognition.server)
    return Plan(settings, tuple(found))


async def _together(work: Sequence[Coroutine[Any, Any, None]]) -> None:
    """Do all of it; the first failure ends the rest.

    Raises:
        CaptionsError: that failure.
    """
    try:
        async with asyncio.TaskGroup() as tasks:
            for part in work:
                tasks.create_task(part)
    except ExceptionGroup as group:
        raise group.exceptions[0] from group


def _elsewhere(
    recognition: RecognitionSettings, api_key: ApiKey
) -> Callable[[], Awaitable[Address]]:
    """Return what gives the address of a server that is not ours."""

    async def address() -> Address:
        return Address(recognition.server, await api_key(recognition.server))

    return address


def _stalled(recognition: RecognitionSettings) -> Trouble | None:
    """Return what it means that no answer comes to a long sound."""
    if not recognition.server:
        return ENGINE_STALLED
    # Who looks for pauses by itself, elsewhere, need not answer while nobody speaks.
    return SERVER_STALLED if recognition.manual else None


def _options(settings: Settings) -> SessionOptions:
    recognition = settings.recognition
    return SessionOptions(
        model_id=recognition.model_id,
        audio_format=AudioFormat(settings.sound.sample_rate),
        commit_strategy=CommitStrategy(recognition.commit_strategy),
        vad_silence_threshold_secs=recognition.silence_seconds,
        vad_threshold=recognition.vad_threshold,
        min_speech_duration_ms=recognition.min_speech_ms,
        min_silence_duration_ms=recognition.min_silence_ms,
        language_code=recognition.language or None,
        keyterms=recognition.keyterms,
        include_timestamps=True,
        stability=None if recognition.server else Stability(recognition.stability),
    )
