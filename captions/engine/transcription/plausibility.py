"""Removal of words that nobody in front of the microphone said.

Recognisers are trained on speech, so they write text for any sound: a cough or a vowel may become
"Thank you for watching." Voice detection lets some such sounds pass. A short window is therefore
checked in two ways: the words must not be faster than human speech, and their mean probability must
not be low. Longer speech is judged by the words' own times.

Voice detection also lets voices in the background pass, such as those of other guests in a café.
They become words that nobody said before the speech begins. Such words are much quieter than those
that follow them, and the recogniser is not sure of them.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import log
from statistics import fmean

import numpy as np

from captions.engine.ports import ENGINE_RATE, HypothesisWord
from captions.model.writing.reading_limits import count_cells
from captions.pcm import Samples

_MIN_SPEECH_SECONDS = 0.7
"""Voiced duration from which audio counts as speech, in seconds."""
_MAX_LETTERS_PER_SECOND = 28.0
"""Upper limit of the speaking rate. Real words of the tuning set reached 25, hallucinated ones
began at 31. A wide character, which is often a syllable, counts as two letters."""
_EDGE_TOLERANCE = 0.03
"""Tolerance of one frame, in seconds: voice detection may miss as much at the edges of a word."""
_MIN_MEAN_LOGPROB = log(0.2)
"""Mean log probability of a word from which such a short text is credible."""
_MAX_BACKGROUND_LOGPROB = -0.8
"""Mean log probability of a word up to which words may come from the background. Among babble at
5 and 10 dB before speech, such words had -2.0 to -0.9."""
_MIN_CERTAINTY_STEP = 0.3
"""Minimum by which the mean log probability of the words after them is greater."""
_MIN_BACKGROUND_WORDS = 2
"""Minimum number of words that may come from the background. The time of a single one is not
certain enough for its level: many correct first words seem to be quieter by 10 dB or more."""
_MIN_LEVEL_STEP = 10**0.8
"""Minimum ratio between the power of speech and that of words in the background: 8 dB. Of 452
segments of the benchmark, one began with several spoken words that were quieter by as much."""
_FOLLOWING_WORDS = 8
"""Maximum number of following words whose level is compared."""
_MIN_WORD_SAMPLES = ENGINE_RATE // 10
"""Minimum audio whose level is measured for a word, in samples."""


def drop_implausible(
    words: tuple[HypothesisWord, ...], voiced: float
) -> tuple[HypothesisWord, ...]:
    """Return the words, or none if they cannot have been spoken.

    Args:
        words: all words that a recogniser found in the window.
        voiced: seconds of the window that voice detection classified as speech.
    """
    if voiced >= _MIN_SPEECH_SECONDS or (_is_slow_enough(words, voiced) and _is_confident(words)):
        return words
    return ()


def is_doubtful(words: Sequence[HypothesisWord]) -> bool:
    """Return True if words may come from the background, by their mean log probability."""
    return _mean_logprob(words) <= _MAX_BACKGROUND_LOGPROB


def count_background_words(words: Sequence[HypothesisWord], samples: Samples) -> int:
    """Return the number of first words that come from voices in the background.

    Args:
        words: the words recognised in the audio.
        samples: the audio; the words' times count from its start.
    """
    sums = [(0.0, 0), *accumulate(_measure_words(words, samples), _add_pairs)]
    steps = {
        count: _mean_power(sums[count], sums[min(len(words), count + _FOLLOWING_WORDS)])
        / max(_mean_power(sums[0], sums[count]), 1e-12)
        for count in range(_MIN_BACKGROUND_WORDS, len(sums) - _MIN_BACKGROUND_WORDS)
        if _mean_logprob(words[:count])
        <= min(_MAX_BACKGROUND_LOGPROB, _mean_logprob(words[count:]) - _MIN_CERTAINTY_STEP)
    }
    count = max(steps, key=lambda count: steps[count], default=0)
    return count if count and steps[count] >= _MIN_LEVEL_STEP else 0


def _measure_words(
    words: Sequence[HypothesisWord], samples: Samples
) -> Iterator[tuple[float, int]]:
    """Yield the energy and the number of samples of each word; nothing if one has no times."""
    if any(word.start is None or word.end is None for word in words):
        return
    for word in words:
        first = max(0, round((word.start or 0.0) * ENGINE_RATE))
        audio = samples[
            first : max(round((word.end or 0.0) * ENGINE_RATE), first + _MIN_WORD_SAMPLES)
        ]
        yield float(np.square(audio, dtype=np.float64).sum()), len(audio)


def _add_pairs(one: tuple[float, int], other: tuple[float, int]) -> tuple[float, int]:
    return one[0] + other[0], one[1] + other[1]


def _mean_power(before: tuple[float, int], after: tuple[float, int]) -> float:
    """Return the mean power between two sums of energy and samples."""
    return (after[0] - before[0]) / max(1, after[1] - before[1])


def _is_slow_enough(words: Sequence[HypothesisWord], voiced: float) -> bool:
    letters = sum(count_cells(letter) for word in words for letter in word.text if letter.isalnum())
    return letters <= _MAX_LETTERS_PER_SECOND * (voiced + _EDGE_TOLERANCE)


def _is_confident(words: Sequence[HypothesisWord]) -> bool:
    return _mean_logprob(words) >= _MIN_MEAN_LOGPROB


def _mean_logprob(words: Sequence[HypothesisWord]) -> float:
    """Return the mean log probability of a word; 0 if none is known."""
    logprobs = [word.logprob for word in words if word.logprob is not None]
    return fmean(logprobs) if logprobs else 0.0
