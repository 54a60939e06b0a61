"""The process that prepares a model, seen from the app.

Cancelling a task that reads its reports ends the process within a bounded time, whatever it waits
for: a name server, a stalled download or pip.
"""

import asyncio
import contextlib
import logging
import subprocess
import sys
from collections.abc import AsyncGenerator, Sequence

import msgspec

from captions.engine.preparing.worker_messages import (
    Job,
    JobDone,
    JobFailed,
    Report,
    decode_report,
    encode_line,
)
from captions.errors import EngineError, describe_reason
from captions.printable import make_printable
from captions.transports import signal_child

WORKER_COMMAND = (sys.executable, "-m", "captions.engine.preparing")
"""Command line of the process."""
_STOP_SECONDS = 2.0
"""Time for the process to exit after its standard input is closed."""
_MAX_LINE_BYTES = 1 << 20
_MAX_SHOWN_CHARACTERS = 300
_MAX_LOGGED_LINES = 50
"""Maximum number of error lines logged for one process."""

_log = logging.getLogger(__name__)


async def run_job(
    job: Job, command: Sequence[str] = WORKER_COMMAND
) -> AsyncGenerator[Report, None]:
    """Run a job in a child process, and yield its reports; the last is `JobDone` or `JobFailed`.

    Raises:
        EngineError: the process cannot be started, or ended without a result.
    """
    process = await _start_process(command)
    logging_task = asyncio.create_task(_log_errors(process))
    try:
        _write_job(process, job)
        while (report := await _read_report(process)) is not None:
            yield report
            if isinstance(report, JobDone | JobFailed):
                return
        code = await process.wait()
        raise EngineError("model_process_ended", exit_code=str(code))
    finally:
        await _stop_process(process)
        logging_task.cancel()


async def _start_process(command: Sequence[str]) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    try:
        return await asyncio.create_subprocess_exec(
            *command,
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
            limit=_MAX_LINE_BYTES,
            # Ctrl+C in a terminal signals the whole group; the app stops the child itself.
            start_new_session=True,
            creationflags=getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),
        )
    except OSError as error:
        raise EngineError("model_process_start_failed", reason=describe_reason(error)) from error


def _write_job(process: asyncio.subprocess.Process, job: Job) -> None:
    if process.stdin is not None:
        process.stdin.write(encode_line(job))


async def _read_report(process: asyncio.subprocess.Process) -> Report | None:
    """Return the next report; `None` at the end of the output."""
    if process.stdout is None:
        return None
    try:
        line = await process.stdout.readline()
        return decode_report(line) if line else None
    except (ValueError, OSError, msgspec.MsgspecError):
        return None


async def _log_errors(process: asyncio.subprocess.Process) -> None:
    """Log a bounded number of the lines that the process writes to standard error."""
    number = 0
    while process.stderr is not None and (data := await process.stderr.read(_MAX_LINE_BYTES)):
        for line in data.decode(errors="replace").splitlines():
            number += 1
            if line.strip() and number <= _MAX_LOGGED_LINES:
                _log.info("models: %s", make_printable(line, _MAX_SHOWN_CHARACTERS))


async def _stop_process(process: asyncio.subprocess.Process) -> None:
    """Close standard input, and kill the process if it does not exit.

    Return within a few seconds, even if the operating system cannot end the process.
    """
    if process.stdin is not None:
        process.stdin.close()
    if not await _wait_for_exit(process):
        signal_child(process.pid)
        if not await _wait_for_exit(process):
            _log.warning("The preparation of a model cannot be stopped (process %s).", process.pid)


async def _wait_for_exit(process: asyncio.subprocess.Process) -> bool:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_STOP_SECONDS):
            await process.wait()
    return process.returncode is not None
