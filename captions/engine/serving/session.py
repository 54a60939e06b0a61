"""One client's session on the wire, without sockets: frames in, messages out.

`Session.accept` is quick and checks a frame; what it returns is *work* for `Session.work`, which
recognises and may take long. A failure of the client's is a `SessionError`: its message is sent,
then the connection is closed with its reason.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from captions.engine.serving import audioformat, verbatim
from captions.engine.serving.audioformat import AudioReader
from captions.engine.serving.limits import Limits
from captions.errors import ProtocolError
from captions.events import Committed, Partial
from captions.pcm import Samples
from captions.protocol.messages import (
    OTHER_LANGUAGE,
    CommittedTranscript,
    CommittedTranscriptWithTimestamps,
    ErrorMessage,
    InputAudioChunk,
    PartialTranscript,
    ServerWarning,
    SessionStarted,
    Typed,
    WireWord,
    audio_of,
    decode_client,
)
from captions.protocol.options import CommitStrategy, SessionOptions

_MOST_SAID = 500
"""Characters of an error, which may repeat what a client sent."""
_MOST_CONTEXT = 1000
"""Characters of ``previous_text`` that are read, from its end; the service advises 50."""


class SessionError(Exception):
    """The session cannot go on; the client is told why."""

    def __init__(self, name: str, error: str, code: int = 1000) -> None:
        """``name`` is the wire's name of the error, ``code`` that of the WebSocket's close."""
        said = error if len(error) <= _MOST_SAID else f"{error[:_MOST_SAID]}..."
        super().__init__(said)
        self.message = ErrorMessage(name, said)
        self.code = code


@dataclass(frozen=True, slots=True)
class Work:
    """Sound to recognise, and whether to commit behind it."""

    data: bytes
    """Whole samples in the session's audio format."""
    commit: bool
    context: str = ""
    """What was said before the session began; with its first work only."""
    received: float = 0.0
    """Any clock's seconds when it came in."""


class Transcribing(Protocol):
    """What a session needs of a stream's recognition; a `Transcriber` is it."""

    @property
    def uncommitted_seconds(self) -> float:
        """Sound since the last commit."""
        ...

    @property
    def hears_other_language(self) -> bool:
        """True while words are withheld because another language is spoken."""
        ...

    def expect(self, previous_text: str) -> None:
        """Take what was said before the stream began."""
        ...

    def feed(self, samples: Samples) -> Iterator[Committed]:
        """Take sound in at `ports.ENGINE_RATE`, and yield each segment that it closes."""
        ...

    def guess(self) -> Partial | None:
        """Guess at the open segment if that is due, and return it if it is new."""
        ...

    def partial(self) -> Partial | None:
        """Return the open segment as far as it is known, if it is new."""
        ...

    def commit(self) -> Committed:
        """Close the open segment now; its text is empty where nothing was said."""
        ...


