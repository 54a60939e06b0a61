"""The speech that is going on: what of it is settled, and what is guessed of the rest.

Its sound is kept in a *window* that slides: some settled words, which the recogniser is told, so
that it hears the rest in their context, and everything behind them. Now and then, and in every
pause, the window is *settled*: decoded as well as can be, and what was said a while before its end
is then as good as it gets and never changes again. The words after it are settled a moment later,
as far as they are *confirmed*: recognised again with more sound after them. The work thus stays
bounded however long somebody talks, no word is cut in two, and a mistake that a guess made is
mended soon. In between come guesses.

When to settle depends on frames alone, never on a clock or on how sound came in, so that the same
sound always gives the same words.
"""

from collections.abc import Sequence
from itertools import takewhile
from math import ceil, inf
from typing import NamedTuple

from captions.engine.ports import (
    FRAME_SECONDS,
    NOTHING,
    Hints,
    Hypothesis,
    HypothesisWord,
    Recogniser,
    Told,
)
from captions.engine.transcription.piece import Piece
from captions.engine.transcription.plausibility import plausible
from captions.engine.transcription.stabiliser import Stabiliser
from captions.engine.transcription.wordtimes import timed
from captions.events import Word
from captions.pcm import Samples

_FIRST_GUESS_SECONDS = 0.2
_EAGER_SHARE = 0.5
"""Of the time between two guesses, while there is nothing to show yet."""
_SETTLE_SECONDS = 2.0
"""So much is settled at once while somebody speaks without a pause."""
_CONFIRM_SECONDS = 0.8
"""Delay between settling and confirming: two guesses of the default recogniser."""
_TAIL_SECONDS = 1.6
"""What was said so shortly before the end of the window may still change: the recogniser is better
at words behind which it has heard something."""
_CONTEXT_SECONDS = 5.0
"""Settled speech that is kept in the window."""
_LONGEST_WINDOW_SECONDS = 20.0
"""Where no words come out of sound, no more of it than this is kept."""
_END_MARKS = ".,?!;: "


class _Early(NamedTuple):
    """Which words are settled before `_TAIL_SECONDS` have passed."""

    tail: float
    """Seconds that must have passed since the end of a word."""
    confidence: float
    """Probability, 0..1, from which the recogniser is sure enough of a word."""


_WHILE_SPEAKING = _Early(0.8, 0.9)
_IN_PAUSE = _Early(0.5, 0.7)
"""The words before a pause were heard whole."""


class _Found(NamedTuple):
    """A word as the recogniser gave it, and when it was spoken."""

    hypothesis: HypothesisWord
    word: Word


class _Due(NamedTuple):
    """What comes next while nobody pauses, and when, in seconds since frame 0."""

    settle: float
    confirm: float = inf
    confirmable: int = 0
    """Words of `_ending` that were recognised whole. Only a pause completes the last one; otherwise
    the window ends within it, and its end time is too early."""


