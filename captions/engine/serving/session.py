"""The protocol of one session without I/O: frames in, messages out.

`ServerSession.receive_frame` checks a frame and returns quickly. The `RecognitionWork` that it
returns goes to `ServerSession.process_work`, which recognises and may take long. An error of the
client raises `SessionError`: the caller sends its message, then closes the connection.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from captions.engine.serving import audio_format, verbatim
from captions.engine.serving.audio_format import AudioReader
from captions.engine.serving.limits import ServerLimits
from captions.engine.serving.translation import DueTranslation, SegmentTranslator
from captions.errors import ProtocolError
from captions.events import Committed, Partial
from captions.model.writing.joining import find_gaps
from captions.pcm import Samples
from captions.protocol.messages import (
    OTHER_LANGUAGE,
    CommittedTranscript,
    CommittedTranscriptWithTimestamps,
    ErrorMessage,
    InputAudioChunk,
    KnownMessage,
    PartialTranscript,
    ServerWarning,
    SessionStarted,
    Translation,
    WireWord,
    decode_audio,
    decode_client_message,
)
from captions.protocol.options import CommitStrategy, SessionOptions
from captions.web.fault_log import FaultLog, describe_place

_MAX_ERROR_CHARACTERS = 500
"""Maximum length of an error message, which may quote the client's input."""
_MAX_CONTEXT_CHARACTERS = 1000
"""Characters at the end of ``previous_text`` that are used; the cloud service advises 50."""


class SessionError(Exception):
    """An error that ends the session and is sent to the client."""

    def __init__(self, name: str, error: str, code: int = 1000) -> None:
        """Create an error.

        Args:
            name: name of the error in the protocol.
            error: message for the client.
            code: close code of the WebSocket.
        """
        text = (
            error if len(error) <= _MAX_ERROR_CHARACTERS else f"{error[:_MAX_ERROR_CHARACTERS]}..."
        )
        super().__init__(text)
        self.message = ErrorMessage(name, text)
        """Message for the client."""
        self.code = code
        """Close code of the WebSocket."""


@dataclass(frozen=True, slots=True)
class RecognitionWork:
    """Audio to recognise, and whether to commit after it."""

    data: bytes
    """Whole samples in the session's audio format."""
    commit: bool
    """True if the client requested a commit after this audio."""
    context: str = ""
    """Text spoken before the session; set in its first work only."""
    received: float = 0.0
    """Arrival time, in seconds of any monotonic clock."""


class StreamTranscriber(Protocol):
    """Interface of a transcriber; `Transcriber` implements it."""

    @property
    def uncommitted_seconds(self) -> float:
        """Seconds of audio since the last commit."""
        ...

    @property
    def hears_other_language(self) -> bool:
        """True while words are withheld because the speaker uses another language."""
        ...

    def expect(self, previous_text: str) -> None:
        """Use text spoken before the stream as context."""
        ...

    def feed(self, samples: Samples) -> Iterator[Committed]:
        """Process audio at `ports.ENGINE_RATE`, and yield each segment that it closes."""
        ...

    def guess(self) -> Partial | None:
        """Update the open segment if a guess is due, and return it if it has changed."""
        ...

    def partial(self) -> Partial | None:
        """Return the open segment as recognised so far, if it has changed."""
        ...

    def commit(self) -> Committed:
        """Close the open segment and return it; its text is empty if nothing was spoken."""
        ...


