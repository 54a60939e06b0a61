"""Words that were spoken stay; the same sound is not written twice."""

import numpy as np
import pytest

from captions.engine.recognition.moonshine.attention_evidence import Attention, align_spoken_words

SIZE = 6
"""Moments of a token."""


def looking(*places: int) -> Attention:
    """Tokens that each look at one place in the sound, of six."""
    attention = np.zeros((2, len(places), SIZE * 6), np.float32)
    for token, place in enumerate(places):
        attention[:, token, SIZE * place : SIZE * (place + 1)] = 1 / SIZE
    return attention


def each(first: int, end: int) -> list[tuple[int, int]]:
    """Words of one token each."""
    return [(token, token + 1) for token in range(first, end)]


@pytest.mark.parametrize(
    ("places", "told", "kept"),
    [
        pytest.param((0, 1, 2, 3, 4, 5), 0, 6, id="each word has its sound"),
        pytest.param((0, 1, 2, 3, 0), 0, 4, id="last word has none"),
        pytest.param((0, 1, 2, 3, 1, 2, 3), 0, 4, id="sound is written twice"),
        pytest.param((0, 1, 2, 3, 1, 2, 3, 4, 5), 0, 4, id="and text follows"),
        pytest.param((0, 1, 1, 2, 3), 0, 5, id="one word shares its sound"),
        pytest.param((0, 1, 2), 3, 3, id="nothing but told words"),
        pytest.param((), 0, 0, id="nothing"),
    ],
)
def test_text_ends_before_sound_is_written_again(
    places: tuple[int, ...], told: int, kept: int
) -> None:
    spans = align_spoken_words(looking(*places), told, each(told, len(places)))
    assert len(spans) == kept


def test_word_of_several_tokens_is_kept_or_left_out_as_a_whole() -> None:
    words = [(0, 1), (1, 4), (4, 6)]
    assert len(align_spoken_words(looking(0, 1, 2, 3, 4, 5), 0, words)) == 6
    assert len(align_spoken_words(looking(0, 1, 2, 3, 1, 2), 0, words)) == 4
