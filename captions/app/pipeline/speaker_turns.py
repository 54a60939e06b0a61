"""Divides a committed segment where another speaker begins."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from captions.events import Committed
from captions.model.writing.joining import find_word_starts


def split_by_speaker(segment: Committed) -> Iterator[Committed]:
    """Yield a segment for each turn, with its speaker; empty where the speaker is not certain.

    A segment whose words are not those of its text stays whole, and so does one whose translation
    follows, because that belongs to all of it.
    """
    turns = [
        (speaker, tuple(words))
        for speaker, words in groupby(segment.words, key=lambda word: word.speaker)
    ]
    if len(turns) == 1:
        yield replace(segment, speaker=turns[0][0])
        return
    if not turns or segment.segment_id:
        yield segment
        return
    starts = find_word_starts((word.text for word in segment.words), segment.text)
    if starts is None:
        yield segment
        return
    # The text is cut, not made from the words, which do not show where Thai or Chinese has a space.
    cuts = [*starts, len(segment.text)]
    first = 0
    for speaker, words in turns:
        end = first + len(words)
        text = segment.text[cuts[first] : cuts[end]].strip()
        yield replace(segment, text=text, words=words, speaker=speaker)
        first = end
