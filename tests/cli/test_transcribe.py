"""Transcripts of what is no whole file: from a URL, from standard input, of a broken recording."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from captions.pcm import Samples, to_bytes
from captions.protocol.addresses import Address
from tests.support.servers.web_server import (
    Page,
    WebServer,
    broadcast,
    ends,
    live,
    refused,
    wav,
    web_server,
    whole,
)

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
        timeout=110,
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
    assert done.stderr.startswith(f"captions: “{path}” is damaged after")
    assert done.stderr.count("\n") == 1


@needs_ffmpeg
@pytest.mark.parametrize(
    ("page", "words"),
    [(refused(404), "was not found"), (whole(b"Hello"), "is neither audio nor video")],
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
    assert done.stderr.startswith("captions: Standard input delivered nothing: pipe a recording or")


@pytest.fixture
def talk(tmp_path: Path, clip: bytes) -> Path:
    path = tmp_path / "talk.wav"
    path.write_bytes(wav(clip, RATE))
    return path


@needs_ffmpeg
@pytest.mark.parametrize("name", ["talk.wav", "talk.mp3", "talk.m4a", "talk.ts"])
def test_recording_on_standard_input_is_recognised(talk: Path, name: str) -> None:
    path = talk.with_name(name)
    if path != talk:
        command = ("ffmpeg", "-nostdin", "-v", "error", "-i", str(talk), str(path))
        subprocess.run(command, check=True, timeout=60)
    done = transcribed("-", given=path.read_bytes())
    assert (done.returncode, done.stderr) == (0, "")
    assert WORDS in done.stdout


@pytest.mark.parametrize(
    ("given", "kind"),
    [(b"PK\3\4" + bytes(99), "an archive (ZIP)"), (b"It was the best " * 9, "text")],
)
def test_what_is_no_sound_on_standard_input_is_refused(given: bytes, kind: str) -> None:
    done = transcribed("-", given=given)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"captions: Standard input delivers {kind}")


@needs_ffmpeg
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_named_pipe_is_read_like_a_file(talk: Path) -> None:
    fifo = talk.with_name("fifo")
    os.mkfifo(fifo)
    with subprocess.Popen(["sh", "-c", 'cat "$1" > "$2"', "sh", str(talk), str(fifo)]) as writer:
        done = transcribed(str(fifo))
        assert writer.wait(timeout=60) == 0
    assert (done.returncode, done.stderr) == (0, "")
    assert WORDS in done.stdout


@needs_ffmpeg
@pytest.mark.parametrize("length", [0, 2**32 - 1])
def test_recording_of_a_crashed_recorder_is_read(talk: Path, length: int) -> None:
    data = bytearray(talk.read_bytes())
    data[4:8] = data[40:44] = length.to_bytes(4, "little")
    talk.write_bytes(data)
    done = transcribed(str(talk))
    assert (done.returncode, done.stderr) == (0, "")
    assert WORDS in done.stdout


def test_samples_that_are_no_numbers_silence_nothing(speech: Samples, tmp_path: Path) -> None:
    path = tmp_path / "talk.wav"
    samples = speech[: CLIP_SECONDS * RATE].copy()
    samples[100], samples[200] = np.nan, np.inf
    soundfile.write(path, samples, RATE, subtype="FLOAT")
    done = transcribed(str(path))
    assert (done.returncode, done.stderr) == (0, "")
    assert WORDS in done.stdout


@pytest.mark.parametrize("link", ["the same name", "a symbolic link", "a hard link"])
def test_recording_is_never_overwritten(talk: Path, link: str) -> None:
    before = talk.read_bytes()
    output = talk if link == "the same name" else talk.with_name("talk.srt")
    if link == "a symbolic link":
        output.symlink_to(talk)
    elif link == "a hard link":
        output.hardlink_to(talk)
    for source, given in ((str(talk), None), ("-", talk)):
        with (given or talk).open("rb") as stdin:
            done = subprocess.run(
                [sys.executable, "-m", "captions", "transcribe", source, "--output", str(output)],
                stdin=stdin,
                capture_output=True,
                text=True,
                timeout=110,
                check=False,
            )
        assert done.returncode == 2
        assert "is the recording itself" in done.stderr
        assert talk.read_bytes() == before


def test_recording_without_speech_leaves_the_output_alone(tmp_path: Path) -> None:
    path, kept = tmp_path / "quiet.wav", tmp_path / "talk.srt"
    path.write_bytes(wav(bytes(4 * RATE), RATE))
    kept.write_text("mine", encoding="utf-8")
    done = transcribed(str(path), "--output", str(kept))
    assert done.returncode == 1
    assert done.stderr == f"captions: No speech was found in “{path}”: nothing was written.\n"
    assert kept.read_text(encoding="utf-8") == "mine"


def test_unknown_ending_of_the_output_is_refused(talk: Path) -> None:
    done = transcribed(str(talk), "--output", str(talk.with_name("talk.doc")))
    assert done.returncode == 2
    assert "“.doc” is not a file extension for transcripts" in done.stderr


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "yue",
            (
                "The model moonshine does not know the language “yue”: add "
                "'--model sensevoice', which does."
            ),
        ),
        (
            "German",
            (
                "No model knows the language “German”: use its code, such as de for German or "
                "ja for Japanese."
            ),
        ),
    ],
)
def test_language_that_the_model_lacks_is_refused(talk: Path, language: str, sentence: str) -> None:
    done = transcribed(str(talk), "--language", language)
    assert done.returncode == 2
    assert done.stderr == f"captions: {sentence}\n"


def test_language_may_be_a_locale(talk: Path) -> None:
    done = transcribed(str(talk), "--language", "en_GB.UTF-8")
    assert done.returncode == 0
    assert "best of times" in done.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
@pytest.mark.parametrize(
    ("redirection", "words"),
    [
        ("--output /dev/full", "cannot be written to /dev/full (No space left on device)"),
        (">/dev/full", "cannot be written to standard output (No space left on device)"),
        (">&-", "Standard output is closed"),
        ("| true", "The program that read the transcript has ended"),
    ],
)
def test_output_that_takes_nothing_is_one_sentence(
    talk: Path, redirection: str, words: str
) -> None:
    script = f'set -o pipefail; "$0" -m captions transcribe "$1" {redirection}'
    done = subprocess.run(
        ["bash", "-c", script, sys.executable, str(talk)],
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_run_says_what_was_kept(
    talk: Path, clip: bytes, number: signal.Signals
) -> None:
    output = talk.with_name("talk.srt")
    command = [sys.executable, "-m", "captions", "transcribe", "-", "--output", str(output)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write((clip + bytes(4 * RATE)) * 2)  # The last cue is held back.
        process.stdin.flush()
        while not (output.exists() and output.stat().st_size):
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(number)
        said = process.stderr.read().decode()
        code = process.wait(timeout=60)
    assert code == 128 + number
    kept = f"captions: Stopped: {output} contains the transcript of the first "
    assert said in (f"{kept}11\u00a0s.\n", f"{kept}12\u00a0s.\n")
    text = output.read_text(encoding="utf-8").replace("\n", " ")
    assert text.count("worst of times") == 2
