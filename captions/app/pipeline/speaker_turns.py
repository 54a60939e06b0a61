"""Divides a committed segment where another speaker begins."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from captions.events import Committed
from captions.model.writing.joining import join_words


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
    texts = [join_words(word.text for word in words) for _, words in turns]
    if join_words(texts) != segment.text.strip():
        yield segment
        return
    for text, (speaker, words) in zip(texts, turns, strict=True):
        yield replace(segment, text=text, words=words, speaker=speaker)
