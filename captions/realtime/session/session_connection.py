"""One connection of a session: sends the replay buffer and emits the server's transcripts."""

import asyncio
from collections.abc import Callable
from typing import Any, NamedTuple

from websockets.asyncio.client import ClientConnection

from captions.errors import ConnectionLostError, ServerReportedError, WireError
from captions.events import Event, Failed, PaceChanged, Translated
from captions.messages.message import Message
from captions.pcm import Chunk, to_ulaw
from captions.printable import make_printable
from captions.protocol.messages import (
    OTHER_LANGUAGE,
    RECOGNITION_BEHIND,
    RECOGNITION_CAUGHT_UP,
    SPEAKERS_UNAVAILABLE,
    TRANSLATION_BEHIND,
    CommittedTranscript,
    CommittedTranscriptWithTimestamps,
    PartialTranscript,
    ServerMessage,
    ServerWarning,
    Translation,
    make_audio_chunk,
)
from captions.protocol.options import AudioFormat, CommitStrategy, SessionOptions
from captions.realtime.client_limits import ClientLimits
from captions.realtime.commit_ledger import (
    MIN_COMMIT_SECONDS,
    NOTHING_TO_COMMIT_ERRORS,
)
from captions.realtime.send_pacer import SendPacer
from captions.realtime.session.commit_extent import CommitExtent
from captions.realtime.session.forced_commit_timer import ForcedCommitTimer
from captions.realtime.session.replay_buffer import ReplayBuffer
from captions.realtime.session_time_map import SessionTimeMap
from captions.realtime.speaker_ids import ConnectionSpeakers, SpeakerIds
from captions.realtime.speech_socket import (
    REASON_TIMEOUT_SECONDS,
    SpeechSocket,
    decode_frame,
    make_closed_error,
)
from captions.realtime.transcript_deduplicator import (
    ReceivedCommit,
    TranscriptDeduplicator,
    clean_segment_id,
    normalise_text,
)

_REPORTED_WARNINGS = {
    OTHER_LANGUAGE: Failed("other_language"),
    SPEAKERS_UNAVAILABLE: Failed("speakers_unavailable"),
    TRANSLATION_BEHIND: Failed("translation_behind"),
}
"""Warnings of a server that the user learns of, by code."""
_PACE_WARNINGS = {RECOGNITION_BEHIND: True, RECOGNITION_CAUGHT_UP: False}
"""Warnings about the pace of recognition, by code: true if it is behind."""
_SILENT_AUDIO_SECONDS = 60.0
"""Age in seconds of sent audio that is dropped while the server recognises nothing in it."""
_STABLE_SECONDS = 10.0
"""Age in seconds from which a connection counts as working, even without speech."""
_MAX_IN_FLIGHT_SECONDS = 3.0
"""Maximum audio in seconds between two pings of a burst.

On a slow network, more audio in flight would delay the pongs beyond their timeout.
"""
_TIMER_TOLERANCE_SECONDS = 0.02
"""Tolerance in seconds for timers that fire early by the resolution of their clock."""


class SessionResources(NamedTuple):
    """Resources that all connections of one session share."""

    options: SessionOptions
    buffer: ReplayBuffer
    emit: Callable[[Event], None]
    limits: ClientLimits
    speakers: SpeakerIds