class OpenSpeech:
    """One stretch of speech, from its first frame on."""

    def __init__(
        self,
        recogniser: Recogniser,
        hints: Hints,
        window: Piece,
        stabiliser: Stabiliser,
        threshold: float,
    ) -> None:
        """``window`` holds the first frames; from ``threshold`` on a frame counts as speech."""
        self._recogniser = recogniser
        self._hints = hints
        self.window = window
        self._threshold = threshold
        self._stabiliser = stabiliser
        self.words: list[Word] = []
        """Settled words that are not committed, with seconds since frame 0."""
        self._context: list[_Found] = []
        """Settled words that were spoken within the window, committed or not."""
        self.is_divided = False
        """True once the beginning was committed while speech went on."""
        self.language: str | None = None
        """What is spoken, as far as anything was settled."""
        self._ending: tuple[_Found, ...] = ()
        """What was found behind the settled words when these were settled."""
        self._draft = NOTHING
        wait = recogniser.guess_every - _FIRST_GUESS_SECONDS
        self._frames_since_guess = round(max(0.0, wait) / FRAME_SECONDS)
        self._voiced_since_guess = 1
        self._all_settled = False
        """Whether nothing was said since everything was settled, in a pause."""
        self._settled_until = window.start_frame * FRAME_SECONDS
        """End of the last settled word, in seconds since frame 0."""
        self._due = _Due(settle=self._settled_until + _SETTLE_SECONDS)

    @property
    def following(self) -> Word | None:
        """The word after the settled ones as it was heard when these were settled."""
        return self._ending[0].word if self._ending else None

    @property
    def settled_text(self) -> str:
        """The beginning of `text` that does not change any more."""
        return " ".join(word.text for word in self.words)

    @property
    def text(self) -> str:
        """Everything that is not committed, as far as it is known."""
        tail = " ".join(self._stabiliser.shown)
        if not self._all_settled:
            tail = tail.rstrip(_END_MARKS)
        return f"{self.settled_text} {tail}".strip()

    def append(self, frame: Samples, probability: float) -> None:
        """Take the next frame and its probability of speech."""
        self.window.append(frame, probability)
        self._frames_since_guess += 1
        if probability >= self._threshold:
            self._voiced_since_guess += 1

    def go_on(self) -> None:
        """Settle what was said a while ago, once that is enough to be worth it: nobody paused."""
        self._all_settled = False
        if self._end >= self._due.settle:
            self._settle(len(self.window), _WHILE_SPEAKING)
        elif self._end >= self._due.confirm:
            self._confirm()

    def settle_all(self, spoken_frames: int) -> None:
        """Settle everything, in a pause: no word is cut off.

        Args:
            spoken_frames: how much of the window was spoken, with the beginning of the pause.
        """
        if not self._all_settled:
            self._settle(spoken_frames, _IN_PAUSE)
            self._stabiliser.heard_out(self._draft.words)
            self._all_settled = True

    def close(self, spoken_frames: int) -> list[Word]:
        """Settle everything and return it."""
        self.settle_all(spoken_frames)
        return [*self.words, *(found.word for found in self._ending)]

    def take(self, count: int) -> list[Word]:
        """Remove the first settled words, which are committed, and return them.

        The recogniser still hears what follows in their context.
        """
        taken, self.words = self.words[:count], self.words[count:]
        self.is_divided = True
        return taken

    def guess(self) -> None:
        """Guess at what is not settled, if it is time to."""
        wait = self._recogniser.guess_every * (1.0 if self.text else _EAGER_SHARE)
        waited = self._frames_since_guess * FRAME_SECONDS >= wait
        if self._all_settled or not waited or not self._voiced_since_guess:
            return
        self._frames_since_guess = self._voiced_since_guess = 0
        self._draft = self._plausible(
            self._recogniser.guess(self.window.samples(), self._hints, self._prefix, self._draft)
        )
        self._stabiliser.guessed(self._draft.words)

    def _settle(self, spoken_frames: int, early: _Early) -> None:
        """Recognise the window as well as can be, and settle words that ended a while ago."""
        sound = self.window.samples(spoken_frames)
        hypothesis = self._plausible(self._recogniser.settle(sound, self._hints, self._prefix))
        found = hypothesis.words
        if found:
            self.language = hypothesis.language
        words = timed(found, self.window, self._threshold, self._settled_until)
        self._ending = tuple(map(_Found, found, words))
        self._keep(self._settled_count(found, words, early), hypothesis)
        since = max(self._settled_until + _WHILE_SPEAKING.tail, self._end)
        confirmable = len(self._ending) if early is _IN_PAUSE else len(self._ending[:-1])
        confirm = self._end + _CONFIRM_SECONDS if confirmable else inf
        self._due = _Due(since + _SETTLE_SECONDS, confirm, confirmable)
        self._slide()

    def _confirm(self) -> None:
        """Settle the words at the end of the window that are recognised again with more context."""
        self._due = self._due._replace(confirm=inf)
        expected = Hypothesis(tuple(found.hypothesis for found in self._ending))
        sound = self.window.samples()
        again = self._recogniser.confirm(sound, self._hints, self._prefix, expected)
        if again is not None:
            again = self._plausible(again)
            self._keep(self._confirmed_count(again.words), again)
            self._slide()

    def _keep(self, count: int, hypothesis: Hypothesis) -> None:
        """Settle the first words of `_ending`; the rest is shown as a hypothesis has it."""
        kept, self._ending = self._ending[:count], self._ending[count:]
        words = [found.word for found in kept]
        self.words += words
        self._context += kept
        self._stabiliser.settled([word.text for word in words])
        self._draft = hypothesis._replace(words=hypothesis.words[count:])
        self._stabiliser.guessed(self._draft.words)
        self._frames_since_guess = self._voiced_since_guess = 0
        if kept:
            self._settled_until = words[-1].end

    def _settled_count(
        self, found: Sequence[HypothesisWord], words: Sequence[Word], early: _Early
    ) -> int:
        """Count the first words that are settled: those said a while ago, then those that are sure.

        The last word is never settled early: where speech pauses, a full stop may have been put
        there.
        """
        late, soon = self._end - _TAIL_SECONDS, self._end - early.tail
        old = sum(word.end <= late for word in words)
        following = zip(found[old:-1], words[old:-1], strict=True)
        sure = takewhile(
            lambda pair: pair[0].confidence >= early.confidence and pair[1].end <= soon, following
        )
        return old + sum(1 for _ in sure)

    def _confirmed_count(self, again: Sequence[HypothesisWord]) -> int:
        """Count the first words of `_ending` that were recognised again."""
        soon = self._end - _WHILE_SPEAKING.tail
        same = takewhile(
            lambda pair: (
                pair[0].hypothesis.text == pair[1].text
                and pair[1].confidence >= _WHILE_SPEAKING.confidence
                and pair[0].word.end <= soon
            ),
            zip(self._ending[: self._due.confirmable], again[:-1], strict=False),
        )
        return sum(1 for _ in same)

    def _plausible(self, hypothesis: Hypothesis) -> Hypothesis:
        """Leave out words that were found in too little speech."""
        if self._context:
            return hypothesis
        voiced = sum(self.window.voiced(self._threshold)) * FRAME_SECONDS
        return hypothesis._replace(words=plausible(hypothesis.words, voiced))

    def _slide(self) -> None:
        """Let go of what is too long ago to matter for what comes."""
        begin = self._settled_until - _CONTEXT_SECONDS
        kept = [settled for settled in self._context if settled.word.start >= begin]
        first = int(kept[0].word.start / FRAME_SECONDS) if kept else 0
        if first > self.window.start_frame:
            self.window.cut(first)
        elif self.window.seconds > _LONGEST_WINDOW_SECONDS:
            kept = []
            middle = self.window.start_frame + len(self.window) // 2
            self.window.cut(max(middle, ceil(self._settled_until / FRAME_SECONDS)))
            self._settled_until = self.window.start_frame * FRAME_SECONDS
        else:
            return
        self._context = kept

    @property
    def _prefix(self) -> Told:
        """Words that the recogniser is given as the beginning of the window."""
        return tuple(settled.hypothesis for settled in self._context)

    @property
    def _end(self) -> float:
        return (self.window.start_frame + len(self.window)) * FRAME_SECONDS
