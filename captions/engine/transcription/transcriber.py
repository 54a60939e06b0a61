"""Turns a stream of sound into partial and committed text, with no clock but the stream's own.

Sound goes through voice detection frame by frame, and endpointing says where speech begins and
where a segment ends. In between stands `OpenSpeech`, which knows what is being said.

Behind a commit the transcriber listens anew, with no memory of what was before, from where a client
that lost its connection would send again (`captions.protocol.resume`): a segment's words depend on
its own sound alone, and come out the same with or without a cut.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from captions.engine.capabilities import two_letters
from captions.engine.ports import (
    ENGINE_RATE,
    FRAME_SAMPLES,
    FRAME_SECONDS,
    Hints,
    Recogniser,
    VoiceDetector,
)
from captions.engine.transcription import division
from captions.engine.transcription.endpointing import Endpointing, EndpointingOptions, Turn
from captions.engine.transcription.language import OneLanguage
from captions.engine.transcription.names import names
from captions.engine.transcription.openspeech import OpenSpeech
from captions.engine.transcription.piece import Piece
from captions.engine.transcription.stabiliser import CALM, Stabiliser
from captions.events import Committed, Partial, Word
from captions.pcm import Samples
from captions.protocol.options import CommitStrategy, SessionOptions, Stability
from captions.protocol.resume import MARGIN_SECONDS, resume_at

_PREROLL_SECONDS = 0.4
"""Kept before speech begins, so that no first phoneme is lost."""
_MARGIN_FRAMES = round(MARGIN_SECONDS / FRAME_SECONDS)
_PAUSE_SECONDS = 0.3
"""Silence from which on no word is cut off; a decode from here on is as good as the last."""
FORCED_COMMIT_SECONDS = 36.0
"""Uncommitted sound that is committed unasked, as the cloud service does."""
_FORCED_CHOICE_SECONDS = 6.0
"""Settled speech within which a forced commit looks for the end of a sentence or a clause."""
_LONG_SENTENCE_SECONDS = 8.0
"""A sentence that lasts longer is committed by clauses."""
_LONG_CLAUSE_SECONDS = 16.0
"""A clause that lasts longer is committed up to its longest pause."""


class Transcriber:
    """One stream's recognition; used by one thread at a time."""

    def __init__(
        self,
        recogniser: Recogniser,
        detector: VoiceDetector,
        options: SessionOptions,
        *,
        forced_commit: float = FORCED_COMMIT_SECONDS,
        stability: Stability = Stability.BALANCED,
    ) -> None:
        """Start a stream.

        Args:
            recogniser: turns speech into words.
            detector: says where speech is; the stream's own.
            options: what the session is asked for.
            forced_commit: seconds of uncommitted sound that are committed unasked.
            stability: how calm partials are where the session does not ask for it.
        """
        self._recogniser = recogniser
        self._detector = detector
        self._hints = Hints(options.keyterms, _language(options))
        self._calm = CALM[options.stability or stability]
        self._forced_commit_seconds = forced_commit
        self._options = options
        self._endpointing_options = EndpointingOptions.of(options)
        self._endpointing = Endpointing(self._endpointing_options)
        kept = _PREROLL_SECONDS + options.min_speech_duration_ms / 1000
        self._preroll_frames = round(kept / FRAME_SECONDS) + 1
        self._preroll = Piece(0)
        """The last that was heard while nobody spoke."""
        self._rest = np.zeros(0, np.float32)
        """Sound that does not fill a frame yet."""
        self._frames = 0
        """Frames since it began to listen, or did so anew behind a commit. Were they counted from
        the beginning of the stream, moments of the same sound would be rounded otherwise than where
        a client begins a stream with it."""
        self._shift = 0.0
        """Seconds of the stream at frame 0."""
        self._uncommitted_frames = 0
        self._speech: OpenSpeech | None = None
        self._language: str | None = None
        self._said: list[Word] = []
        """The segment's words before the open speech, with seconds since frame 0."""
        self._shown = Partial("")

    @property
    def _commits_itself(self) -> bool:
        """True where endpointing commits, not the client."""
        return self._options.commit_strategy is CommitStrategy.VAD

    @property
    def uncommitted_seconds(self) -> float:
        """Sound since the last commit."""
        return self._uncommitted_frames * FRAME_SECONDS + len(self._rest) / ENGINE_RATE

    @property
    def hears_other_language(self) -> bool:
        """True while words are withheld because another language is spoken."""
        return isinstance(self._recogniser, OneLanguage) and self._recogniser.is_other

    def expect(self, previous_text: str) -> None:
        """Take what was said before the stream began: its names are likely to be said again."""
        keyterms = dict.fromkeys([*self._hints.keyterms, *names(previous_text)])
        self._hints = self._hints._replace(keyterms=tuple(keyterms))

    def feed(self, samples: Samples) -> Iterator[Committed]:
        """Take sound in and yield each segment that it closes."""
        sound = np.concatenate([self._rest, samples])
        whole = len(sound) - len(sound) % FRAME_SAMPLES
        self._rest = sound[whole:]
        for start in range(0, whole, FRAME_SAMPLES):
            yield from self._feed_frame(sound[start : start + FRAME_SAMPLES])

    def guess(self) -> Partial | None:
        """Guess at the open segment if that is due, and return it if it is new."""
        if self._speech is not None:
            self._speech.guess()
        return self.partial()

    def partial(self) -> Partial | None:
        """Return the open segment as far as it is known; `None` if it is as it was last returned.

        Its settled text does not change any more: later partials of the segment and its commit
        begin with it. A commit that divides a long sentence may end within it; then the rest is the
        beginning of the next segment.
        """
        texts = [word.text for word in self._said]
        settled = texts
        if self._speech is not None:
            settled = [*texts, self._speech.settled_text]
            texts = [*texts, self._speech.text]
        partial = Partial(_joined(texts), settled_text=_joined(settled))
        if partial == self._shown:
            return None
        self._shown = partial
        return partial

    def commit(self) -> Committed:
        """Close the open segment now; its text is empty where nothing was said."""
        missing = 0 if self._commits_itself else self._feed_rest()
        committed = self._close()
        self._shift -= missing / ENGINE_RATE
        return committed

    def _close(self) -> Committed:
        """Commit everything; the next frame is the first of a new segment."""
        self._close_speech()
        committed = self._take(self._said)
        self._forget()
        return committed

    def _feed_rest(self) -> int:
        """Take what does not fill a frame as one, and return how many samples it lacked."""
        missing = FRAME_SAMPLES - len(self._rest)
        if missing == FRAME_SAMPLES:
            return 0
        frame = np.pad(self._rest, (0, missing))
        self._rest = self._rest[:0]
        for _ in self._take_frame(frame):
            pass  # Only endpointing, which is not asked for, commits a frame.
        return missing

    def _feed_frame(self, frame: Samples) -> Iterator[Committed]:
        yield from self._take_frame(frame)
        if self._uncommitted_frames * FRAME_SECONDS >= self._forced_commit_seconds:
            yield from self._forced_commit()

    def _take_frame(self, frame: Samples) -> Iterator[Committed]:
        probability = self._detector.probability(frame)
        turn = self._endpointing.step(probability)
        self._frames += 1
        self._uncommitted_frames += 1
        if self._speech is None:
            self._preroll.append(frame, probability)
            self._preroll.cut(self._frames - self._preroll_frames)
        else:
            self._speech.append(frame, probability)
            yield from self._settle_if_due(self._speech)
        if turn is Turn.STARTED:
            self._speech = OpenSpeech(
                self._recogniser,
                self._hints,
                self._preroll,
                Stabiliser(self._calm),
                self._endpointing_options.threshold,
            )
        elif turn is Turn.ENDED and self._commits_itself:
            yield from self._commit_speech()
        elif turn is Turn.ENDED:
            ended = self._speech_ended
            self._preroll = self._close_speech()
            self._preroll.cut(ended)

    def _settle_if_due(self, speech: OpenSpeech) -> Iterator[Committed]:
        """Settle what is due, and commit the sentences that are settled by it."""
        before = len(speech.words)
        if self._endpointing.silence >= _PAUSE_SECONDS:
            speech.settle_all(self._spoken_frames(speech))
        else:
            speech.go_on()
        if self._commits_itself and self._options.commit_sentences and len(speech.words) > before:
            count = _due_words(speech)
            if count:
                yield self._commit_settled(speech, count)

    def _commit_settled(self, speech: OpenSpeech, count: int) -> Committed:
        """Commit settled words while speech goes on; the rest is heard in their context."""
        self._language = speech.language or self._language
        words = [*self._said, *speech.take(count)]
        following = next(iter(speech.words), speech.following)
        behind = words[-1].end if following is None else following.start
        cut = int(behind / FRAME_SECONDS)
        committed = self._ended_by(cut, self._take(words))
        self._uncommitted_frames = max(0, self._frames - cut)
        return committed

    @property
    def _speech_ended(self) -> int:
        """The first frame that does not belong to the open speech any more, once it is silent."""
        return self._frames - round(self._endpointing.since_speech / FRAME_SECONDS) + _MARGIN_FRAMES

    def _commit_speech(self) -> Iterator[Committed]:
        """Commit speech that has ended; what came behind it belongs to what may follow."""
        ended = self._speech_ended
        is_rest = self._speech is not None and self._speech.is_divided
        sound = self._close_speech()
        committed = self._take(self._said)
        if committed.words or not is_rest:
            yield committed
        yield from self._hear_again(sound.frames_from(max(ended, self._resumed(committed))))

    def _close_speech(self) -> Piece:
        """Settle the open speech and return what is left of its sound."""
        speech, self._speech = self._speech, None
        if speech is None:
            return self._preroll
        self._said += speech.close(self._spoken_frames(speech))
        self._language = speech.language or self._language
        return speech.window

    def _spoken_frames(self, speech: OpenSpeech) -> int:
        """Return how many frames of the window reach down to the pause in which speech ends."""
        spare = round((self._endpointing.silence - _PAUSE_SECONDS) / FRAME_SECONDS)
        return len(speech.window) - max(0, spare)

    def _take(self, words: Sequence[Word]) -> Committed:
        """Commit words, and forget all others of the segment."""
        language, self._language, self._said = self._language, None, []
        self._uncommitted_frames = 0
        self._shown = Partial("")
        return Committed(
            _joined(word.text for word in words),
            tuple(
                replace(word, start=word.start + self._shift, end=word.end + self._shift)
                for word in words
            ),
            language,
        )

    def _forced_commit(self) -> Iterator[Committed]:
        """Commit settled words up to the best place near their end; the rest follows later."""
        speech = self._speech
        if speech is not None and self._endpointing.silence >= _PAUSE_SECONDS:
            yield from self._commit_speech()
        elif speech is not None and speech.words:
            yield self._commit_settled(speech, _best_division(speech))
        else:
            yield self._take(self._said)

    def _ended_by(self, frame: int, committed: Committed) -> Committed:
        """Let the last word end so early that whoever resumes behind it begins at a frame."""
        if self._resumed(committed) <= frame:
            return committed
        *others, last = committed.words
        end = frame * FRAME_SECONDS - MARGIN_SECONDS + self._shift
        words = (*others, replace(last, end=max(last.start, end)))
        return replace(committed, words=words)

    def _hear_again(self, frames: list[Samples]) -> Iterator[Committed]:
        """Listen anew, beginning with the last frames that came."""
        self._frames -= len(frames)
        self._forget()
        for frame in frames:
            yield from self._feed_frame(frame)

    def _resumed(self, committed: Committed) -> int:
        """Return the frame from which a client would send again behind a commit."""
        if not committed.words:
            return 0
        return round(resume_at(committed.words[-1].end - self._shift) / FRAME_SECONDS)

    def _forget(self) -> None:
        """Forget what was heard: the next frame is the first of a new segment."""
        self._detector.reset()
        self._endpointing = Endpointing(self._endpointing_options)
        self._shift += self._frames * FRAME_SECONDS
        self._frames = 0
        self._preroll = Piece(0)
        self._speech = None
        self._uncommitted_frames = 0


def _due_words(speech: OpenSpeech) -> int:
    """Count the settled words that are to be committed while speech goes on."""
    words = speech.words
    seconds = words[-1].end - words[0].start
    count = division.sentence_end(words, _text_of(speech.following))
    if not count and seconds >= _LONG_SENTENCE_SECONDS:
        count = division.clause_end(words)
    if not count and seconds >= _LONG_CLAUSE_SECONDS:
        count = division.longest_pause(words)
    return count


def _best_division(speech: OpenSpeech) -> int:
    """Count the settled words up to the best place to divide them, near their end."""
    earliest = speech.words[-1].end - _FORCED_CHOICE_SECONDS
    first = sum(word.end < earliest for word in speech.words)
    recent = speech.words[first:]
    return first + (
        division.sentence_end(recent, _text_of(speech.following))
        or division.clause_end(recent)
        or division.longest_pause(recent)
    )


def _text_of(word: Word | None) -> str:
    return "" if word is None else word.text


def _language(options: SessionOptions) -> str | None:
    return None if options.language_code is None else two_letters(options.language_code)


def _joined(texts: Iterable[str]) -> str:
    return " ".join(filter(None, texts))
