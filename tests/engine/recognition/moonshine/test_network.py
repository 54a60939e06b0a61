"""The network on real speech: several tokens in a step, pasts cut short, and where it looks."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from captions.engine import model_files
from captions.engine.recognition.moonshine.decoding import greedy_search
from captions.engine.recognition.moonshine.moonshine import BASE, TINY, ModelSize
from captions.engine.recognition.moonshine.network import (
    MoonshineNetwork,
    Past,
    select_beams,
    truncate_past,
)
from captions.engine.recognition.moonshine.tokens import BEGIN
from captions.errors import EngineError
from captions.pcm import Samples

each_size = pytest.mark.parametrize("size", [TINY, BASE], ids=lambda size: size.name)


ALIKE = 0.98


def network_of(size: ModelSize) -> MoonshineNetwork:
    return MoonshineNetwork(model_files.find_path(size.name))


def alike(one: NDArray[np.float32], other: NDArray[np.float32]) -> bool:
    """All tokens of a step are rounded to 8 bits together, so that company changes a little."""
    return float(np.corrcoef(one.ravel(), other.ravel())[0, 1]) > ALIKE


def same(one: Past, other: Past) -> bool:
    return all(alike(one[name], other[name]) for name in one)


@each_size
def test_many_tokens_in_a_step_are_many_steps(size: ModelSize, speech: Samples) -> None:
    network = network_of(size)
    sound = network.encode_audio(speech[:48_000])
    tokens = np.array([[BEGIN, *greedy_search(network, sound).tokens]], np.int64)
    assert tokens.size > 5
    together, past = network.run_decoder(sound, tokens, network.empty_past)
    now = network.empty_past
    for place in range(tokens.size):
        alone, now = network.run_decoder(sound, tokens[:, place : place + 1], now)
        assert alike(alone[0, -1], together[0, place])
    assert same(now, past)


def test_a_past_cut_short_goes_on_as_if_nothing_had_followed(speech: Samples) -> None:
    network = network_of(TINY)
    sound = network.encode_audio(speech[:48_000])
    _, first = network.run_decoder(sound, np.array([[BEGIN, 10, 11]], np.int64), network.empty_past)
    _, longer = network.run_decoder(sound, np.array([[12, 13]], np.int64), first)
    assert same(truncate_past(longer, 3), first)


@each_size
def test_growing_sound_is_heard_as_if_it_came_at_once(size: ModelSize, speech: Samples) -> None:
    network = network_of(size)
    for end in range(16_000, 64_000, 3_000):
        network.encode_growing_audio(speech[:end], 3_200)
    grown = network.encode_growing_audio(speech[:64_000], 3_200)
    once = network.encode_audio(np.pad(speech[:64_000], (0, 3_200)))
    assert grown.seconds == once.seconds
    assert same(grown.cross_cache, once.cross_cache)
    assert greedy_search(network, grown).tokens == greedy_search(network, once).tokens


def test_beams_are_as_if_each_were_alone(speech: Samples) -> None:
    network = network_of(TINY)
    sound = network.encode_audio(speech[:48_000])
    _, past = network.run_decoder(sound, np.array([[BEGIN]], np.int64), network.empty_past)
    _, two = network.run_decoder(
        sound, np.array([[10], [11]], np.int64), select_beams(past, np.array([0, 0]))
    )
    logits, _ = network.run_decoder(sound, np.array([[12], [13]], np.int64), two)
    for beam, tokens in enumerate([(BEGIN, 10, 12), (BEGIN, 11, 13)]):
        alone, _ = network.run_decoder(sound, np.array([tokens], np.int64), network.empty_past)
        assert alike(logits[beam, -1], alone[0, -1])
        assert not alike(logits[1 - beam, -1], alone[0, -1])


@each_size
def test_heads_look_ahead_in_the_order_of_speech(size: ModelSize, speech: Samples) -> None:
    network = network_of(size)
    sound = network.encode_audio(speech[:64_000])
    tokens = np.array([BEGIN, *greedy_search(network, sound).tokens], np.int64)
    looks = network.compute_attention(sound, tokens, size.alignment_heads)
    assert looks.shape[:2] == (len(size.alignment_heads), len(tokens))
    assert np.allclose(looks.sum(axis=2), 1, atol=1e-3)
    middle = (looks.mean(axis=0) @ np.arange(looks.shape[2]))[:-1]
    assert np.corrcoef(middle, np.arange(len(middle)))[0, 1] > 0.8


@pytest.mark.parametrize("samples", [0, 1, 160])
def test_next_to_no_sound_is_heard(samples: int) -> None:
    network = network_of(TINY)
    sound = np.zeros(samples, np.float32)
    for audio in (network.encode_audio(sound), network.encode_growing_audio(sound, 0)):
        assert np.isfinite(greedy_search(network, audio).probabilities).all()


def test_a_missing_model_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=r"stem\.onnx cannot be loaded"):
        MoonshineNetwork(tmp_path)
