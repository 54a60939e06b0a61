"""One lane of captions: a source of sound, and the session that turns it into words.

Either is replaced without the other, and the lane never waits for what it has left: a device that
blocks, a stream that hangs or a server that does not answer closes in its own time. Audio that is
not committed is handed over to the next session.
"""

import asyncio
import dataclasses
from collections.abc import Awaitable, Callable, Iterable, Iterator
from functools import partial
from typing import NamedTuple

from captions.audio.cutting import Cutter
from captions.audio.opening import Opening
from captions.audio.silence import SilenceGate
from captions.errors import CaptionsError
from captions.events import (
    Committed,
    DeviceCondition,
    Event,
    Failed,
    Gap,
    Partial,
    SessionChanged,
    SourceChanged,
    SourceState,
    Speech,
)
from captions.listener import Listener
from captions.pcm import Chunk
from captions.protocol.options import SessionOptions
from captions.realtime.backlog import Backlog
from captions.realtime.session import ROTATE_SECONDS, RealtimeSession
from captions.realtime.wire import Address

_STATES = SourceChanged | DeviceCondition | SessionChanged
_IN_A_LANE = Partial | Committed | SourceChanged | DeviceCondition | SessionChanged
"""Events that carry a lane's name."""
_SEAM_SECONDS = 0.002
"""Chunks of one source tell their time to the sample, but for rounding."""


class Recognition(NamedTuple):
    """Who turns sound into words, the same in all lanes."""

    address: Callable[[], Awaitable[Address]]
    options: SessionOptions
    paid: bool
    """Whether the server is somebody else's, who ends long sessions and counts what it hears."""


class Reports(NamedTuple):
    """Where a lane reports; the same in all lanes."""

    emit: Callable[[Event], None]
    """Is called with every event, with the lane's name."""
    record: Callable[[str, Chunk], None]
    """Is called with the lane's name and each chunk as it comes."""
    over: Callable[[], None]
    """Is called when a lane has nothing more to caption."""


