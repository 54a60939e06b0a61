"""Measurements of the benchmark of the window."""

import itertools
from typing import Any

import pytest

from captions.events import Committed, Partial
from captions.model.transcript import Transcript
from tests.benchmarks.figures import Figure
from tests.benchmarks.outputs import window as outputs_window
from tests.benchmarks.window import bench as window
from tests.benchmarks.window import process
from tests.support.virtual_screen import VirtualScreen

MB = 2**20
HOURS = 2


def found(gained: float = 0.0, slower: float = 1.0) -> dict[str, Any]:
    """Looks at hours in which all else gained so many MB, and events became slower."""
    said = [at * MB for at in range(1, 10 * HOURS + 1)]
    return {
        "events": 24_000,
        "transcript": said,
        "memory": [
            100 * MB + size + gained * MB * at / (10 * HOURS - 10)
            for at, size in enumerate(said, -9)
        ],
        "seconds": [1e-4] * (10 * HOURS - 2) + [1e-4 * slower] * 2,
    }


def value(figures: list[Figure], name: str) -> float:
    return next(figure.value for figure in figures if name in figure.name)


def missed(figures: list[Figure]) -> list[str]:
    return [figure.name for figure in figures if figure.missed]


@pytest.mark.parametrize(
    ("hours", "wrong"),
    [
        pytest.param(found(), [], id="nothing but the transcript grows"),
        pytest.param(found(gained=6), ["... and all else"], id="something else grows"),
        pytest.param(found(slower=1.3), ["... times as long"], id="events become slower"),
    ],
)
def test_what_grows_is_over_its_bound(hours: dict[str, Any], wrong: list[str]) -> None:
    figures = window.growth(hours, HOURS)
    assert missed(figures) == wrong
    assert value(figures, "what was said") == 10


def test_the_transcript_is_told_from_all_else() -> None:
    figures = window.growth(found(gained=3), HOURS)
    assert value(figures, "gained meanwhile") == pytest.approx(13)
    assert value(figures, "all else") == pytest.approx(3)


def test_words_are_guessed_bit_by_bit_and_committed_whole() -> None:
    text = "It was the best of times."
    *guesses, end = process.speech(text, 9)
    assert all(isinstance(guess, Partial) and text.startswith(guess.text) for guess in guesses)
    assert isinstance(end, Committed)
    assert len(guesses) == 9
    assert guesses[-1].text == end.text == " ".join(word.text for word in end.words) == text
    assert [len(one.text) < len(two.text) for one, two in itertools.pairwise(guesses)] == [True] * 8


def test_every_run_says_the_same() -> None:
    one, two = (list(itertools.islice(process.sentences(), 50)) for _ in range(2))
    assert one == two
    assert len(set(one)) == 50
    words = sum(len(text.split()) for text in one)
    assert words * process.SENTENCES_AN_HOUR / 50 == pytest.approx(60 * 150, rel=0.05)


def test_a_transcript_is_as_large_as_all_that_it_holds() -> None:
    empty = process.size_of(Transcript())
    *_, end = process.speech("x" * 1000, 1)
    one = process.size_of(Transcript().apply(end))
    two = process.size_of(Transcript().apply(end).apply(end))
    assert one - empty > 2000  # The text, and its only word.
    assert two - one == pytest.approx(one - empty, abs=2 * process._PORTION)


@pytest.mark.screen
def test_real_captions_and_a_real_dialog_are_timed() -> None:
    with VirtualScreen() as screen:
        frames = window.measure_in_child(screen, "frames", seconds=1.0)
        dialog = window.measure_in_child(screen, "dialog")
    assert len(frames["delays"]) > 5
    assert len(frames["free"]) > 5
    assert frames["missing"] == 0
    assert min(frames["delays"]) > 0
    assert 0 < dialog["built"] < dialog["seen"]
    assert set(dialog["pages"]) >= {"recognition", "appearance", "about"}


def test_ratios_with_outputs_are_of_medians_and_of_99th_percentiles() -> None:
    off, on, crowd = ([0.002] * 90 + [0.010] * 10, [0.003] * 90 + [0.020] * 10, [0.001] * 100)
    figures = outputs_window.compare({"off": off, "on": on, "crowd": crowd})
    ratios = [round(figure.value, 3) for figure in figures if "times that" in figure.name]
    assert ratios == [1.5, 2.0, 0.5, 0.1]
    assert [figure.value for figure in figures[:2]] == [2.0, 10.0]
