"""For recognisers that cannot go on from given words: finds those words in what they heard.

Such a recogniser hears all of the sound anew, and what it was told is taken off the beginning: as
many words as are likest to what was told, by the fewest words changed, left out or put in
(Levenshtein 1966).
"""

from captions.engine.ports import HypothesisWord, Told
from captions.engine.stabiliser import plain


def behind(words: tuple[HypothesisWord, ...], told: Told) -> tuple[HypothesisWord, ...]:
    """Return the words behind those that were told."""
    if not told:
        return words
    heard = [plain(word.text) for word in words]
    # Edits that make the words so far out of the first `place` words that were heard.
    edits = list(range(len(heard) + 1))
    for number, word in enumerate(told, 1):
        before, edits = edits, [number]
        wanted = plain(word.text)
        for place, found in enumerate(heard, 1):
            changed = before[place - 1] + (found != wanted)
            edits.append(min(changed, before[place] + 1, edits[place - 1] + 1))
    # Of several, the longest: a word heard otherwise is likelier than one that is missing.
    fewest = min(edits)
    return words[max(place for place, count in enumerate(edits) if count == fewest) :]
