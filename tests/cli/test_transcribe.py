"""Transcripts of what is no whole file: from a URL, from standard input, of a broken recording."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import soundfile

from captions.pcm import Samples, to_bytes
from captions.realtime.wire import Address
from tests.web_server import Page, WebServer, broadcast, ends, live, refused, wav, web_server, whole

RATE = 16_000
CLIP_SECONDS = 5
WORDS = "the worst of times"

needs_ffmpeg = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="URLs need ffmpeg")


@pytest.fixture
def clip(speech: Samples) -> bytes:
    return to_bytes(speech[: CLIP_SECONDS * RATE])


@pytest.fixture
def web() -> Iterator[WebServer]:
    with web_server() as server:
        yield server


@pytest.fixture(params=["on this computer", "elsewhere"])
def server(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the options that choose who recognises."""
    if request.param == "on this computer":
        return []
    address = request.getfixturevalue("speech_server")
    assert isinstance(address, Address)
    monkeypatch.setenv("CAPTIONS_API_KEY", address.api_key)
    return ["--server", address.url]


def transcribed(*arguments: str, given: bytes = b"") -> "subprocess.CompletedProcess[str]":
    """Run the program, with something on its standard input."""
    done = subprocess.run(
        [sys.executable, "-m", "captions", "transcribe", *arguments],
        input=given,
        capture_output=True,
        timeout=90,
        check=False,
    )
    told = [text.decode() for text in (done.stdout, done.stderr)]
    return subprocess.CompletedProcess(done.args, done.returncode, *told)


def test_standard_input_is_transcribed(clip: bytes, server: list[str]) -> None:
    done = transcribed("-", *server, given=clip)
    assert (done.returncode, done.stderr) == (0, "")
    assert WORDS in done.stdout


@needs_ffmpeg
def test_url_is_transcribed(web: WebServer, clip: bytes, server: list[str]) -> None:
    url = web.serve("/talk.wav", whole(wav(clip, RATE)))
    done = transcribed(url, *server)
    assert (done.returncode, done.stderr) == (0, "")
    assert WORDS in done.stdout


@needs_ffmpeg
def test_broadcast_is_transcribed_to_its_end(web: WebServer, clip: bytes) -> None:
    done = transcribed(web.serve("/live", broadcast(live(clip, RATE), ends)))
    assert (done.returncode, done.stderr) == (0, "")
    assert WORDS in done.stdout


def test_broken_recording_is_transcribed_as_far_as_it_goes(
    speech: Samples, tmp_path: Path, server: list[str]
) -> None:
    path = tmp_path / "talk.flac"
    soundfile.write(path, speech[: 2 * CLIP_SECONDS * RATE], RATE)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 3 // 5])
    done = transcribed(str(path), *server)
    assert done.returncode == 1
    assert WORDS in done.stdout
    assert done.stderr.startswith(f"captions: “{path}” is broken after")
    assert done.stderr.count("\n") == 1


@needs_ffmpeg
@pytest.mark.parametrize(
    ("page", "words"), [(refused(404), "is not there"), (whole(b"Hello"), "is no sound or video")]
)
def test_what_cannot_be_heard_leaves_a_transcript_alone(
    web: WebServer, tmp_path: Path, page: Page, words: str
) -> None:
    kept = tmp_path / "talk.srt"
    kept.write_text("mine", encoding="utf-8")
    done = transcribed(web.serve("/it", page), "--output", str(kept))
    assert done.returncode == 1
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert kept.read_text(encoding="utf-8") == "mine"


def test_nothing_on_standard_input_is_told() -> None:
    done = transcribed("-")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("captions: Nothing came from standard input: pipe 16-bit samples")
