"""Runs other programs without showing their output, and reports failures in one sentence."""

from __future__ import annotations

import os
import re
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

LAST_LINES = 8


class SetupError(Exception):
    """A message for the user: what could not be set up, and what to do about it."""


def run_quietly(
    command: Sequence[str | Path],
    problem: str,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> str:
    """Run a program to its end without showing its output.

    Args:
        command: The program and its arguments.
        problem: The message if the program fails or is missing.
        cwd: The folder to run it in.
        environment: Its complete environment; by default that of this program.

    Returns:
        The standard output of the program.

    Raises:
        SetupError: The program failed; its last lines of output precede the message.
    """
    try:
        done = subprocess.run(
            command, cwd=cwd, env=environment, capture_output=True, text=True, check=False
        )
    except OSError as error:
        raise SetupError(problem) from error
    if done.returncode != 0:
        raise SetupError("\n".join([*last_lines(done.stdout + done.stderr), problem]))
    return done.stdout


def last_lines(output: str) -> list[str]:
    """Return the last lines that are not blank, without network addresses."""
    lines = [line.rstrip() for line in output.splitlines() if line.strip()]
    return [f"  {without_addresses(line)}" for line in lines[-LAST_LINES:]]


def without_addresses(line: str) -> str:
    """Remove network addresses from a line; a registry's may contain a user and a password."""
    line = re.sub(r"\b[a-z][a-z0-9+.-]*://[^\s'\"]+", "(address)", line)
    line = re.sub(r"(host=)'[^']*'", r"\1'(address)'", line)
    return re.sub(r"(resolv\w+|connect\w* to) '?[\w-]+(\.[\w-]+)+'?", r"\1 (address)", line)


def hand_over(command: Sequence[str | Path]) -> int:
    """Replace this program with another if the system can, else run it and return its exit code.

    On POSIX this does not return: the program takes over the process, its signals and its terminal.
    On Windows the program runs as a child process, which handles Ctrl+C itself.
    """
    words = [str(word) for word in command]
    if os.name == "posix":
        os.execv(words[0], words)  # noqa: S606 - the point is to have no process in between
    return wait_for(words)


def wait_for(
    command: Sequence[str | Path],
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> int:
    """Run a program on this terminal and return its exit code; it handles Ctrl+C itself."""
    words = [str(word) for word in command]
    with subprocess.Popen(words, cwd=cwd, env=environment) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue
