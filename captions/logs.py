"""What the app writes down of itself: what happened when, and no word that was said, and no key."""

import contextlib
import copy
import logging
import re
import traceback
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path

import platformdirs
from typing_extensions import override

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
        file = RotatingFileHandler(
            where / NAME, maxBytes=_MOST_BYTES, backupCount=_MOST_OLDER, encoding="utf-8"
        )
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


class _Discreet(logging.Formatter):
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
