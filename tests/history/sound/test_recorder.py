"""Real speech is recorded and read back where it was, whatever gaps and rates it had."""

import errno
import os
import shutil
import stat
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr
from hypothesis import given
from hypothesis import strategies as st

from captions.history.sound.lane_recorder import LaneRecorder
from captions.history.sound.pieces import list_pieces, piece_name
from captions.history.sound.reader import SoundReader
from captions.history.sound.recorder import SoundRecorder
from captions.messages.message import Message
from captions.pcm import Chunk, Samples
from tests.support.full_disk import full_after
from tests.support.recorded_sound.comparison import (
    make_chunks,
    measure_likeness,
    measure_shift,
    read_all,
    record_lanes,
)
from tests.support.virtual_screen import wait_until

RATE = 16_000
TOLERANCE = RATE // 100
"""10 ms in samples."""


@pytest.mark.parametrize("rate", [8000, 16_000, 22_050, 24_000, 44_100, 48_000])
def test_speech_comes_back_at_its_stream_time(tmp_path: Path, speech: Samples, rate: int) -> None:
    words = speech[: 5 * RATE]
    given_speech = soxr.resample(words, RATE, rate)
    assert record_lanes(tmp_path, {"": make_chunks(given_speech, rate, 3.25)}) == []
    reader = SoundReader(tmp_path)
    assert reader.lanes == ("",)
    assert reader.seconds == pytest.approx(8.25, abs=0.001)
    decoded = read_all(reader.read_blocks(3.25, rate=RATE))
    assert len(decoded) == pytest.approx(len(words), abs=2)
    assert abs(measure_shift(words, decoded)) <= TOLERANCE
    assert measure_likeness(words, decoded) > 0.9
    before = read_all(reader.read_blocks(0.0, rate=RATE))
    assert not before[: int(3.2 * RATE)].any()
    assert np.allclose(before[int(3.25 * RATE) :][: len(decoded)], decoded, atol=1e-3)


@pytest.mark.parametrize(
    ("gap", "pieces"),
    [
        pytest.param(0.001, 1, id="rounding"),
        pytest.param(0.4, 1, id="a device that was reopened"),
        pytest.param(30.0, 2, id="a pause"),
        pytest.param(9000.0, 2, id="a long pause"),
    ],
)
def test_a_gap_stays_where_it_was(tmp_path: Path, speech: Samples, gap: float, pieces: int) -> None:
    first, second = speech[: 5 * RATE], speech[5 * RATE : 10 * RATE]
    chunks = [*make_chunks(first, RATE), *make_chunks(second, RATE, 5.0 + gap)]
    record_lanes(tmp_path, {"": chunks})
    assert len(list_pieces(tmp_path)[""]) == pieces
    decoded = read_all(SoundReader(tmp_path).read_blocks(5.0 + gap))
    assert abs(measure_shift(second, decoded)) <= TOLERANCE
    assert len(decoded) == pytest.approx(len(second), abs=0.005 * RATE)


def test_an_overlap_is_recorded_once(tmp_path: Path, speech: Samples) -> None:
    chunks = [
        *make_chunks(speech[: 5 * RATE], RATE),
        *make_chunks(speech[4 * RATE : 10 * RATE], RATE, 4.0),
    ]
    record_lanes(tmp_path, {"": chunks})
    decoded = read_all(SoundReader(tmp_path).read_blocks())
    assert len(decoded) == 10 * RATE
    assert measure_likeness(speech[: 10 * RATE], decoded) > 0.9


def test_the_rate_may_change_in_a_session(tmp_path: Path, speech: Samples) -> None:
    second = soxr.resample(speech[5 * RATE : 10 * RATE], RATE, 48_000)
    chunks = [*make_chunks(speech[: 5 * RATE], RATE), *make_chunks(second, 48_000, 5.0)]
    record_lanes(tmp_path, {"": chunks})
    reader = SoundReader(tmp_path)
    assert reader.rate == 48_000
    decoded = read_all(reader.read_blocks(rate=RATE))
    assert abs(measure_shift(speech[: 10 * RATE], decoded)) <= TOLERANCE
    assert measure_likeness(speech[: 10 * RATE], decoded) > 0.9


