"""Runs other programs quietly, and says in one sentence what could not be done when one fails."""

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
    """One sentence for the user: what could not be set up, and what to do about it."""


def run_quietly(
    command: Sequence[str | Path],
    problem: str,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> str:
    """Run a program to its end without showing its output.

    Args:
        command: The program and its arguments.
        problem: The sentence to say when the program fails or is not there.
        cwd: The folder to run it in.
        environment: All of its variables; those of this program by default.

    Returns:
        What the program wrote to its standard output.

    Raises:
        SetupError: The program failed; its last lines stand before the sentence.
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
    """The last lines that say something, each without the address it may carry."""
    lines = [line.rstrip() for line in output.splitlines() if line.strip()]
    return [f"  {without_addresses(line)}" for line in lines[-LAST_LINES:]]


def without_addresses(line: str) -> str:
    """Take network addresses out of a line: a registry's may hold a name and a password."""
    line = re.sub(r"\b[a-z][a-z0-9+.-]*://[^\s'\"]+", "(address)", line)
    line = re.sub(r"(host=)'[^']*'", r"\1'(address)'", line)
    return re.sub(r"(resolv\w+|connect\w* to) '?[\w-]+(\.[\w-]+)+'?", r"\1 (address)", line)


def hand_over(command: Sequence[str | Path]) -> int:
    """Let a program take this one's place, as far as the system allows, and return its exit code.

    On POSIX this does not return: the program gets this process, its signals and its terminal.
    Windows has no such thing, so there it runs as a child, and Ctrl+C is left for it to act on.
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
    """Run a program on this terminal and return its exit code; Ctrl+C is for it to act on."""
    words = [str(word) for word in command]
    with subprocess.Popen(words, cwd=cwd, env=environment) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue
