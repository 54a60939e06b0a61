"""Addresses of pages, and their secrets.

A secret keeps other web pages and other people in the network from reading the captions. It stays
the same until the user renews it, because the address is pasted into OBS and given to readers. It
is not stored in a keyring, which may ask for a password before the page can start: anyone who can
read the user's files can read the captions anyway. The file can be read by the user only.
"""

import contextlib
import re
import secrets
import socket
from pathlib import Path

from captions.atomic_files import read_file, replace_file
from captions.errors import OutputError, describe_reason
from captions.outputs.pages.page_messages import PageKind

LOOPBACK = "127.0.0.1"
_HIDDEN_SECRET = "••••••"  # noqa: S105  # what is shown instead
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32,128}")
_TOKEN_BYTES = 24
_MAX_FILE_BYTES = 1024
_DOCUMENTATION_ADDRESS = ("192.0.2.1", 9)
"""An address that nobody has (RFC 5737), in the direction of the default route."""


def page_address(kind: PageKind, host: str, port: int, secret: str = _HIDDEN_SECRET) -> str:
    """Return the address of a page; the secret is hidden unless it is given."""
    return f"http://{host}:{port}/{kind}?token={secret}"


def find_network_host() -> str:
    """Return the IP address of this computer in the local network; the loopback one if none."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(_DOCUMENTATION_ADDRESS)  # Chooses an interface, and sends nothing.
        return str(probe.getsockname()[0])
    return LOOPBACK


class PageSecrets:
    """The secrets of all pages, each in a file that only the user can read."""

    def __init__(self, folder: Path) -> None:
        """``folder`` is for data of the app; it is created when it is needed."""
        self._folder = folder

    def read_secret(self, kind: PageKind) -> str:
        """Return the secret of a page; a new one if there is none yet.

        Raises:
            OutputError: it cannot be stored.
        """
        with contextlib.suppress(OSError, ValueError):
            text = read_file(self._path(kind), _MAX_FILE_BYTES).decode("ascii").strip()
            if _TOKEN.fullmatch(text):
                return text
        return self.renew_secret(kind)

    def renew_secret(self, kind: PageKind) -> str:
        """Store a new secret, and return it; the old one is no longer valid.

        Raises:
            OutputError: it cannot be stored.
        """
        path, token = self._path(kind), secrets.token_urlsafe(_TOKEN_BYTES)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)  # A replaced file keeps its permissions.
            path.chmod(0o600)
            replace_file(path, token.encode())
        except OSError as error:
            raise OutputError(
                "page_secret_unwritable", file=str(path), reason=describe_reason(error)
            ) from error
        return token

    def _path(self, kind: PageKind) -> Path:
        return self._folder / f"{kind}-page.token"
