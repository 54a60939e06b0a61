"""Fetches one file over HTTP: resumed where it broke off, and kept only if its digest is right.

What has come so far stands beside the file as ``NAME.part``, and what the server calls that
version of it (its ETag or date) as ``NAME.part.version``. A later try asks for the rest by
``Range``, and by ``If-Range`` only if the file is still that version (RFC 9110, section 14);
whatever the server makes of that, the digest has the last word.
"""

import errno
import hashlib
import http.client
import re
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from captions import __version__
from captions.engine.library.release import ModelFile
from captions.errors import EngineError

Progress = Callable[[int], None]
"""Is told how many more bytes are there; fewer than none if some turned out to be of no use."""

_TIMEOUT = 30.0
"""Seconds without a single byte."""
_TRIES = 4
"""Tries in a row that bring nothing new."""
_FIRST_WAIT = 1.0
_LONGEST_WAIT = 20.0
"""Seconds between two tries: twice as many each time."""
_BLOCK = 1 << 18
_PART_STATUS = 206
_RANGE_STATUS = 416
_PASSING = {408, 425, 429, 500, 502, 503, 504}
"""Statuses that another try may cure."""


class UnreachableError(EngineError):
    """A file cannot be had from where it was asked for; another place may have it."""


class Patience(NamedTuple):
    """How long to put up with a bad network."""

    timeout: float = _TIMEOUT
    """Seconds without a single byte."""
    tries: int = _TRIES
    """Tries in a row that bring nothing new."""
    wait: Callable[[float], None] = time.sleep
    """Waits for seconds, between two tries."""


class _BrokenOffError(Exception):
    """A try failed; another may not. Its text is what went wrong, without a full stop."""


def fetch(
    url: str, file: ModelFile, folder: Path, progress: Progress, patience: Patience | None = None
) -> Path:
    """Bring a file into a folder, or find it there.

    Args:
        url: where it is.
        file: what it must be.
        folder: where it goes; it exists.
        progress: is told of every block.
        patience: how long to put up with a bad network.

    Returns:
        Its path.

    Raises:
        UnreachableError: the place does not have it, or not as it must be, or cannot be reached.
        EngineError: it cannot be written.
    """
    target = folder / file.name
    if is_whole(target, file):
        progress(file.size)
        return target
    try:
        _Fetch(url, file, folder, progress, patience or Patience()).run()
    except OSError as error:
        raise _unwritable(folder, error) from error
    return target


def is_whole(path: Path, file: ModelFile) -> bool:
    """Say whether a file is there with the right digest."""
    try:
        return path.stat().st_size == file.size and digest_of(path) == file.sha256
    except OSError:
        return False


