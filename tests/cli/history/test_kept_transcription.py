"""``captions transcribe --keep``, and the saved transcripts as a user finds them afterwards."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import soundfile

from captions.cli.history.kept_transcription import _recording_name
from captions.history.data_folder import FOLDER_VARIABLE, STORE_NAME
from captions.pcm import Samples, to_bytes
from captions.protocol.addresses import Address

RATE = 16_000
PROGRAM = (sys.executable, "-m", "captions")


def read_lines(text: str) -> list[dict[str, Any]]:  # Any: JSON
    return [json.loads(line) for line in text.splitlines()]


class UserAccount:
    """Runs the program as a user does, with a data folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {**os.environ, FOLDER_VARIABLE: str(folder), "PYTHONUTF8": "1"}

    def run(self, *arguments: object, code: int = 0, given: bytes = b"") -> str:
        """Return what a command prints; its errors if it fails as expected."""
        done = subprocess.run(
            (*PROGRAM, *map(str, arguments)),
            input=given,
            capture_output=True,
            timeout=90,
            check=False,
            env=self.environment,
        )
        assert done.returncode == code, done.stderr
        return (done.stderr if code else done.stdout).decode()

    def list_sessions(self) -> list[dict[str, Any]]:
        return read_lines(self.run("history", "--json"))


@pytest.fixture
def user(tmp_path: Path) -> UserAccount:
    return UserAccount(tmp_path / "data")


@pytest.fixture
def clip(speech: Samples, tmp_path: Path) -> Path:
    """Return a recording of 5 s."""
    path = tmp_path / "Café talk.wav"
    soundfile.write(path, speech[: 5 * RATE], RATE)
    return path


@pytest.fixture
def talk(speech: Samples, tmp_path: Path) -> Path:
    """Return a recording of 13 s."""
    path = tmp_path / "two_cities.wav"
    soundfile.write(path, speech[: 13 * RATE], RATE)
    return path


def test_two_recordings_are_kept_found_exported_renamed_and_deleted(
    user: UserAccount, talk: Path, clip: Path, tmp_path: Path
) -> None:
    printed = user.run("transcribe", talk, "--keep")
    subtitles = tmp_path / "talk.srt"
    assert user.run("transcribe", clip, "--keep", "--output", subtitles) == ""

    second, first = user.list_sessions()
    assert (first["title"], second["title"]) == (talk.name, "Café talk.wav")
    assert first["words"] == len(printed.split())
    assert first["seconds"] == pytest.approx(13, abs=1)
    assert second["seconds"] == pytest.approx(5, abs=0.01)
    assert talk.name in user.run("history").splitlines()[2]

    shown = user.run("history", "show", first["id"], "--no-times")
    assert shown.splitlines()[3:] == printed.splitlines()

    [hit] = read_lines(user.run("history", "search", "wisdom", "--json"))
    assert hit["session"] == first["id"]
    assert 5 < hit["time"] < 13
    found = user.run("history", "search", "worst", "TIMES", "--session", "last")
    assert found.startswith(f"{second['id']}  ")

    assert user.run("history", "export", "last", "--format", "srt") == subtitles.read_text("utf-8")
    assert user.run("history", "rename", "last", "A Tale") == "Session 2 is now “A Tale”.\n"
    assert user.list_sessions()[0]["title"] == "A Tale"
    assert user.run("history", "delete", "last", "--yes") == "Deleted 1 session.\n"
    assert user.list_sessions() == [first]
    assert user.run("history", "delete", "--all", "--yes") == "Deleted 1 session.\n"
    assert user.list_sessions() == []
    assert b"wisdom" not in (user.folder / STORE_NAME).read_bytes()


def test_only_the_user_can_read_what_is_kept(user: UserAccount, clip: Path) -> None:
    user.run("transcribe", clip)
    assert not user.folder.exists()
    user.run("transcribe", clip, "--keep")
    if sys.platform != "win32":
        assert user.folder.stat().st_mode & 0o077 == 0
        assert (user.folder / STORE_NAME).stat().st_mode & 0o077 == 0


