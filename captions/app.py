"""The front door of the desktop app: builds every part, joins them, and closes them in order."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from captions.audio.opening import Opening, labels, openings
from captions.engine.local import LocalEngine
from captions.errors import CaptionsError
from captions.events import (
    Committed,
    Event,
    Failed,
    Gap,
    Partial,
    SessionChanged,
    SessionState,
)
from captions.lane import Lane, Recognition
from captions.model.chain import Watched
from captions.model.health import News
from captions.model.rollup import RollUp
from captions.model.transcript import Transcript
from captions.model.trouble import ENGINE_STALLED, SERVER_STALLED, Remedy, Trouble
from captions.outputs.trace import Trace
from captions.pcm import Chunk
from captions.protocol.options import AudioFormat, CommitStrategy, SessionOptions
from captions.realtime import wire
from captions.realtime.key import api_key
from captions.realtime.wire import Address
from captions.settings import RecognitionSettings, Settings
from captions.ui import lock, loop
from captions.ui.menu import Menu
from captions.ui.overlay import Overlay
from captions.ui.status import Status, status
from captions.ui.tray import Tray
from captions.watchdog import Watchdog

log = logging.getLogger(__name__)

_LAST_LOOK_SECONDS = 1.0
"""How long the last words stay when the app ends with its recording."""


class Run(NamedTuple):
    """What one start of the app was asked for."""

    settings: Settings
    problems: tuple[str, ...] = ()
    """Sentences on what was wrong with the settings."""
    trace: Path | None = None
    quit_at_end: bool = False
    """Whether to end with the recording."""


def run(asked: Run) -> int:
    """Run the app until it is quit, and return its exit code.

    Raises:
        CaptionsError: the app cannot start, or cannot go on.
    """
    options = _options(asked.settings)
    heard = openings(asked.settings.sound, options.audio_format.rate)
    if asked.settings.recognition.server:
        wire.socket_url(asked.settings.recognition.server)
    with Trace(asked.trace) as trace, lock.only_copy():
        loop.application()
        return loop.run(lambda: App(asked, heard, trace).main())


class App:
    """Owns the transcript and the lanes; everything that happens passes through `tell`."""

    def __init__(self, asked: Run, heard: Sequence[Opening], trace: Trace) -> None:
        """``heard`` says what each lane hears."""
        settings = asked.settings
        self._asked = asked
        self._trace = trace
        self._transcript = Transcript()
        self._status: Status | None = None
        """What is shown."""
        self._quit = asyncio.Event()
        self._chores: set[asyncio.Task[Any]] = set()
        self._clearing: asyncio.TimerHandle | None = None
        self._engine = (
            None
            if settings.recognition.server
            else LocalEngine(settings.recognition.model, self.tell)
        )
        self._heard = heard
        """What each lane hears, or is to hear next."""
        self._chosen = asyncio.Event()
        """Whether that changed."""
        self._lanes: dict[str, Lane] = {}
        self._paused = False
        self._watchdog = Watchdog(_stalled(settings), self._mend, self._wake)
        self._overlay = Overlay(settings.appearance, settings.captions, settings.window)
        self._rows = self._new_rows(self._overlay.row_width)
        self._source = settings.sound.source
        """The user's choice."""
        self._menu = Menu()
        self._tray = Tray(self._menu)
        self._join()

    async def main(self) -> int:
        """Caption until the user quits or the recording ends.

        Raises:
            CaptionsError: the app cannot go on; the user was told.
        """
        self._watchdog.watch(self._watched())
        self._overlay.show()
        self._say_status()
        if self._asked.problems:
            self._notify("A setting is wrong", " ".join(self._asked.problems))
        captioning = asyncio.create_task(self._caption())
        watching = asyncio.create_task(self._watchdog.run(self._say_status))
        quitting = asyncio.create_task(self._quit.wait())
        work: set[asyncio.Task[Any]] = {captioning, watching, quitting}
        try:
            done, _ = await asyncio.wait(work, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        except CaptionsError as error:
            self._notify("Captions has to end", str(error))
            raise
        else:
            return 0
        finally:
            await self._close(work)

    def tell(self, event: Event) -> None:
        """Take note of something that happened, and show what follows from it."""
        self._trace.event(event)
        self._watchdog.apply(event)
        self._say_status()
        match event:
            case Partial() | Committed():
                self._transcript = self._transcript.apply(event)
                self._overlay.show_rows(self._rows.show(self._transcript))
                self._clear_later()
            case Gap(_, seconds):
                self._notify("Some speech was not captioned", _missing(seconds))
            case Failed("connection_lost") if self._engine is not None:
                pass  # Of our own server the watchdog knows more.
            case Failed(_, title, advice):
                log.warning("%s. %s", title, advice)
                self._notify(title, advice)
            case SessionChanged(SessionState.LISTENING) if self._engine is not None:
                self._engine.proved()
            case _:
                pass

    def _join(self) -> None:
        self._menu.set_source(self._source)
        self._overlay.painted.connect(self._trace.frame)
        self._overlay.quit_requested.connect(self._quit.set)
        self._overlay.menu_requested.connect(self._menu.popup)
        self._overlay.row_width_changed.connect(self._lay_out_again)
        self._tray.show_requested.connect(self._show_or_hide)
        self._menu.show_requested.connect(self._show_or_hide)
        self._menu.pause_requested.connect(self._pause_or_resume)
        self._menu.source_requested.connect(self._listen_to)
        self._menu.quit_requested.connect(self._quit.set)

    async def _caption(self) -> None:
        """Caption every lane to its end; one that never ends is captioned until cancelled."""
        recognition = self._recognition()
        while True:
            heard = self._heard
            self._lanes = {
                item.name: Lane(item, recognition, self.tell, self._take_note) for item in heard
            }
            if self._paused:
                self._pause_or_resume()
            await _together([lane.run() for lane in self._lanes.values()])
            if heard is self._heard and self._asked.quit_at_end:
                await asyncio.sleep(_LAST_LOOK_SECONDS)
                return
            await self._chosen.wait()
            self._chosen.clear()
            self._watchdog.watch(self._watched())

    def _recognition(self) -> Recognition:
        settings = self._asked.settings
        elsewhere = _elsewhere(settings.recognition)
        address = self._engine.address if self._engine else elsewhere
        return Recognition(address, _options(settings), paid=self._engine is None)

    def _pause_or_resume(self) -> None:
        self._paused = not self._paused
        for lane in self._lanes.values():
            if self._paused:
                lane.pause()
            else:
                lane.resume()
        self._menu.set_paused(paused=self._paused)

    def _listen_to(self, source: str) -> None:
        """Hear something else, once what was said so far is captioned."""
        sound = replace(self._asked.settings.sound, source=source)
        options = _options(self._asked.settings)
        try:
            self._heard = openings(sound, options.audio_format.rate)
        except CaptionsError as error:
            self._menu.set_source(self._source)
            self._notify("This cannot be heard", str(error))
            return
        self._source = source
        self._menu.set_source(source)
        self._chosen.set()
        for lane in self._lanes.values():
            lane.finish()

    def _take_note(self, lane: str, chunk: Chunk) -> None:
        """Take note of what is heard."""
        self._trace.chunk(chunk, lane)
        self._watchdog.heard(lane, chunk)

    def _mend(self, news: News) -> None:
        """Tell of a trouble, and do what can be done about it."""
        if news.failed is not None:
            self.tell(news.failed)
        if news.remedy is Remedy.REOPEN:
            self._lanes[news.finding.lane].reopen()
        elif news.remedy is Remedy.RESTART_ENGINE and self._engine is not None:
            self._do(self._engine.stop())

    def _wake(self) -> None:
        """Go on after the computer slept."""
        for lane in self._lanes.values():
            lane.wake()

    def _watched(self) -> list[Watched]:
        names = labels(self._asked.settings.sound)
        return [Watched(item.name, item.hears, names.get(item.name, "")) for item in self._heard]

    def _notify(self, title: str, advice: str) -> None:
        self._do(self._tray.notify(title, advice))

    def _do(self, work: Coroutine[Any, Any, Any]) -> None:
        """Do something beside whatever happens next."""
        chore = asyncio.create_task(work)
        self._chores.add(chore)
        chore.add_done_callback(self._chores.discard)

    def _say_status(self) -> None:
        """Show how everything is, if that changed."""
        now = status(self._watchdog.health)
        if now == self._status:
            return
        self._status = now
        self._overlay.show_status(now.line, now.light)
        self._tray.set_state(now.light, f"Captions: {now.line}" if now.line else "Captions")

    def _clear_later(self) -> None:
        """Empty the screen after silence; every word puts it off."""
        if self._clearing is not None:
            self._clearing.cancel()
        seconds = self._asked.settings.captions.clear_seconds
        if seconds:
            self._clearing = asyncio.get_running_loop().call_later(seconds, self._clear)

    def _clear(self) -> None:
        self._rows.clear()
        self._overlay.show_rows(self._rows.show(self._transcript))

    def _new_rows(self, width: float) -> RollUp:
        rows = self._asked.settings.captions.rows
        return RollUp(self._overlay.measure, width, rows, labels(self._asked.settings.sound))

    def _lay_out_again(self, width: float) -> None:
        """Break the rows for another width: the overlay moved to a smaller or larger screen."""
        self._rows = self._new_rows(width)
        self._overlay.show_rows(self._rows.show(self._transcript))

    def _show_or_hide(self) -> None:
        self._overlay.setVisible(not self._overlay.isVisible())

    async def _close(self, work: set[asyncio.Task[Any]]) -> None:
        """Close in order: sound, session, engine, notices, window."""
        for task in work:
            task.cancel()
        await asyncio.gather(*work, return_exceptions=True)
        if self._engine is not None:
            await self._engine.stop()
        await asyncio.gather(*self._chores, return_exceptions=True)
        if self._clearing is not None:
            self._clearing.cancel()
        self._tray.hide()
        self._overlay.hide()


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


def _missing(seconds: float) -> str:
    return f"No speech server could be reached for too long: {seconds:.0f} s of sound are missing."


def _elsewhere(recognition: RecognitionSettings) -> Callable[[], Awaitable[Address]]:
    """Return what gives the address of a server that is not ours."""
    server = Address(recognition.server, api_key())

    async def address() -> Address:
        return server

    return address


def _stalled(settings: Settings) -> Trouble | None:
    """Return what it means that no answer comes to a long sound."""
    if not settings.recognition.server:
        return ENGINE_STALLED
    # Who looks for pauses by itself, elsewhere, need not answer while nobody speaks.
    manual = CommitStrategy(settings.recognition.commit_strategy) is CommitStrategy.MANUAL
    return SERVER_STALLED if manual else None


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
        include_timestamps=True,
    )
