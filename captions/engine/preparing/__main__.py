"""The process that prepares a model: ``python -m captions.engine.preparing``, started by the app.

It reads one job from standard input (see `captions.engine.preparing.worker_messages`), runs it at
low priority, and ends at once when standard input is closed. An interrupted download keeps its
part, and the operating system releases the lock of the model.
"""

import contextlib
import os
import signal
import sys
import threading

from captions import logs
from captions.engine.preparing.job_runner import JobRunner
from captions.engine.preparing.worker_messages import Report, decode_job, encode_line

_STDIN = 0
_CHUNK_BYTES = 64 * 1024
_NICENESS = 10
"""Priority on POSIX systems: below captions and other programs, but not last of all."""
_STOPPED_CODE = 130
"""Exit code after the app closed standard input."""


def main() -> int:
    """Run one job; return the exit code."""
    line = _read_line()
    if not line:
        return 0
    _lower_priority()
    threading.Thread(target=_exit_at_end_of_input, daemon=True, name="end-of-input").start()
    try:
        JobRunner(_write_report).run_job(decode_job(line))
    except Exception as error:  # noqa: BLE001  # a bug: reported in one sentence and a crash file
        sys.stderr.write(f"captions: {logs.write_crash_report(error)}\n")
        return 1
    return 0


def _read_line() -> bytes:
    """Return the first line of standard input; empty if there is none."""
    read = b""
    while not read.endswith(b"\n"):
        data = os.read(_STDIN, _CHUNK_BYTES)
        if not data:
            return b""
        read += data
    return read


def _exit_at_end_of_input() -> None:
    """End this process, and pip if it is running, when the app cancels the job or ends."""
    with contextlib.suppress(OSError):
        while os.read(_STDIN, _CHUNK_BYTES):
            pass
    if sys.platform != "win32" and os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(_STOPPED_CODE)


def _lower_priority() -> None:
    if sys.platform != "win32":  # There, the app starts the process with a low priority.
        with contextlib.suppress(OSError):
            os.nice(_NICENESS)


def _write_report(report: Report) -> None:
    with contextlib.suppress(OSError):  # The app has ended; so will this process.
        sys.stdout.buffer.write(encode_line(report))
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.exit(main())
