"""One lane of the pipeline: an audio source and the session that recognises it.

Either can be replaced without the other. The lane never waits for the replaced one: a blocked
device, a hanging stream or an unresponsive server closes in its own time. Uncommitted audio is
handed over to the next session.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial

import msgspec

from captions.app.pipeline.lane_source import LaneListener
from captions.app.pipeline.speaker_turns import split_by_speaker
from captions.audio.lanes import LaneSource
from captions.audio.rechunking import Rechunker
from captions.audio.silence import SilenceGate
from captions.errors import CaptionsError
from captions.events import (
    CaptionEvent,
    Committed,
    DeviceCondition,
    Event,
    Failed,
    Gap,
    PaceChanged,
    Partial,
    SessionChanged,
    SourceChanged,
    SourceState,
    Speech,
    Translated,
)
from captions.model.health.lane_health import SourceKind
from captions.pcm import Chunk
from captions.protocol.addresses import Address
from captions.protocol.options import SessionOptions
from captions.realtime.client_limits import DEFAULT_LIMITS, REMOTE_LIMITS
from captions.realtime.session.replay_buffer import ReplayBuffer
from captions.realtime.session.session import RealtimeSession
from captions.realtime.speaker_ids import SpeakerIds

_STATE_EVENTS = SourceChanged | DeviceCondition | SessionChanged | PaceChanged
_LANE_EVENTS = Partial | Committed | Translated | _STATE_EVENTS
"""Events that carry the name of a lane."""
_ROUNDING_SECONDS = 0.002
"""Rounding tolerance between the end of one chunk and the start of the next."""


@dataclass(frozen=True, slots=True)
class RecognitionSetup:
    """The speech server to use, the same in all lanes."""

    address: Callable[[], Awaitable[Address]]
    options: SessionOptions
    remote: bool
    """True for a remote server, which limits session lengths and charges for audio."""
    speakers: SpeakerIds = field(default_factory=SpeakerIds)
    """Numbers of the speakers, which continue from session to session."""
    computer_language: str | None = None
    """Language of the computer's audio in a call; `None` for that of the options."""


@dataclass(frozen=True, slots=True)
class LaneCallbacks:
    """Callbacks of a lane, the same in all lanes."""

    emit: Callable[[Event], None]
    """Called with every event, which carries the lane's name."""
    record: Callable[[str, Chunk], None]
    """Called with the lane's name and each chunk as it arrives."""
    on_done: Callable[[], None]
    """Called when a lane has nothing more to caption."""


