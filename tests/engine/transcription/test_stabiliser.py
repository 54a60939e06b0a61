"""Calm partials: what is locked, what is shown behind it, and what a change of mind may change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.engine.ports import HypothesisWord
from captions.engine.transcription.stabiliser import STABILITY_POLICIES, Stabiliser, Words
from captions.protocol.options import PartialStability
from tests.support.engines.scripted_recogniser import heard

texts = st.lists(st.sampled_from("abcd"), max_size=8)
guesses = st.lists(
    st.builds(HypothesisWord, st.sampled_from("abcd"), st.sampled_from([0.2, 0.4, 0.6, 0.9])),
    max_size=8,
)

unsure_guesses = st.lists(
    st.builds(HypothesisWord, st.sampled_from("abcd"), st.sampled_from([0.2, 0.4, 0.6])), max_size=8
)


LIKELY = (*heard("so"), HypothesisWord("it", 0.5))


def after(*each: Words, stability: PartialStability = PartialStability.BALANCED) -> Stabiliser:
    stabiliser = Stabiliser(STABILITY_POLICIES[stability])
    for words in each:
        stabiliser.add_hypothesis(words)
    return stabiliser


@pytest.mark.parametrize(
    ("each", "shown"),
    [
        pytest.param([heard("and so my")], "and so my", id="sure words are shown at once"),
        pytest.param([heard("and so mai", "mai")], "and so", id="an unsure word is held back"),
        pytest.param(
            [heard("and sow my", "sow")], "and", id="and so is everything behind an unsure word"
        ),
        pytest.param(
            [heard("and so my"), heard("and so my fell"), heard("end sew my fellow")],
            "and so my fellow",
            id="words that two guesses agreed on stay what they are",
        ),
        pytest.param(
            [heard("so it is", "it"), heard("so it is fun", "it")],
            "so",
            id="two guesses that agree on an unsure word are not enough",
        ),
        pytest.param(
            [heard("so it", "it"), heard("so it is", "it"), heard("so it is fun", "it")],
            "so it is fun",
            id="words that three guesses agree on are shown even if unsure",
        ),
        pytest.param(
            [LIKELY, LIKELY], "so it", id="a likely word is shown if two guesses agree on it"
        ),
        pytest.param([heard("so"), LIKELY], "so", id="but not at once"),
        pytest.param([LIKELY], "so it", id="unless nothing is shown yet"),
        pytest.param(
            [*[heard("and so my")] * 2, *[heard("end so my fellow")] * 3],
            "end so my fellow",
            id="three sure guesses that agree on another word correct a locked one",
        ),
        pytest.param(
            [*[heard("and so my")] * 2, *[heard("end so my fellow")] * 2],
            "and so my fellow",
            id="two do not",
        ),
        pytest.param(
            [*[heard("and so my")] * 2, *[heard("end so my fellow", "end")] * 3],
            "and so my fellow",
            id="nor do unsure ones",
        ),
        pytest.param(
            [
                *[heard("and so my")] * 2,
                *[heard("end so my fellow")] * 2,
                heard("ant so my fellow"),
            ],
            "and so my fellow",
            id="nor do three that agree only in their doubt",
        ),
        pytest.param(
            [*[heard("so it is fun")] * 2, *[heard("so it if")] * 3],
            "so it is fun",
            id="nor does the last word of a guess, which may be cut off",
        ),
        pytest.param(
            [*[heard("so so it is")] * 2, *[heard("so it is fun")] * 3],
            "so it is fun",
            id="a locked word that nobody said is removed",
        ),
        pytest.param(
            [*[heard("so it is fun")] * 2, *[heard("so as it is fun")] * 3],
            "so as it is fun",
            id="and one that was left out is added",
        ),
        pytest.param(
            [*[heard("so so it is")] * 2, *[heard("so it is fun", "so")] * 3],
            "so so it is fun",
            id="but not where the words around it are unsure",
        ),
        pytest.param(
            [*[heard("so it is fun")] * 2, *[()] * 3, heard("we")],
            "so it is fun",
            id="three guesses without any word remove nothing",
        ),
        pytest.param(
            [heard("and so my"), heard("and so mild")],
            "and so mild",
            id="the last word of a guess is not locked",
        ),
        pytest.param(
            [heard("one two three"), heard("one two three four"), heard("two three four five")],
            "one two three four five",
            id="a guess that lost its first word continues the locked ones",
        ),
        pytest.param(
            [heard("so it is"), heard("so it iz", "iz")],
            "so it is",
            id="a guess that only hesitates takes nothing back",
        ),
        pytest.param([heard("so it is"), ()], "so it is", id="nor does one that heard nothing"),
        pytest.param(
            [heard("so it is"), heard("so on it", "it")], "so on", id="one that says otherwise does"
        ),
        pytest.param(
            [heard("ONE two three"), heard("one, two three four")],
            "one, two three four",
            id="case and punctuation do not count as disagreement",
        ),
    ],
)
def test_what_is_shown(each: list[Words], shown: str) -> None:
    assert " ".join(after(*each).shown) == shown


@pytest.mark.parametrize(
    ("stability", "shown"),
    [
        (PartialStability.FAST, ["sure", "likely", "perhaps"]),
        (PartialStability.BALANCED, ["sure", "likely"]),
        (PartialStability.STEADY, ["sure"]),
    ],
)
def test_steadier_partials_show_less_of_what_is_unsure(
    stability: PartialStability, shown: list[str]
) -> None:
    words = [
        HypothesisWord("sure", 0.9),
        HypothesisWord("likely", 0.77),
        HypothesisWord("perhaps", 0.6),
    ]
    assert after(words[:1], words, stability=stability).shown == shown


def test_words_after_settled_ones_are_not_the_first() -> None:
    stabiliser = Stabiliser()
    stabiliser.remove_settled(["so"])
    stabiliser.add_hypothesis([HypothesisWord("likely", 0.5)])
    assert stabiliser.shown == []


def test_a_pause_shows_everything_and_takes_back_what_was_misheard() -> None:
    stabiliser = after(heard("so it iz funny"), heard("so it iz funny"))
    stabiliser.lock_all(heard("so it is fun", "fun"))
    assert stabiliser.shown == ["so", "it", "is", "fun"]
    stabiliser.add_hypothesis(heard("saw it is fun today"))
    assert stabiliser.shown == ["so", "it", "is", "fun", "today"]


@pytest.mark.parametrize(
    ("settled", "shown"),
    [
        pytest.param([], "one two three four", id="nothing settled takes nothing away"),
        pytest.param(["one", "two"], "three four", id="settled words leave"),
        pytest.param(["One,", "too"], "three four", id="even if they are other words now"),
        pytest.param(["won", "and", "two"], "three four", id="or more of them"),
        pytest.param(["onetwo", "three"], "four", id="or fewer"),
        pytest.param(["one", "two", "three", "four", "five"], "", id="all may leave"),
    ],
)
def test_words_behind_the_settled_ones_stay_on_screen(settled: list[str], shown: str) -> None:
    stabiliser = after(heard("one two three four"), heard("one two three four"))
    stabiliser.remove_settled(settled)
    assert " ".join(stabiliser.shown) == shown
    stabiliser.add_hypothesis(())
    assert " ".join(stabiliser.shown) == shown


def test_lock_goes_on_behind_settled_words() -> None:
    stabiliser = after(heard("one two three four"), heard("one two three four"))
    stabiliser.remove_settled(["one"])
    stabiliser.add_hypothesis(heard("to three for five"))
    assert stabiliser.shown == ["two", "three", "for", "five"]


@given(guesses, st.lists(unsure_guesses, max_size=12), st.sampled_from(PartialStability))
def test_unsure_guesses_never_take_back_what_three_guesses_agreed_on(
    agreed: Words, later: list[Words], stability: PartialStability
) -> None:
    stabiliser = after(agreed, agreed, agreed, stability=stability)
    size = max(0, len(agreed) - STABILITY_POLICIES[stability].tail_words)
    for words in later:
        assert stabiliser.shown[:size] == [word.text for word in agreed[:size]]
        stabiliser.add_hypothesis(words)
    assert stabiliser.shown[:size] == [word.text for word in agreed[:size]]


@given(
    guesses, st.lists(st.tuples(guesses, guesses), max_size=6), st.sampled_from(PartialStability)
)
def test_two_guesses_in_a_row_never_take_back_what_three_guesses_agreed_on(
    agreed: Words, later: list[tuple[Words, Words]], stability: PartialStability
) -> None:
    stabiliser = after(agreed, agreed, agreed, stability=stability)
    size = max(0, len(agreed) - STABILITY_POLICIES[stability].tail_words)
    for words in (words for pair in later for words in (*pair, agreed)):
        stabiliser.add_hypothesis(words)
        assert stabiliser.shown[:size] == [word.text for word in agreed[:size]]


@given(st.lists(guesses, max_size=6), st.sampled_from(PartialStability))
def test_a_guess_that_is_a_beginning_of_what_is_shown_changes_nothing(
    each: list[Words], stability: PartialStability
) -> None:
    stabiliser = after(*each, stability=stability)
    shown = list(stabiliser.shown)
    for size in range(len(shown), -1, -1):
        stabiliser.add_hypothesis([HypothesisWord(text, 0.9) for text in shown[:size]])
        assert stabiliser.shown == shown


@given(st.lists(guesses, max_size=6), texts)
def test_what_is_left_of_settled_words_is_the_end_of_what_was_shown(
    each: list[Words], settled: list[str]
) -> None:
    stabiliser = after(*each)
    shown = list(stabiliser.shown)
    stabiliser.remove_settled(settled)
    assert stabiliser.shown == shown[len(shown) - len(stabiliser.shown) :]
    if shown[: len(settled)] == settled:
        assert stabiliser.shown == shown[len(settled) :]