def test_a_server_s_segments_are_kept(
    user: UserAccount, clip: Path, speech_server: Address
) -> None:
    user.environment["CAPTIONS_API_KEY"] = speech_server.api_key
    printed = user.run("transcribe", clip, "--keep", "--server", speech_server.url)
    shown = user.run("history", "show", "last", "--no-times")
    assert shown.splitlines()[3:] == printed.splitlines()
    content = (user.folder / STORE_NAME).read_bytes()
    assert speech_server.api_key.encode() not in content


def test_standard_input_is_kept(user: UserAccount, speech: Samples) -> None:
    user.run("transcribe", "-", "--keep", given=to_bytes(speech[: 5 * RATE]))
    [session] = user.list_sessions()
    assert session["title"] == "Standard input"
    assert 3 < session["seconds"] <= 5


def test_two_programs_keep_their_text_at_once(user: UserAccount, clip: Path) -> None:
    command = (*PROGRAM, "transcribe", str(clip), "--keep")
    both = [
        subprocess.Popen(command, stdout=subprocess.PIPE, env=user.environment) for _ in range(2)
    ]
    printed = [process.communicate(timeout=90)[0].decode() for process in both]
    assert [process.returncode for process in both] == [0, 0]
    for session, text in zip(user.list_sessions(), printed, strict=True):
        shown = user.run("history", "show", session["id"], "--no-times")
        assert shown.splitlines()[3:] == text.splitlines()


def test_a_recording_without_speech_keeps_nothing(user: UserAccount) -> None:
    told = user.run("transcribe", "-", "--keep", code=1, given=bytes(2 * RATE * 4))
    assert "No speech was found" in told
    assert user.list_sessions() == []


def test_a_store_that_cannot_be_used_stops_the_command_before_it_writes(
    user: UserAccount, clip: Path, tmp_path: Path
) -> None:
    user.run("transcribe", clip, "--keep")
    with sqlite3.connect(user.folder / STORE_NAME) as connection:
        connection.execute("PRAGMA user_version = 999")
    connection.close()
    output = tmp_path / "talk.txt"
    output.write_text("mine", encoding="utf-8")
    told = user.run("transcribe", clip, "--keep", "--output", output, code=1)
    assert "newer version" in told
    assert told.count("\n") == 1
    assert output.read_text(encoding="utf-8") == "mine"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_an_interrupted_transcription_keeps_the_text_so_far(
    user: UserAccount, speech: Samples, tmp_path: Path
) -> None:
    output = tmp_path / "talk.txt"
    command = (*PROGRAM, "transcribe", "-", "--keep", "--output", str(output))
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=user.environment
    ) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write(to_bytes(speech[: 5 * RATE]) + bytes(4 * RATE))
        process.stdin.flush()
        while not (output.exists() and output.stat().st_size):
            assert process.poll() is None
            time.sleep(0.05)
        [session] = user.list_sessions()
        told = user.run("history", "delete", "last", "--yes", code=1)
        assert told == (
            "captions: Session 1 is still being written: end it first, for example by quitting "
            "Captions.\n"
        )
        process.send_signal(signal.SIGINT)
        assert b"contains the transcript of the first" in process.stderr.read()
        assert process.wait(timeout=60) == 128 + signal.SIGINT
    shown = user.run("history", "show", session["id"], "--no-times")
    assert shown.splitlines()[3:] == output.read_text(encoding="utf-8").splitlines()
    assert user.run("history", "delete", "last", "--yes") == "Deleted 1 session.\n"


@pytest.mark.parametrize(
    ("recording", "name"),
    [
        pytest.param("folder/talk.wav", "talk.wav", id="a file"),
        pytest.param("x\x1b[2J.wav", "x [2J.wav", id="controls"),
        pytest.param("https://u:secret@example.org/a/talk.mp3?key=1", "talk.mp3", id="a URL"),
        pytest.param("rtmp://u:secret@example.org", "rtmp://example.org", id="a host"),
        pytest.param("-", "Standard input", id="standard input"),
    ],
)
def test_the_title_names_the_recording_without_secrets(recording: str, name: str) -> None:
    assert _recording_name(recording) == name
