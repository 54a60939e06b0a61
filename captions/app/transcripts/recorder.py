"""Records committed segments of the running app in the store and passes them to live files."""

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

from captions.app.transcripts.session_clock import LaneClock
from captions.app.transcripts.speech_gate import finish_writing
from captions.audio.lanes import lane_labels
from captions.events import (
    Committed,
    Event,
    Gap,
    Partial,
    SourceChanged,
    SourceState,
    Translated,
    Word,
)
from captions.history import session_description
from captions.history.history import History
from captions.history.session_writer import SessionWriter
from captions.model.saved_transcript import Keeping, NewSession, TranscriptSegment
from captions.model.word_rules.word_rules import WordRules
from captions.pcm import Chunk
from captions.settings.schema import Settings
from captions.settings.source import CapturedSource, parse_source
from captions.wording.speaker_names import SpeakerNames
from captions.words.compiled_rules import compile_rules

_MAX_UNTRANSLATED = 1000
"""Segments whose translations are awaited; those of lost connections never arrive."""
_MAX_EARLY_CHUNKS = 1200
"""Chunks kept until the session is on disk: a minute of one lane in chunks of 50 ms."""


@dataclass(frozen=True, slots=True)
class Clocks:
    """The two clocks of a transcript."""

    monotonic: Callable[[], float] = time.monotonic
    """Seconds that never go backwards."""
    wall: Callable[[], float] = time.time
    """Seconds since 1970 (UTC); the user may set it."""


@dataclass(frozen=True, slots=True)
class Listeners:
    """What else follows the transcript; times are session time."""

    on_segment: Callable[[TranscriptSegment, str], None]
    """Called with each segment, with its label, and the id that its translation will have."""
    on_translation: Callable[[str, str], None]
    """Called with the id of a segment and its translation; empty if it was left out."""
    on_sound: Callable[[int, str, Chunk], None]
    """Called with the kept session, the lane and each chunk, if sound is kept."""