def digest_of(path: Path) -> str:
    """Return a file's SHA-256 as lower-case hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


class _Fetch:
    """One file on its way."""

    def __init__(
        self, url: str, file: ModelFile, folder: Path, progress: Progress, patience: Patience
    ) -> None:
        self._url = url
        self._host = urlsplit(url).hostname
        self._file = file
        self._target = folder / file.name
        self._part = folder / f"{file.name}.part"
        self._version = folder / f"{file.name}.part.version"
        self._progress = progress
        self._patience = patience
        self._joined = False
        """Whether the bytes come from more than one answer."""

    def run(self) -> None:
        if self._have() > self._file.size:
            self._forget()
        self._progress(self._have())
        self._fill()
        if self._joined and digest_of(self._part) != self._file.sha256:
            # The answers may have been of several versions: once more, from the beginning.
            self._drop()
            self._fill()
        if digest_of(self._part) != self._file.sha256:
            self._drop()
            raise UnreachableError(
                f"{self._file.name} from {self._host} is not the file that Captions knows, so it "
                "was thrown away: try again later."
            )
        self._part.replace(self._target)
        self._version.unlink(missing_ok=True)

    def _fill(self) -> None:
        """Fetch until all bytes are there."""
        failures = 0
        while (before := self._have()) < self._file.size:
            try:
                self._try()
            except _BrokenOffError as error:
                failures = 1 if self._have() > before else failures + 1
                if failures >= self._patience.tries:
                    raise UnreachableError(
                        f"{self._file.name} cannot be fetched from {self._host}: {error}. Try "
                        "again later; what has come so far is kept."
                    ) from error
                self._patience.wait(min(_FIRST_WAIT * 2 ** (failures - 1), _LONGEST_WAIT))

    def _try(self) -> None:
        """Fetch as much as comes.

        Raises:
            _BrokenOffError: the connection failed, or the server has no time.
            UnreachableError: the server does not have the file, or there is no server.
        """
        with self._open() as response:
            start = self._start_of(response)
            self._joined = start > 0
            with self._part.open("r+b" if start else "wb") as part:
                if start:
                    part.truncate(start)
                    part.seek(start)
                while start < self._file.size:
                    block = _read(response, min(_BLOCK, self._file.size - start))
                    start += part.write(block)
                    self._progress(len(block))

    def _open(self) -> http.client.HTTPResponse:
        headers = {"User-Agent": f"captions/{__version__}", "Accept-Encoding": "identity"}
        if have := self._have():
            headers["Range"] = f"bytes={have}-"
            if self._version.exists():
                headers["If-Range"] = self._version.read_text(encoding="latin-1")
        request = urllib.request.Request(self._url, headers=headers)  # noqa: S310  # our own URLs
        try:
            response: http.client.HTTPResponse = urllib.request.urlopen(  # noqa: S310
                request, timeout=self._patience.timeout
            )
        except urllib.error.HTTPError as error:
            with error:
                raise self._refused(error.code) from error
        except (OSError, http.client.HTTPException) as error:
            raise self._unanswered(error) from error
        return response

    def _unanswered(self, error: Exception) -> Exception:
        reason = getattr(error, "reason", error)
        if isinstance(reason, socket.gaierror):
            return UnreachableError(
                f"{self._host} cannot be found: see whether this computer is on the network."
            )
        if isinstance(reason, TimeoutError):
            return _BrokenOffError("it does not answer")
        return _BrokenOffError("no connection can be made")

    def _refused(self, status: int) -> Exception:
        if status == _RANGE_STATUS:
            self._drop()
            return _BrokenOffError("it is shorter there than what was fetched before")
        if status in _PASSING:
            return _BrokenOffError(f"the server has no time for it (status {status})")
        return UnreachableError(
            f"{self._file.name} is not to be had from {self._host} (status {status}): see whether "
            "there is a newer version of Captions."
        )

    def _start_of(self, response: http.client.HTTPResponse) -> int:
        """Return where the answer's bytes belong, after noting their version."""
        start = 0
        if response.status == _PART_STATUS:
            found = re.match(r"bytes (\d+)-", response.headers.get("Content-Range", ""))
            start = int(found[1]) if found else self._have()
        if start > self._have():
            raise _BrokenOffError("the server sent another part of it than was asked for")
        if start < self._have():
            self._progress(start - self._have())
        version = response.headers.get("ETag", "")
        if not version or version.startswith("W/"):  # A weak one says nothing about bytes.
            version = response.headers.get("Last-Modified", "")
        if version:
            self._version.write_text(version, encoding="latin-1")
        else:
            self._version.unlink(missing_ok=True)
        return start

    def _have(self) -> int:
        return self._part.stat().st_size if self._part.exists() else 0

    def _drop(self) -> None:
        """Throw away what has come so far."""
        self._progress(-self._have())
        self._forget()

    def _forget(self) -> None:
        self._part.unlink(missing_ok=True)
        self._version.unlink(missing_ok=True)


def _read(response: http.client.HTTPResponse, most: int) -> bytes:
    """Return the next bytes of an answer; unlike a write, a read fails by the network alone."""
    try:
        block = response.read1(most)
    except TimeoutError as error:
        raise _BrokenOffError("nothing came for too long") from error
    except (OSError, http.client.HTTPException) as error:
        raise _BrokenOffError("the connection broke") from error
    if not block:
        raise _BrokenOffError("the connection broke")
    return block


def _unwritable(folder: Path, error: OSError) -> EngineError:
    if error.errno == errno.ENOSPC:
        return EngineError(
            f"There is no room left for the model in {folder}: make some, then fetch it again; "
            "what has come so far is kept."
        )
    return EngineError(
        f"The model cannot be written to {folder} ({error.strerror}): see to it that you may "
        "write there."
    )