class Lane:
    """Captions a source to its end or until it is replaced."""

    def __init__(
        self,
        source: LaneSource,
        recognition: RecognitionSetup,
        callbacks: LaneCallbacks,
        tasks: asyncio.TaskGroup,
    ) -> None:
        """Start the source and the session.

        Args:
            source: the audio source.
            recognition: the speech server.
            callbacks: receive events and chunks.
            tasks: run the lane, and the replaced sources and sessions until they close.
        """
        self.name = source.name
        self._is_muted = False
        """True while the source is captioned as silence."""
        self.is_done = False
        """True once everything is captioned, or nothing more can be."""
        self._source = source
        self._recognition = recognition
        self._callbacks = callbacks
        self._tasks = tasks
        self._states: dict[type[Event], Event] = {}
        """The last event of each type of state."""
        self._partial_text = ""
        """Text of the partial on screen."""
        self._finishing = False
        self._source_failure: CaptionsError | None = None
        self._session_failure: CaptionsError | None = None
        self._silence_gate = self._new_gate()
        self._start_source(0.0)
        self._start_session(ReplayBuffer())

    @property
    def kind(self) -> SourceKind:
        """Kind of the source."""
        return self._source.kind

    @property
    def failure(self) -> CaptionsError | None:
        """Error that ended the source or the session early."""
        return self._source_failure or self._session_failure

    @property
    def current_states(self) -> list[Event]:
        """Current states of source, device and session, for a new watchdog."""
        return [self._apply_muting(state) for state in self._states.values()]

    def replace_source(self, source: LaneSource) -> None:
        """Replace the source at once in the same session, and commit the audio of the old one."""
        paused = self._listener.paused
        self._stop_source()
        self._source = source
        if self._replay_buffer.is_finished or self.is_done:
            self._start_session(self._stop_session())
            self._replay_buffer.reopen()
        self._session.commit()
        self._start_source(self._listener.next_start())
        if paused:
            self._listener.pause()

    def replace_recognition(self, recognition: RecognitionSetup) -> None:
        """Replace the session at once; the new one receives the uncommitted audio.

        A recording that was captioned to its end is played again, and a failed source is opened
        again.
        """
        answered = self.is_done and self._session_failure is None
        restart_source = not self._finishing and (answered or self._source_failure is not None)
        self._recognition = recognition
        self._silence_gate = self._new_gate()
        self._start_session(self._stop_session())
        if self._partial_text:
            self._emit_event(Partial("", starts_over=True))
        if restart_source:
            self.replace_source(self._source)

    async def finish(self, seconds: float) -> None:
        """Stop the source, and caption its remaining audio within a timeout in seconds."""
        self._finishing = True
        self._stop_source()
        self._replay_buffer.finish()
        try:
            async with asyncio.timeout(seconds):
                while not self.is_done:  # The session may be replaced while waiting.
                    await asyncio.wait([self._session_task])
        except TimeoutError:
            pass
        finally:
            self.stop_now()

    def stop_now(self) -> None:
        """Stop the source and the session without waiting for either."""
        self._stop_source()
        self._stop_session()
        if self._partial_text:
            self._emit_event(Partial(""))

    def pause(self) -> None:
        """Pause the source, and commit the speech so far."""
        self._listener.pause()
        self._session.commit()

    def resume(self) -> None:
        """Resume capture."""
        self._listener.resume()

    def commit(self) -> None:
        """Commit the speech so far as soon as the server accepts it."""
        self._session.commit()

    def mute(self, *, muted: bool) -> None:
        """Caption the source as silence, or as it is again."""
        if muted == self._is_muted:
            return
        self._is_muted = muted
        condition = self._states.get(DeviceCondition)
        if condition is not None:
            self._emit_event(condition)

    def reopen_device(self) -> None:
        """Reopen the device."""
        self._listener.reopen_device()

    def recover_from_suspend(self) -> None:
        """Reopen the device and reconnect after the computer was suspended."""
        self._listener.reopen_device()
        self._session.reconnect()

    def record_engine_crash(self) -> None:
        """Record a crash of the engine, which the audio of this lane may have caused."""
        self._session.note_death()

    def _start_source(self, start: float) -> None:
        self._source_failure = None
        self._listener = LaneListener(self._source, start, self._emit_event)
        self._source_task = self._tasks.create_task(self._read_source(self._listener))

    async def _read_source(self, listener: LaneListener) -> None:
        """Fill the replay buffer until the source ends or is replaced."""
        try:
            async for captured in listener.iter_chunks():
                chunk = _silence_chunk(captured) if self._is_muted else captured
                self._callbacks.record(self.name, chunk)
                for kept in self._filter_silence(chunk):
                    self._replay_buffer.add_chunk(kept)
        except CaptionsError as error:
            if listener is self._listener:
                self._source_failure = error
                self._emit_event(SourceChanged(SourceState.MISSING, detail=error.message))
                self._emit_event(Failed("source_failed", error.message))
        if listener is self._listener:
            self._replay_buffer.finish()

    def _stop_source(self) -> None:
        self._listener.stop()
        self._source_task.cancel()
        self._clear_states(SourceChanged, DeviceCondition)

    def _start_session(self, replay_buffer: ReplayBuffer) -> None:
        self._session_failure, self.is_done = None, False
        recognition = self._recognition
        self._replay_buffer = _convert_rate(replay_buffer, recognition.options.audio_format.rate)
        self._session = RealtimeSession(
            recognition.address,
            self._session_options,
            self._emit_event,
            buffer=self._replay_buffer,
            limits=REMOTE_LIMITS if recognition.remote else DEFAULT_LIMITS,
        )
        self._session.continue_speakers(recognition.speakers)
        self._session_task = self._tasks.create_task(self._run_session(self._session))

    @property
    def _session_options(self) -> SessionOptions:
        """Options of the lane's sessions; the microphone of a call has one speaker, the user.

        The others may speak another language.
        """
        options = self._recognition.options
        if self.name and self.kind is SourceKind.MICROPHONE:
            return msgspec.structs.replace(options, diarize=None)
        language = self._recognition.computer_language
        if self.name and language is not None:
            return msgspec.structs.replace(options, language_code=language)
        return options

    async def _run_session(self, session: RealtimeSession) -> None:
        failure: CaptionsError | None = None
        try:
            await session.caption()
        except CaptionsError as error:
            failure = error
        if session is self._session:
            self._session_failure, self.is_done = failure, True
            self._callbacks.on_done()

    def _stop_session(self) -> ReplayBuffer:
        """Stop the session, and return the audio that is still to be committed."""
        answered = self.is_done and self._session_failure is None
        self._session_task.cancel()
        self._clear_states(SessionChanged, PaceChanged)
        uncommitted = self._session.leave()
        return ReplayBuffer() if answered else uncommitted

    def _new_gate(self) -> SilenceGate | None:
        silence = self._recognition.options.vad_silence_threshold_secs
        return SilenceGate(silence) if self._recognition.remote else None

    def _filter_silence(self, chunk: Chunk) -> Iterable[Chunk]:
        return (chunk,) if self._silence_gate is None else self._silence_gate.feed(chunk)

    def _emit_event(self, event: Event) -> None:
        if self._finishing and not isinstance(event, CaptionEvent | Gap):
            return
        if isinstance(event, Speech):
            self._partial_text = event.text if isinstance(event, Partial) else ""
        if isinstance(event, _LANE_EVENTS):
            event = replace(event, lane=self.name)
        if isinstance(event, _STATE_EVENTS):
            self._states[type(event)] = event
        for part in split_by_speaker(event) if isinstance(event, Committed) else (event,):
            self._callbacks.emit(self._apply_muting(part))

    def _apply_muting(self, event: Event) -> Event:
        """Return an event as it is while the source is captioned as silence, if it is."""
        if isinstance(event, DeviceCondition) and self._is_muted:
            return replace(event, plays=False)  # Silence is expected.
        return event

    def _clear_states(self, *kinds: type[Event]) -> None:
        for kind in kinds:
            self._states.pop(kind, None)


def _silence_chunk(chunk: Chunk) -> Chunk:
    return replace(chunk, data=bytes(len(chunk.data)))


def _convert_rate(replay_buffer: ReplayBuffer, rate: int) -> ReplayBuffer:
    """Return a replay buffer with the same audio at a sample rate in hertz."""
    return (
        replay_buffer
        if replay_buffer.sample_rate in (None, rate)
        else replay_buffer.copy_resampled(partial(_resample_chunks, rate))
    )


def _resample_chunks(rate: int, chunks: list[Chunk]) -> Iterator[Chunk]:
    if not chunks:
        return
    rechunker = Rechunker(chunks[0].rate, rate, _ROUNDING_SECONDS)
    for chunk in chunks:
        yield from rechunker.feed(chunk.data, chunk.stream_time)
    yield from rechunker.flush()
