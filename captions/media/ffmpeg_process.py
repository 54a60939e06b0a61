"""Starts ffmpeg and ffprobe; no other module does."""

import asyncio
import functools
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from typing import Any

_PROBE_SECONDS = 10.0
"""Timeout of ffprobe in seconds."""

if os.name == "nt":
    # Without a console, ffmpeg would open a window.
    _PROCESS_OPTIONS: dict[str, Any] = {"creationflags": getattr(subprocess, "CREATE_NO_WINDOW", 0)}
else:
    # Ctrl+C reaches only Captions, which stops ffmpeg itself and so knows why it ended.
    _PROCESS_OPTIONS = {"process_group": 0}


@dataclass(frozen=True, slots=True)
class FfmpegProcess:
    """A running ffmpeg and its three pipes."""

    process: asyncio.subprocess.Process
    stdin: asyncio.StreamWriter
    stdout: asyncio.StreamReader
    stderr: asyncio.StreamReader


async def start_ffmpeg(*arguments: str) -> FfmpegProcess:
    """Start ffmpeg; the caller stops it.

    Raises:
        OSError: ffmpeg cannot be started.
        ValueError: an argument cannot be passed to a program.
    """
    process = await asyncio.create_subprocess_exec(
        *("ffmpeg", *arguments),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        **_PROCESS_OPTIONS,
    )
    if process.stdin is None or process.stdout is None or process.stderr is None:
        raise OSError("ffmpeg was started without pipes")
    return FfmpegProcess(process, process.stdin, process.stdout, process.stderr)


def run_ffprobe(*arguments: str, stdin_data: bytes = b"") -> bytes:
    """Return what ffprobe writes to standard output.

    Raises:
        OSError: ffprobe cannot be started.
        ValueError: an argument cannot be passed to a program.
        TimeoutError: it took too long.
    """
    try:
        return _run_to_end("ffprobe", *arguments, stdin_data=stdin_data, timeout=_PROBE_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise TimeoutError from error


def find_ffmpeg() -> str | None:
    """Return the path of ffmpeg; None if it is not installed."""
    return shutil.which("ffmpeg")


@functools.cache
def supports_list_options() -> bool:
    """Return True if ffmpeg's concat lists may hold options, as since version 5.

    Raises:
        OSError: ffmpeg cannot be started.
    """
    return re.match(rb"ffmpeg version n?[1-4]\.", _run_to_end("ffmpeg", "-version")) is None


def _run_to_end(*command: str, stdin_data: bytes = b"", timeout: float | None = None) -> bytes:
    done: subprocess.CompletedProcess[bytes] = subprocess.run(
        command,
        input=stdin_data,
        capture_output=True,
        timeout=timeout,
        check=False,
        **_PROCESS_OPTIONS,
    )
    return done.stdout
