"""Damaged files are silent and move nothing, and playback skips the gaps."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from captions.history.sound.pieces import list_pieces
from captions.history.sound.reader import SoundReader
from captions.pcm import Samples, from_bytes
from tests.support.recorded_sound.comparison import (
    make_chunks,
    measure_likeness,
    read_all,
    record_lanes,
)

RATE = 16_000
STARTS = (0.0, 12.0, 24.0)
SECONDS = 9.0
"""Duration of each piece."""


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory, speech: Samples) -> Path:
    """A session whose pieces begin at `STARTS`."""
    size = round(SECONDS * RATE)
    chunks = [
        chunk
        for index, start in enumerate(STARTS)
        for chunk in make_chunks(speech[index * size : (index + 1) * size], RATE, start)
    ]
    folder = tmp_path_factory.mktemp("recorded")
    record_lanes(folder, {"": chunks})
    return folder


@pytest.fixture
def folder(recorded: Path, tmp_path: Path) -> Path:
    """A copy of that session."""
    return shutil.copytree(recorded, tmp_path / "session")


def truncate(content: bytes) -> bytes:
    return content[: len(content) // 2]


def zero_page(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes(3000) + content[middle + 3000 :]


def scramble(content: bytes) -> bytes:
    return bytes(byte ^ 0x55 for byte in content)


@pytest.mark.parametrize(
    ("harm", "silence"),
    [
        pytest.param(truncate, 17.0, id="its second half is missing"),
        pytest.param(zero_page, 21.0, id="a page is zeroed, which the decoder conceals"),
        pytest.param(scramble, 12.0, id="nothing is readable"),
        pytest.param(lambda _: b"", 12.0, id="it is empty"),
        pytest.param(lambda content: content[:100], 12.0, id="only its header is left"),
    ],
)
def test_a_damaged_piece_becomes_silent_and_moves_nothing(
    folder: Path, speech: Samples, harm: Callable[[bytes], bytes], silence: float
) -> None:
    path = list_pieces(folder)[""][1].path
    path.write_bytes(harm(path.read_bytes()))
    decoded = read_all(SoundReader(folder).read_blocks())
    assert len(decoded) == 33 * RATE
    for index in (0, 2):
        original = speech[round(index * SECONDS * RATE) :][: round(SECONDS * RATE)]
        piece = decoded[round(STARTS[index] * RATE) :][: len(original)]
        assert measure_likeness(original, piece) > 0.9
    assert not decoded[round(silence * RATE) : 24 * RATE].any()


@pytest.mark.parametrize("start", [0.0, 0.0333, 4.0, 8.99, 10.5, 12.0, 30.0, 33.0, 50.0])
def test_reading_from_any_stream_time_yields_the_same(folder: Path, start: float) -> None:
    reader = SoundReader(folder)
    everything = read_all(reader.read_blocks())
    part = read_all(reader.read_blocks(start))
    assert len(part) == max(0, 33 * RATE - round(start * RATE))
    assert np.allclose(part, everything[round(start * RATE) :], atol=0.01)


def test_a_folder_instead_of_a_piece_is_silent(folder: Path) -> None:
    path = list_pieces(folder)[""][2].path
    path.unlink()
    path.mkdir()
    assert SoundReader(folder).seconds == 21.0


def test_a_missing_session_has_no_sound(tmp_path: Path) -> None:
    reader = SoundReader(tmp_path / "missing")
    assert (reader.lanes, reader.seconds, reader.spans) == ((), 0.0, ())
    assert list(reader.read_blocks()) == []
    assert list(reader.read_chunks(0.0)) == []


def test_spans_are_those_of_any_lane(folder: Path, speech: Samples) -> None:
    record_lanes(folder, {"mic": make_chunks(speech[: 3 * RATE], RATE, 10.0)})
    spans = SoundReader(folder).spans
    assert [(span.start, span.end) for span in spans] == [(0, 9), (10, 21), (24, 33)]


@pytest.mark.parametrize(
    ("start", "times"),
    [
        pytest.param(0.0, [(0, 9), (12, 21), (24, 33)], id="from the beginning"),
        pytest.param(13.5, [(13.5, 21), (24, 33)], id="from within a piece"),
        pytest.param(22.0, [(24, 33)], id="from a gap"),
        pytest.param(40.0, [], id="from after the end"),
    ],
)
def test_playback_skips_gaps_and_keeps_the_stream_time(
    folder: Path, start: float, times: list[tuple[float, float]]
) -> None:
    reader = SoundReader(folder)
    everything = read_all(reader.read_blocks())
    runs: list[tuple[float, float]] = []
    for chunk in reader.read_chunks(start):
        end = chunk.stream_time + chunk.seconds
        begin = round(chunk.stream_time * RATE)
        samples = from_bytes(chunk.data)
        assert np.allclose(samples, everything[begin : begin + len(samples)], atol=0.01)
        if runs and chunk.stream_time == pytest.approx(runs[-1][1]):
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((chunk.stream_time, end))
    assert runs == [pytest.approx(run) for run in times]


def test_a_piece_that_is_written_is_read_to_its_last_page(folder: Path) -> None:
    """The last pages of a file that is not closed yet are missing."""
    path = list_pieces(folder)[""][2].path
    content = path.read_bytes()
    path.write_bytes(content[: content.rindex(b"OggS")])
    assert 31.9 < SoundReader(folder).seconds < 33.0
