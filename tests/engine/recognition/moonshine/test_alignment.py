"""Laying tokens over sound: known places are found again, and the order always holds."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from captions.engine.recognition.moonshine.alignment import align_tokens, normalise_attention

attentions = arrays.arrays(
    np.float32,
    st.tuples(st.integers(1, 3), st.integers(1, 12), st.integers(1, 40)),
    elements=st.floats(0, 1, width=32),
)


def looking(spans: list[tuple[int, int]], noise: float, heads: int = 3) -> NDArray[np.float32]:
    """Heads that look at the span of each token, and a little elsewhere."""
    chance = np.random.default_rng(1)
    attention = chance.random((heads, len(spans), spans[-1][1])) * noise
    for token, (first, behind) in enumerate(spans):
        attention[:, token, first:behind] += 1
    attention /= attention.sum(axis=2, keepdims=True)
    return attention.astype(np.float32)


@pytest.mark.parametrize("noise", [0.0, 0.3, 0.8])
def test_places_are_found_again(noise: float) -> None:
    spans = [(0, 12), (12, 30), (30, 41), (41, 80), (80, 95)]
    found = align_tokens(looking(spans, noise))
    assert np.abs(np.array(found) - np.array(spans)).max() <= 2


def test_one_bad_head_of_three_does_no_harm() -> None:
    spans = [(0, 20), (20, 40), (40, 60)]
    attention = looking(spans, 0.1)
    attention[1] = 1 / 60
    assert np.abs(np.array(align_tokens(attention)) - np.array(spans)).max() <= 2


@pytest.mark.parametrize("contrast", [False, True])
def test_places_are_found_again_among_tokens_that_say_the_same(contrast: bool) -> None:
    spans = [(0, 20), (20, 40), (40, 60)]
    attention = looking(spans, 0.3)
    found = align_tokens(normalise_attention(attention) if contrast else attention)
    assert np.abs(np.array(found) - np.array(spans)).max() <= 2


def test_tokens_keep_their_places_where_the_text_leaves_the_rest_of_the_sound_out() -> None:
    spans = [(0, 12), (12, 20), (20, 30), (30, 45)]
    attention = looking(spans, 0.1)
    # The first token looks everywhere a little, so nobody looks at the rest more than it does.
    rest = np.zeros((3, 4, 120), np.float32)
    rest[:, 0] = 0.002
    found = align_tokens(np.concatenate([attention, rest], axis=2))
    assert np.abs(np.array(found[:-1]) - np.array(spans[:-1])).max() <= 2


@given(attentions)
def test_tokens_follow_each_other_over_all_of_the_sound(attention: NDArray[np.float32]) -> None:
    _, tokens, moments = attention.shape
    found = align_tokens(attention)
    assert len(found) == tokens
    assert found[0][0] == 0
    assert found[-1][1] == moments
    for (first, behind), (next_first, _) in pairwise(found):
        assert first <= behind == next_first < moments
    if tokens <= moments:
        assert all(first < behind for first, behind in found)
