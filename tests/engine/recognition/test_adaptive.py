"""Two recognisers in one: which of them guesses, on computers of several speeds."""

from dataclasses import dataclass, field

import numpy as np
import pytest

from captions.engine.ports import Hypothesis, Prefix, RecognitionHints
from captions.engine.recognition.adaptive import AdaptiveRecogniser
from captions.pcm import Samples
from tests.support.engines.scripted_recogniser import heard
from tests.support.fakes.manual_clock import ManualClock

SOUND = np.zeros(16, np.float32)
TOLD = heard("it was")
DRAFT = Hypothesis(heard("the best"))


@dataclass
class Named:
    """Says its own name, and notes what it was asked."""

    name: str
    clock: ManualClock
    takes: float = 0.0
    guess_every: float = 0.4
    asked: list[tuple[Prefix, Hypothesis]] = field(default_factory=list)

    def guess(
        self, _samples: Samples, _hints: RecognitionHints, told: Prefix, draft: Hypothesis
    ) -> Hypothesis:
        self.clock.now += self.takes
        self.asked.append((told, draft))
        return Hypothesis(heard(self.name))

    def settle(self, _samples: Samples, _hints: RecognitionHints, _told: Prefix) -> Hypothesis:
        return Hypothesis(heard(f"{self.name} settled"))

    def confirm(
        self, _samples: Samples, _hints: RecognitionHints, told: Prefix, expected: Hypothesis
    ) -> Hypothesis | None:
        self.asked.append((told, expected))
        return Hypothesis(heard(f"{self.name} confirmed"))


class Two:
    """A pair, and who guessed."""

    def __init__(self, takes: float) -> None:
        clock = ManualClock(0.0)
        self.quick, self.better = Named("quick", clock), Named("better", clock, takes, 0.6)
        self.pair = AdaptiveRecogniser(self.quick, self.better, clock, cores=2)

    def guesses(self, count: int) -> list[str]:
        found = [self.pair.guess(SOUND, RecognitionHints(), TOLD, DRAFT).text for _ in range(count)]
        assert all(asked == (TOLD, DRAFT) for asked in [*self.quick.asked, *self.better.asked])
        return found


def test_the_better_one_guesses_while_it_is_quick() -> None:
    two = Two(takes=0.1)
    assert set(two.guesses(100)) == {"better"}


def test_the_interval_is_that_of_the_one_that_guesses() -> None:
    two = Two(takes=0.1)
    assert two.pair.guess_every == 0.6
    two.better.takes = 0.4
    while "quick" not in two.guesses(1):
        pass
    assert two.pair.guess_every == 0.4


def test_the_quick_one_takes_over_when_the_better_one_is_slow() -> None:
    two = Two(takes=0.4)
    guesses = two.guesses(500)
    assert "quick" in guesses[:20]
    assert guesses[100:].count("better") <= 400 // 25


def test_the_better_one_is_tried_again_and_stays_once_it_is_quick() -> None:
    two = Two(takes=0.4)
    two.guesses(30)
    two.better.takes = 0.05
    guesses = two.guesses(600)
    assert set(guesses[-100:]) == {"better"}


@pytest.mark.parametrize("stall", [0.5, 3600.0])
def test_one_stall_of_the_computer_does_not_count(stall: float) -> None:
    two = Two(takes=0.05)
    two.guesses(20)
    two.better.takes = stall
    two.guesses(1)
    two.better.takes = 0.05
    assert set(two.guesses(50)) == {"better"}


@pytest.mark.parametrize("takes", [0.0, 9.0])
def test_only_the_better_one_settles(takes: float) -> None:
    two = Two(takes)
    two.guesses(30)
    assert two.pair.settle(SOUND, RecognitionHints(), TOLD).text == "better settled"


@pytest.mark.parametrize("takes", [0.0, 9.0])
def test_only_the_better_one_confirms(takes: float) -> None:
    two = Two(takes)
    two.guesses(30)
    confirmed = two.pair.confirm(SOUND, RecognitionHints(), TOLD, DRAFT)
    assert confirmed is not None
    assert confirmed.text == "better confirmed"
