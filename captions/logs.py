"""The app's log and crash reports; they contain no recognised text and no keys."""

import contextlib
import copy
import errno
import logging
import re
import sys
import traceback
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path

import platformdirs
from typing_extensions import override

from captions.printable import make_printable

LOG_NAME = "captions.log"
_CRASH_NAME = "crash.txt"
_MAX_BYTES = 256 * 1024
_PRIVATE_MODE = 0o700
_MAX_BACKUPS = 2
"""Maximum number of rotated log files."""

_VALUES = re.compile(r"[\n(<{'\"]")

_log = logging.getLogger(__name__)


def log_folder() -> Path:
    """Return the user's log folder, which may not exist."""
    return platformdirs.user_log_path("captions", appauthor=False)


@contextlib.contextmanager
def log_to_file(directory: Path | None = None) -> Iterator[None]:
    """Write the log to a file while the context is active, independently of the terminal.

    If the file cannot be written, a warning is logged and the program continues.

    Args:
        directory: folder of the log; by default `log_folder`.
    """
    directory = directory or log_folder()
    ours = logging.getLogger("captions")
    try:
        directory.mkdir(parents=True, exist_ok=True, mode=_PRIVATE_MODE)
        file = _LogFile(directory / LOG_NAME)
    except OSError as error:
        _log.warning("The log cannot be written in %s: %s.", directory, error.strerror)
        yield
        return
    file.setFormatter(_RedactingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(file)
    before = ours.level
    ours.setLevel(logging.INFO)
    try:
        yield
    finally:
        ours.setLevel(before)
        logging.getLogger().removeHandler(file)
        file.close()


def write_crash_report(error: BaseException) -> str:
    """Write the location of a bug to the crash file.

    Returns:
        A sentence for the user that names the file.
    """
    summary = f"An internal error occurred ({type(error).__name__})"
    path = log_folder() / _CRASH_NAME
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=_PRIVATE_MODE)
        path.write_text(_format_traceback(error) + "\n", encoding="utf-8")
    except OSError as failure:
        return f"{summary}, and no crash report can be written: {failure.strerror}."
    return f"{summary}: please report it, and attach the file {path}."


class PrintableFormatter(logging.Formatter):
    """Formats messages as single lines without terminal control characters."""

    @override
    def formatMessage(self, record: logging.LogRecord) -> str:  # name given by logging
        record.message = make_printable(record.message)
        return super().formatMessage(record)


class _LogFile(RotatingFileHandler):
    """Log file that reports its first write error and then drops all records."""

    def __init__(self, path: Path) -> None:
        """Open the file.

        Raises:
            OSError: the file cannot be written, or is not a regular file.
        """
        if path.exists() and not path.is_file():
            raise OSError(errno.EINVAL, "it is not a regular file")
        self._failed = False
        super().__init__(path, maxBytes=_MAX_BYTES, backupCount=_MAX_BACKUPS, encoding="utf-8")

    @override
    def emit(self, record: logging.LogRecord) -> None:
        if not self._failed:
            super().emit(record)

    @override
    def handleError(self, record: logging.LogRecord) -> None:  # name given by logging
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):
            super().handleError(record)
            return
        self._failed = True
        _log.warning(
            "The log in %s ends here (%s); captions continue.", self.baseFilename, error.strerror
        )

    @override
    def close(self) -> None:
        # Closing retries the write that failed, and fails again.
        with contextlib.suppress(OSError):
            super().close()


class _RedactingFormatter(PrintableFormatter):
    """Omits runtime values from tracebacks; they may contain recognised text or keys."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        record = copy.copy(record)
        record.exc_text = None  # Cached by the console's formatter, with values.
        return super().format(record)

    @override
    def formatException(self, ei: object) -> str:  # name given by logging
        error = ei[1] if isinstance(ei, tuple) else None
        return _format_traceback(error) if isinstance(error, BaseException) else ""

    @override
    def formatMessage(self, record: logging.LogRecord) -> str:  # as above
        if not record.name.startswith("captions"):
            # asyncio's messages on callbacks and tasks end with their arguments.
            record.message = _VALUES.split(record.message, maxsplit=1)[0].rstrip()
        return super().formatMessage(record)


def _format_traceback(error: BaseException) -> str:
    """Return the exception's type and the lines of its traceback, without any values."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
    return "\n".join([type(error).__name__, *lines])