class ServerSession:
    """Turns the frames of one client into work, and work into messages."""

    def __init__(
        self,
        options: SessionOptions,
        transcriber: StreamTranscriber,
        limits: ServerLimits,
        translator: SegmentTranslator | None = None,
    ) -> None:
        self._options = options
        self._translator = translator
        self._transcriber = transcriber
        self._limits = limits
        self._audio_reader = AudioReader(options.audio_format)
        self._is_first_chunk = True
        self._has_warned = False
        self._last_partial = PartialTranscript("")
        """The last partial that was sent to the client."""

    def started_message(self) -> SessionStarted:
        """Return the first message of the session."""
        return SessionStarted(secrets.token_hex(16), session_config(self._options))

    def receive_frame(self, frame: str | bytes, received: float = 0.0) -> RecognitionWork:
        """Decode and check a frame from the client.

        Args:
            frame: content of the WebSocket message.
            received: arrival time, in seconds of any monotonic clock.

        Raises:
            SessionError: the frame violates the protocol or a limit.
        """
        try:
            chunk = decode_client_message(frame)
            data = decode_audio(chunk)
            audio_format.check_whole_samples(data, self._options.audio_format)
        except ProtocolError as error:
            raise SessionError("input_error", str(error)) from error
        self._check_chunk(chunk, len(data))
        self._is_first_chunk = False
        context = (chunk.previous_text or "")[-_MAX_CONTEXT_CHARACTERS:]
        return RecognitionWork(data, bool(chunk.commit), context, received)

    def process_work(self, work: RecognitionWork) -> Iterator[KnownMessage]:
        """Recognise audio and yield the resulting messages, except guesses.

        Raises:
            SessionError: the client requested a commit of too little audio.
        """
        if work.context:
            self._transcriber.expect(work.context)
        samples = self._audio_reader.read(work.data)
        if self._translator is not None:
            self._translator.record_audio(samples)
        for committed in self._transcriber.feed(samples):
            yield from self._commit_messages(committed)
            # The client continues to display the part that is still open.
            yield from self._partial_messages(self._transcriber.partial())
        yield from self._language_warning()
        if not work.commit:
            return
        uncommitted = self._transcriber.uncommitted_seconds
        least = self._limits.min_commit
        if uncommitted < least:
            raise SessionError(
                "commit_throttled",
                f"Commit request ignored: only {uncommitted:.2f}s of uncommitted audio. You need "
                f"at least {least:g}s of uncommitted audio before committing.",
            )
        yield from self._commit_messages(self._transcriber.commit())

    def _language_warning(self) -> Iterator[ServerWarning]:
        """Yield a warning once if words are withheld and the client knows our extensions."""
        knows_extensions = self._options.commit_sentences is not None
        if knows_extensions and not self._has_warned and self._transcriber.hears_other_language:
            self._has_warned = True
            advice = "This model does not support the language spoken; its words are omitted."
            yield ServerWarning(advice, OTHER_LANGUAGE)

    def guess_partial(self) -> Iterator[KnownMessage]:
        """Yield a partial if the guess has changed; called when the input queue is empty."""
        yield from self._partial_messages(self._transcriber.guess())

    def take_due_translations(self) -> list[DueTranslation]:
        """Return the segments to translate that were committed since the last call."""
        return [] if self._translator is None else self._translator.take_due()

    def translate_segment(self, due: DueTranslation, fault_log: FaultLog) -> Translation:
        """Return the translation of a segment, which takes long; it is empty after a failure."""
        if self._translator is None:
            return due.make_message("")
        try:
            return due.make_message(self._translator.translate(due))
        except Exception as error:  # noqa: BLE001  # the transcript goes on without it
            # The exception text is not logged: it might contain recognised speech.
            fault_log.report(f"The translation of a segment failed ({describe_place(error)}).")
            return due.make_message("")

    def keepalive_message(self) -> PartialTranscript:
        """Return the last partial, to repeat at the client's keepalive interval."""
        return self._last_partial

    def _check_chunk(self, chunk: InputAudioChunk, size: int) -> None:
        most = self._limits.max_chunk_bytes
        if size > most:
            raise SessionError(
                "chunk_size_exceeded",
                f"A chunk contains {size} bytes of audio, but the limit is {most} bytes.",
            )
        if chunk.sample_rate not in (None, self._options.audio_format.rate):
            raise SessionError(
                "input_error",
                f"sample_rate {chunk.sample_rate} does not match audio_format "
                f"{self._options.audio_format.value}",
            )
        if chunk.previous_text and not self._is_first_chunk:
            raise SessionError("error", "previous_text can only be set on the first audio chunk")

    def _partial_messages(self, partial: Partial | None) -> Iterator[PartialTranscript]:
        """Yield a partial if it differs from the last one sent."""
        if partial is None:
            return
        if self._options.no_verbatim:
            # Later words can still remove earlier ones as a false start, so no text is settled.
            message = PartialTranscript(verbatim.clean_text(partial.text))
        else:
            message = PartialTranscript(partial.text, partial.settled_text)
        if message != self._last_partial:
            self._last_partial = message
            yield message

    def _commit_messages(self, committed: Committed) -> Iterator[KnownMessage]:
        self._last_partial = PartialTranscript("")
        if self._options.no_verbatim:
            committed = verbatim.clean_segment(committed)
        segment_id = "" if self._translator is None else self._translator.add_segment(committed)
        yield CommittedTranscript(committed.text, segment_id)
        if self._options.include_timestamps or self._options.include_language_detection:
            words = _wire_words(committed) if self._options.include_timestamps else None
            language = committed.language if self._options.include_language_detection else None
            yield CommittedTranscriptWithTimestamps(committed.text, language, words)


def session_config(options: SessionOptions) -> dict[str, object]:
    """Return the config of ``session_started``, with every key that a client may read."""
    requested = {} if options.translate_to is None else {"translate_to": options.translate_to}
    return {
        **requested,
        "sample_rate": options.audio_format.rate,
        "audio_format": options.audio_format.value,
        "language_code": options.language_code,
        "secondary_languages": list(options.secondary_languages),
        "timestamps_granularity": "word",
        "commit_strategy": options.commit_strategy.value,
        "vad_commit_strategy": options.commit_strategy is CommitStrategy.VAD,
        "vad_silence_threshold_secs": options.vad_silence_threshold_secs,
        "vad_threshold": options.vad_threshold,
        "min_speech_duration_ms": options.min_speech_duration_ms,
        "min_silence_duration_ms": options.min_silence_duration_ms,
        "max_tokens_to_recompute": None,
        "model_id": options.model_id,
        "enable_logging": False,
        "disable_logging": True,
        "include_timestamps": options.include_timestamps,
        "include_language_detection": options.include_language_detection,
        "keyterms": list(options.keyterms),
        "no_verbatim": bool(options.no_verbatim),
        "filter_background_audio": False,
        "entity_detection": None,
        "keepalive_interval_ms": options.keepalive_interval_ms,
        "stability": None if options.stability is None else options.stability.value,
        "commit_sentences": bool(options.commit_sentences),
    }


def _wire_words(committed: Committed) -> list[WireWord]:
    """Return words and the spaces between them; their texts join to the segment's text."""
    words: list[WireWord] = []
    gaps = find_gaps([word.text for word in committed.words], committed.text)
    for word, has_gap in zip(committed.words, gaps, strict=True):
        if words and has_gap:
            # The cloud service gives spaces a log probability of 0 if words have one.
            certain = None if word.logprob is None else 0.0
            words.append(WireWord(" ", words[-1].end, word.start, "spacing", certain))
        speaker = word.speaker or None
        words.append(
            WireWord(word.text, word.start, word.end, logprob=word.logprob, speaker_id=speaker)
        )
    return words
