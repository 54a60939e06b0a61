"""Leaves out what a recogniser wrote although hardly anything was said.

Recognisers were trained on speech and write something for every sound: out of a cough or a vowel
comes "Thank you for watching." Longer speech is decided by the words' own times; what is too short
for that is judged by how fast, and how surely, the words would have been spoken.
"""

from collections.abc import Sequence
from math import log

from captions.engine.ports import HypothesisWord

_SHORT_SECONDS = 0.7
"""Voiced sound that is this long is speech."""
_LETTERS_PER_SECOND = 28.0
"""Fastest speech; real words of the tuning set reached 25, invented ones began at 31."""
_SPARE_SECONDS = 0.03
"""One frame of voice detection, which may miss as much at the edges of a word."""
_LEAST_LOGPROB = log(0.2)
"""Mean probability of a word below which so short a text is a guess in the dark."""


def plausible(words: tuple[HypothesisWord, ...], voiced: float) -> tuple[HypothesisWord, ...]:
    """Return the words, or none if they cannot have been said.

    Args:
        words: everything that a recogniser found in a stretch of sound.
        voiced: seconds of the stretch that voice detection took for speech.
    """
    if voiced >= _SHORT_SECONDS or (_is_slow_enough(words, voiced) and _is_sure(words)):
        return words
    return ()


def _is_slow_enough(words: Sequence[HypothesisWord], voiced: float) -> bool:
    letters = sum(letter.isalnum() for word in words for letter in word.text)
    return letters <= _LETTERS_PER_SECOND * (voiced + _SPARE_SECONDS)


def _is_sure(words: Sequence[HypothesisWord]) -> bool:
    logprobs = [word.logprob for word in words if word.logprob is not None]
    return not logprobs or sum(logprobs) / len(logprobs) >= _LEAST_LOGPROB
