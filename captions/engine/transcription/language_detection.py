"""Detection of speech in a language that a single-language recogniser does not support.

Such a recogniser still writes fluent sentences, but with lower confidence than for noisy speech in
its own language. Its words are then withheld, because no text is better than hallucinated
text.
"""

from collections import deque
from collections.abc import Iterable
from statistics import fmean, median
from typing import NamedTuple

from captions.engine.ports import Hypothesis, HypothesisWord, Prefix, Recogniser, RecognitionHints
from captions.engine.text_alignment import normalise_word
from captions.pcm import Samples

_JUDGED_WORDS = 24
"""Settled words that are judged together, about 8 s of speech."""


class LanguageThresholds(NamedTuple):
    """Confidence thresholds below which speech counts as another language; both must be crossed."""

    mean: float
    """Mean log probability of a word."""
    median: float
    """Median log probability of a word."""


BASE_THRESHOLDS = LanguageThresholds(-0.88, -0.6)
"""Thresholds for Moonshine base. English in a meeting with distant microphones had a mean of -0.79
and a median of -0.60. Among babble it had -0.66 and -0.43. Recordings of Italian, French and
Spanish had -0.96 to -1.11 and -0.63 to -0.95."""
TINY_THRESHOLDS = LanguageThresholds(-1.0, -0.7)
"""Thresholds for Moonshine tiny. English among babble had a mean of -0.88 and a median of -0.79.
The same recordings of other languages, and of Russian, had -1.5 to -2 and -1.2 to -1.8."""
_MIN_LOGPROB = -3.0
"""Lower limit of a word's log probability, so that a single unknown name decides nothing."""
_PHRASE_WORDS = 3
"""Length of a phrase in words."""
_REMEMBERED_WORDS = 64
"""Settled words among which a phrase counts as repeated."""
_RECOVERY_WORDS = 12
"""Last words that decide whether the recogniser's own language is spoken again."""
_RECOVERY_MEAN = -0.35
"""Mean log probability of these words from which the recogniser's own language counts as spoken."""


class LanguageGate:
    """A recogniser that returns no words while another language is spoken, for one stream."""

    def __init__(
        self, recogniser: Recogniser, thresholds: LanguageThresholds = BASE_THRESHOLDS
    ) -> None:
        self._recogniser = recogniser
        self._thresholds = thresholds
        self._pending: Prefix = ()
        """Words of the last settlement, which may become settled next."""
        self._logprobs: deque[float] = deque(maxlen=_JUDGED_WORDS)
        self._texts: deque[str] = deque(maxlen=_REMEMBERED_WORDS)
        """The last settled words."""
        self.is_other_language = False
        """True while another language is spoken."""

    def begin_segment(self) -> None:
        """Count the last words as settled, because a new segment begins after them."""
        self._record_words(self._pending)
        self._pending = ()

    @property
    def guess_every(self) -> float:
        """Interval between two guesses, in seconds of audio."""
        return self._recogniser.guess_every

    def guess(
        self, samples: Samples, hints: RecognitionHints, prefix: Prefix, draft: Hypothesis
    ) -> Hypothesis:
        """Return a quick hypothesis; no words while another language is spoken."""
        if self.is_other_language:
            return draft._replace(words=())
        return self._recogniser.guess(samples, hints, prefix, draft)

    def settle(self, samples: Samples, hints: RecognitionHints, prefix: Prefix) -> Hypothesis:
        """Return the final words; none while another language is spoken."""
        self._record_words(_newly_settled(self._pending, prefix))
        hypothesis = self._recogniser.settle(samples, hints, prefix)
        self._pending = hypothesis.words
        return hypothesis._replace(words=()) if self.is_other_language else hypothesis

    def confirm(
        self, samples: Samples, hints: RecognitionHints, prefix: Prefix, expected: Hypothesis
    ) -> Hypothesis | None:
        """Return the recogniser's confirmation; `None` while another language is spoken."""
        if self.is_other_language:
            return None
        return self._recogniser.confirm(samples, hints, prefix, expected)

    def _record_words(self, words: Iterable[HypothesisWord]) -> None:
        for word in words:
            if word.logprob is not None and not self._completes_repeat(word.text):
                self._logprobs.append(max(word.logprob, _MIN_LOGPROB))
        if self.is_other_language and self._logprobs:
            last = list(self._logprobs)[-_RECOVERY_WORDS:]
            self.is_other_language = fmean(last) < _RECOVERY_MEAN
        elif len(self._logprobs) == _JUDGED_WORDS:
            is_low = fmean(self._logprobs) < self._thresholds.mean
            self.is_other_language = is_low and median(self._logprobs) < self._thresholds.median

    def _completes_repeat(self, text: str) -> bool:
        """Return True if a word completes a phrase that was written recently.

        A recogniser is confident of repetition in any language.
        """
        self._texts.append(normalise_word(text))
        texts = list(self._texts)
        starts = range(len(texts) - _PHRASE_WORDS)
        return any(
            texts[start : start + _PHRASE_WORDS] == texts[-_PHRASE_WORDS:] for start in starts
        )


def _newly_settled(pending: Prefix, prefix: Prefix) -> Prefix:
    """Return the pending words that were settled, which are in the prefix now."""
    counts = (count for count in range(len(pending), 0, -1) if prefix[-count:] == pending[:count])
    return pending[: next(counts, 0)]
