"""The open segment: settled words, and the current hypothesis for the words after them.

The recognisers are not streaming models, so audio is recognised in a *sliding window*. The window
holds some settled words and everything after them. The settled words are the decoder *prefix*, so
that new words are recognised in their context.

Words become final in two stages. At intervals, and in every pause, the window is *settled*: it is
decoded with full accuracy. Words that ended some time before the end of the window have enough
right context, and never change again. The words after them are *confirmed* shortly afterwards: they
are settled if another decode, with more audio after them, yields the same words. This is local
agreement (Liu et al. 2020, arXiv:2005.11185) between an accurate decode and a quick one. Between
these decodes, *guesses* provide quick hypotheses.

The work per second of audio is therefore bounded however long somebody speaks. No word is cut in
two, and errors of a guess are corrected soon.

When to settle depends only on frames, never on a clock or on the size of received chunks. The same
audio therefore always yields the same words.
"""

from collections.abc import Sequence
from itertools import takewhile
from math import ceil, inf
from typing import NamedTuple

import numpy as np

from captions.engine.ports import (
    EMPTY_HYPOTHESIS,
    FRAME_SECONDS,
    Hypothesis,
    HypothesisWord,
    Prefix,
    Recogniser,
    RecognitionHints,
)
from captions.engine.transcription.audio_window import AudioWindow
from captions.engine.transcription.plausibility import (
    count_background_words,
    drop_implausible,
    is_doubtful,
)
from captions.engine.transcription.segment_words import SettledWords, assign_times
from captions.engine.transcription.stabiliser import Stabiliser
from captions.events import Word
from captions.model.punctuation import END_MARKS
from captions.model.writing.joining import join_words
from captions.pcm import Samples

_FIRST_GUESS_SECONDS = 0.2
"""Audio before the first guess, in seconds."""
_FIRST_GUESS_SHARE = 0.5
"""Share of the guess interval that applies while there is no text to show."""
_SETTLE_INTERVAL = 2.0
"""Interval between two settlements during speech without a pause, in seconds."""
_CONFIRM_DELAY = 0.8
"""Delay between settling and confirming, in seconds."""
_UNSTABLE_SECONDS = 1.6
"""Length of the window's end in which words may still change, in seconds. Recognisers are more
accurate for words that are followed by audio."""
_CONTEXT_SECONDS = 10.0
"""Settled speech that is kept in the window as context, in seconds. With half of it, 6 % more words
were wrong."""
_GUESS_CONTEXT_SECONDS = 2.0
"""Settled speech before the words of a guess, in seconds. With all of the window, a guess costs
almost twice as much and is no more accurate."""
_MAX_WINDOW_SECONDS = 20.0
"""Maximum audio kept while no words are recognised, in seconds."""
_MAX_DOUBT_SECONDS = 5.0
"""Window in seconds up to which doubtful first words are not settled: louder speech may follow that
shows that they came from the background."""
_PREROLL_SECONDS = 0.3
"""Audio kept before the first word after words from the background, in seconds."""


class _EarlySettling(NamedTuple):
    """Conditions for settling a word within `_UNSTABLE_SECONDS` of the window's end."""

    min_age: float
    """Minimum seconds since the end of the word."""
    min_confidence: float
    """Minimum confidence of the word, 0..1."""


_WHILE_SPEAKING = _EarlySettling(0.8, 0.9)
_IN_PAUSE = _EarlySettling(0.5, 0.7)
"""Less strict conditions, because the words before a pause are complete."""


class _TimedWord(NamedTuple):
    """A recognised word with its time in the stream."""

    hypothesis: HypothesisWord
    word: Word


class _DueRecognition(NamedTuple):
    """Due times of the next decodes during speech, in seconds since frame 0."""

    settle: float
    confirm: float = inf
    confirmable: int = 0
    """Number of `_tail_words` that were recognised completely. Only a pause completes the last one.
    Otherwise the window ends within it, and its end time is too early."""


