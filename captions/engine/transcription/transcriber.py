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
from captions.engine.transcription.endpointing import Endpointing, EndpointingOptions, Turn
from captions.engine.transcription.names import names
from captions.engine.transcription.openspeech import OpenSpeech
from captions.engine.transcription.piece import Piece
from captions.engine.transcription.stabiliser import CALM, Stabiliser
from captions.events import Committed, Word
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
        self._commits_itself = options.commit_strategy is CommitStrategy.VAD
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
        self._shown = ""

    @property
    def uncommitted_seconds(self) -> float:
        """Sound since the last commit."""
        return self._uncommitted_frames * FRAME_SECONDS + len(self._rest) / ENGINE_RATE

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

    def guess(self) -> str | None:
        """Return the open segment's text as far as it is known, if that is something new."""
        texts = [word.text for word in self._said]
        if self._speech is not None:
            self._speech.guess()
            texts.append(self._speech.text)
        text = _joined(texts)
        if text == self._shown:
            return None
        self._shown = text
        return text

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
            self._settle_if_due(self._speech)
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

    def _settle_if_due(self, speech: OpenSpeech) -> None:
        if self._endpointing.silence >= _PAUSE_SECONDS:
            speech.settle_all(self._spoken_frames(speech))
        else:
            speech.go_on()

    @property
    def _speech_ended(self) -> int:
        """The first frame that does not belong to the open speech any more, once it is silent."""
        return self._frames - round(self._endpointing.since_speech / FRAME_SECONDS) + _MARGIN_FRAMES

    def _commit_speech(self) -> Iterator[Committed]:
        """Commit speech that has ended; what came behind it belongs to what may follow."""
        ended = self._speech_ended
        sound = self._close_speech()
        committed = self._take(self._said)
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
        self._shown = ""
        return Committed(
            _joined(word.text for word in words),
            tuple(
                replace(word, start=word.start + self._shift, end=word.end + self._shift)
                for word in words
            ),
            language,
        )

    def _forced_commit(self) -> Iterator[Committed]:
        """Commit what stands before the best cut; whoever speaks goes on behind it."""
        speech = self._speech
        if speech is not None and self._endpointing.silence >= _PAUSE_SECONDS:
            yield from self._commit_speech()
            return
        sound = self._preroll if speech is None else speech.window
        cut, words = (sound.start_frame, []) if speech is None else speech.part()
        if self._frames - cut >= self._uncommitted_frames:
            yield self._close()  # There is too little sound for any cut.
            return
        if speech is not None:
            self._language = speech.language or self._language
        committed = self._ended_by(cut, self._take([*self._said, *words]))
        first = self._resumed(committed) if committed.words else cut
        yield committed
        yield from self._hear_again(sound.frames_from(first))

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


def _language(options: SessionOptions) -> str | None:
    return None if options.language_code is None else two_letters(options.language_code)


def _joined(texts: Iterable[str]) -> str:
    return " ".join(filter(None, texts))