def test_a_long_recording_is_divided_without_a_seam(tmp_path: Path, speech: Samples) -> None:
    long = np.concatenate([np.zeros(595 * RATE, np.float32), speech[: 10 * RATE]])
    record_lanes(tmp_path, {"": make_chunks(long, RATE, chunk_seconds=1.0)})
    assert [piece.start for piece in list_pieces(tmp_path)[""]] == [0.0, 600.0]
    decoded = read_all(SoundReader(tmp_path).read_blocks(595.0))
    assert abs(measure_shift(speech[: 10 * RATE], decoded)) <= TOLERANCE
    seam = slice(round(4.5 * RATE), round(5.5 * RATE))
    assert measure_likeness(speech[seam], decoded[seam]) > 0.9


def test_two_lanes_are_mixed_at_the_same_time(tmp_path: Path, speech: Samples) -> None:
    half = speech * np.float32(0.5)
    mine, theirs = half[: 5 * RATE], half[10 * RATE : 15 * RATE]
    record_lanes(
        tmp_path, {"mic": make_chunks(mine, RATE, 1.0), "system": make_chunks(theirs, RATE, 3.0)}
    )
    reader = SoundReader(tmp_path)
    assert reader.lanes == ("mic", "system")
    expected = np.zeros(8 * RATE, np.float32)
    expected[RATE : 6 * RATE] += mine
    expected[3 * RATE :] += theirs
    mixed = read_all(reader.read_blocks())
    assert len(mixed) == len(expected)
    assert measure_likeness(expected, mixed) > 0.9
    for lane, samples, start in (("mic", mine, 1.0), ("system", theirs, 3.0)):
        alone = read_all(reader.read_blocks(start, lane))
        assert abs(measure_shift(samples, alone)) <= TOLERANCE
    assert not len(read_all(reader.read_blocks(0.0, "other")))


def test_a_mix_is_limited_to_full_scale(tmp_path: Path) -> None:
    loud = (np.sin(np.arange(2 * RATE) / 10) * 0.99).astype(np.float32)
    record_lanes(tmp_path, {lane: make_chunks(loud, RATE) for lane in ("mic", "system")})
    assert np.abs(read_all(SoundReader(tmp_path).read_blocks())).max() == 1.0


@given(
    st.lists(
        st.tuples(st.floats(0, 5), st.integers(1, RATE)),
        min_size=1,
        max_size=4,
    )
)
def test_sound_lasts_exactly_as_long_as_its_chunks_and_gaps(
    tmp_path_factory: pytest.TempPathFactory, parts: list[tuple[float, int]]
) -> None:
    """Any gaps and lengths; only the tolerance for rounding may be missing at the end."""
    folder = tmp_path_factory.mktemp("session")
    chunks, at = [], 0.0
    for gap, size in parts:
        at += gap
        chunks.append(Chunk(bytes(2 * size), RATE, at))
        at += size / RATE
    record_lanes(folder, {"": chunks})
    assert SoundReader(folder).seconds == pytest.approx(at, abs=0.0052)


@pytest.mark.skipif(sys.platform == "win32", reason="needs permissions of POSIX")
def test_only_the_user_can_read_the_sound(tmp_path: Path, speech: Samples) -> None:
    folder = tmp_path / "sound" / "1"
    record_lanes(folder, {"mic": make_chunks(speech[:RATE], RATE)})
    (piece,) = list_pieces(folder)["mic"]
    assert stat.S_IMODE(piece.path.stat().st_mode) == 0o600
    for made in (piece.path.parent, folder, folder.parent):
        assert stat.S_IMODE(made.stat().st_mode) == 0o700


def test_nothing_is_created_without_sound(tmp_path: Path) -> None:
    folder = tmp_path / "sound" / "1"
    assert record_lanes(folder, {"mic": [], "system": [Chunk(b"", RATE, 0.0)]}) == []
    assert list(tmp_path.iterdir()) == []


def test_a_second_recorder_continues_the_session(tmp_path: Path, speech: Samples) -> None:
    for start in (0, 5, 5):  # The last one has the same stream time as the one before.
        words = speech[start * RATE : (start + 5) * RATE]
        record_lanes(tmp_path, {"": make_chunks(words, RATE, float(start))})
    assert len(list_pieces(tmp_path)[""]) == 3
    decoded = read_all(SoundReader(tmp_path).read_blocks())
    assert measure_likeness(speech[: 10 * RATE], decoded) > 0.9


