"""A stretch of speech that a streaming recogniser hears.

Such a recogniser carries its state along, so no audio is recognised twice and no word changes once
the next one has begun: it is settled then. Only the last word is open, because it may become
longer. Voice detection and endpointing are the engine's own, as for `OpenSegment`, and recognition
depends on frames alone.
"""

from captions.engine.ports import (
    FRAME_SECONDS,
    HypothesisWord,
    RecognitionHints,
    SpeechStream,
    StreamingRecogniser,
)
from captions.engine.transcription.audio_window import AudioWindow
from captions.engine.transcription.plausibility import drop_implausible
from captions.engine.transcription.segment_words import SettledWords, assign_times
from captions.events import Word
from captions.model.writing.joining import join_words
from captions.pcm import Samples

_MAX_WINDOW_SECONDS = 24.0
"""Maximum audio that is kept, in seconds; more than any silence that ends a segment."""
_KEPT_SECONDS = 12.0
"""Audio that is kept when the window is full, in seconds."""
_RESTART_SECONDS = 60.0
"""Duration of a stream in seconds after which the next pause starts another, because the library
keeps all that was written."""
_MAX_STREAM_SECONDS = 600.0
"""Duration of a stream in seconds after which another is started without a pause."""


class StreamedSegment:
    """One stretch of speech, from its first frame."""

    def __init__(
        self,
        recogniser: StreamingRecogniser,
        hints: RecognitionHints,
        window: AudioWindow,
        threshold: float,
        *,
        is_steady: bool = False,
    ) -> None:
        """Start to listen.

        Args:
            recogniser: hears the speech.
            hints: context from the session.
            window: the first frames.
            threshold: the probability from which a frame is voiced.
            is_steady: True to hide the last word until it is complete.
        """
        self._recogniser = recogniser
        self._hints = hints
        self.window = window
        """The last audio."""
        self._threshold = threshold
        self._is_steady = is_steady
        self._settled = SettledWords()
        self.is_partly_committed = False
        """True once the beginning was committed during speech."""
        self.language: str | None = None
        """Recognised language; `None` until words are found, or if the recogniser does not know."""
        self.next_word: Word | None = None
        """The last word, which may become longer."""
        self._settled_until = window.start_frame * FRAME_SECONDS
        """End of the last settled word, in seconds since frame 0."""
        self._voiced_frames = sum(window.voiced_mask(threshold))
        self._unheard: list[Samples] = []
        """Frames that the stream has not heard yet."""
        self._stream = self._open_stream(window.start_frame)
        if len(window):
            self._unheard.append(window.join_samples())

    def _open_stream(self, frame: int) -> SpeechStream:
        self._stream_start = frame * FRAME_SECONDS
        self._settled_count = 0
        """Words of the stream that are settled."""
        self._last_heard: HypothesisWord | None = None
        """The last word of the stream, as it was heard last."""
        return self._recogniser.open_stream(self._hints)

    @property
    def words(self) -> list[Word]:
        """Settled words that are not committed, with times in seconds since frame 0."""
        return self._settled.words

    @property
    def settled_text(self) -> str:
        """The beginning of `text`, which no longer changes."""
        return self._settled.text

    @property
    def text(self) -> str:
        """The uncommitted text as recognised so far."""
        shown = [] if self.next_word is None or self._is_steady else [self.next_word.text]
        return join_words([self.settled_text, *shown])

    def append(self, frame: Samples, probability: float) -> None:
        """Add the next frame and its speech probability."""
        self.window.append(frame, probability)
        self._unheard.append(frame)
        self._voiced_frames += probability >= self._threshold
        if self.window.duration > _MAX_WINDOW_SECONDS:
            kept = round(_KEPT_SECONDS / FRAME_SECONDS)
            self.window.drop_before(self._end_frame - kept)

    def settle_or_confirm(self) -> None:
        """Recognise the new frames during speech."""
        self._hear_frames()
        if self._stream_seconds > _MAX_STREAM_SECONDS:
            self._restart_stream()

    def settle_all(self, _spoken_frames: int) -> None:
        """Recognise the new frames in a pause."""
        self._hear_frames()
        if self._stream_seconds > _RESTART_SECONDS:
            self._restart_stream()

    def guess_if_due(self) -> None:
        """Do nothing: all frames were heard when they arrived."""

    def pop_words(self, count: int) -> list[Word]:
        """Remove and return the first settled words, which are to be committed."""
        self.is_partly_committed = True
        return self._settled.pop(count)

    def close(self, _spoken_frames: int) -> list[Word]:
        """Settle all words, and return those that are not committed."""
        self._hear_frames()
        self._stream.finish()
        self._settle_words(self._stream.hypothesis.words)
        self.next_word = None
        return self.words if self._is_plausible() else []

    @property
    def _end_frame(self) -> int:
        return self.window.start_frame + len(self.window)

    @property
    def _stream_seconds(self) -> float:
        return self._end_frame * FRAME_SECONDS - self._stream_start

    def _hear_frames(self) -> None:
        for samples in self._unheard:
            self._stream.accept(samples)
        self._unheard.clear()
        hypothesis = self._stream.hypothesis
        last = hypothesis.words[-1] if hypothesis.words else None
        if last is None or last == self._last_heard:
            return  # Most frames do not complete a chunk.
        self._last_heard = last
        self.language = hypothesis.language
        self._settle_words(hypothesis.words[:-1])
        self.next_word = self._assign_times((last,))[0]

    def _settle_words(self, words: tuple[HypothesisWord, ...]) -> None:
        """Settle the words of the stream that are not settled yet."""
        settled = self._assign_times(words[self._settled_count :])
        if settled:
            self._settled.append(settled)
            self._settled_count = len(words)
            self._settled_until = settled[-1].end

    def _assign_times(self, words: tuple[HypothesisWord, ...]) -> tuple[Word, ...]:
        """Return words with times in seconds since frame 0."""
        offset = self._stream_start - self.window.start_frame * FRAME_SECONDS
        placed = [
            word._replace(
                start=max(0.0, (word.start or 0.0) + offset), end=(word.end or 0.0) + offset
            )
            for word in words
        ]
        return assign_times(placed, self.window, self._threshold, self._settled_until)

    def _restart_stream(self) -> None:
        """Settle all words of the stream, and continue with another."""
        self._stream.finish()
        self._settle_words(self._stream.hypothesis.words)
        self._stream = self._open_stream(self._end_frame)
        self.next_word = None

    def _is_plausible(self) -> bool:
        """Return False if so little was spoken that the words must have been invented."""
        if self.is_partly_committed:
            return True
        heard = tuple(HypothesisWord(word.text, 1.0, logprob=word.logprob) for word in self.words)
        return bool(drop_implausible(heard, self._voiced_frames * FRAME_SECONDS))
