"""What the app writes down of itself: what happened when, and no word that was said, and no key."""

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

from captions.printable import printable

NAME = "captions.log"
_REPORT = "crash.txt"
_MOST_BYTES = 256 * 1024
_PRIVATE = 0o700
_MOST_OLDER = 2
"""Older files that are kept."""

_VALUES = re.compile(r"[\n(<{'\"]")

_log = logging.getLogger(__name__)


def folder() -> Path:
    """Return the user's folder of logs, which need not exist."""
    return platformdirs.user_log_path("captions", appauthor=False)


@contextlib.contextmanager
def kept(where: Path | None = None) -> Iterator[None]:
    """Write the log to a file while the context lasts, whatever the terminal shows of it.

    Where no file can be written, that is said, and everything goes on.

    Args:
        where: the folder; by default that of `folder`.
    """
    where = where or folder()
    ours = logging.getLogger("captions")
    try:
        where.mkdir(parents=True, exist_ok=True, mode=_PRIVATE)
        file = _LogFile(where / NAME)
    except OSError as error:
        _log.warning("No log can be kept in %s: %s.", where, error.strerror)
        yield
        return
    file.setFormatter(_Discreet("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(file)
    before = ours.level
    ours.setLevel(logging.INFO)
    try:
        yield
    finally:
        ours.setLevel(before)
        logging.getLogger().removeHandler(file)
        file.close()


def report(error: BaseException) -> str:
    """Write down where a bug struck.

    Returns:
        A sentence for the user that says where that can be read.
    """
    said = f"Captions met a fault of its own ({type(error).__name__})"
    path = folder() / _REPORT
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=_PRIVATE)
        path.write_text(_where(error) + "\n", encoding="utf-8")
    except OSError as failure:
        return f"{said}, and cannot write down where: {failure.strerror}."
    return f"{said}: please report it, with the file {path}."


class PrintableFormatter(logging.Formatter):
    """Writes messages as single lines, without anything that a terminal obeys."""

    @override
    def formatMessage(self, record: logging.LogRecord) -> str:  # logging's name for it
        record.message = printable(record.message)
        return super().formatMessage(record)


class _LogFile(RotatingFileHandler):
    """Writes the log until that fails; then it says so, once, and the program goes on."""

    def __init__(self, path: Path) -> None:
        """Open the file.

        Raises:
            OSError: it cannot be written, or is not a regular file.
        """
        if path.exists() and not path.is_file():
            raise OSError(errno.EINVAL, "it is not a regular file")
        self._failed = False
        super().__init__(path, maxBytes=_MOST_BYTES, backupCount=_MOST_OLDER, encoding="utf-8")

    @override
    def emit(self, record: logging.LogRecord) -> None:
        if not self._failed:
            super().emit(record)

    @override
    def handleError(self, record: logging.LogRecord) -> None:  # logging's name for it
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):
            super().handleError(record)
            return
        self._failed = True
        _log.warning(
            "The log in %s ends here (%s); captions go on.", self.baseFilename, error.strerror
        )

    @override
    def close(self) -> None:
        # What could not be written is tried once more by closing, and fails again.
        with contextlib.suppress(OSError):
            super().close()


class _Discreet(PrintableFormatter):
    """Writes no values of a failing program, among which words or keys may be."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        record = copy.copy(record)
        record.exc_text = None  # What the terminal's formatter has made of a failure.
        return super().format(record)

    @override
    def formatException(self, ei: object) -> str:  # logging's name for it
        error = ei[1] if isinstance(ei, tuple) else None
        return _where(error) if isinstance(error, BaseException) else ""

    @override
    def formatMessage(self, record: logging.LogRecord) -> str:  # as above
        if not record.name.startswith("captions"):
            # What asyncio says of a callback or a task goes on with what it was given.
            record.message = _VALUES.split(record.message, maxsplit=1)[0].rstrip()
        return super().formatMessage(record)


def _where(error: BaseException) -> str:
    """Return names and numbers of the lines that led to a failure, and nothing that they held."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
    return "\n".join([type(error).__name__, *lines])
