"""Conversations made of the included recording: its reader's voice, made deep and made high.

The reader is one person; played slower or faster, the voice is another one to the model as well.
"""

from typing import NamedTuple

import numpy as np
import soxr

from captions.engine.ports import ENGINE_RATE
from captions.events import Word
from captions.pcm import Samples

DEEP, HIGH = 0.72, 1.35
"""Speeds at which the recording is played."""
_WORD_SECONDS = 0.4


class Conversation(NamedTuple):
    """Sound, its words, and which voice speaks each."""

    samples: Samples
    words: list[Word]
    voices: list[float]


def make_conversation(
    speech: Samples, turns: list[tuple[float, float]], pause: float = 0.3
) -> Conversation:
    """Return turns of a voice and a duration in seconds each, with words of equal length."""
    played = {
        voice: soxr.resample(speech, ENGINE_RATE, ENGINE_RATE / voice).astype(np.float32)
        for voice, _ in turns
    }
    used = dict.fromkeys(played, ENGINE_RATE)
    parts: list[Samples] = []
    words: list[Word] = []
    voices: list[float] = []
    for voice, seconds in turns:
        start = sum(map(len, parts)) / ENGINE_RATE
        size = round(seconds * ENGINE_RATE)
        parts += [played[voice][used[voice] : used[voice] + size]]
        parts += [np.zeros(round(pause * ENGINE_RATE), np.float32)]
        used[voice] += size
        count = round(seconds / _WORD_SECONDS)
        begins = [start + number * seconds / count for number in range(count)]
        words += [Word("word", begin, begin + seconds / count) for begin in begins]
        voices += [voice] * count
    parts.append(np.zeros(ENGINE_RATE, np.float32))
    return Conversation(np.concatenate(parts), words, voices)
