"""For recognisers that cannot go on from given words: finds those words in what they heard.

Such a recogniser hears all of the sound anew, and what it was told is taken off the beginning.
"""

from captions.engine.likeness import prefix_like
from captions.engine.ports import HypothesisWord, Told


def behind(words: tuple[HypothesisWord, ...], told: Told) -> tuple[HypothesisWord, ...]:
    """Return the words behind those that were told."""
    return words[prefix_like([word.text for word in told], [word.text for word in words]) :]