def test_a_full_disk_is_reported_once_and_keeps_what_was_recorded(
    tmp_path: Path, speech: Samples
) -> None:
    words = speech[: 20 * RATE]
    with full_after(20_000):
        problems = record_lanes(tmp_path, {"": make_chunks(words, RATE)})
    reason = os.strerror(errno.EFBIG)
    assert problems == [Message("sound_unwritable", folder=str(tmp_path), reason=reason)]
    decoded = read_all(SoundReader(tmp_path).read_blocks())
    assert len(decoded) > 3 * RATE
    assert measure_likeness(words, decoded) > 0.9


@pytest.mark.parametrize("size", [0, 500, 1000])
def test_a_full_disk_leaves_no_empty_files(tmp_path: Path, speech: Samples, size: int) -> None:
    with full_after(size):
        problems = record_lanes(tmp_path, {"": make_chunks(speech[: 3 * RATE], RATE)})
    assert [problem.code for problem in problems] == ["sound_unwritable"]
    assert list_pieces(tmp_path) == {}


def test_recording_resumes_once_the_disk_works(tmp_path: Path, speech: Samples) -> None:
    folder, now = tmp_path / "1", [0.0]
    folder.write_text("in the way")
    reported = threading.Event()
    problems: list[Message] = []

    def report(problem: Message) -> None:
        problems.append(problem)
        folder.unlink()
        reported.set()

    recorder = SoundRecorder(folder, report, clock=lambda: now[0])
    for chunk in make_chunks(speech[: 5 * RATE], RATE):
        recorder.record_chunk("", chunk)
    assert reported.wait(60)
    now[0] = 100.0
    for chunk in make_chunks(speech[10 * RATE : 15 * RATE], RATE, 10.0):
        recorder.record_chunk("", chunk)
    recorder.close()
    assert [problem.code for problem in problems] == ["sound_unwritable"]
    decoded = read_all(SoundReader(folder).read_blocks(10.0))
    assert measure_likeness(speech[10 * RATE : 15 * RATE], decoded) > 0.9


def test_a_slow_disk_drops_the_oldest_sound_and_reports_it_once(tmp_path: Path) -> None:
    entered, released = threading.Event(), threading.Event()
    problems: list[str] = []

    def hang(problem: Message) -> None:
        problems.append(problem.code)
        entered.set()
        assert released.wait(60)

    (tmp_path / "1").write_text("in the way")
    recorder = SoundRecorder(tmp_path / "1", hang)
    chunk = Chunk(bytes(1600), RATE, 0.0)
    recorder.record_chunk("", chunk)
    assert entered.wait(60)  # The recorder's thread is busy until it is released.
    for _ in range(1300):
        recorder.record_chunk("", chunk)
    assert recorder.dropped_seconds == pytest.approx(100 * chunk.seconds)
    released.set()
    recorder.close()
    assert problems == ["sound_unwritable", "sound_dropped"]


def test_the_piece_of_an_idle_lane_is_completed(tmp_path: Path, speech: Samples) -> None:
    """What was said before a pause can be played during it."""
    recorder = SoundRecorder(tmp_path, lambda _: None)
    for chunk in make_chunks(speech[: 5 * RATE], RATE):
        recorder.record_chunk("", chunk)
    wait_until(lambda: SoundReader(tmp_path).seconds == 5.0, "the piece is complete")
    recorder.close()


def test_sound_that_follows_deleted_sound_is_recorded(tmp_path: Path, speech: Samples) -> None:
    folder = tmp_path / "1"
    recorder = LaneRecorder(folder)
    chunks = list(make_chunks(speech[: 4 * RATE], RATE, chunk_seconds=1.0))
    for chunk in chunks[:2]:
        recorder.add_chunk(chunk)
    shutil.rmtree(folder)  # Another program has deleted the session.
    for chunk in chunks[2:]:
        recorder.add_chunk(chunk)
    recorder.finish_piece()
    (piece,) = list(folder.iterdir())
    assert piece.name == piece_name(2_000_000)
    assert soundfile.info(piece).duration == pytest.approx(2.0, abs=0.01)
