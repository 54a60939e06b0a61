"""Turns a stream of sound into partial and committed text, with no clock but the stream's own.

Sound goes through voice detection frame by frame; what holds speech gathers in a *piece*. An open
piece is decoded now and then for a guess (`guess`), and once more for good when it closes: at an
endpoint, at a commit, or at a micro-pause once it is long (*frozen*), so that the work for a guess
stays bounded however long somebody talks. A committed segment is its frozen pieces and the last.

Behind a commit the transcriber listens anew, with no memory of what was before, from where a client
that lost its connection would send again (`captions.protocol.resume`): a segment's words depend on
its own sound alone, and come out the same with or without a cut.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from captions.engine.endpointing import Endpointing, EndpointingOptions, Turn
from captions.engine.piece import Piece
from captions.engine.ports import (
    ENGINE_RATE,
    FRAME_SAMPLES,
    FRAME_SECONDS,
    Hypothesis,
    Recogniser,
    VoiceDetector,
    text_of,
)
from captions.engine.stabiliser import Stabiliser
from captions.engine.wordtimes import spread
from captions.events import Committed, Word
from captions.pcm import Samples
from captions.protocol.options import CommitStrategy, SessionOptions
from captions.protocol.resume import MARGIN_SECONDS, resume_at

_PREROLL_SECONDS = 0.4
"""Kept before speech begins, so that no first phoneme is lost."""
_FIRST_GUESS_SECONDS = 0.2
_GUESS_SECONDS = 0.3
"""Between two guesses."""
_PAUSE_SECONDS = 0.3
"""Silence from which on no word is cut off; a decode from here on is as good as the last."""
_FREEZE_SECONDS = 6.0
"""Length from which a piece is cut at a micro-pause."""
_FREEZE_ANYWAY_SECONDS = 10.0
"""Length at which a piece is cut wherever it hurts least."""
_FORCED_COMMIT_SECONDS = 36.0
"""Uncommitted sound that is committed unasked, as the cloud service does."""
_END_MARKS = ".,?!;: "


class Transcriber:
    """One stream's recognition; used by one thread at a time."""

    def __init__(
        self, recogniser: Recogniser, detector: VoiceDetector, options: SessionOptions
    ) -> None:
        self._recogniser = recogniser
        self._detector = detector
        self._threshold = options.vad_threshold
        self._commits_itself = options.commit_strategy is CommitStrategy.VAD
        self._endpointing_options = EndpointingOptions.of(options)
        self._endpointing = Endpointing(self._endpointing_options)
        kept = _PREROLL_SECONDS + options.min_speech_duration_ms / 1000
        self._preroll: deque[tuple[Samples, float]] = deque(maxlen=round(kept / FRAME_SECONDS) + 1)
        self._rest = np.zeros(0, np.float32)
        """Sound that does not fill a frame yet."""
        self._frames = 0
        """Frames since the beginning of the stream."""
        self._shift = 0.0
        """Seconds of the stream at frame 0; not 0 once a commit has moved the grid of frames."""
        self._uncommitted_frames = 0
        self._piece: Piece | None = None
        self._frozen: list[tuple[str, tuple[Word, ...]]] = []
        self._shown = ""
        self._stabiliser = Stabiliser()
        self._pause_decode: Hypothesis | None = None
        """What was decoded in the present pause, after which nothing was said."""
        self._frames_since_guess = 0
        self._voiced_since_guess = 0

    @property
    def uncommitted_seconds(self) -> float:
        """Sound since the last commit."""
        return self._uncommitted_frames * FRAME_SECONDS + len(self._rest) / ENGINE_RATE

    def feed(self, samples: Samples) -> Iterator[Committed]:
        """Take sound in and yield each segment that it closes."""
        sound = np.concatenate([self._rest, samples])
        whole = len(sound) - len(sound) % FRAME_SAMPLES
        self._rest = sound[whole:]
        for start in range(0, whole, FRAME_SAMPLES):
            yield from self._feed_frame(sound[start : start + FRAME_SAMPLES])

    def guess(self) -> str | None:
        """Return the open segment's text as far as it is known, if a new guess changes it."""
        if self._piece is None or not self._guess_due():
            return None
        paused = self._paused
        decoded = self._recogniser.recognise(self._piece.samples(self._spoken_frames(self._piece)))
        self._frames_since_guess = self._voiced_since_guess = 0
        if paused:
            self._pause_decode = decoded
        words = self._stabiliser.update(decoded, paused=paused)
        text = " ".join([*(text for text, _ in self._frozen), *words]).strip()
        if not paused:
            text = text.rstrip(_END_MARKS)
        if text == self._shown:
            return None
        self._shown = text
        return text

    def commit(self) -> Committed:
        """Close the open segment now; its text is empty where nothing was said."""
        missing = 0 if self._commits_itself else self._feed_rest()
        self._freeze_piece()
        committed = self._take_frozen()
        self._shift -= missing / ENGINE_RATE
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
        if self.uncommitted_seconds >= _FORCED_COMMIT_SECONDS:
            yield from self._forced_commit()

    def _take_frame(self, frame: Samples) -> Iterator[Committed]:
        probability = self._detector.probability(frame)
        turn = self._endpointing.step(probability)
        self._frames += 1
        self._uncommitted_frames += 1
        self._preroll.append((frame, probability))
        if turn is Turn.STARTED:
            self._open_piece()
        elif self._piece is not None:
            self._extend_piece(self._piece, frame, probability)
        if turn is Turn.ENDED:
            piece = self._freeze_piece()
            if self._commits_itself:
                committed = self._take_frozen()
                yield committed
                yield from self._hear_again(self._behind(piece, committed))

    def _open_piece(self) -> None:
        self._piece = Piece(self._frames - len(self._preroll))
        self._piece.extend(self._preroll)
        self._restart_guessing()

    def _extend_piece(self, piece: Piece, frame: Samples, probability: float) -> None:
        piece.append(frame, probability)
        self._frames_since_guess += 1
        if probability >= self._threshold:
            self._voiced_since_guess += 1
            self._pause_decode = None
        if piece.seconds >= _FREEZE_SECONDS and not self._paused:
            self._freeze_head(piece)

    def _freeze_head(self, piece: Piece) -> None:
        """Freeze what stands before a micro-pause, if the piece has one."""
        cut = piece.micro_pause(any_at_all=piece.seconds >= _FREEZE_ANYWAY_SECONDS)
        if cut is None:
            return
        head = piece.cut(cut)
        self._freeze(head, self._recogniser.recognise(head.samples()))
        self._restart_guessing()
        self._voiced_since_guess = 1

    def _freeze_piece(self) -> Piece | None:
        """Freeze and return the open piece, down to the pause behind it."""
        piece, self._piece = self._piece, None
        if piece is None:
            return None
        decoded = self._pause_decode
        if decoded is None and any(piece.voiced(self._threshold)):
            decoded = self._recogniser.recognise(piece.samples(self._spoken_frames(piece)))
        self._freeze(piece, decoded or ())
        self._restart_guessing()
        return piece

    def _spoken_frames(self, piece: Piece) -> int:
        """Return how many frames to decode: those down to the pause in which the piece ends.

        A guess in the pause and the decode at its end thus hear the same, whenever they come.
        """
        spare = round((self._endpointing.silence - _PAUSE_SECONDS) / FRAME_SECONDS)
        return len(piece) - max(0, spare)

    def _freeze(self, piece: Piece, decoded: Hypothesis) -> None:
        if decoded:
            words = spread(decoded, piece, self._threshold, self._shift)
            self._frozen.append((text_of(decoded), words))

    def _take_frozen(self) -> Committed:
        texts = [text for text, _ in self._frozen]
        words = tuple(word for _, words in self._frozen for word in words)
        self._frozen = []
        self._uncommitted_frames = 0
        self._shown = ""
        return Committed(" ".join(texts), words)

    def _forced_commit(self) -> Iterator[Committed]:
        """Commit what stands before the best cut; speech goes on behind it."""
        piece = self._piece
        cut = piece.micro_pause(any_at_all=True) if piece is not None else None
        if piece is None or cut is None:
            yield self.commit()
            return
        head = piece.cut(cut)
        self._freeze(head, self._recogniser.recognise(head.samples()))
        committed = self._ended_by(piece.start_frame, self._take_frozen())
        yield committed
        yield from self._hear_again(piece.frames_from(self._resumed(committed)))

    def _ended_by(self, frame: int, committed: Committed) -> Committed:
        """Let the last word end so early that whoever resumes behind it begins at a frame."""
        if self._resumed(committed) <= frame:
            return committed
        *others, last = committed.words
        end = frame * FRAME_SECONDS - MARGIN_SECONDS + self._shift
        return Committed(committed.text, (*others, replace(last, end=max(last.start, end))))

    def _behind(self, piece: Piece | None, committed: Committed) -> list[Samples]:
        """Return the frames behind the last word, if it stands in the piece that was closed."""
        resumed = self._resumed(committed)
        if piece is None or resumed <= piece.start_frame:
            return []
        return piece.frames_from(resumed)

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
        self._preroll.clear()
        self._piece = None
        self._uncommitted_frames = 0
        self._restart_guessing()

    def _restart_guessing(self) -> None:
        self._stabiliser = Stabiliser()
        self._pause_decode = None
        self._frames_since_guess = round((_GUESS_SECONDS - _FIRST_GUESS_SECONDS) / FRAME_SECONDS)
        self._voiced_since_guess = 0

    @property
    def _paused(self) -> bool:
        return self._endpointing.silence >= _PAUSE_SECONDS

    def _guess_due(self) -> bool:
        if self._paused:
            return self._pause_decode is None
        waited = self._frames_since_guess * FRAME_SECONDS >= _GUESS_SECONDS
        return waited and self._voiced_since_guess > 0
