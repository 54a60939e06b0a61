"""Decoding: told tokens, drafts, ends, loops and caps; and beams that greed would miss."""

import random
import threading
from collections.abc import Callable, Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from captions.engine import model_files
from captions.engine.recognition.moonshine.decoding import (
    DecodedTokens,
    DecodingGuide,
    beam_search,
    greedy_search,
)
from captions.engine.recognition.moonshine.keyterms import GREEDY_BONUS, KeytermBias
from captions.engine.recognition.moonshine.moonshine import TINY
from captions.engine.recognition.moonshine.network import EncodedAudio, MoonshineNetwork
from captions.engine.recognition.moonshine.tokens import BEGIN, END, Tokens
from captions.pcm import Samples
from tests.support.engines.scripted_network import Script, ScriptedNetwork, lines

Decode = Callable[[MoonshineNetwork, EncodedAudio, Tokens], DecodedTokens]

LONG = EncodedAudio(10.0, {})
SPEECH = EncodedAudio(1.2, {})
SHORT = EncodedAudio(1.19, {})

each_way = pytest.mark.parametrize("decode", [greedy_search, beam_search])


def some_script(seed: int) -> Script:
    """Return odds that look like noise, but are always the same behind the same tokens."""

    def script(said: Tokens) -> Mapping[int, float]:
        chances = random.Random(f"{seed} {said}")  # noqa: S311  # not for secrets
        return {token: chances.random() for token in range(2, 8)}

    return script


tokens = st.lists(st.integers(2, 7), max_size=60).map(tuple)


@given(
    seed=st.integers(0, 10_000),
    draft=tokens,
    told=tokens.map(lambda all_of_them: all_of_them[:3]),
    terms=st.lists(tokens.filter(bool), max_size=3),
)
@settings(max_examples=150)
def test_no_draft_changes_what_greed_finds(
    seed: int, draft: Tokens, told: Tokens, terms: list[Tokens]
) -> None:
    network = ScriptedNetwork(some_script(seed), 8)
    guide = DecodingGuide(KeytermBias(terms, GREEDY_BONUS))
    without = greedy_search(network, LONG, told, (), guide)
    assert greedy_search(network, LONG, told, draft, guide) == without
    assert greedy_search(network, LONG, told, without.tokens, guide) == without


def test_text_that_goes_on_does_not_end_with_what_is_told() -> None:
    def script(said: Tokens) -> Mapping[int, float]:
        return {END: 0.7, 5: 0.3} if said == (BEGIN, 3, 4) else {END: 1.0}

    network = ScriptedNetwork(script)
    assert greedy_search(network, LONG, (3, 4)).tokens == ()
    assert greedy_search(network, LONG, (3, 4), guide=DecodingGuide(goes_on=True)).tokens == (5,)


@each_way
def test_told_tokens_are_passed_on_and_not_returned(decode: Decode) -> None:
    network = ScriptedNetwork(lines((5, 6, 7, 8)))
    assert decode(network, LONG, (5, 6)).tokens == (7, 8)
    assert network.asked[0] == [(BEGIN, 5, 6)]


@each_way
def test_each_token_has_its_probability(decode: Decode) -> None:
    def script(said: Tokens) -> Mapping[int, float]:
        return {1: {5: 0.75, 6: 0.25}, 2: {7: 0.5, 8: 0.3, 9: 0.2}}.get(len(said), {END: 1.0})

    found = decode(ScriptedNetwork(script), LONG, ())
    assert found.tokens == (5, 7)
    assert found.probabilities == pytest.approx((0.75, 0.5))


@each_way
@pytest.mark.parametrize(
    ("sound", "told", "found"),
    [
        pytest.param(SPEECH, (), (5,), id="long sound holds a word"),
        pytest.param(SHORT, (), (), id="short sound may be none"),
        pytest.param(SPEECH, (7,), (), id="behind told words there may be no more"),
    ],
)
def test_the_end_as_the_first_token(
    decode: Decode, sound: EncodedAudio, told: Tokens, found: Tokens
) -> None:
    def script(said: Tokens) -> Mapping[int, float]:
        return {END: 1.0} if said[-1] == 5 else {END: 0.9, 5: 0.1}

    assert decode(ScriptedNetwork(script), sound, told).tokens == found


@pytest.mark.parametrize(
    ("said", "told", "found"),
    [
        pytest.param((5,) * 30, (), (5,), id="one token"),
        pytest.param((9, *(5, 6, 7) * 20), (), (9, 5, 6, 7), id="a few tokens"),
        pytest.param((5, 5, 6), (), (5,), id="from the second round on"),
        pytest.param(tuple(range(5, 13)) * 2, (), tuple(range(5, 13)), id="a long one, once"),
        pytest.param(
            (*range(5, 13), *range(5, 12), 13),
            (),
            (*range(5, 13), *range(5, 12), 13),
            id="almost a long one",
        ),
        pytest.param((5,) * 30, (6, 5), (), id="begun in what was told"),
        pytest.param((6, *(5,) * 30), (7, 5), (6, 5), id="begun behind what was told"),
    ],
)
def test_loops_are_cut(said: Tokens, told: Tokens, found: Tokens) -> None:
    script = lines((*told, *said))
    assert greedy_search(ScriptedNetwork(script), LONG, told).tokens == found
    assert greedy_search(ScriptedNetwork(script), LONG, told, said).tokens == found


