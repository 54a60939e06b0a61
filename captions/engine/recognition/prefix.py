"""Prefix removal, for recognisers that cannot continue decoding from given words.

Such a recogniser decodes the whole window each time. The words that repeat the prefix are found by
edit distance, and removed.
"""

from captions.engine.ports import HypothesisWord, Prefix
from captions.engine.text_alignment import matching_prefix_length


def strip_prefix(words: tuple[HypothesisWord, ...], prefix: Prefix) -> tuple[HypothesisWord, ...]:
    """Return the words after the prefix, which may be recognised differently this time."""
    return words[
        matching_prefix_length([word.text for word in prefix], [word.text for word in words]) :
    ]
