"""Words that nobody in front of the microphone said."""

from collections.abc import Sequence

import numpy as np
import pytest

from captions.engine.ports import HypothesisWord
from captions.engine.transcription.plausibility import count_background_words
from captions.pcm import Samples
from tests.support.engines.scripted_recogniser import sound

SURE, UNSURE = -0.2, -1.5
QUIET, LOUD = 0.05, 0.2
"""A ratio of 12 dB."""


def spoken(logprobs: Sequence[float]) -> list[HypothesisWord]:
    """Return words of 0.3 s, one after the other."""
    return [
        HypothesisWord(f"w{at}", 0.5, at * 0.3, at * 0.3 + 0.3, logprob=logprob)
        for at, logprob in enumerate(logprobs)
    ]


def levels(*values: float) -> Samples:
    """Return 0.3 s of sound of each level."""
    return np.concatenate([sound(0.3, value) for value in values])


@pytest.mark.parametrize(
    ("logprobs", "values", "expected"),
    [
        ([UNSURE] * 3 + [SURE] * 4, [QUIET] * 3 + [LOUD] * 4, 3),
        ([UNSURE, SURE, UNSURE] + [SURE] * 4, [QUIET] * 3 + [LOUD] * 4, 3),
        ([SURE] * 7, [QUIET] * 3 + [LOUD] * 4, 0),
        ([UNSURE] * 3 + [SURE] * 4, [LOUD] * 7, 0),
        ([UNSURE] * 3 + [SURE] * 4, [0.12] * 3 + [LOUD] * 4, 0),
        ([UNSURE] + [SURE] * 6, [QUIET] + [LOUD] * 6, 0),
        ([UNSURE] * 7, [QUIET] * 3 + [LOUD] * 4, 0),
        ([UNSURE] * 2 + [SURE], [QUIET] * 2 + [LOUD], 0),
        ([UNSURE] * 3 + [SURE] * 4, [0.0] * 3 + [LOUD] * 4, 3),
        ([UNSURE] * 3 + [SURE] * 4, [0.0] * 7, 0),
        ([], [LOUD], 0),
    ],
    ids=[
        "unsure and quiet",
        "unsure on average",
        "quiet but sure",
        "unsure but as loud",
        "hardly quieter",
        "one word",
        "all unsure",
        "too little follows",
        "no sound at all",
        "silence",
        "no words",
    ],
)
def test_unsure_quiet_words_before_speech_are_from_the_background(
    logprobs: Sequence[float], values: Sequence[float], expected: int
) -> None:
    assert count_background_words(spoken(logprobs), levels(*values)) == expected


def test_words_without_times_are_kept() -> None:
    words = [word._replace(start=None) for word in spoken([UNSURE] * 3 + [SURE] * 4)]
    assert count_background_words(words, levels(*[QUIET] * 3, *[LOUD] * 4)) == 0


def test_words_without_probabilities_are_kept() -> None:
    words = [word._replace(logprob=None) for word in spoken([UNSURE] * 7)]
    assert count_background_words(words, levels(*[QUIET] * 3, *[LOUD] * 4)) == 0
