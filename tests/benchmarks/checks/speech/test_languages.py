"""The arithmetic of the benchmark of languages, by hand."""

import pytest

from tests.benchmarks.speech.multilingual.languages import (
    compute_erasure,
    count_errors,
    split_units,
)
from tests.benchmarks.speech.scoring import Log, commit, partial


@pytest.mark.parametrize(
    ("text", "language", "units"),
    [
        ("Über den Fluß, 10 Uhr!", "de", ["uber", "den", "fluss", "10", "uhr"]),
        ("今日は、Ａです。", "ja", ["今", "日", "は", "a", "で", "す"]),
        ("ที่นี่", "th", ["ท", "ี", "่", "น", "ี", "่"]),
    ],
)
def test_errors_are_counted_in_words_or_characters(
    text: str, language: str, units: list[str]
) -> None:
    assert split_units(text, language) == units


@pytest.mark.parametrize(
    ("spoken", "found", "errors"),
    [("今日は", "今日は", 0), ("今日は", "明日は", 1), ("今日は", "今は", 1), ("", "は", 1)],
)
def test_errors_are_the_edit_distance(spoken: str, found: str, errors: int) -> None:
    assert count_errors(spoken, found) == errors


def test_erasure_counts_what_was_taken_back() -> None:
    log: Log = [
        partial(1, "今日も"),
        partial(2, "今日は天"),
        commit(3, "今日は天気。"),
        partial(4, "は"),
    ]
    assert compute_erasure(log, "ja") == pytest.approx(1 / 5)