class SessionConnection:
    """Owner of one socket, from the start of its session to its close."""

    _is_behind = False
    """True while the server reports that recognition is behind."""

    def __init__(
        self, socket: ClientConnection, resources: SessionResources, window: float
    ) -> None:
        """Take over an open socket.

        Args:
            socket: the socket.
            resources: resources of the session.
            window: seconds of audio that may be sent without an answer.
        """
        self._options, self._buffer, self._emit, self._limits, speakers = resources
        rate = self._options.audio_format.rate
        self._socket = SpeechSocket(socket, self._options, rate, self._limits)
        self._loop = asyncio.get_running_loop()
        self._started_at = self._loop.time()
        self._is_manual = self._options.commit_strategy is CommitStrategy.MANUAL
        self._ledger = self._socket.ledger
        self._time_map = SessionTimeMap()
        self._deduplicator = TranscriptDeduplicator(
            self._time_map,
            self._limits.timed_copy_timeout,
            ConnectionSpeakers(speakers) if self._options.diarize else None,
        )
        self._commit_extent = CommitExtent(
            self._options, self._ledger, self._time_map, self._started_at
        )
        self._commit_timer = ForcedCommitTimer()
        self._pacer = SendPacer(self._ledger, self._started_at, window)
        self._in_flight_seconds = 0.0
        """Seconds of audio that the server may not have received yet."""
        self._is_commit_pending = False
        self._overdue_timer: asyncio.TimerHandle | None = None
        self._handover: asyncio.Future[SessionConnection] = self._loop.create_future()
        self.successor: SessionConnection | None = None
        """Connection that takes over after the next commit."""
        self.has_answered = False
        """True once the server sent a transcript."""
        self.has_committed_words = False
        """True once words were committed."""

    @property
    def age(self) -> float:
        """Seconds since the connection was opened."""
        return self._loop.time() - self._started_at

    @property
    def has_worked(self) -> bool:
        """True if network and server have worked, as far as known."""
        return self.has_answered or self.age > _STABLE_SECONDS

    async def start(self, context: str) -> None:
        """Wait until the session has started, and send the text before it.

        Raises:
            WireError: the server does not answer, refuses the session, or does not translate
                although the options ask for it.
        """
        message = await self._socket.wait_for_start()
        # Other servers ignore the option, and would never send a translation.
        if self._options.translate_to is not None and "translate_to" not in message.config:
            raise ServerReportedError(Message("translation_unsupported"), "invalid_request")
        # A server that echoes this extension supports our other extensions too.
        self._deduplicator.marks_settled = "commit_sentences" in message.config
        if context:
            # Allowed with the first chunk only, which may be empty (livekit-plugins-elevenlabs).
            rate = self._options.audio_format.rate
            await self._socket.send_message(make_audio_chunk(b"", rate, previous_text=context))

    async def keep_alive(self) -> None:
        """Keep an unused session open with empty chunks.

        Raises:
            ConnectionLostError: the connection was closed nevertheless.
        """
        while True:
            await asyncio.sleep(self._limits.keepalive_interval)
            await self._socket.send_audio(b"", 0.0)

    async def run(self) -> "SessionConnection | None":
        """Send and receive until all of the stream is committed, or the successor takes over.

        Returns:
            The successor, which continues after the last commit; `None` at the end of the stream.

        Raises:
            WireError: the connection broke before that.
        """
        self._buffer.rewind()
        sending = asyncio.create_task(self._send_buffer())
        reading = asyncio.create_task(self._read_messages())
        ends: set[asyncio.Future[Any]] = {sending, reading, self._handover}
        try:
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            if self._handover.done():
                return self._handover.result()
            if sending.done() and isinstance(sending.exception(), WireError):
                await asyncio.wait(
                    {reading}, timeout=REASON_TIMEOUT_SECONDS
                )  # The reader may receive the reason.
            (reading if reading.done() and not _has_succeeded(sending) else sending).result()
            self._emit_commits(self._deduplicator.flush_overdue(float("inf")))
        finally:
            self._handover.cancel()
            await _cancel_tasks(sending, reading)
            if self._overdue_timer is not None:
                self._overdue_timer.cancel()
            self._change_pace(is_behind=False)
        return None

    def abort(self) -> None:
        """Abort the connection without a close handshake."""
        self._socket.abort()

    def stop_sending(self) -> None:
        """Stop sending, and discard data that the server has not received yet."""
        self._socket.stop_sending()

    async def close(self) -> None:
        """Close the socket; uncommitted audio stays in the replay buffer."""
        await self._socket.close()

    async def _send_buffer(self) -> None:
        """Send the replay buffer as it fills; return when all of it is committed and answered.

        Raises:
            ConnectionLostError: an answer does not arrive, or the connection is closed.
        """
        while True:
            self._buffer.drop_silent(self._loop.time() - _SILENT_AUDIO_SECONDS)
            try:
                async with asyncio.timeout(self._limits.keepalive_interval):
                    item = await self._buffer.next_item(self._loop.time())
            except TimeoutError:
                await self._socket.send_audio(b"", 0.0)
                continue
            if item is None:
                break
            self._is_commit_pending = self._is_commit_pending or item.commit
            if item.chunk is not None:
                await self._send_chunk(item.chunk)
            # A commit waits until it covers the minimum of the service.
            if self._is_commit_pending and self._ledger.uncommitted_seconds >= MIN_COMMIT_SECONDS:
                await self._send_commit()
        if not await self._socket.finish(self._send_commit):
            raise ConnectionLostError("commit_unanswered")

    async def _send_chunk(self, chunk: Chunk) -> None:
        await asyncio.sleep(self._pacer.compute_delay(self._loop.time()))
        is_ulaw = self._options.audio_format is AudioFormat.ULAW_8000
        data = to_ulaw(chunk.data) if is_ulaw else chunk.data
        await self._socket.send_audio(data, chunk.seconds)
        self._time_map.add_span(chunk.stream_time, chunk.seconds)
        # With endpointing, only a successor that waits for a commit needs one.
        if self._commit_timer.add_chunk(chunk) and (self._is_manual or self.successor is not None):
            self._is_commit_pending = True
        await self._throttle_burst(chunk)

    async def _throttle_burst(self, chunk: Chunk) -> None:
        """Wait for the server at intervals, while a burst of buffered audio is sent."""
        if self._buffer.unsent_seconds < _MAX_IN_FLIGHT_SECONDS:
            self._in_flight_seconds = 0.0
            return
        self._in_flight_seconds += chunk.seconds
        if self._in_flight_seconds >= _MAX_IN_FLIGHT_SECONDS:
            self._in_flight_seconds = 0.0
            await self._socket.wait_for_pong()

    async def _send_commit(self) -> None:
        self._is_commit_pending = False
        self._commit_extent.record_commit()
        self._commit_timer.reset()
        await self._socket.send_commit()

    async def _read_messages(self) -> None:
        """Handle messages until nothing is left to commit.

        Raises:
            WireError: the connection broke before that.
        """
        try:
            await self._socket.read_frames(self._handle_frame)
        except ServerReportedError as error:
            if self._socket.is_finishing and error.name in NOTHING_TO_COMMIT_ERRORS:
                return
            raise
        raise make_closed_error()

    def _handle_frame(self, frame: bytes) -> None:
        if not self._handover.done():
            self._handle_message(decode_frame(frame))

    def _handle_message(self, message: ServerMessage) -> None:
        now = self._loop.time()
        self._ledger.record_message(message)
        match message:
            case PartialTranscript(text, settled_text):
                self._handle_partial(text, settled_text, now)
            case CommittedTranscript(text, segment_id):
                self._emit_commits(self._deduplicator.handle_plain_commit(text, now, segment_id))
            case CommittedTranscriptWithTimestamps(text, _, words):
                self._emit_commits(self._deduplicator.handle_timed_commit(text, words or [], now))
            case Translation() if self._options.translate_to is not None:
                self._handle_translation(message)
            case ServerWarning(_, code) if code in _REPORTED_WARNINGS:
                self._emit(_REPORTED_WARNINGS[code])
            case ServerWarning(_, code) if code in _PACE_WARNINGS:
                self._change_pace(is_behind=_PACE_WARNINGS[code])
            case _:
                pass
        self._schedule_overdue()

    def _handle_partial(self, text: str, settled_text: str, now: float) -> None:
        self.has_answered = True
        partial = self._deduplicator.handle_partial(text, now, settled_text)
        self._buffer.is_silent = not self._deduplicator.has_open_segment
        if partial is not None:
            self._emit(partial)

    def _handle_translation(self, message: Translation) -> None:
        # The commit may still wait for its timed copy, and must come first.
        self._emit_commits(self._deduplicator.release_segment(message.segment_id))
        text, language = normalise_text(message.text), make_printable(message.language[:8])
        self._emit(Translated(text, clean_segment_id(message.segment_id), language))

    def _change_pace(self, *, is_behind: bool) -> None:
        if is_behind != self._is_behind:
            self._is_behind = is_behind
            self._emit(PaceChanged(is_behind))

    def _schedule_overdue(self) -> None:
        """Schedule the timeout of the oldest commit that waits for its timed copy."""
        if self._overdue_timer is None and self._deduplicator.next_deadline is not None:
            self._overdue_timer = self._loop.call_at(
                self._deduplicator.next_deadline, self._emit_overdue
            )

    def _emit_overdue(self) -> None:
        self._overdue_timer = None
        self._emit_commits(
            self._deduplicator.flush_overdue(self._loop.time() + _TIMER_TOLERANCE_SECONDS)
        )
        self._schedule_overdue()

    def _emit_commits(self, commits: list[ReceivedCommit]) -> None:
        for commit in commits:
            self.has_answered = True
            self.has_committed_words = self.has_committed_words or bool(commit.committed.text)
            self._buffer.drop_committed(self._commit_extent.find_commit_end(commit))
            self._buffer.is_silent = not self._deduplicator.has_open_segment
            if not self._is_manual:
                self._commit_timer.reset()
            self._emit(commit.committed)
            if self.successor is not None and not self._handover.done():
                self._handover.set_result(self.successor)


def _has_succeeded(task: asyncio.Task[None]) -> bool:
    return task.done() and task.exception() is None


async def _cancel_tasks(*tasks: asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