class Session:
    """Everything between a client's frames and the messages that answer them."""

    def __init__(self, options: SessionOptions, transcriber: Transcribing, limits: Limits) -> None:
        self._options = options
        self._transcriber = transcriber
        self._limits = limits
        self._reader = AudioReader(options.audio_format)
        self._first = True
        self._has_warned = False
        self._shown = PartialTranscript("")
        """The partial that the client sees."""

    def started(self) -> SessionStarted:
        """Return the first message."""
        return SessionStarted(secrets.token_hex(16), session_config(self._options))

    def accept(self, frame: str | bytes, received: float = 0.0) -> Work:
        """Check a client's frame.

        Args:
            frame: what the client sent.
            received: any clock's seconds when it came in.

        Raises:
            SessionError: the frame is not as the protocol wants it.
        """
        try:
            chunk = decode_client(frame)
            data = audio_of(chunk)
            audioformat.check(data, self._options.audio_format)
        except ProtocolError as error:
            raise SessionError("input_error", str(error)) from error
        self._check(chunk, len(data))
        self._first = False
        context = (chunk.previous_text or "")[-_MOST_CONTEXT:]
        return Work(data, bool(chunk.commit), context, received)

    def work(self, work: Work) -> Iterator[Typed]:
        """Recognise and yield the messages that it brings, but for guesses.

        Raises:
            SessionError: too little sound to commit.
        """
        if work.context:
            self._transcriber.expect(work.context)
        for committed in self._transcriber.feed(self._reader.read(work.data)):
            yield from self._committed(committed)
            # The rest of the open speech stays on the client's screen.
            yield from self._changed(self._transcriber.partial())
        yield from self._warned()
        if not work.commit:
            return
        uncommitted = self._transcriber.uncommitted_seconds
        least = self._limits.least_commit
        if uncommitted < least:
            raise SessionError(
                "commit_throttled",
                f"Commit request ignored: only {uncommitted:.2f}s of uncommitted audio. You need "
                f"at least {least:g}s of uncommitted audio before committing.",
            )
        yield from self._committed(self._transcriber.commit())

    def _warned(self) -> Iterator[ServerWarning]:
        """Say once that words are withheld, to a client that knows our extensions."""
        knows_extensions = self._options.commit_sentences is not None
        if knows_extensions and not self._has_warned and self._transcriber.hears_other_language:
            self._has_warned = True
            advice = "Another language is spoken than this model knows; its words are left out."
            yield ServerWarning(advice, OTHER_LANGUAGE)

    def guess(self) -> Iterator[Typed]:
        """Yield the present guess, if there is a new one; called when no more sound waits."""
        yield from self._changed(self._transcriber.guess())

    def beat(self) -> PartialTranscript:
        """Return what the client sees already, for one that wants to hear from us regularly."""
        return self._shown

    def _check(self, chunk: InputAudioChunk, size: int) -> None:
        most = self._limits.chunk_bytes
        if size > most:
            raise SessionError(
                "chunk_size_exceeded",
                f"A chunk holds {size} bytes of audio, and at most {most} are taken at once.",
            )
        if chunk.sample_rate not in (None, self._options.audio_format.rate):
            raise SessionError(
                "input_error",
                f"sample_rate {chunk.sample_rate} does not agree with audio_format "
                f"{self._options.audio_format.value}",
            )
        if chunk.previous_text and not self._first:
            raise SessionError("error", "previous_text can only be set on the first audio chunk")

    def _changed(self, partial: Partial | None) -> Iterator[PartialTranscript]:
        """Yield a partial if the client sees another."""
        if partial is None:
            return
        if self._options.no_verbatim:
            # What a false start leaves out depends on the words after it, settled or not.
            message = PartialTranscript(verbatim.clean_text(partial.text))
        else:
            message = PartialTranscript(partial.text, partial.settled_text)
        if message != self._shown:
            self._shown = message
            yield message

    def _committed(self, committed: Committed) -> Iterator[Typed]:
        self._shown = PartialTranscript("")
        if self._options.no_verbatim:
            committed = verbatim.clean(committed)
        yield CommittedTranscript(committed.text)
        if self._options.include_timestamps or self._options.include_language_detection:
            words = _wire_words(committed) if self._options.include_timestamps else None
            language = committed.language if self._options.include_language_detection else None
            yield CommittedTranscriptWithTimestamps(committed.text, language, words)


def session_config(options: SessionOptions) -> dict[str, object]:
    """Return the config of a ``session_started``: every key that any client may look for."""
    return {
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
    """Return words with the spaces between them, whose texts join to the segment's."""
    words: list[WireWord] = []
    for word in committed.words:
        if words:
            # The service is sure of a blank wherever it gives a probability at all.
            certain = None if word.logprob is None else 0.0
            words.append(WireWord(" ", words[-1].end, word.start, "spacing", certain))
        words.append(WireWord(word.text, word.start, word.end, logprob=word.logprob))
    return words
