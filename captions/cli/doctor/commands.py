"""``captions doctor``: reports what is missing for live captions, and which recogniser suits."""

import importlib
import itertools
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import typer
from rich.console import Console
from rich.text import Text

from captions.audio.device_list import list_devices
from captions.audio.files import recording
from captions.cli.doctor import model_speeds
from captions.cli.model_listing import make_console
from captions.cli.sentences import wrap_sentence
from captions.engine import model_files
from captions.engine.library.store import ModelStore
from captions.engine.models import LoadedModels
from captions.engine.ports import ENGINE_RATE
from captions.errors import CaptionsError
from captions.media import ffmpeg_process
from captions.printable import make_printable
from captions.protocol.options import SessionOptions
from captions.settings import file as settings_file
from captions.ui.platform import display

commands = typer.Typer(add_completion=False)

_SAMPLE_BLOCKS = 5
"""Blocks of one second that the engine transcribes of the sample recording."""
_OK, _NOTE, _MISSING = ("ok", "green"), ("note", "yellow"), ("MISSING", "red")
"""Words and colours of the results, with the same meanings as in the windows."""
_INDENT = 9
"""Width of the column with these words."""
_DEBIAN = "on Debian and Ubuntu: sudo apt-get install"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """Result of one check."""

    subject: str
    passed: bool
    message: str
    """Result of the check, or how to fix the problem."""
    required: bool = True
    """True if live captions require it."""


@commands.command()
def doctor() -> None:
    """Report what is missing for live captions, and which recogniser suits this computer."""
    report_results(run_checks())
    settings = settings_file.load_settings(settings_file.default_path()).settings
    model_speeds.report_speeds(ModelStore(), settings.recognition)


def report_results(results: list[CheckResult]) -> None:
    """Write the results of the checks.

    Raises:
        typer.Exit: a required check failed.
    """
    console = make_console()
    for result in results:
        print_result(console, result)
    failed = [result.subject for result in results if result.required and not result.passed]
    if failed:
        sys.stdout.write(f"\nCaptions is not ready: fix {', '.join(failed)} first.\n")
        raise typer.Exit(1)
    sys.stdout.write("\nCaptions is ready.\n\n")


def print_result(console: Console, result: CheckResult) -> None:
    """Print a result; its words have no colour, and in a terminal they wrap below each other."""
    mark, colour = _OK if result.passed else (_MISSING if result.required else _NOTE)
    words = f"{result.subject}: {make_printable(result.message)}"
    width = console.width - _INDENT if console.is_terminal else None
    first, *others = wrap_sentence(words, width).split("\n")
    console.print(Text.assemble((f"{mark:{_INDENT}}", colour), first), soft_wrap=True)
    for line in others:
        console.print(Text.assemble(" " * _INDENT, line), soft_wrap=True)


def run_checks() -> list[CheckResult]:
    """Run all checks."""
    checks = (
        _check_model,
        _check_recognition,
        _check_display,
        _check_portaudio,
        _check_sound_server,
        _check_microphone,
        _check_ffmpeg,
    )
    return [check() for check in checks]


def _run_check(subject: str, check: Callable[[], str], *, required: bool = True) -> CheckResult:
    """Run a check that raises a `CaptionsError` with the remedy if it fails."""
    try:
        return CheckResult(subject, passed=True, message=check(), required=required)
    except CaptionsError as error:
        return CheckResult(subject, passed=False, message=str(error), required=required)


def _check_model() -> CheckResult:
    def find_model() -> str:
        return f"found in {model_files.find_path(model_files.SILERO).parent.parent}"

    return _run_check("speech model", find_model)


def _check_recognition() -> CheckResult:
    """Transcribe the recording that is installed with the model."""

    def transcribe_sample() -> str:
        blocks = recording.read_samples(
            model_files.find_path(model_files.SAMPLE_RECORDING), ENGINE_RATE
        )
        sound = np.concatenate(list(itertools.islice(blocks, _SAMPLE_BLOCKS)))
        transcriber = LoadedModels.load().create_transcriber(SessionOptions())
        before = [segment.text for segment in transcriber.feed(sound)]
        text = " ".join([*before, transcriber.commit().text])
        return f"recognised “{text}” in the sample recording"

    return _run_check("speech recognition", transcribe_sample)


def _check_display() -> CheckResult:
    def find_screen() -> str:
        display.choose_platform(dict(os.environ))
        return "found"

    return _run_check("screen", find_screen, required=False)


def _check_portaudio() -> CheckResult:
    try:
        importlib.import_module("sounddevice")
    except OSError:
        remedy = f"install the PortAudio library ({_DEBIAN} libportaudio2)"
        return CheckResult("PortAudio", passed=False, message=remedy)
    return CheckResult("PortAudio", passed=True, message="found")


def _check_sound_server() -> CheckResult:
    if not sys.platform.startswith("linux"):
        return CheckResult("sound server", passed=True, message="part of the system")
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    server = os.environ.get("PULSE_SERVER", "") or str(Path(runtime) / "pulse/native")
    is_running = bool(os.environ.get("PULSE_SERVER")) or Path(server).exists()
    message = server if is_running else "not running, so Captions uses ALSA only"
    return CheckResult("sound server", passed=is_running, message=message, required=False)


def _check_microphone() -> CheckResult:
    try:
        names = [device.name for device in list_devices() if device.kind == "input"]
    except CaptionsError as error:
        return CheckResult("microphone", passed=False, message=str(error), required=False)
    message = ", ".join(names) or "none is connected; captions start when one is"
    return CheckResult("microphone", passed=bool(names), message=message, required=False)


def _check_ffmpeg() -> CheckResult:
    path = ffmpeg_process.find_ffmpeg()
    message = path or f"install it to caption videos and MP4 files ({_DEBIAN} ffmpeg)"
    return CheckResult("ffmpeg", passed=path is not None, message=message, required=False)
