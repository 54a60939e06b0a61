"""Transcription of an audio stream to partial and committed text, driven by the audio alone.

Each frame passes through voice activity detection, and endpointing decides where speech starts and
where a segment ends. In between, an `OpenSegment` recognises the words, or a `StreamedSegment` if
the recogniser is a streaming one. A segment is committed when it ends, when the client requests it,
or after a maximum duration. On request, sentences are committed while speech continues.

After a segment ends, recognition restarts without any state. It restarts where a client that lost
its connection would resume sending (`captions.protocol.resume`). The words of a segment therefore
depend only on its own audio, and are the same with or without a disconnect.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from captions.engine.ports import (
    ENGINE_RATE,
    FRAME_SAMPLES,
    FRAME_SECONDS,
    RecognitionHints,
    SpeechRecogniser,
    StreamingRecogniser,
    VoiceDetector,
)
from captions.engine.proper_names import extract_names
from captions.engine.transcription import commit_boundary
from captions.engine.transcription.audio_window import AudioWindow
from captions.engine.transcription.endpointing import (
    EndpointDetector,
    EndpointingOptions,
    FrameEvent,
)
from captions.engine.transcription.language_detection import LanguageGate
from captions.engine.transcription.open_segment import OpenSegment
from captions.engine.transcription.segment_words import group_words
from captions.engine.transcription.stabiliser import STABILITY_POLICIES, Stabiliser
from captions.engine.transcription.streamed_segment import StreamedSegment
from captions.events import Committed, Partial, Word
from captions.model.writing.joining import join_words
from captions.pcm import Samples
from captions.protocol.languages import two_letter_code
from captions.protocol.options import CommitStrategy, PartialStability, SessionOptions
from captions.protocol.resume import WORD_MARGIN_SECONDS, compute_resume_time

_PREROLL_SECONDS = 0.4
"""Audio kept before the start of speech, in seconds, so that no first phoneme is lost."""
_MARGIN_FRAMES = round(WORD_MARGIN_SECONDS / FRAME_SECONDS)
_PAUSE_SECONDS = 0.3
"""Silence in seconds after which no word is cut off, so that a decode is as accurate as the last
one."""
FORCED_COMMIT_SECONDS = 36.0
"""Maximum uncommitted audio in seconds before a forced commit, as in the cloud service."""
_FORCED_COMMIT_SEARCH_SECONDS = 6.0
"""Settled speech in seconds that a forced commit searches for the end of a sentence or clause."""
_LONG_SENTENCE_SECONDS = 8.0
"""Duration in seconds from which a sentence is committed by clauses."""
_LONG_CLAUSE_SECONDS = 16.0
"""Duration in seconds from which a clause is committed up to its longest pause."""


class Transcriber:
    """Recognition of one stream, used by one thread at a time."""

    def __init__(
        self,
        recogniser: SpeechRecogniser,
        detector: VoiceDetector,
        options: SessionOptions,
        *,
        forced_commit: float = FORCED_COMMIT_SECONDS,
        stability: PartialStability = PartialStability.BALANCED,
    ) -> None:
        """Start a stream.

        Args:
            recogniser: recognises words in speech.
            detector: detects speech; used by this stream only.
            options: the session's options.
            forced_commit: maximum uncommitted audio in seconds before a forced commit.
            stability: stability of partials if the session's options give none.
        """
        self._recogniser = recogniser
        self._detector = detector
        self._hints = RecognitionHints(options.keyterms, _language_hint(options))
        self._stability = options.stability or stability
        self._forced_commit_seconds = forced_commit
        self._options = options
        self._endpointing_options = EndpointingOptions.from_session(options)
        self._endpointing = EndpointDetector(self._endpointing_options)
        preroll = _PREROLL_SECONDS + options.min_speech_duration_ms / 1000
        self._preroll_frames = round(preroll / FRAME_SECONDS) + 1
        self._preroll = AudioWindow(0)
        """The last audio before the start of speech."""
        self._remainder = np.zeros(0, np.float32)
        """Samples that do not fill a frame yet."""
        self._frames = 0
        """Frames since recognition started, or restarted after a commit. A count from the beginning
        of the stream would round times differently than for a client that starts a stream here."""
        self._stream_offset = 0.0
        """Stream time of frame 0 in seconds."""
        self._uncommitted_frames = 0
        self._speech: OpenSegment | StreamedSegment | None = None
        self._language: str | None = None
        self._earlier_words: list[Word] = []
        """The segment's words before the open speech, with times in seconds since frame 0."""
        self._last_partial = Partial("")

    @property
    def _uses_vad_commits(self) -> bool:
        """True if endpointing commits, not the client."""
        return self._options.commit_strategy is CommitStrategy.VAD

    @property
    def uncommitted_seconds(self) -> float:
        """Duration of the audio since the last commit, in seconds."""
        return self._uncommitted_frames * FRAME_SECONDS + len(self._remainder) / ENGINE_RATE

    @property
    def hears_other_language(self) -> bool:
        """True while words are withheld because another language is spoken."""
        return isinstance(self._recogniser, LanguageGate) and self._recogniser.is_other_language

    def expect(self, previous_text: str) -> None:
        """Add names in the text before the stream to the keyterms."""
        keyterms = dict.fromkeys([*self._hints.keyterms, *extract_names(previous_text)])
        self._hints = self._hints._replace(keyterms=tuple(keyterms))

    def feed(self, samples: Samples) -> Iterator[Committed]:
        """Process audio and yield each segment that it closes."""
        audio = np.concatenate([self._remainder, samples])
        whole = len(audio) - len(audio) % FRAME_SAMPLES
        self._remainder = audio[whole:]
        for start in range(0, whole, FRAME_SAMPLES):
            yield from self._feed_frame(audio[start : start + FRAME_SAMPLES])

    def guess(self) -> Partial | None:
        """Guess at the open segment if a guess is due, and return the partial if it has changed."""
        if self._speech is not None:
            self._speech.guess_if_due()
        return self.partial()

    def partial(self) -> Partial | None:
        """Return the partial of the open segment; `None` if unchanged since the last call.

        Its settled text does not change: later partials of the segment and its commit begin with
        it. A commit that divides a long sentence may end within it; the remainder then begins the
        next segment.
        """
        texts = [word.text for word in self._earlier_words]
        settled = texts
        if self._speech is not None:
            settled = [*texts, self._speech.settled_text]
            texts = [*texts, self._speech.text]
        partial = Partial(join_words(texts), settled_text=join_words(settled))
        if partial == self._last_partial:
            return None
        self._last_partial = partial
        return partial

    def commit(self) -> Committed:
        """Commit the open segment now; the text is empty if nothing was spoken."""
        missing = 0 if self._uses_vad_commits else self._flush_remainder()
        committed = self._commit_all()
        self._stream_offset -= missing / ENGINE_RATE
        return committed

    def _commit_all(self) -> Committed:
        """Commit everything; the next frame is the first of a new segment."""
        self._close_speech()
        committed = self._build_commit(self._earlier_words)
        self._reset_state()
        return committed

    def _flush_remainder(self) -> int:
        """Process the remainder as a padded frame, and return the number of samples added."""
        missing = FRAME_SAMPLES - len(self._remainder)
        if missing == FRAME_SAMPLES:
            return 0
        frame = np.pad(self._remainder, (0, missing))
        self._remainder = self._remainder[:0]
        for _ in self._process_frame(frame):
            pass  # Frames are committed only by endpointing, which the client has not chosen.
        return missing

    def _feed_frame(self, frame: Samples) -> Iterator[Committed]:
        yield from self._process_frame(frame)
        if self._uncommitted_frames * FRAME_SECONDS >= self._forced_commit_seconds:
            yield from self._force_commit()

    def _process_frame(self, frame: Samples) -> Iterator[Committed]:
        probability = self._detector.probability(frame)
        event = self._endpointing.process_frame(probability)
        self._frames += 1
        self._uncommitted_frames += 1
        if self._speech is None:
            self._preroll.append(frame, probability)
            self._preroll.drop_before(self._frames - self._preroll_frames)
        else:
            self._speech.append(frame, probability)
            yield from self._settle_if_due(self._speech)
        if event is FrameEvent.STARTED:
            self._speech = self._open_segment()
        elif event is FrameEvent.ENDED and self._uses_vad_commits:
            yield from self._commit_speech()
        elif event is FrameEvent.ENDED:
            end = self._speech_end_frame
            self._preroll = self._close_speech()
            self._preroll.drop_before(end)

    def _open_segment(self) -> OpenSegment | StreamedSegment:
        """Start a stretch of speech with the audio before it."""
        threshold = self._endpointing_options.threshold
        if isinstance(self._recogniser, LanguageGate):
            self._recogniser.begin_segment()
        if isinstance(self._recogniser, StreamingRecogniser):
            return StreamedSegment(
                self._recogniser,
                self._hints,
                self._preroll,
                threshold,
                is_steady=self._stability is PartialStability.STEADY,
            )
        stabiliser = Stabiliser(STABILITY_POLICIES[self._stability])
        return OpenSegment(self._recogniser, self._hints, self._preroll, stabiliser, threshold)

    def _settle_if_due(self, speech: OpenSegment | StreamedSegment) -> Iterator[Committed]:
        """Settle or confirm words that are due, and commit the sentences that this completes."""
        settled_before = len(speech.words)
        if self._endpointing.silence >= _PAUSE_SECONDS:
            speech.settle_all(self._count_spoken_frames(speech))
        else:
            speech.settle_or_confirm()
        if (
            self._uses_vad_commits
            and self._options.commit_sentences
            and len(speech.words) > settled_before
        ):
            count = _count_due_words(speech)
            if count:
                yield self._commit_settled(speech, count)

    def _commit_settled(self, speech: OpenSegment | StreamedSegment, count: int) -> Committed:
        """Commit settled words during speech; they remain context for the following words."""
        self._language = speech.language or self._language
        words = [*self._earlier_words, *speech.pop_words(count)]
        following = next(iter(speech.words), speech.next_word)
        boundary = words[-1].end if following is None else following.start
        frame = int(boundary / FRAME_SECONDS)
        committed = self._shorten_last_word(frame, self._build_commit(words))
        self._uncommitted_frames = max(0, self._frames - frame)
        return committed

    @property
    def _speech_end_frame(self) -> int:
        """The first frame that no longer belongs to the open speech, once it is silent."""
        return self._frames - round(self._endpointing.since_speech / FRAME_SECONDS) + _MARGIN_FRAMES

    def _commit_speech(self) -> Iterator[Committed]:
        """Commit speech that has ended; the audio after it belongs to the next segment."""
        end = self._speech_end_frame
        is_remainder = self._speech is not None and self._speech.is_partly_committed
        window = self._close_speech()
        committed = self._build_commit(self._earlier_words)
        if committed.words or not is_remainder:
            yield committed
        yield from self._replay_frames(window.frames_from(max(end, self._resume_frame(committed))))

    def _close_speech(self) -> AudioWindow:
        """Settle the open speech, and return its remaining audio."""
        speech, self._speech = self._speech, None
        if speech is None:
            return self._preroll
        self._earlier_words += speech.close(self._count_spoken_frames(speech))
        self._language = speech.language or self._language
        return speech.window

    def _count_spoken_frames(self, speech: OpenSegment | StreamedSegment) -> int:
        """Return the number of window frames up to the pause that ends the speech."""
        excess = round((self._endpointing.silence - _PAUSE_SECONDS) / FRAME_SECONDS)
        return len(speech.window) - max(0, excess)

    def _build_commit(self, units: Sequence[Word]) -> Committed:
        """Return a commit of the words, and discard all other words of the segment."""
        words = group_words(units)
        language, self._language, self._earlier_words = self._language, None, []
        self._uncommitted_frames = 0
        self._last_partial = Partial("")
        return Committed(
            join_words(word.text for word in units),
            tuple(
                replace(
                    word, start=word.start + self._stream_offset, end=word.end + self._stream_offset
                )
                for word in words
            ),
            language,
        )

    def _force_commit(self) -> Iterator[Committed]:
        """Commit settled words up to the best division near their end; the rest follows later."""
        speech = self._speech
        if speech is not None and self._endpointing.silence >= _PAUSE_SECONDS:
            yield from self._commit_speech()
        elif speech is not None and speech.words:
            yield self._commit_settled(speech, _find_division(speech))
        else:
            yield self._build_commit(self._earlier_words)

    def _shorten_last_word(self, frame: int, committed: Committed) -> Committed:
        """Shorten the last word so that resumption starts on a frame boundary."""
        if self._resume_frame(committed) <= frame:
            return committed
        *others, last = committed.words
        end = frame * FRAME_SECONDS - WORD_MARGIN_SECONDS + self._stream_offset
        words = (*others, replace(last, end=max(last.start, end)))
        return replace(committed, words=words)

    def _replay_frames(self, frames: list[Samples]) -> Iterator[Committed]:
        """Restart recognition from the given last frames."""
        self._frames -= len(frames)
        self._reset_state()
        for frame in frames:
            yield from self._feed_frame(frame)

    def _resume_frame(self, committed: Committed) -> int:
        """Return the frame from which a client would resume sending after a commit."""
        if not committed.words:
            return 0
        return round(
            compute_resume_time(committed.words[-1].end - self._stream_offset) / FRAME_SECONDS
        )

    def _reset_state(self) -> None:
        """Reset all state: the next frame is the first of a new segment."""
        self._detector.reset()
        self._endpointing = EndpointDetector(self._endpointing_options)
        self._stream_offset += self._frames * FRAME_SECONDS
        self._frames = 0
        self._preroll = AudioWindow(0)
        self._speech = None
        self._uncommitted_frames = 0


def _count_due_words(speech: OpenSegment | StreamedSegment) -> int:
    """Return the number of settled words to commit while speech continues."""
    words = speech.words
    seconds = words[-1].end - words[0].start
    count = commit_boundary.sentence_end(words, _word_text(speech.next_word))
    if not count and seconds >= _LONG_SENTENCE_SECONDS:
        count = commit_boundary.clause_end(words)
    if not count and seconds >= _LONG_CLAUSE_SECONDS:
        count = commit_boundary.longest_pause(words)
    return count


def _find_division(speech: OpenSegment | StreamedSegment) -> int:
    """Return the number of settled words up to the best position to divide them, near their end."""
    earliest = speech.words[-1].end - _FORCED_COMMIT_SEARCH_SECONDS
    first = sum(word.end < earliest for word in speech.words)
    recent = speech.words[first:]
    return first + (
        commit_boundary.sentence_end(recent, _word_text(speech.next_word))
        or commit_boundary.clause_end(recent)
        or commit_boundary.longest_pause(recent)
    )


def _word_text(word: Word | None) -> str:
    return "" if word is None else word.text.strip()


def _language_hint(options: SessionOptions) -> str | None:
    return None if options.language_code is None else two_letter_code(options.language_code)
