"""The mapping of stream time to pieces, by their names alone."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.history.sound import folders
from captions.history.sound.pieces import (
    Piece,
    find_piece,
    list_pieces,
    parse_name,
    piece_name,
    to_microseconds,
)

times = st.integers(0, 10**13)
"""Stream times in microseconds, up to 115 days."""


@given(times)
def test_a_name_carries_its_stream_time(start: int) -> None:
    path = Path("lane") / piece_name(start)
    assert parse_name(path) == Piece(start, path)


@given(times, times)
def test_names_sort_by_stream_time(one: int, other: int) -> None:
    assert (piece_name(one) < piece_name(other)) == (one < other)


@given(st.floats(0, 1e7))
def test_a_stream_time_survives_to_half_a_microsecond(seconds: float) -> None:
    assert Piece(to_microseconds(seconds), Path()).start == pytest.approx(seconds, abs=5.1e-7)


@given(st.lists(times, min_size=1, unique=True).map(sorted), times)
def test_the_piece_of_a_time_is_the_last_that_begins_by_then(starts: list[int], at: int) -> None:
    pieces = [Piece(start, Path(piece_name(start))) for start in starts]
    earlier = [piece for piece in pieces if piece.start_microseconds <= at]
    expected = earlier[-1] if earlier else pieces[0]
    assert pieces[find_piece(pieces, at / 1e6)] == expected


def test_no_piece_is_found_in_none() -> None:
    assert find_piece([], 5.0) == 0


@pytest.mark.parametrize(
    "name",
    ["", "12.5.opus", "0000000001.000000.wav", ".0000000001.000000.opus.77", "index.json"],
)
def test_other_files_are_no_pieces(name: str) -> None:
    assert parse_name(Path(name)) is None


@given(st.text(st.characters(codec="utf-8")))
def test_a_lane_folder_carries_its_lane_and_stays_in_the_session(lane: str) -> None:
    folder = folders.lane_folder(Path("session"), lane)
    assert folders.lane_of(folder) == lane
    assert folder.parent == Path("session")


def test_only_lanes_with_pieces_are_listed(tmp_path: Path) -> None:
    for name in ("lane", "lane-mic", "lane-empty", "other"):
        (tmp_path / name).mkdir()
    for name in ("lane", "lane-mic", "other"):
        for start in (2_000_000, 1_000_000):
            (tmp_path / name / piece_name(start)).touch()
        (tmp_path / name / "notes.txt").touch()
    (tmp_path / "lane-file").touch()
    assert {
        lane: [piece.start for piece in pieces] for lane, pieces in list_pieces(tmp_path).items()
    } == {"": [1.0, 2.0], "mic": [1.0, 2.0]}


def test_a_missing_folder_has_no_lanes(tmp_path: Path) -> None:
    assert list_pieces(tmp_path / "missing") == {}