class OpenSegment:
    """One stretch of speech, from its first frame."""

    def __init__(
        self,
        recogniser: Recogniser,
        hints: RecognitionHints,
        window: AudioWindow,
        stabiliser: Stabiliser,
        threshold: float,
    ) -> None:
        """``window`` holds the first frames; from ``threshold`` on a frame is voiced."""
        self._recogniser = recogniser
        self._hints = hints
        self.window = window
        self._threshold = threshold
        self._stabiliser = stabiliser
        self._settled = SettledWords()
        self._context: list[_TimedWord] = []
        """Settled words that were spoken within the window, committed or not."""
        self.is_partly_committed = False
        """True once the beginning was committed during speech."""
        self.language: str | None = None
        """Recognised language; `None` until words are found."""
        self._tail_words: tuple[_TimedWord, ...] = ()
        """Words after the settled ones, as the last settlement recognised them."""
        self._draft = EMPTY_HYPOTHESIS
        wait = recogniser.guess_every - _FIRST_GUESS_SECONDS
        self._frames_since_guess = round(max(0.0, wait) / FRAME_SECONDS)
        self._voiced_since_guess = 1
        self._is_settled = False
        """True if everything was settled in a pause and no speech has followed."""
        self._settled_until = window.start_frame * FRAME_SECONDS
        """End of the last settled word, in seconds since frame 0."""
        self._next_decodes = _DueRecognition(settle=self._settled_until + _SETTLE_INTERVAL)

    @property
    def next_word(self) -> Word | None:
        """The word after the settled ones, as it was recognised when they were settled."""
        return self._tail_words[0].word if self._tail_words else None

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
        text = join_words([self.settled_text, *self._stabiliser.shown])
        if self._is_settled:
            return text
        return self.settled_text + text[len(self.settled_text) :].rstrip(f"{END_MARKS} ")

    def append(self, frame: Samples, probability: float) -> None:
        """Add the next frame and its speech probability."""
        self.window.append(frame, probability)
        self._frames_since_guess += 1
        if probability >= self._threshold:
            self._voiced_since_guess += 1

    def settle_or_confirm(self) -> None:
        """Settle or confirm words during speech, if either is due."""
        self._is_settled = False
        if self._window_end >= self._next_decodes.settle:
            self._settle_window(len(self.window), _WHILE_SPEAKING)
        elif self._window_end >= self._next_decodes.confirm:
            self._confirm_tail()

    def settle_all(self, spoken_frames: int) -> None:
        """Settle all words in a pause, where none is cut off.

        Args:
            spoken_frames: frames of the window that hold speech, including the beginning of the
                pause.
        """
        if not self._is_settled:
            self._settle_window(spoken_frames, _IN_PAUSE)
            self._stabiliser.lock_all(self._draft.words)
            self._is_settled = True

    def close(self, spoken_frames: int) -> list[Word]:
        """Settle all words, and return those that are not committed."""
        self.settle_all(spoken_frames)
        return [*self.words, *(timed_word.word for timed_word in self._tail_words)]

    def pop_words(self, count: int) -> list[Word]:
        """Remove and return the first settled words, which are to be committed.

        They remain in the window as context for the following words.
        """
        self.is_partly_committed = True
        return self._settled.pop(count)

    def guess_if_due(self) -> None:
        """Update the hypothesis for the unsettled audio, if a guess is due."""
        has_text = self.is_partly_committed or self.text  # Commits must not change the guesses.
        wait = self._recogniser.guess_every * (1.0 if has_text else _FIRST_GUESS_SHARE)
        is_due = self._frames_since_guess * FRAME_SECONDS >= wait
        if self._is_settled or not is_due or not self._voiced_since_guess:
            return
        self._frames_since_guess = self._voiced_since_guess = 0
        context = self._recent_context(_GUESS_CONTEXT_SECONDS)
        frames = self.window.frames_from(
            _start_frame(context) if context else self.window.start_frame
        )
        prefix = tuple(settled.hypothesis for settled in context)
        self._draft = self._drop_implausible(
            self._recogniser.guess(np.concatenate(frames), self._hints, prefix, self._draft)
        )
        self._stabiliser.add_hypothesis(self._draft.words)

    def _settle_window(self, spoken_frames: int, early: _EarlySettling) -> None:
        """Decode the window with full accuracy, and settle words that ended some time ago."""
        hypothesis = self._decode_window(spoken_frames)
        recognised = hypothesis.words
        if recognised:
            self.language = hypothesis.language
        words = assign_times(recognised, self.window, self._threshold, self._settled_until)
        self._tail_words = tuple(map(_TimedWord, recognised, words))
        self._settle_words(self._count_settled(recognised, words, early), hypothesis)
        since = max(self._settled_until + _WHILE_SPEAKING.min_age, self._window_end)
        confirmable = len(self._tail_words) if early is _IN_PAUSE else len(self._tail_words[:-1])
        confirm = self._window_end + _CONFIRM_DELAY if confirmable else inf
        self._next_decodes = _DueRecognition(since + _SETTLE_INTERVAL, confirm, confirmable)
        self._slide_window()

    def _decode_window(self, spoken_frames: int) -> Hypothesis:
        """Decode the window with full accuracy, without voices in the background before speech."""
        samples = self.window.join_samples(spoken_frames)
        hypothesis = self._recogniser.settle(samples, self._hints, self._prefix)
        count = 0 if self._context else count_background_words(hypothesis.words, samples)
        if count:
            first = hypothesis.words[count].start or 0.0
            frames = max(0, int((first - _PREROLL_SECONDS) / FRAME_SECONDS))
            self.window.drop_before(self.window.start_frame + frames)
            self._settled_until = max(self._settled_until, self.window.start_frame * FRAME_SECONDS)
            samples = self.window.join_samples(spoken_frames - frames)
            hypothesis = self._recogniser.settle(samples, self._hints, ())
        return self._drop_implausible(hypothesis)

    def _confirm_tail(self) -> None:
        """Settle words at the end of the window that another decode with more context repeats."""
        self._next_decodes = self._next_decodes._replace(confirm=inf)
        expected = Hypothesis(tuple(timed_word.hypothesis for timed_word in self._tail_words))
        samples = self.window.join_samples()
        repeated = self._recogniser.confirm(samples, self._hints, self._prefix, expected)
        if repeated is not None:
            repeated = self._drop_implausible(repeated)
            self._settle_words(self._count_confirmed(repeated.words), repeated)
            self._slide_window()

    def _settle_words(self, count: int, hypothesis: Hypothesis) -> None:
        """Settle the first ``count`` of `_tail_words`; a hypothesis provides the rest."""
        settled, self._tail_words = self._tail_words[:count], self._tail_words[count:]
        words = [timed_word.word for timed_word in settled]
        self._settled.append(words)
        self._context += settled
        self._stabiliser.remove_settled([word.text for word in words])
        self._draft = hypothesis._replace(words=hypothesis.words[count:])
        self._stabiliser.add_hypothesis(self._draft.words)
        self._frames_since_guess = self._voiced_since_guess = 0
        if settled:
            self._settled_until = words[-1].end

    def _count_settled(
        self, hypotheses: Sequence[HypothesisWord], words: Sequence[Word], early: _EarlySettling
    ) -> int:
        """Return the number of words to settle: old ones, then confident ones.

        The last word is never settled early: the recogniser may have added a full stop because
        speech pauses.
        """
        stable_until, early_until = (
            self._window_end - _UNSTABLE_SECONDS,
            self._window_end - early.min_age,
        )
        old = sum(word.end <= stable_until for word in words)
        if not self._context and self.window.duration < _MAX_DOUBT_SECONDS:
            old = 0 if is_doubtful(hypotheses[:old]) else old
        following = zip(hypotheses[old:-1], words[old:-1], strict=True)
        confident = takewhile(
            lambda pair: pair[0].confidence >= early.min_confidence and pair[1].end <= early_until,
            following,
        )
        return old + sum(1 for _ in confident)

    def _count_confirmed(self, repeated: Sequence[HypothesisWord]) -> int:
        """Return the number of first words in `_tail_words` that were recognised again."""
        early_until = self._window_end - _WHILE_SPEAKING.min_age
        same = takewhile(
            lambda pair: (
                pair[0].hypothesis.text == pair[1].text
                and pair[1].confidence >= _WHILE_SPEAKING.min_confidence
                and pair[0].word.end <= early_until
            ),
            zip(self._tail_words[: self._next_decodes.confirmable], repeated[:-1], strict=False),
        )
        return sum(1 for _ in same)

    def _drop_implausible(self, hypothesis: Hypothesis) -> Hypothesis:
        """Remove words that were recognised in too little speech."""
        if self._context:
            return hypothesis
        voiced = sum(self.window.voiced_mask(self._threshold)) * FRAME_SECONDS
        return hypothesis._replace(words=drop_implausible(hypothesis.words, voiced))

    def _slide_window(self) -> None:
        """Remove audio and context that no longer affect recognition."""
        kept = self._recent_context(_CONTEXT_SECONDS)
        first = _start_frame(kept) if kept else 0
        if first > self.window.start_frame:
            self.window.drop_before(first)
        elif self.window.duration > _MAX_WINDOW_SECONDS:
            kept = []
            middle = self.window.start_frame + len(self.window) // 2
            self.window.drop_before(max(middle, ceil(self._settled_until / FRAME_SECONDS)))
            self._settled_until = self.window.start_frame * FRAME_SECONDS
        else:
            return
        self._context = kept

    def _recent_context(self, seconds: float) -> list[_TimedWord]:
        """Return the settled words of the window that were spoken in the last seconds of them."""
        begin = self._settled_until - seconds
        return [settled for settled in self._context if settled.word.start >= begin]

    @property
    def _prefix(self) -> Prefix:
        """The decoder prefix: settled words at the beginning of the window."""
        return tuple(settled.hypothesis for settled in self._context)

    @property
    def _window_end(self) -> float:
        return (self.window.start_frame + len(self.window)) * FRAME_SECONDS


def _start_frame(words: Sequence[_TimedWord]) -> int:
    """Return the frame in which the first word begins."""
    return int(words[0].word.start / FRAME_SECONDS)
