"""One client's session on the wire, without sockets: frames in, messages out.

`Session.accept` is quick and checks a frame; what it returns is *work* for `Session.work`, which
recognises and may take long. A failure of the client's is a `SessionError`: its message is sent,
then the connection is closed with its reason.
"""

import secrets
from collections.abc import Iterator
from typing import NamedTuple

from captions.engine.audioformat import AudioReader
from captions.engine.transcriber import Transcriber
from captions.errors import ProtocolError
from captions.events import Committed
from captions.pcm import Samples
from captions.protocol.messages import (
    CommittedTranscript,
    CommittedTranscriptWithTimestamps,
    ErrorMessage,
    PartialTranscript,
    SessionStarted,
    Typed,
    WireWord,
    audio_of,
    decode_client,
)
from captions.protocol.options import CommitStrategy, SessionOptions

MIN_COMMIT_SECONDS = 0.3
"""Less uncommitted sound than this cannot be committed, as with the cloud service."""


class SessionError(Exception):
    """The session cannot go on; the client is told why."""

    def __init__(self, name: str, error: str, code: int = 1000) -> None:
        """``name`` is the wire's name of the error, ``code`` that of the WebSocket's close."""
        super().__init__(error)
        self.message = ErrorMessage(name, error)
        self.code = code


class Work(NamedTuple):
    """Sound to recognise, and whether to commit behind it."""

    samples: Samples
    commit: bool


class Session:
    """Everything between a client's frames and the messages that answer them."""

    def __init__(self, options: SessionOptions, transcriber: Transcriber) -> None:
        self._options = options
        self._transcriber = transcriber
        self._reader = AudioReader(options.audio_format)
        self._first = True

    def started(self) -> SessionStarted:
        """Return the first message."""
        return SessionStarted(secrets.token_hex(16), session_config(self._options))

    def accept(self, frame: str | bytes) -> Work:
        """Check a client's frame.

        Raises:
            SessionError: the frame is not as the protocol wants it.
        """
        try:
            chunk = decode_client(frame)
            samples = self._reader.read(audio_of(chunk))
        except ProtocolError as error:
            raise SessionError("input_error", str(error)) from error
        if chunk.sample_rate not in (None, self._options.audio_format.rate):
            raise SessionError(
                "input_error",
                f"sample_rate {chunk.sample_rate} does not agree with audio_format "
                f"{self._options.audio_format.value}",
            )
        if chunk.previous_text and not self._first:
            raise SessionError("error", "previous_text can only be set on the first audio chunk")
        self._first = False
        return Work(samples, bool(chunk.commit))

    def work(self, work: Work) -> Iterator[Typed]:
        """Recognise sound and yield the messages that it brings, but for guesses.

        Raises:
            SessionError: too little sound to commit.
        """
        for committed in self._transcriber.feed(work.samples):
            yield from self._committed(committed)
        if not work.commit:
            return
        uncommitted = self._transcriber.uncommitted_seconds
        if uncommitted < MIN_COMMIT_SECONDS:
            raise SessionError(
                "commit_throttled",
                f"Commit request ignored: only {uncommitted:.2f}s of uncommitted audio. You need "
                f"at least {MIN_COMMIT_SECONDS}s of uncommitted audio before committing.",
            )
        yield from self._committed(self._transcriber.commit())

    def guess(self) -> Iterator[Typed]:
        """Yield the present guess, if there is a new one; called when no more sound waits."""
        text = self._transcriber.guess()
        if text is not None:
            yield PartialTranscript(text)

    def _committed(self, committed: Committed) -> Iterator[Typed]:
        yield CommittedTranscript(committed.text)
        if self._options.include_timestamps or self._options.include_language_detection:
            language = "en" if self._options.include_language_detection else None
            words = _wire_words(committed) if self._options.include_timestamps else None
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
        "model_id": options.model_id,
        "enable_logging": False,
        "disable_logging": True,
        "include_timestamps": options.include_timestamps,
        "include_language_detection": options.include_language_detection,
        "keyterms": list(options.keyterms),
        "no_verbatim": bool(options.no_verbatim),
        "filter_background_audio": bool(options.filter_background_audio),
        "entity_detection": None,
        "keepalive_interval_ms": None,
    }


def _wire_words(committed: Committed) -> list[WireWord]:
    """Return words with the spaces between them, whose texts join to the segment's."""
    words: list[WireWord] = []
    for word in committed.words:
        if words:
            words.append(WireWord(" ", words[-1].end, word.start, "spacing"))
        words.append(WireWord(word.text, word.start, word.end))
    return words
