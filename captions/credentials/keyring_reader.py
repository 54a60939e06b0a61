"""Reads the system's keyring without creating it.

Linux desktops other than GNOME and KDE often have a Secret Service without a keyring in it. There,
the package ``keyring`` creates one even to read a password, and the desktop asks the user for a new
password (``secretstorage.get_default_collection``). Where nothing can be stored yet, nothing needs
to be read.
"""

from contextlib import closing

from keyring.backend import KeyringBackend as Backend
from keyring.backends import SecretService
from keyring.backends.chainer import ChainerBackend


class KeyringReader:
    """The system's keyring, which only `set_password` may create."""

    def __init__(self, ring: Backend) -> None:
        """``ring`` is the keyring, or a chain of several."""
        self._ring = ring

    def get_password(self, service: str, username: str) -> str | None:
        """Return the stored password, or `None`."""
        parts = self._ring.backends if isinstance(self._ring, ChainerBackend) else [self._ring]
        passwords = (part.get_password(service, username) for part in parts if _exists(part))
        return next((found for found in passwords if found is not None), None)

    def set_password(self, service: str, username: str, password: str) -> None:
        """Store a password."""
        self._ring.set_password(service, username, password)

    def delete_password(self, service: str, username: str) -> None:
        """Delete a password that `get_password` has returned."""
        self._ring.delete_password(service, username)


def _exists(ring: Backend) -> bool:
    """Return False if a Secret Service has no keyring yet."""
    if not isinstance(ring, SecretService.Keyring) or hasattr(ring, "preferred_collection"):
        return True
    # Imported late: only Linux has it.
    import secretstorage  # noqa: PLC0415
    from secretstorage.exceptions import ItemNotFoundException  # noqa: PLC0415

    with closing(secretstorage.dbus_init()) as connection:
        try:
            secretstorage.Collection(connection)
        except ItemNotFoundException:
            return False
    return True
