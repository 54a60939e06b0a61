"""Keyterms: only whole terms profit, in every form that is written; and what it does to speech."""

from math import exp

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.engine import model_files
from captions.engine.ports import EMPTY_HYPOTHESIS, RecognitionHints
from captions.engine.recognition.moonshine.decoding import (
    DecodingGuide,
    beam_search,
    greedy_search,
)
from captions.engine.recognition.moonshine.keyterms import (
    BEAM_BONUS,
    GREEDY_BONUS,
    NO_BIAS,
    KeytermBias,
    build_bias,
)
from captions.engine.recognition.moonshine.moonshine import TINY, MoonshineRecogniser
from captions.engine.recognition.moonshine.network import EncodedAudio
from captions.engine.recognition.moonshine.tokens import Tokens, Vocabulary
from captions.pcm import Samples
from tests.support.engines.scripted_network import ScriptedNetwork

LONG = EncodedAudio(10.0, {})
tokens = st.lists(st.integers(3, 6), min_size=1, max_size=5).map(tuple)


def gained(bias: KeytermBias, said: Tokens) -> float:
    """What some tokens have gained for good."""
    place, total = bias.root, 0.0
    for token in said:
        place = bias.advance(place, token)
        total += place.final_bonus
    return total


def test_a_whole_term_keeps_what_it_gained() -> None:
    bias = KeytermBias([(3, 4, 5)], 2.0)
    assert gained(bias, (3, 4, 5)) == 2.0 + 3.0 + 3.0
    assert bias.advance_all((3, 4)).pending_bonus == 2.0 + 3.0


@pytest.mark.parametrize("said", [(), (3,), (3, 4), (3, 4, 6), (4, 5), (5, 4, 3)])
def test_a_term_that_is_not_said_whole_keeps_nothing(said: Tokens) -> None:
    assert gained(KeytermBias([(3, 4, 5)], 2.0), said) == 0.0


def test_a_term_within_another_keeps_its_part() -> None:
    bias = KeytermBias([(3,), (3, 4, 5)], 2.0)
    assert gained(bias, (3,)) == 2.0
    assert gained(bias, (3, 4)) == 2.0
    assert gained(bias, (3, 4, 5)) == 2.0 + 3.0 + 3.0


@given(st.lists(tokens, max_size=4), st.lists(st.integers(3, 8), max_size=12).map(tuple))
def test_every_gain_ends_with_a_whole_term(terms: list[Tokens], said: Tokens) -> None:
    bias = KeytermBias(terms, 2.0)
    for end in range(1, len(said) + 1):
        if bias.advance_all(said[:end]).final_bonus:
            assert any(said[:end][-len(term) :] == term for term in terms)


def test_a_term_may_be_of_any_length() -> None:
    long = tuple([3] * 50_000)
    assert gained(KeytermBias([long], 2.0), long) == 2.0 + 3.0 * (len(long) - 1)


def test_what_may_begin_and_what_goes_on_is_lifted_and_nothing_else() -> None:
    bias = KeytermBias([(3, 4), (5, 6)], 2.0)
    odds = np.zeros((2, 8), np.float32)
    lifted = bias.add_bonuses(odds, [bias.root, bias.advance(bias.root, 3)])
    assert lifted.tolist() == [[0, 0, 0, 2, 0, 2, 0, 0], [0, 0, 0, 2, 5, 2, 0, 0]]
    assert not odds.any()


def test_without_terms_odds_are_what_they_are() -> None:
    odds = np.zeros((1, 8), np.float32)
    assert NO_BIAS.add_bonuses(odds, [NO_BIAS.root]) is odds


@pytest.mark.parametrize(
    ("chance", "found"),
    [
        pytest.param(0.3, (6, 7), id="a likely term wins"),
        pytest.param(1e-4, (5, 8), id="an unlikely one does not"),
    ],
)
def test_beams_end_with_an_expected_term_if_it_may_have_been_said(
    chance: float, found: Tokens
) -> None:
    odds = {
        (): {5: 1 - chance, 6: chance},
        (5,): {8: 1.0},
        (6,): {9: 0.9, 7: 0.1},
    }
    network = ScriptedNetwork(lambda said: odds.get(said[1:], {2: 1.0}))
    assert beam_search(network, LONG).tokens == (5, 8)
    assert (
        beam_search(network, LONG, (), DecodingGuide(KeytermBias([(6, 7)], BEAM_BONUS))).tokens
        == found
    )


