"""The commands of dev.py; each sets up its requirements first."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import environment
import pulseaudio
import system_packages
from environment import Level
from programs import SetupError, hand_over, wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"
_FIGURES = "code figures"
"""Name of the check whose output is always printed."""
FOLDERS = ("captions", "tests", "packaging")
# Two processes more than processors, because most tests wait for real time to pass. The tests of a
# file stay together, because they share fixtures that are slow to start. The longest files come
# first, as ordered in tests/conftest.py, not those with the most tests.
_IN_PARALLEL = (
    *("-n", str((os.cpu_count() or 1) + 2)),
    *("--dist", "loadfile", "--no-loadscope-reorder"),
)
# mypy checks for the Python that runs it, because the stubs installed for that Python may use newer
# syntax than 3.11 has. So vermin finds what Python 3.11 lacks.
_OLDEST_PYTHON = ("--target=3.11-", "--eval-annotations", "--no-tips")


def set_up(arguments: Sequence[str]) -> int:
    """Install or update everything that Captions needs to run."""
    if arguments:
        raise SetupError("The command 'setup' takes no arguments.")
    environment.ensure(Level.SETUP, system_packages.TO_RUN)
    print("Everything is set up.")
    return 0


def run(arguments: Sequence[str]) -> int:
    """Run the app in the current folder, so that relative file names work."""
    python = environment.ensure(Level.SETUP, system_packages.TO_RUN)
    return hand_over([python, "-m", "captions", *arguments])


def check(arguments: Sequence[str]) -> int:
    """Run the format, lint, type and contract checks, all of them even if one fails."""
    if arguments:
        raise SetupError("The command 'check' takes no arguments.")
    return run_checks(check_commands(environment.ensure(Level.DEV)))


def test(arguments: Sequence[str]) -> int:
    """Run the checks, then the tests, whose summary is the last line printed."""
    python = environment.ensure(Level.DEV, system_packages.TO_TEST)
    checked = run_checks(check_commands(python))
    tested = wait_for(
        [python, "-m", "pytest", *_IN_PARALLEL, *arguments], environment.ROOT, _test_environment()
    )
    return tested or checked


def bench(arguments: Sequence[str]) -> int:
    """Run the benchmarks, on the virtual screen that the tests use."""
    python = environment.ensure(Level.DEV, system_packages.TO_TEST)
    script = environment.ROOT / "tests" / "benchmarks" / "run.py"
    return hand_over([python, script, *arguments])


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "setup": set_up,
    "run": run,
    "test": test,
    "check": check,
    "bench": bench,
}


def main(arguments: Sequence[str]) -> int:
    """Run the command that the first argument names.

    Returns:
        The exit code: 2 if something could not be set up.
    """
    # Building the speech model runs onnxruntime, which would send telemetry to its makers.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    os.environ["PATH"] = os.pathsep.join(
        [os.environ.get("PATH", os.defpath), str(pulseaudio.PROGRAMS)]
    )
    try:
        return COMMANDS[arguments[0]](arguments[1:])
    except SetupError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130


def run_checks(commands: Mapping[str, Sequence[str | Path]]) -> int:
    """Run all checks, one on each processor, even if one fails; return 1 if any fails."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = zip(commands, pool.map(_run_check, commands.values()), strict=True)
        failed = [name for name, result in results if not _report(name, result)]
    if failed:
        print(f"Failed checks: {', '.join(failed)}.", flush=True)
    return 1 if failed else 0


def check_commands(python: Path) -> dict[str, list[str | Path]]:
    """Return the command of each check."""
    return {
        "ruff format": [python, "-m", "ruff", "format", "--check"],
        "ruff check": [python, "-m", "ruff", "check"],
        "mypy": [python, "-m", "mypy"],
        "vermin": [environment.program_beside(python, "vermin"), *_OLDEST_PYTHON, *FOLDERS],
        "lint-imports": [environment.program_beside(python, "lint-imports")],
        _FIGURES: [python, "packaging/code_figures.py"],
    }


@dataclass(frozen=True)
class _CheckResult:
    """Result of one check."""

    passed: bool
    output: str
    seconds: float


def _test_environment() -> dict[str, str]:
    """Return an environment that lets Python store bytecode.

    The tests start hundreds of programs, and each would otherwise compile the project again.
    """
    return {name: value for name, value in os.environ.items() if name != _NO_BYTECODE}


def _run_check(command: Sequence[str | Path]) -> _CheckResult:
    begun = time.perf_counter()
    done = subprocess.run(
        command, cwd=environment.ROOT, capture_output=True, text=True, check=False
    )
    output = (done.stdout + done.stderr).rstrip()
    return _CheckResult(done.returncode == 0, output, time.perf_counter() - begun)


def _report(name: str, result: _CheckResult) -> bool:
    """Print one line with the result, after the output if the check failed; True if it passed."""
    if not result.passed or name == _FIGURES:
        print(result.output)
    outcome = "passed" if result.passed else "FAILED"
    print(f"{name:13}{outcome} in {result.seconds:.1f} s", flush=True)
    return result.passed
