"""Exported files match the stream time of the transcript, and appear complete or not at all."""

import os
import shutil
import stat
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from captions.errors import CaptionsError, OutputError, UsageError
from captions.formats.options import SOUND_ENDINGS
from captions.history.sound.export import SOUND_FORMATS, export_sound
from captions.pcm import Samples
from tests.support.full_disk import full_after
from tests.support.recorded_sound.comparison import (
    make_chunks,
    measure_likeness,
    measure_shift,
    record_lanes,
)

RATE = 16_000


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory, speech: Samples) -> Path:
    """Speech in two lanes, at 2 s and at 8 s."""
    folder = tmp_path_factory.mktemp("recorded")
    record_lanes(
        folder,
        {
            "mic": make_chunks(speech[: 5 * RATE], RATE, 2.0),
            "system": make_chunks(speech[5 * RATE : 10 * RATE], RATE, 8.0),
        },
    )
    return folder


@pytest.fixture
def session(recorded: Path, tmp_path: Path) -> Path:
    """A copy of that session."""
    return shutil.copytree(recorded, tmp_path / "session")


@pytest.mark.parametrize("extension", [*SOUND_FORMATS, ".WAV"])
def test_each_format_has_all_sound_at_its_time(
    session: Path, tmp_path: Path, speech: Samples, extension: str
) -> None:
    path = tmp_path / f"talk{extension}"
    assert export_sound(session, path)
    decoded, rate = soundfile.read(path, dtype="float32")
    assert rate == RATE
    assert len(decoded) / rate == pytest.approx(13.0, abs=0.1)
    assert np.abs(decoded[: round(1.9 * RATE)]).max() < 0.01
    for start, original in ((2, speech[: 5 * RATE]), (8, speech[5 * RATE : 10 * RATE])):
        part = decoded[start * RATE : (start + 5) * RATE]
        assert abs(measure_shift(original, part)) <= RATE // 100
        assert measure_likeness(original, part) > 0.9


@pytest.mark.parametrize("extension", SOUND_FORMATS)
def test_any_sample_rate_can_be_exported(tmp_path: Path, speech: Samples, extension: str) -> None:
    words = soxr.resample(speech[: 2 * RATE], RATE, 22_050)
    record_lanes(tmp_path / "session", {"": make_chunks(words, 22_050)})
    export_sound(tmp_path / "session", tmp_path / f"talk{extension}")
    assert soundfile.info(tmp_path / f"talk{extension}").samplerate == 24_000


def test_a_cancelled_export_leaves_the_old_file(session: Path, tmp_path: Path) -> None:
    path = tmp_path / "talk.opus"
    path.write_bytes(b"old")
    polls = iter([False] * 5)
    assert not export_sound(session, path, is_cancelled=lambda: next(polls, True))
    assert next(polls, None) is None
    assert path.read_bytes() == b"old"
    assert sorted(tmp_path.iterdir()) == [session, path]


def test_an_export_replaces_the_file_and_leftovers(session: Path, tmp_path: Path) -> None:
    path = tmp_path / "talk.wav"
    path.write_bytes(b"old")
    (tmp_path / ".talk.wav.1234.captions-part").touch()
    assert export_sound(session, path)
    assert sorted(tmp_path.iterdir()) == [session, path]
    assert soundfile.info(path).duration == 13.0


def test_two_exports_to_one_file_leave_each_other_alone(session: Path, tmp_path: Path) -> None:
    path = tmp_path / "talk.wav"
    mine = tmp_path / ".talk.wav.1234"
    mine.touch()
    finished: list[bool] = []

    def export_again() -> bool:
        if not finished:
            finished.append(export_sound(session, path))
        return False

    assert export_sound(session, path, is_cancelled=export_again)
    assert finished == [True]
    assert sorted(tmp_path.iterdir()) == [mine, session, path]
    assert soundfile.info(path).duration == 13.0


def test_the_extensions_are_those_of_the_dialog_and_the_command_line() -> None:
    assert tuple(SOUND_FORMATS) == SOUND_ENDINGS


@pytest.mark.skipif(sys.platform == "win32", reason="needs permissions of POSIX")
def test_an_exported_file_has_the_usual_permissions(session: Path, tmp_path: Path) -> None:
    usual = os.umask(0o027)
    try:
        export_sound(session, tmp_path / "talk.wav")
    finally:
        os.umask(usual)
    assert stat.S_IMODE((tmp_path / "talk.wav").stat().st_mode) == 0o640


@pytest.mark.parametrize(
    ("name", "error", "sentence"),
    [
        ("talk.aac", UsageError, "is not an audio file: choose the extension .opus"),
        ("talk", UsageError, "is not an audio file"),
        ("missing/talk.wav", OutputError, "No such file or directory"),
    ],
)
def test_what_cannot_be_exported_is_one_sentence(
    session: Path,
    name: str,
    error: type[CaptionsError],
    sentence: str,
) -> None:
    with pytest.raises(error, match=sentence):
        export_sound(session, session.parent / name)


def test_a_session_without_sound_cannot_be_exported(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="This transcript has no audio"):
        export_sound(tmp_path / "missing", tmp_path / "talk.wav")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("extension", SOUND_FORMATS)
def test_a_full_disk_leaves_nothing_behind(session: Path, tmp_path: Path, extension: str) -> None:
    path = tmp_path / f"talk{extension}"
    with full_after(5000), pytest.raises(OutputError, match="File too large"):
        export_sound(session, path)
    assert list(tmp_path.iterdir()) == [session]
