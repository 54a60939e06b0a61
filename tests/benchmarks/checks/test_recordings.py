"""Which recordings are played, and what is known of them."""

import json
from pathlib import Path

import pytest

from tests.benchmarks.recordings import SHIPPED, VARIED, choose, shifted

ENTRY = {
    "file": SHIPPED,
    "seconds": 45.4,
    "reference": "it was",
    "words": [{"w": "it", "s": 1.3, "e": 1.8}, {"w": "was", "s": 1.8, "e": 2.0}],
    "segments": [{"start": 0.5, "end": 44.8, "speech_start": 1.1, "text": "it was"}],
}


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    names = [SHIPPED, VARIED[0], "another.flac"]
    entries = [{**ENTRY, "file": name} for name in names] + [{**ENTRY, "file": "gone.flac"}]
    (tmp_path / "manifest.json").write_text(json.dumps(entries))
    for name in names:
        (tmp_path / name).touch()
    return tmp_path


@pytest.mark.parametrize(
    ("quick", "everything", "expected"),
    [
        pytest.param(True, False, [], id="the shipped one alone"),
        pytest.param(False, False, [VARIED[0]], id="some varied ones that are there"),
        pytest.param(False, True, ["another.flac", VARIED[0]], id="all that are there"),
    ],
)
def test_which_are_played(
    collection: Path, *, quick: bool, everything: bool, expected: list[str]
) -> None:
    talks = choose(collection, quick=quick, everything=everything)
    assert [talk.name for talk in talks] == ["two_cities.wav", *expected]


def test_times_of_the_shipped_one_are_those_of_the_shipped_file(collection: Path) -> None:
    (talk,) = choose(collection, quick=True, everything=False)
    assert talk.speech_start == pytest.approx(0.6)
    assert talk.entry is not None
    assert talk.entry["words"][0] == {"w": "it", "s": pytest.approx(0.8), "e": pytest.approx(1.3)}


def test_without_a_collection_the_voice_detector_says_where_speech_begins(tmp_path: Path) -> None:
    (talk,) = choose(tmp_path, quick=False, everything=True)
    assert talk.entry is None
    assert talk.speech_start == pytest.approx(1.2, abs=0.1)


def test_moving_an_entry_leaves_the_first_one_alone() -> None:
    assert shifted(ENTRY, 0.5)["segments"][0]["end"] == pytest.approx(44.3)
    assert ENTRY["seconds"] == 45.4
    assert shifted(ENTRY, 0) == ENTRY
