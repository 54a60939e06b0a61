"""Downloads one file over HTTP with resumption, and keeps it only if its digest is correct.

The received bytes are stored as ``NAME.part``, and the version of the file that the server reported
(ETag or date) as ``NAME.part.version``. A retry requests the rest by ``Range``, with ``If-Range``
for the stored version (RFC 9110, sections 13.1.5 and 14). The digest is always checked.
"""

import errno
import hashlib
import http.client
import re
import socket
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from captions import __version__
from captions.engine.library.release import ModelFile
from captions.errors import EngineError, describe_reason
from captions.messages.message import Message

Progress = Callable[[int], None]
"""Called with the number of new bytes; negative if stored bytes had to be discarded."""

_TIMEOUT = 30.0
"""Default of `RetryPolicy.timeout`."""
_MAX_TRIES = 4
"""Default of `RetryPolicy.max_tries`."""
_FIRST_DELAY = 1.0
"""Seconds before the first retry; the delay doubles with each retry."""
_MAX_DELAY = 20.0
"""Maximum seconds between two attempts."""
_BLOCK_BYTES = 1 << 18
"""Bytes read at a time."""
_PART_STATUS = 206
"""HTTP status of a partial response (Partial Content)."""
_RANGE_STATUS = 416
"""HTTP status of an invalid range (Range Not Satisfiable)."""
_PROXY_STATUS = 407
"""HTTP status of a proxy that wants a password (Proxy Authentication Required)."""
_MOVED_STATUSES = {404, 410}
"""HTTP statuses of a file that is not or no longer there (Not Found, Gone)."""
_TRANSIENT_STATUSES = {408, 425, 429, 500, 502, 503, 504}
"""HTTP statuses that justify a retry."""
_TUNNEL_REFUSED = re.compile(r"Tunnel connection failed: (\d{3})")
"""Text of the `OSError` that http.client raises if a proxy refuses to connect to the host."""


class UnreachableError(EngineError):
    """A file is not available from one source; another source may have it."""


class RetryPolicy(NamedTuple):
    """Timeout, number of attempts and delay of a download."""

    timeout: float = _TIMEOUT
    """Seconds without data before an attempt fails."""
    max_tries: int = _MAX_TRIES
    """Maximum consecutive attempts without new data."""
    sleep: Callable[[float], None] = time.sleep
    """Waits for a number of seconds between two attempts."""


class _TransientError(Exception):
    """An attempt failed and can be repeated; carries the reason, a text without a full stop."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason)
        self.reason = reason


def fetch_file(
    url: str,
    file: ModelFile,
    folder: Path,
    progress: Progress,
    retry_policy: RetryPolicy | None = None,
) -> Path:
    """Download a file into a folder, unless it is already complete there.

    Args:
        url: URL of the file.
        file: name, size and digest of the file.
        folder: existing target folder.
        progress: called after each block.
        retry_policy: timeout and retries.

    Returns:
        Path of the file.

    Raises:
        UnreachableError: the server cannot be reached, lacks the file, or sends another file.
        EngineError: the file cannot be written.
    """
    target = folder / file.name
    if is_complete(target, file):
        progress(file.size)
        return target
    try:
        _FileDownload(url, file, folder, progress, retry_policy or RetryPolicy()).run()
    except OSError as error:
        raise _write_error(folder, error) from error
    return target


def is_complete(path: Path, file: ModelFile) -> bool:
    """Return True if a file exists and has the expected size and digest."""
    try:
        return path.stat().st_size == file.size and compute_digest(path) == file.sha256
    except OSError:
        return False


def compute_digest(path: Path) -> str:
    """Return a file's SHA-256 as lower-case hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


