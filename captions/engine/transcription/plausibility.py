"""Removal of words hallucinated from sounds that hardly contain speech.

Recognisers are trained on speech, so they write text for any sound: a cough or a vowel may become
"Thank you for watching." Voice detection lets some such sounds pass. A short window is therefore
checked in two ways: the words must not be faster than human speech, and their mean probability must
not be low. Longer speech is judged by the words' own times.
"""

from collections.abc import Sequence
from math import log

from captions.engine.ports import HypothesisWord
from captions.model.writing.reading_limits import count_cells

_MIN_SPEECH_SECONDS = 0.7
"""Voiced duration from which audio counts as speech, in seconds."""
_MAX_LETTERS_PER_SECOND = 28.0
"""Upper limit of the speaking rate. Real words of the tuning set reached 25, hallucinated ones
began at 31. A wide character, which is often a syllable, counts as two letters."""
_EDGE_TOLERANCE = 0.03
"""Tolerance of one frame, in seconds: voice detection may miss as much at the edges of a word."""
_MIN_MEAN_LOGPROB = log(0.2)
"""Mean log probability of a word from which such a short text is credible."""


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


def _is_slow_enough(words: Sequence[HypothesisWord], voiced: float) -> bool:
    letters = sum(count_cells(letter) for word in words for letter in word.text if letter.isalnum())
    return letters <= _MAX_LETTERS_PER_SECOND * (voiced + _EDGE_TOLERANCE)


def _is_confident(words: Sequence[HypothesisWord]) -> bool:
    logprobs = [word.logprob for word in words if word.logprob is not None]
    return not logprobs or sum(logprobs) / len(logprobs) >= _MIN_MEAN_LOGPROB
