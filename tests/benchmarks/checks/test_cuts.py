"""Counts of the benchmark of cuts."""

from pathlib import Path

import pytest
from rich.console import Console

from captions.events import Word
from captions.realtime import Address
from tests.benchmarks import cuts, report
from tests.conftest import on_loop
from tests.support.seeded_random import seeded_random


def words(text: str, later: float = 0.0) -> list[Word]:
    return [Word(word, at + later, at + later + 0.5) for at, word in enumerate(text.split())]


@pytest.mark.parametrize(
    ("found", "lost", "repeated", "moved"),
    [
        pytest.param(words("it was the best"), 0, 0, 0, id="the same"),
        pytest.param(words("it the best")[:1] + words("it was the best")[2:], 1, 0, 0, id="lost"),
        pytest.param([*words("it was the best"), *words("best")], 0, 1, 0, id="repeated"),
        pytest.param(words("it was the best", later=0.1), 0, 0, 4, id="moved"),
        pytest.param(words("it was a best"), 1, 1, 0, id="another"),
    ],
)
def test_words_are_compared(found: list[Word], lost: int, repeated: int, moved: int) -> None:
    counted = cuts.compare(words("it was the best"), found)
    assert counted == {"lost": lost, "repeated": repeated, "moved": moved}
    row = {**counted, "gaps": 0, "left_behind": 0}
    assert cuts.has_failed(row) is (lost + repeated + moved > 0)


def test_run_cuts_as_often_as_it_was_asked_to(
    speech_server: Address, recording: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = on_loop(cuts.caption(speech_server, recording, seeded_random(1), 3))
    assert found.connections > 3
    assert found.left == 0
    assert len(found.words) > 100
    row = {"seed": 1, "cuts": 3, "connections": found.connections, "seconds": 1.0, "words": 117}
    row |= {"lost": 0, "repeated": 0, "moved": 0, "gaps": 0, "left_behind": found.left}
    report.show_cuts(Console(width=120), [row])
    assert "left behind" in capsys.readouterr().out