class _FileDownload:
    """One download of a file."""

    def __init__(
        self, url: str, file: ModelFile, folder: Path, progress: Progress, retry_policy: RetryPolicy
    ) -> None:
        self._url = url
        self._host = urlsplit(url).hostname
        self._file = file
        self._target_path = folder / file.name
        self._part_path = folder / f"{file.name}.part"
        self._version_path = folder / f"{file.name}.part.version"
        self._progress = progress
        self._retry_policy = retry_policy
        self._is_resumed = False
        """True if the bytes come from more than one response."""

    def run(self) -> None:
        if self._received_bytes() > self._file.size:
            self._delete_part()
        self._progress(self._received_bytes())
        self._download_all()
        if self._is_resumed and compute_digest(self._part_path) != self._file.sha256:
            # The responses may belong to different versions of the file, so start over.
            self._discard_part()
            self._download_all()
        if compute_digest(self._part_path) != self._file.sha256:
            self._discard_part()
            raise UnreachableError("download_altered", file=self._file.name, host=str(self._host))
        self._part_path.replace(self._target_path)
        self._version_path.unlink(missing_ok=True)

    def _download_all(self) -> None:
        """Download until all bytes are stored, with retries."""
        failures = 0
        while (before := self._received_bytes()) < self._file.size:
            try:
                self._download_once()
            except _TransientError as error:
                failures = 1 if self._received_bytes() > before else failures + 1
                if failures >= self._retry_policy.max_tries:
                    raise UnreachableError(
                        "download_broke_off",
                        file=self._file.name,
                        host=str(self._host),
                        reason=error.reason,
                    ) from error
                self._retry_policy.sleep(min(_FIRST_DELAY * 2 ** (failures - 1), _MAX_DELAY))

    def _download_once(self) -> None:
        """Download the missing bytes in one request.

        Raises:
            _TransientError: the connection failed, or the server is overloaded.
            UnreachableError: the server lacks the file, or its name cannot be resolved.
        """
        with self._send_request() as response:
            start = self._start_offset(response)
            self._is_resumed = start > 0
            with self._part_path.open("r+b" if start else "wb") as part:
                if start:
                    part.truncate(start)
                    part.seek(start)
                while start < self._file.size:
                    block = _read_block(response, min(_BLOCK_BYTES, self._file.size - start))
                    start += part.write(block)
                    self._progress(len(block))

    def _send_request(self) -> http.client.HTTPResponse:
        headers = {"User-Agent": f"captions/{__version__}", "Accept-Encoding": "identity"}
        if have := self._received_bytes():
            headers["Range"] = f"bytes={have}-"
            if self._version_path.exists():
                headers["If-Range"] = self._version_path.read_text(encoding="latin-1")
        opener = urllib.request.build_opener()  # Uses the system's proxies and certificates.
        opener.addheaders = list(headers.items())
        try:
            response: http.client.HTTPResponse = opener.open(
                self._url, timeout=self._retry_policy.timeout
            )
        except urllib.error.HTTPError as error:
            with error:
                raise self._status_error(error.code) from error
        except (OSError, http.client.HTTPException) as error:
            raise self._connection_error(error) from error
        return response

    def _connection_error(self, error: Exception) -> Exception:
        """Return the failure of a connection to the host, or to the proxy before it."""
        reason = getattr(error, "reason", error)
        if isinstance(reason, ssl.SSLCertVerificationError):
            return UnreachableError(
                "download_untrusted", host=str(self._host), reason=reason.verify_message
            )
        if refused := _TUNNEL_REFUSED.search(str(reason)):
            return self._status_error(int(refused[1]), through_proxy=True)
        proxy = _find_proxy(self._url)
        if isinstance(reason, socket.gaierror) and proxy:
            return UnreachableError("download_proxy_unknown", proxy=proxy)
        if isinstance(reason, socket.gaierror):
            return UnreachableError("download_host_unknown", host=str(self._host))
        return _TransientError(_describe_connection(reason, proxy))

    def _status_error(self, status: int, *, through_proxy: bool = False) -> Exception:
        """Return the failure for a status; ``through_proxy`` is True if a proxy sent it."""
        host, name = str(self._host), self._file.name
        if status == _RANGE_STATUS:
            self._discard_part()
            return _TransientError(Message("download_shorter"))
        if status in _TRANSIENT_STATUSES:
            return _TransientError(Message("download_overloaded", status=str(status)))
        if status == _PROXY_STATUS or through_proxy:
            proxy = _find_proxy(self._url)
            return UnreachableError(
                "download_proxy_refused", proxy=proxy, host=host, status=str(status)
            )
        if status in _MOVED_STATUSES:
            return UnreachableError("download_moved", file=name, host=host, status=str(status))
        return UnreachableError("download_refused", file=name, host=host, status=str(status))

    def _start_offset(self, response: http.client.HTTPResponse) -> int:
        """Return the file offset of the response's first byte, and store the file's version."""
        start = 0
        if response.status == _PART_STATUS:
            found = re.match(r"bytes (\d+)-", response.headers.get("Content-Range", ""))
            start = int(found[1]) if found else self._received_bytes()
        if start > self._received_bytes():
            raise _TransientError(Message("download_other_part"))
        if start < self._received_bytes():
            self._progress(start - self._received_bytes())
        version = response.headers.get("ETag", "")
        if not version or version.startswith("W/"):  # A weak ETag does not identify the bytes.
            version = response.headers.get("Last-Modified", "")
        if version:
            self._version_path.write_text(version, encoding="latin-1")
        else:
            self._version_path.unlink(missing_ok=True)
        return start

    def _received_bytes(self) -> int:
        return self._part_path.stat().st_size if self._part_path.exists() else 0

    def _discard_part(self) -> None:
        """Discard the received bytes, and report this as negative progress."""
        self._progress(-self._received_bytes())
        self._delete_part()

    def _delete_part(self) -> None:
        self._part_path.unlink(missing_ok=True)
        self._version_path.unlink(missing_ok=True)


def _describe_connection(reason: object, proxy: str) -> Message:
    """Return why a connection failed that may succeed later."""
    if isinstance(reason, TimeoutError):
        return Message("download_no_response")
    if proxy and isinstance(reason, ConnectionRefusedError):
        return Message("download_proxy_unreachable", proxy=proxy)
    return Message("download_connection_failed")


def _find_proxy(url: str) -> str:
    """Return host and port of the proxy that urllib uses for a URL; empty if it uses none."""
    parts = urlsplit(url)
    if not parts.hostname or urllib.request.proxy_bypass(parts.hostname):
        return ""
    address = urllib.request.getproxies().get(parts.scheme, "")
    proxy = urlsplit(address if "://" in address else f"//{address}")
    shown = proxy.hostname or ""  # Not the whole address, which may hold a password.
    return f"{shown}:{proxy.port}" if shown and proxy.port else shown


def _read_block(response: http.client.HTTPResponse, size: int) -> bytes:
    """Return up to ``size`` bytes of the response, with its network errors as transient errors."""
    try:
        block = response.read1(size)
    except TimeoutError as error:
        raise _TransientError(Message("download_no_data")) from error
    except (OSError, http.client.HTTPException) as error:
        raise _TransientError(Message("download_connection_lost")) from error
    if not block:
        raise _TransientError(Message("download_connection_lost"))
    return block


def _write_error(folder: Path, error: OSError) -> EngineError:
    if error.errno == errno.ENOSPC:
        return EngineError("model_disk_full", folder=str(folder))
    return EngineError("model_unwritable", folder=str(folder), reason=describe_reason(error))