class TranscriptRecorder:
    """Writes each committed segment of a session to the store.

    The session begins with the first speech, so a run in which nobody speaks leaves none. If sound
    is kept, it begins with the first sound.
    """

    def __init__(
        self,
        history: History,
        settings: Settings,
        listeners: Listeners,
        clocks: Clocks | None = None,
    ) -> None:
        """Prepare to record.

        Args:
            history: the store; the caller opens and closes it.
            settings: settings currently in use.
            listeners: receive segments and sound with the times of the session.
            clocks: clocks to use; by default those of the system.
        """
        self._listeners = listeners
        self.names = SpeakerNames()
        """Names of the speakers of this run; the overlay shows them too."""
        self._history = history
        self._settings = settings
        self._clocks = clocks or Clocks()
        self._rules = _compile_rules(settings)
        self._is_kept = settings.history.is_kept
        """True if the session stays after the app quits."""
        self._writer: SessionWriter | None = None
        self._untranslated: dict[str, int] = {}
        """Numbers of segments whose translations are awaited, by their ids."""
        self._lanes: dict[str, LaneClock] = {}
        self._early_sound: deque[tuple[str, Chunk]] = deque(maxlen=_MAX_EARLY_CHUNKS)
        """Lane and chunk of sound that was captured before the session was on disk."""
        self._began: float | None = None
        """Time of the first sound on the monotonic clock."""
        self._follows_recording = False
        """True if session time is the time of the recording that is played."""

    @property
    def session_id(self) -> int | None:
        """Session that is being written; `None` before the first speech."""
        return None if self._writer is None else self._writer.id

    @property
    def keeping(self) -> Keeping:
        """Part of the current session that remains after the app quits."""
        on_disk = self._writer is None or self._writer.is_kept  # Otherwise the store has failed.
        if not (self._is_kept and on_disk):
            return Keeping.NOTHING
        return Keeping.SOUND if self._settings.history.keep_sound else Keeping.TEXT

    def apply(self, settings: Settings) -> None:
        """Apply other settings; the session so far is kept, or not, like what follows."""
        before, self._settings = self._settings, settings
        self._rules = _compile_rules(settings)
        if before.history.is_kept != settings.history.is_kept:
            self.keep_session(kept=settings.history.is_kept)

    def keep_session(self, *, kept: bool) -> None:
        """Keep the session after the app quits, from its beginning, or no longer."""
        self._is_kept = kept
        self._early_sound.clear()
        if self._writer is None:
            return
        if kept:
            self._writer.keep()
        else:
            self._writer.stop_keeping()

    def record_chunk(self, lane: str, chunk: Chunk) -> None:
        """Record the time at which a chunk of a lane arrived, and its sound if that is kept."""
        now = self._clocks.monotonic()
        if self._began is None:
            self._began = now - chunk.seconds
            self._follows_recording = not isinstance(
                parse_source(self._settings.sound.source), CapturedSource
            )
        clock = self._lane_clock(lane)
        if not self._follows_recording:
            clock.record_chunk(chunk, now - self._began)
        if self._is_kept and self._settings.history.keep_sound:
            session_time = clock.to_session_time(chunk.stream_time)
            self._keep_sound(lane, replace(chunk, stream_time=session_time))

    def record_event(self, event: Event) -> asyncio.Future[None] | None:
        """Record an event.

        Returns:
            For a segment that is kept on disk, a future that is done once it is there.
        """
        match event:
            case Committed(text=text, segment_id=segment_id) if text.strip():
                return self._write_segment(self._make_segment(event), segment_id)
            case Translated():
                self._write_translation(event)
            case Partial(text=text) if text.strip():
                self._open_writer()
            case Gap(start, seconds):
                self._write_segment(self._make_gap(start, seconds))
            case SourceChanged(state=state, lane=lane) if state is not SourceState.LISTENING:
                self._lane_clock(lane).note_interruption()
            case _:
                pass
        return None

    def end_session(self) -> None:
        """End the session; the next speech begins another one."""
        if self._writer is not None:
            self._pass_sound(self._writer.kept_id)
            self._writer.end(self._session_seconds())
            self._writer = None
            self._untranslated.clear()

    def _write_segment(
        self, segment: TranscriptSegment, segment_id: str = ""
    ) -> asyncio.Future[None] | None:
        self._listeners.on_segment(segment, segment_id)
        writer = self._open_writer()
        if not writer.is_kept:
            self._note_number(segment_id, writer.add_segment(segment))
            return None
        loop = asyncio.get_running_loop()
        written = loop.create_future()
        number = writer.add_segment(segment, lambda: _finish_soon(loop, written))
        self._note_number(segment_id, number)
        return written

    def _note_number(self, segment_id: str, number: int) -> None:
        """Remember the number of a segment until its translation arrives; some never do."""
        if segment_id:
            self._untranslated[segment_id] = number
            while len(self._untranslated) > _MAX_UNTRANSLATED:
                del self._untranslated[next(iter(self._untranslated))]

    def _write_translation(self, event: Translated) -> None:
        text = event.text.strip()
        number = self._untranslated.pop(event.segment_id, None)
        if text and number is not None and self._writer is not None:
            self._writer.translate_segment(number, text)
        self._listeners.on_translation(event.segment_id, text)

    def _keep_sound(self, lane: str, chunk: Chunk) -> None:
        writer = self._open_writer()
        if not writer.is_kept:  # The store has failed, and nothing is kept.
            self._early_sound.clear()
            return
        self._early_sound.append((lane, chunk))
        self._pass_sound(writer.kept_id)

    def _pass_sound(self, session_id: int) -> None:
        """Pass on the sound of a session that is on disk; the identifier is 0 otherwise."""
        while session_id and self._early_sound:
            self._listeners.on_sound(session_id, *self._early_sound.popleft())

    def _open_writer(self) -> SessionWriter:
        """Return the writer of the session; the first call starts the session."""
        if self._writer is None:
            self._writer = self._history.start_session(
                self._describe_session(), kept=self._is_kept, wait_seconds=0
            )
        return self._writer

    def _make_segment(self, event: Committed) -> TranscriptSegment:
        """Return a segment with the times of the session."""
        now = self._session_seconds()
        convert = self._lane_clock(event.lane).to_session_time
        words = tuple(_shift_word(word, convert(word.start) - word.start) for word in event.words)
        start = words[0].start if words else now
        end = max(words[-1].end, start) if words else now
        text = event.text.strip()
        displayed = self._rules.apply_text(text)
        return TranscriptSegment(
            text=text,
            displayed_text=None if displayed == text else displayed,
            start=start,
            end=end,
            words=words,
            lane=event.lane,
            language=event.language or self._settings.language_of(event.lane),
            label=self.names.find_name(event.speaker)
            or lane_labels(self._settings.sound).get(event.lane, ""),
            wall_time=self._clocks.wall() - max(now - start, 0.0),
        )

    def _make_gap(self, stream_time: float, seconds: float) -> TranscriptSegment:
        # A gap does not say in which lane it is; their clocks differ by pauses at most.
        clock = next(iter(self._lanes.values()), LaneClock())
        start = clock.to_session_time(stream_time)
        return TranscriptSegment(text="", start=start, end=start + seconds, is_gap=True)

    def _describe_session(self) -> NewSession:
        settings = self._settings
        started = self._clocks.wall() - self._session_seconds()
        recognition = settings.recognition
        return NewSession(
            started=started,
            utc_offset_seconds=session_description.find_utc_offset(started),
            sources=(session_description.describe_source(settings.sound.source),),
            lane_labels=lane_labels(settings.sound),
            recogniser=session_description.describe_recogniser(
                recognition.server, recognition.model
            ),
            language=recognition.language,
        )

    def _session_seconds(self) -> float:
        """Return the time since the session's first sound in seconds."""
        return 0.0 if self._began is None else max(self._clocks.monotonic() - self._began, 0.0)

    def _lane_clock(self, lane: str) -> LaneClock:
        return self._lanes.setdefault(lane, LaneClock())


def _compile_rules(settings: Settings) -> WordRules:
    """Return the rules for what is displayed."""
    return compile_rules(settings.words.overlay, settings)


def _shift_word(word: Word, seconds: float) -> Word:
    return replace(word, start=word.start + seconds, end=word.end + seconds)


def _finish_soon(loop: asyncio.AbstractEventLoop, written: "asyncio.Future[None]") -> None:
    """Finish a future from another thread, unless the loop is closed by then."""
    with contextlib.suppress(RuntimeError):  # The loop is closed.
        loop.call_soon_threadsafe(finish_writing, written)
