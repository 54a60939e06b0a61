"""The program as a user meets it on the terminal: its answers, and a sentence for each failure."""

import io
import json
import os
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest
import soundfile
from rich.console import Console

from captions import __version__
from captions.cli.doctor.commands import CheckResult, print_result
from captions.cli.lazy_commands import COMMAND_MODULES, LazyCommand
from captions.engine.library.store import ModelStore
from captions.engine.preparing.speed_cache import SpeedCache
from captions.engine.text_alignment import normalise_word
from captions.formats.options import TextFormat, infer_format
from captions.pcm import Samples
from captions.protocol.addresses import Address
from tests.support.terminal.emulator import Emulator


def captions(
    *arguments: str | Path | int, folder: Path, **variables: str
) -> "subprocess.CompletedProcess[str]":
    """Run the program in a home folder of its own."""
    home = {"HOME": str(folder), "USERPROFILE": str(folder), "APPDATA": str(folder)}
    hidden = {"XDG_CONFIG_HOME", "DISPLAY", "WAYLAND_DISPLAY"}
    kept = {name: value for name, value in os.environ.items() if name not in hidden}
    return subprocess.run(
        (sys.executable, "-m", "captions", *map(str, arguments)),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=110,
        check=False,
        env={**kept, **home, "PYTHONUTF8": "1", **variables},
    )


def test_version(tmp_path: Path) -> None:
    assert captions("--version", folder=tmp_path).stdout == f"captions {__version__}\n"


def test_settings_are_printed_with_what_the_command_line_chose(tmp_path: Path) -> None:
    config = tmp_path / "mine.toml"
    config.write_text("[captions]\nrows = 3\n", encoding="utf-8")
    done = captions("--config", config, "--source", "talk.wav", "--print-config", folder=tmp_path)
    printed = tomllib.loads(done.stdout)
    assert printed["captions"]["rows"] == 3
    assert printed["sound"]["source"] == "talk.wav"
    assert done.stderr == ""
    assert config.read_text(encoding="utf-8") == "[captions]\nrows = 3\n"


def test_wrong_setting_falls_back_and_is_told(tmp_path: Path) -> None:
    config = tmp_path / "mine.toml"
    config.write_text("[captions]\nrows = 99\n", encoding="utf-8")
    done = captions("--config", config, "--print-config", folder=tmp_path)
    assert done.returncode == 0
    assert tomllib.loads(done.stdout)["captions"]["rows"] == 2
    assert "captions.rows = 99 should be from 1 to 6" in done.stderr


def test_recording_becomes_json_lines(tmp_path: Path, recording: Path) -> None:
    output = tmp_path / "talk.jsonl"
    done = captions(
        "transcribe", recording, "--format", "jsonl", "--output", output, folder=tmp_path
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    segments = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert all(one["start"] < one["end"] for one in segments)
    starts = [one["start"] for one in segments]
    assert starts == sorted(starts)
    words = {normalise_word(word) for one in segments for word in one["text"].split()}
    assert {"best", "worst", "wisdom", "incredulity", "light", "darkness", "heaven"} <= words


@pytest.mark.parametrize(
    ("name", "text_format"),
    [
        ("talk.srt", TextFormat.SRT),
        ("TALK.VTT", TextFormat.VTT),
        ("talk.jsonl", TextFormat.JSONL),
        ("talk.txt", TextFormat.TXT),
        ("talk", TextFormat.TXT),
        (None, TextFormat.TXT),
    ],
)
def test_name_of_the_output_tells_its_format(name: str | None, text_format: TextFormat) -> None:
    assert infer_format(Path(name) if name else None) is text_format


@pytest.fixture
def clip(tmp_path: Path, speech: Samples) -> Path:
    """The first sentences of the recording."""
    path = tmp_path / "clip.wav"
    soundfile.write(path, speech[: 9 * 16_000], 16_000)
    return path


def test_recording_becomes_subtitles_on_standard_output(tmp_path: Path, clip: Path) -> None:
    done = captions("transcribe", clip, "--format", "vtt", folder=tmp_path)
    assert done.stdout.startswith("WEBVTT\n\n00:00:0")
    assert "best of times" in done.stdout.replace("\n", " ")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        pytest.param(
            ["transcribe", "no.wav"], 1, "The file “no.wav” does not", id="a missing recording"
        ),
        pytest.param(["transcribe", "."], 1, "is a folder", id="a folder"),
        pytest.param(
            ["transcribe", __file__], 1, "not an audio file", id="a file that is no sound"
        ),
        pytest.param(["--config", "no.toml"], 2, "file no.toml does not", id="no settings file"),
        pytest.param(
            ["--source", "no.wav"], 1, "The file “no.wav” does not", id="a missing source"
        ),
        pytest.param([], 1, "No screen", id="no display"),
        pytest.param(
            ["--terminal", "--trace", "/no/where/t"],
            1,
            "cannot be written",
            id="an unwritable trace",
        ),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="a system that can be without a screen")