class Lane:
    """Captions a source to its end, or until it is replaced."""

    def __init__(
        self, opening: Opening, recognition: Recognition, reports: Reports, tasks: asyncio.TaskGroup
    ) -> None:
        """Begin to listen and to caption.

        Args:
            opening: what is heard.
            recognition: who recognises it.
            reports: take what happens.
            tasks: run what the lane does, and what it has left.
        """
        self.name = opening.name
        self.over = False
        """True once everything is captioned, or nothing more can be."""
        self._opening = opening
        self._recognition = recognition
        self._reports = reports
        self._tasks = tasks
        self._states: dict[type[Event], Event] = {}
        """The last event of each kind of state."""
        self._text = ""
        """The partial on the screen."""
        self._finishing = False
        self._source_failure: CaptionsError | None = None
        self._session_failure: CaptionsError | None = None
        self._gate = self._new_gate()
        self._listen(0.0)
        self._begin_session(Backlog())

    @property
    def failure(self) -> CaptionsError | None:
        """Why the source or the session has ended early."""
        return self._source_failure or self._session_failure

    @property
    def states(self) -> list[Event]:
        """The present states of source, device and session, for a new watchdog."""
        return list(self._states.values())

    def listen_to(self, opening: Opening) -> None:
        """Replace the source at once, in the same session; what the old one gave is committed."""
        paused = self._listener.paused
        self._leave_source()
        self._opening = opening
        if self._backlog.finished or self.over:
            self._begin_session(self._leave_session())
            self._backlog.reopen()
        self._session.commit()
        self._listen(self._listener.next_start())
        if paused:
            self._listener.pause()

    def recognise_by(self, recognition: Recognition) -> None:
        """Replace the session at once; audio that is not committed goes to the new one.

        A recording that was captioned to its end is played again, and a source that failed is
        opened again.
        """
        answered = self.over and self._session_failure is None
        again = not self._finishing and (answered or self._source_failure is not None)
        self._recognition = recognition
        self._gate = self._new_gate()
        self._begin_session(self._leave_session())
        if self._text:
            self._emit(Partial("", starts_over=True))
        if again:
            self.listen_to(self._opening)

    async def finish(self, seconds: float) -> None:
        """Leave the source, and caption what it gave so far if a server does that in time."""
        self._finishing = True
        self._leave_source()
        self._backlog.finish()
        try:
            async with asyncio.timeout(seconds):
                while not self.over:  # The session may be replaced meanwhile.
                    await asyncio.wait([self._captioning])
        except TimeoutError:
            pass
        finally:
            self.leave()

    def leave(self) -> None:
        """Leave source and session at once."""
        self._leave_source()
        self._leave_session()
        if self._text:
            self._emit(Partial(""))

    def pause(self) -> None:
        """Hear nothing more, and let what was said so far be committed."""
        self._listener.pause()
        self._session.commit()

    def resume(self) -> None:
        """Resume listening."""
        self._listener.resume()

    def commit(self) -> None:
        """Commit what was said so far, as soon as the server accepts it."""
        self._session.commit()

    def reopen(self) -> None:
        """Open the device again."""
        self._listener.reopen()

    def wake(self) -> None:
        """Open the device and connect again after the computer has slept."""
        self._listener.reopen()
        self._session.reconnect()

    def note_death(self) -> None:
        """Take note that the engine died, perhaps of the sound that this lane sent."""
        self._session.note_death()

    def _listen(self, start: float) -> None:
        self._source_failure = None
        self._listener = Listener(self._opening, start, self._emit)
        self._listening = self._tasks.create_task(self._hear(self._listener))

    async def _hear(self, listener: Listener) -> None:
        """Fill the backlog until the source ends; one that was left fills nothing."""
        try:
            async for chunk in listener.chunks():
                self._reports.record(self.name, chunk)
                for passed in self._passed(chunk):
                    self._backlog.add(passed)
        except CaptionsError as error:
            if listener is self._listener:
                self._source_failure = error
                self._emit(SourceChanged(SourceState.MISSING, str(error)))
                self._emit(Failed("source_failed", "Nothing is heard any more", str(error)))
        if listener is self._listener:
            self._backlog.finish()

    def _leave_source(self) -> None:
        self._listener.leave()
        self._listening.cancel()
        self._forget_states(SourceChanged, DeviceCondition)

    def _begin_session(self, backlog: Backlog) -> None:
        self._session_failure, self.over = None, False
        recognition = self._recognition
        self._backlog = _at_rate(backlog, recognition.options.audio_format.rate)
        self._session = RealtimeSession(
            recognition.address,
            recognition.options,
            self._emit,
            backlog=self._backlog,
            rotate_seconds=ROTATE_SECONDS if recognition.paid else None,
        )
        self._captioning = self._tasks.create_task(self._caption(self._session))

    async def _caption(self, session: RealtimeSession) -> None:
        failure: CaptionsError | None = None
        try:
            await session.caption()
        except CaptionsError as error:
            failure = error
        if session is self._session:
            self._session_failure, self.over = failure, True
            self._reports.over()

    def _leave_session(self) -> Backlog:
        """Leave the session, and return the audio that is still to be committed."""
        answered = self.over and self._session_failure is None
        self._captioning.cancel()
        self._forget_states(SessionChanged)
        rest = self._session.leave()
        return Backlog() if answered else rest

    def _new_gate(self) -> SilenceGate | None:
        silence = self._recognition.options.vad_silence_threshold_secs
        return SilenceGate(silence) if self._recognition.paid else None

    def _passed(self, chunk: Chunk) -> Iterable[Chunk]:
        return (chunk,) if self._gate is None else self._gate.feed(chunk)

    def _emit(self, event: Event) -> None:
        if self._finishing and not isinstance(event, Speech | Gap):
            return
        if isinstance(event, Speech):
            self._text = event.text if isinstance(event, Partial) else ""
        if isinstance(event, _IN_A_LANE):
            event = dataclasses.replace(event, lane=self.name)
        if isinstance(event, _STATES):
            self._states[type(event)] = event
        self._reports.emit(event)

    def _forget_states(self, *kinds: type[Event]) -> None:
        for kind in kinds:
            self._states.pop(kind, None)


def _at_rate(backlog: Backlog, rate: int) -> Backlog:
    """Return the same backlog at so many samples a second."""
    return backlog if backlog.rate in (None, rate) else backlog.resampled(partial(_resampled, rate))


def _resampled(rate: int, chunks: list[Chunk]) -> Iterator[Chunk]:
    if not chunks:
        return
    cutter = Cutter(chunks[0].rate, rate, _SEAM_SECONDS)
    for chunk in chunks:
        yield from cutter.feed(chunk.data, chunk.stream_time)
    yield from cutter.flush()