def test_beams_do_not_follow_a_loop() -> None:
    found = beam_search(ScriptedNetwork(lambda _: {5: 0.9, END: 0.1}), LONG).tokens
    assert found == (5,)


@each_way
@pytest.mark.parametrize(
    "said",
    [
        pytest.param((5, 6) * 4, id="no, no, no, no,"),
        pytest.param(tuple(range(5, 13)) * 3, id="a sentence three times"),
        pytest.param((9, 5, 5, 5, 6), id="a word inside a sentence"),
    ],
)
def test_repetition_that_was_spoken_stays(decode: Decode, said: Tokens) -> None:
    # Each token knows its place, so that a script can tell the rounds apart.
    script = lines(said)
    assert decode(ScriptedNetwork(script, spoken=True), LONG, ()).tokens == said


@each_way
def test_tokens_are_at_most_what_anyone_speaks(decode: Decode) -> None:
    endless = tuple(range(3, 203))
    found = decode(ScriptedNetwork(lines(endless), 256), EncodedAudio(2.0, {}), ())
    assert found.tokens == endless[:19]
    assert len(found.probabilities) == 19


def test_a_right_draft_takes_one_step() -> None:
    said = tuple(range(3, 16))
    network = ScriptedNetwork(lines(said))
    assert greedy_search(network, LONG, (), said).tokens == said
    assert len(network.asked) == 1


def test_a_draft_that_slipped_is_found_again() -> None:
    said = tuple(range(3, 16))
    network = ScriptedNetwork(lines(said))
    assert greedy_search(network, LONG, (), (3, 4, 4, *said[2:])).tokens == said
    assert len(network.asked) == 2


def test_a_long_draft_is_checked_in_parts() -> None:
    said = tuple(range(3, 63))
    network = ScriptedNetwork(lines(said), 100)
    assert greedy_search(network, LONG, (), said).tokens == said
    assert len(network.asked) == 2


def astray(first: float) -> Script:
    """Return a script in which the likelier first token, 5, leads astray, and 6 does not."""
    odds: dict[Tokens, Mapping[int, float]] = {
        (): {5: first, 6: 1 - first},
        (5,): {7: 0.3, 8: 0.3, 9: 0.4},
        (6,): {7: 1.0},
    }
    return lambda said: odds.get(said[1:], {END: 1.0})


def test_beams_find_the_likelier_whole() -> None:
    network = ScriptedNetwork(astray(0.6))
    assert greedy_search(network, LONG).tokens == (5, 9)
    assert beam_search(network, LONG).tokens == (6, 7)


def test_a_beginning_that_is_far_behind_is_given_up() -> None:
    network = ScriptedNetwork(astray(0.99))
    assert beam_search(network, LONG).tokens == (5, 9)
    assert network.asked[1] == [(BEGIN, 5)]


def test_beams_stop_once_none_can_win() -> None:
    def script(said: Tokens) -> Mapping[int, float]:
        if said[1:] == (5,):
            return {END: 1.0}
        return {5: 0.9, 6: 0.1} if len(said) == 1 else {6 + len(said): 0.5, END: 0.01}

    network = ScriptedNetwork(script)
    assert beam_search(network, LONG).tokens == (5,)
    assert len(network.asked) < 5


@pytest.fixture(scope="module")
def network() -> MoonshineNetwork:
    return MoonshineNetwork(model_files.find_path(TINY.name))


def test_a_draft_gives_the_same_text_of_real_speech(
    network: MoonshineNetwork, speech: Samples
) -> None:
    before = greedy_search(network, network.encode_audio(speech[:64_000]))
    sound = network.encode_audio(speech[:72_000])
    found = greedy_search(network, sound)
    assert len(found.tokens) > 10
    # Steps of several tokens are rounded otherwise, which may decide about the last words.
    for drafted in (
        greedy_search(network, sound, (), before.tokens).tokens,
        (
            *found.tokens[:6],
            *greedy_search(network, sound, found.tokens[:6], found.tokens[6:]).tokens,
        ),
    ):
        assert drafted[:10] == found.tokens[:10]


def test_two_threads_at_once_find_what_one_does(network: MoonshineNetwork, speech: Samples) -> None:
    pieces = [speech[:48_000], speech[80_000:128_000]]
    alone = [beam_search(network, network.encode_audio(piece)) for piece in pieces]
    together: dict[int, list[DecodedTokens]] = {0: [], 1: []}

    def decode(number: int) -> None:
        for _ in range(3):
            together[number].append(beam_search(network, network.encode_audio(pieces[number])))

    threads = [threading.Thread(target=decode, args=(number,)) for number in together]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together == {number: [alone[number]] * 3 for number in together}
    assert all(np.isfinite(found.probabilities).all() for found in alone)