def test_bad_input_is_one_sentence(
    tmp_path: Path, arguments: list[str], code: int, words: str
) -> None:
    done = captions(*arguments, folder=tmp_path, QT_QPA_PLATFORM="")
    assert done.returncode == code
    assert words in done.stderr
    assert done.stderr.startswith("captions: ")
    assert done.stderr.count("\n") == 1


def test_output_that_cannot_be_written_is_told(tmp_path: Path, recording: Path) -> None:
    done = captions("transcribe", recording, "--output", tmp_path, folder=tmp_path)
    assert done.returncode == 1
    assert "is a folder: choose a file in it" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [["--bad"], ["transcribe"], ["serve", "--port", "70000"], ["control", "dance"]],
)
def test_wrong_usage_exits_with_2(tmp_path: Path, arguments: list[str]) -> None:
    done = captions(*arguments, folder=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_an_app_that_is_not_running_is_told_with_an_exit_code_of_its_own(tmp_path: Path) -> None:
    done = captions("control", "pause", folder=tmp_path)
    assert done.returncode == 3
    assert done.stdout == ""
    assert done.stderr == "captions: Captions is not running: start it first.\n"


def test_doctor_says_what_is_missing_and_how_to_mend_it(tmp_path: Path) -> None:
    speeds = SpeedCache(ModelStore(tmp_path / "cache" / "captions" / "models"))
    for name, factor in (("moonshine", 1.5), ("moonshine-light", 3.0)):
        speeds.write_factor(name, factor)
    cache = str(tmp_path / "cache")
    done = captions("doctor", folder=tmp_path, QT_QPA_PLATFORM="", XDG_CACHE_HOME=cache)
    lines = done.stdout.splitlines()
    assert any(line.startswith("ok       speech model: found in") for line in lines)
    assert any(line.startswith("ok       speech recognition: recognised") for line in lines)
    if sys.platform == "linux":
        assert any(line.startswith("note     screen: No screen is available") for line in lines)
        assert done.returncode == 0
        assert [" ".join(line.split()) for line in lines[-5:-1]] == [
            "Model Languages Speed Verdict",
            "moonshine en 1.5x keeps up if other programs need little",
            "moonshine-light en 3.0x keeps up",
            "",
        ]
        assert lines[-1].startswith("Recommended for the language “en”: moonshine-light. In use is")


def test_doctor_wraps_words_and_colours_results_in_a_narrow_terminal() -> None:
    results = [
        CheckResult("speech model", passed=True, message="found in /usr/lib/captions"),
        CheckResult("microphone", passed=False, message="none is connected", required=False),
    ]
    environment = {"COLUMNS": "34", "TERM": "xterm-256color"}
    written = io.StringIO()
    console = Console(force_terminal=True, _environ=environment, file=written)
    emulator = Emulator(34)
    for result in results:
        print_result(console, result)
    emulator.write(written.getvalue().replace("\n", "\r\n"))
    assert emulator.lines() == [
        "ok       speech model: found in",
        "         /usr/lib/captions",
        "note     microphone: none is",
        "         connected",
    ]
    assert emulator.colours() == {"default", "green", "brown"}


def test_doctor_without_a_model_says_how_to_get_it(tmp_path: Path) -> None:
    (tmp_path / "captions_model_en.py").write_text("")
    done = captions(
        "doctor", folder=tmp_path, PYTHONPATH=str(tmp_path), QT_QPA_PLATFORM="offscreen"
    )
    assert "MISSING  speech model: The speech model lacks" in done.stdout
    assert done.returncode == 1


def test_devices_are_a_list(tmp_path: Path) -> None:
    done = captions("devices", "--json", folder=tmp_path)
    assert isinstance(json.loads(done.stdout), list)


def test_bug_is_a_sentence_and_a_report_without_values(tmp_path: Path) -> None:
    program = "import captions.cli.program as p; p.main(lambda: int('a secret'))"
    done = subprocess.run(
        (sys.executable, "-c", program),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path)},
    )
    assert done.returncode == 1
    assert done.stderr.startswith("captions: An internal error occurred (ValueError)")
    assert "Traceback" not in done.stderr
    (report,) = tmp_path.rglob("crash.txt")
    text = report.read_text(encoding="utf-8")
    assert "in main" in text
    assert "secret" not in text + done.stderr