@pytest.mark.parametrize(
    ("terms", "said", "kept"),
    [
        pytest.param([(3, 4, 5)], (3, 4, 5), [2, 3, 3], id="a whole term"),
        pytest.param([(3, 4, 5)], (3, 4, 6), [0, 0, 0], id="an unfinished term"),
        pytest.param([(3, 4, 5)], (3, 4), [0, 0], id="a term that is cut off"),
        pytest.param([(3, 4, 5)], (3, 3, 4, 5), [0, 2, 3, 3], id="a term that begins again"),
        pytest.param([(3,), (3, 4, 5)], (3, 4, 6), [2, 0, 0], id="a term within another"),
        pytest.param([], (3, 4), [0, 0], id="no terms"),
    ],
)
def test_only_tokens_of_whole_terms_keep_their_bonuses(
    terms: list[Tokens], said: Tokens, kept: list[float]
) -> None:
    bias = KeytermBias(terms, BEAM_BONUS)
    assert bias.kept_bonuses(said, bias.root) == kept


def test_a_term_that_began_in_the_prefix_keeps_the_bonuses_of_its_rest() -> None:
    bias = KeytermBias([(3, 4, 5)], BEAM_BONUS)
    assert bias.kept_bonuses((5, 6), bias.advance_all((3, 4))) == [3, 0]


def test_an_unfinished_term_leaves_the_probabilities_of_its_tokens_alone() -> None:
    odds = {(): {5: 0.6, 6: 0.4}, (5,): {8: 0.7, 9: 0.3}}
    network = ScriptedNetwork(lambda said: odds.get(said[1:], {2: 1.0}))
    found = beam_search(network, LONG, guide=DecodingGuide(KeytermBias([(5, 7)], BEAM_BONUS)))
    assert found.tokens == (5, 8)
    assert found.probabilities == pytest.approx((0.6, 0.7))


def test_a_whole_term_raises_the_probability_of_each_token_by_its_own_bonus() -> None:
    equal = dict.fromkeys(range(3, 28), 0.04)
    network = ScriptedNetwork(lambda said: {2: 1.0} if len(said) > 2 else equal, 28)
    found = beam_search(network, LONG, guide=DecodingGuide(KeytermBias([(6, 7)], BEAM_BONUS)))
    assert found.tokens == (6, 7)
    assert found.probabilities == pytest.approx((0.04 * exp(2), 0.04 * exp(3)))


def test_greed_takes_a_near_term_at_once() -> None:
    network = ScriptedNetwork(lambda said: {5: 0.6, 6: 0.4} if len(said) == 1 else {2: 1.0})
    assert greedy_search(network, LONG).tokens == (5,)
    assert greedy_search(
        network, LONG, (), (), DecodingGuide(KeytermBias([(6,)], GREEDY_BONUS))
    ).tokens == (6,)


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary(model_files.find_path(TINY.name) / "tokenizer.bin")


@pytest.mark.parametrize("said", ["Margaret Hale", "margaret hale", "Margaret Hales"])
def test_a_term_counts_however_it_is_written(vocabulary: Vocabulary, said: str) -> None:
    bias = build_bias(vocabulary, ["  Margaret \n Hale "], BEAM_BONUS)
    assert gained(bias, vocabulary.encode_text(said)) > 0
    assert gained(bias, vocabulary.encode_text("Margaret")) == 0


@pytest.mark.parametrize("terms", [[], [""], ["  "]])
def test_terms_of_nothing_are_none(vocabulary: Vocabulary, terms: list[str]) -> None:
    assert not build_bias(vocabulary, terms, BEAM_BONUS).root.children


@pytest.fixture(scope="module")
def moonshine() -> MoonshineRecogniser:
    return MoonshineRecogniser(model_files.find_path(TINY.name), TINY)


EXPECTED = RecognitionHints(
    ("Kubernetes", "Ljubljana", "Thornton", "Helstone", "PySide", "Quetzalcoatl")
)


def test_expected_words_that_are_not_said_change_nothing(
    moonshine: MoonshineRecogniser, speech: Samples
) -> None:
    piece = speech[:160_000]
    without = moonshine.settle(piece, RecognitionHints(), ()).text
    assert len(without.split()) > 15
    assert moonshine.settle(piece, EXPECTED, ()).text == without
    assert moonshine.guess(piece, EXPECTED, (), EMPTY_HYPOTHESIS).text == (
        moonshine.guess(piece, RecognitionHints(), (), EMPTY_HYPOTHESIS).text
    )


def test_expected_words_are_found_in_noise(moonshine: MoonshineRecogniser, speech: Samples) -> None:
    said = RecognitionHints(
        ("foolishness", "epoch", "despair", "noisiest", "authorities", "comparison")
    )
    noise = np.random.default_rng(1).standard_normal(len(speech)).astype(np.float32)
    noisy = speech + noise * np.float32(speech.std() * 10 ** (-3 / 20))

    def found(hints: RecognitionHints) -> int:
        pieces = [noisy[start : start + 176_000] for start in range(0, len(noisy), 176_000)]
        text = " ".join(moonshine.settle(piece, hints, ()).text.lower() for piece in pieces)
        return sum(term in text for term in said.keyterms)

    assert found(said) >= found(RecognitionHints()) + 2
