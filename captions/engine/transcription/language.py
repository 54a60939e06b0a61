"""Notices when somebody speaks a language that a recogniser of one language does not know.

Such a recogniser writes fluent sentences all the same, but it is less sure of each word than it is
of noisy speech in its own language. Words are withheld while that goes on: nothing is better than
invented text.
"""

from collections import deque
from collections.abc import Iterable
from statistics import fmean, median
from typing import NamedTuple

from captions.engine.likeness import plain
from captions.engine.ports import Hints, Hypothesis, HypothesisWord, Recogniser, Told
from captions.pcm import Samples

_WORDS = 24
"""Settled words, some 8 s of speech, that are judged together."""


class Doubt(NamedTuple):
    """How unsure a recogniser is of speech in another language."""

    mean: float
    """Mean log probability of a word below which the language is another one, if the median
    agrees."""
    median: float


BASE_DOUBT = Doubt(-0.88, -0.6)
"""For Moonshine base. English in a meeting with distant microphones had -0.79 and -0.60, among
babble -0.66 and -0.43; recordings of Italian, French and Spanish had -0.96 to -1.11 and -0.63 to
-0.95."""
TINY_DOUBT = Doubt(-1.0, -0.7)
"""For Moonshine tiny. English among babble had -0.88 and -0.79; the same recordings of other
languages, and of Russian, -1.5 to -2 and -1.2 to -1.8."""
_LEAST_LOGPROB = -3.0
"""What one word counts at least, so that a single unknown name decides nothing."""
_PHRASE = 3
"""Words of a phrase."""
_REMEMBERED_WORDS = 64
"""Settled words among which a phrase counts as repeated."""
_BACK_WORDS = 12
_BACK_MEAN = -0.35
"""Mean log probability of the last words from which the language is the recogniser's own again."""


class OneLanguage:
    """A recogniser that writes nothing while another language is spoken, for one stream."""

    def __init__(self, recogniser: Recogniser, doubt: Doubt = BASE_DOUBT) -> None:
        self._recogniser = recogniser
        self._doubt = doubt
        self._pending: Told = ()
        """Words that were found last and may be settled next."""
        self._logprobs: deque[float] = deque(maxlen=_WORDS)
        self._texts: deque[str] = deque(maxlen=_REMEMBERED_WORDS)
        """The settled words before them."""
        self.is_other = False
        """True while another language is spoken."""

    @property
    def guess_every(self) -> float:
        """Seconds of sound between two guesses."""
        return self._recogniser.guess_every

    def guess(self, samples: Samples, hints: Hints, told: Told, draft: Hypothesis) -> Hypothesis:
        """Return the words soon; none while another language is spoken."""
        if self.is_other:
            return draft._replace(words=())
        return self._recogniser.guess(samples, hints, told, draft)

    def settle(self, samples: Samples, hints: Hints, told: Told) -> Hypothesis:
        """Return the words for good; none while another language is spoken."""
        self._record(_newly_settled(self._pending, told))
        found = self._recogniser.settle(samples, hints, told)
        self._pending = found.words
        return found._replace(words=()) if self.is_other else found

    def confirm(
        self, samples: Samples, hints: Hints, told: Told, expected: Hypothesis
    ) -> Hypothesis | None:
        """Return the words again; there are none to confirm while another language is spoken."""
        return self._recogniser.confirm(samples, hints, told, expected)

    def _record(self, words: Iterable[HypothesisWord]) -> None:
        for word in words:
            if word.logprob is not None and not self._repeats(word.text):
                self._logprobs.append(max(word.logprob, _LEAST_LOGPROB))
        if self.is_other:
            last = list(self._logprobs)[-_BACK_WORDS:]
            self.is_other = fmean(last) < _BACK_MEAN
        elif len(self._logprobs) == _WORDS:
            low = fmean(self._logprobs) < self._doubt.mean
            self.is_other = low and median(self._logprobs) < self._doubt.median

    def _repeats(self, text: str) -> bool:
        """Return True if a word continues a phrase that was written a moment ago.

        A recogniser is sure of that, whatever is spoken.
        """
        self._texts.append(plain(text))
        texts = list(self._texts)
        sooner = range(len(texts) - _PHRASE)
        return any(texts[at : at + _PHRASE] == texts[-_PHRASE:] for at in sooner)


def _newly_settled(pending: Told, told: Told) -> Told:
    """Return the pending words that were settled; without a prefix, new speech began after them."""
    if not told:
        return pending
    counts = (count for count in range(len(pending), 0, -1) if told[-count:] == pending[:count])
    return pending[: next(counts, 0)]