class TestServer:
    """``captions transcribe --server``."""

    def test_segments_come_from_the_server_in_every_format(
        self, tmp_path: Path, clip: Path, speech_server: Address
    ) -> None:
        done = captions(
            *("transcribe", clip, "--server", speech_server.url, "--format", "jsonl"),
            folder=tmp_path,
            ELEVENLABS_API_KEY=speech_server.api_key,
        )
        assert done.stderr == ""
        assert done.returncode == 0
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        words = {normalise_word(word) for line in lines for word in line["text"].split()}
        assert {"best", "worst", "wisdom"} <= words
        assert all(line["start"] < line["end"] for line in lines)
        assert [line["start"] for line in lines] == sorted(line["start"] for line in lines)

    def test_speed_is_that_of_speech_if_asked_for(
        self, tmp_path: Path, speech: Samples, speech_server: Address
    ) -> None:
        path = tmp_path / "short.wav"
        soundfile.write(path, speech[: 3 * 16_000], 16_000)
        began = time.monotonic()
        done = captions(
            *("transcribe", path, "--server", speech_server.url, "--speed", 1),
            folder=tmp_path,
            CAPTIONS_API_KEY=speech_server.api_key,
        )
        assert "best of times" in done.stdout
        assert time.monotonic() - began > 3

    @pytest.mark.parametrize(
        ("arguments", "code", "words"),
        [
            pytest.param(("--server", "ftp://x"), 2, "is not a server address", id="address"),
            pytest.param(("--server", "SERVER"), 1, "refused the key. Check the API key", id="key"),
            pytest.param(
                ("--server", "SERVER", "--speed", "-1"), 2, "greater than or equal to 0", id="speed"
            ),
        ],
    )
    def test_what_is_wrong_is_told_in_one_sentence(  # noqa: PLR0913, PLR0917  # fixtures
        self,
        tmp_path: Path,
        recording: Path,
        speech_server: Address,
        arguments: tuple[str, ...],
        code: int,
        words: str,
    ) -> None:
        given = [argument.replace("SERVER", speech_server.url) for argument in arguments]
        done = captions(
            "transcribe", recording, *given, folder=tmp_path, CAPTIONS_API_KEY="wrong-key"
        )
        assert done.returncode == code
        assert done.stdout == ""
        assert words in " ".join(done.stderr.split())
        assert "wrong-key" not in done.stderr
        assert "Traceback" not in done.stderr

    def test_speed_without_a_server_is_told(self, tmp_path: Path, recording: Path) -> None:
        done = captions("transcribe", recording, "--speed", 2, folder=tmp_path)
        assert done.returncode == 2
        assert done.stderr == (
            "captions: --speed requires --server: this computer always recognises as fast as it "
            "can.\n"
        )


@pytest.mark.parametrize("name", COMMAND_MODULES)
def test_the_list_of_commands_shows_the_first_sentence_of_each_commands_help(name: str) -> None:
    source = COMMAND_MODULES[name]
    full = LazyCommand(name, source).load().help or ""
    assert " ".join(full.split("\n\n")[0].split()) == source.summary


def test_an_old_name_of_a_command_works_and_is_not_listed(tmp_path: Path) -> None:
    assert " tell " not in captions("--help", folder=tmp_path).stdout
    done = captions("tell", "pause", folder=tmp_path)
    assert "not running: start it first" in done.stderr
