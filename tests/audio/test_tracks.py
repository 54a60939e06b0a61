"""Sound tracks: the default one, a chosen one, and one that is silent."""

import math
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from captions.audio import playback
from captions.audio.files import recording
from captions.audio.lanes import TrackChoice, make_lane_sources
from captions.errors import RecordingError, UsageError
from captions.events import Event, Failed
from captions.media import tracks
from captions.pcm import Samples, from_bytes
from captions.settings.schema import SoundSettings
from tests.audio.test_timestamps import RATE, chunks_of

pytestmark = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="it makes the films")

HERTZ = (400, 800, 1200)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film with three tones in three languages, of which the second is the default."""
    path = tmp_path_factory.mktemp("film") / "film.mkv"
    sources = [part for hertz in HERTZ for part in ("-f", "lavfi", "-i", f"sine={hertz}:d=2")]
    maps = [part for number in range(3) for part in ("-map", str(number))]
    languages = [
        part
        for number, language in enumerate(("ger", "eng", "fre"))
        for part in (f"-metadata:s:a:{number}", f"language={language}")
    ]
    default = ("-disposition:a:0", "0", "-disposition:a:1", "default", "-disposition:a:2", "0")
    command = ["ffmpeg", "-nostdin", "-v", "error", *sources, *maps, *languages, *default]
    subprocess.run([*command, "-metadata:s:a:2", "title=Notes", str(path)], check=True, timeout=60)
    return path


@pytest.fixture
def half_silent(tmp_path: Path) -> Path:
    path = tmp_path / "silent.mkv"
    sources = ("-f", "lavfi", "-i", "anullsrc=d=12", "-f", "lavfi", "-i", "sine=440:d=12")
    command = ("ffmpeg", "-nostdin", "-v", "error", *sources, "-map", "0", "-map", "1")
    subprocess.run((*command, "-metadata:s:a:1", "language=eng", str(path)), check=True, timeout=60)
    return path


def hertz(samples: Samples) -> float:
    middle = samples[RATE // 2 : RATE // 2 + RATE]
    return float(np.abs(np.fft.rfft(middle * np.hanning(RATE))).argmax())


@pytest.mark.parametrize(
    ("track", "tone"),
    [("", 800), ("1", 400), ("3", 1200), ("ger", 400), ("FRE", 1200), ("eng", 800)],
)
def test_track_is_heard(film: Path, track: str, tone: int) -> None:
    heard = np.concatenate(list(playback.read_samples(str(film), RATE, lambda _: None, track)))
    assert hertz(heard) == pytest.approx(tone, abs=1)


@pytest.mark.parametrize("track", ["4", "spa"])
def test_track_that_is_not_there_is_named_with_those_that_are(film: Path, track: str) -> None:
    with pytest.raises(RecordingError) as caught:
        list(recording.read_samples(film, RATE, track))
    assert f"no audio track {track}: choose one of 1 (ger), 2 (eng), 3 (fre, Notes)." in str(
        caught.value
    )


@pytest.mark.parametrize("wanted", ["0", "-1", "a b", "0:a", "1.5", "²", "../x"])
def test_what_is_no_track_is_refused(wanted: str) -> None:
    with pytest.raises(UsageError, match="--track requires the number"):
        tracks.check_choice(wanted)


def test_silent_track_is_reported_with_the_others(half_silent: Path) -> None:
    told: list[Event] = []
    source = playback.make_source(str(half_silent), RATE, told.append, math.inf)
    with pytest.raises(RecordingError) as caught:
        chunks_of(source)
    assert str(caught.value) == (
        f"The selected audio track of “{half_silent}” is silent: choose another one with --track "
        "(available: 2 (eng))."
    )
    [failed] = [event for event in told if isinstance(event, Failed)]
    assert failed.kind == "silent_track"
    assert "has been silent so far" in str(failed.detail)


def test_track_that_is_heard_is_not_reported(half_silent: Path) -> None:
    told: list[Event] = []
    chunks_of(playback.make_source(str(half_silent), RATE, told.append, math.inf, "2"))
    assert not [event for event in told if isinstance(event, Failed)]


@pytest.mark.parametrize(("chosen", "tone"), [("the film", 1200), ("another film", 800)], ids=str)
def test_chosen_track_is_that_of_one_source(film: Path, chosen: str, tone: int) -> None:
    """Choosing another source in the settings must not keep the track of the first one."""
    choice = TrackChoice(str(film) if chosen == "the film" else chosen, "fre")
    [opened] = make_lane_sources(SoundSettings(source=str(film)), RATE, choice)
    heard = b"".join(chunk.data for chunk in chunks_of(opened.make_source(lambda _: None)))
    assert hertz(from_bytes(heard)) == pytest.approx(tone, abs=1)


def test_wav_file_has_one_track(tmp_path: Path) -> None:
    path = tmp_path / "talk.wav"
    command = ("ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i", "sine=d=1", str(path))
    subprocess.run(command, check=True, timeout=60)
    assert list(recording.read_samples(path, RATE, "1"))
    with pytest.raises(RecordingError, match="only one audio track"):
        list(recording.read_samples(path, RATE, "2"))
