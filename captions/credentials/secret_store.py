"""Secrets of outputs, from the environment or the system's keyring.

The addresses of platforms are secrets as well: anyone who knows one can write captions there. A
secret never appears in a file, an argument, a log, a ``repr`` or an error message.
"""

import os
from collections.abc import Callable, Mapping

from captions.credentials.system_keyring import (
    SERVICE_NAME,
    TIMEOUT_SECONDS,
    KeyPlace,
    KeyringBackend,
    KeyState,
    SystemKeyring,
    open_keyring,
)
from captions.errors import KeyringError, UsageError

MAX_SECRET_CHARS = 1200
"""Maximum length in characters. Windows stores at most 2560 bytes of UTF-16
(``CRED_MAX_CREDENTIAL_BLOB_SIZE``)."""
YOUTUBE_VARIABLE = "CAPTIONS_YOUTUBE_URL"
ZOOM_VARIABLE = "CAPTIONS_ZOOM_URL"
TEAMS_VARIABLE = "CAPTIONS_TEAMS_URL"
WEBHOOK_VARIABLE = "CAPTIONS_WEBHOOK_URL"
WEBHOOK_SECRET_VARIABLE = "CAPTIONS_WEBHOOK_SECRET"  # noqa: S105  # the name of a variable
OBS_VARIABLE = "CAPTIONS_OBS_PASSWORD"


class SecretStore:
    """Stores one secret."""

    def __init__(
        self,
        name: str,
        variable: str = "",
        environment: Mapping[str, str] = os.environ,
        get_keyring: Callable[[], KeyringBackend] = open_keyring,
        timeout: float = TIMEOUT_SECONDS,
    ) -> None:
        """Prepare to read and write the secret.

        Args:
            name: name of the secret, such as ``zoom``.
            variable: environment variable that takes precedence over the keyring; empty for none.
            environment: environment variables.
            get_keyring: returns the keyring; called in another thread.
            timeout: timeout for the keyring in seconds.
        """
        # The space keeps it apart from the accounts of speech servers, which are hosts.
        self._account = f"output {name}"
        self._variable = variable
        self._environment = environment
        self._keyring = SystemKeyring(variable, get_keyring, timeout)

    async def read(self) -> str:
        """Return the secret; empty if there is none.

        Raises:
            KeyringError: the keyring is missing or locked.
        """
        return self._read_environment() or await self._read_keyring()

    async def write(self, secret: str) -> None:
        """Store a secret in the keyring.

        Raises:
            UsageError: the text is empty, too long or not printable.
            KeyringError: the keyring is missing or locked.
        """
        secret = check_secret(secret, self._variable)
        await self._keyring.run(lambda ring: ring.set_password(SERVICE_NAME, self._account, secret))

    async def delete(self) -> None:
        """Delete the secret from the keyring, if it is stored there.

        Raises:
            KeyringError: the keyring is missing or locked.
        """

        def delete_account(ring: KeyringBackend) -> None:
            if ring.get_password(SERVICE_NAME, self._account) is not None:
                ring.delete_password(SERVICE_NAME, self._account)

        await self._keyring.run(delete_account)

    async def read_state(self) -> KeyState:
        """Return where the secret is stored and any problem with the keyring; never raises."""
        if self._read_environment():
            return KeyState(KeyPlace.ENVIRONMENT)
        try:
            secret = await self._read_keyring()
        except KeyringError as error:
            return KeyState(KeyPlace.NO_KEYRING, error.message)
        return KeyState(KeyPlace.KEYRING if secret else KeyPlace.NOWHERE)

    def _read_environment(self) -> str:
        return self._environment.get(self._variable, "").strip() if self._variable else ""

    async def _read_keyring(self) -> str:
        found = await self._keyring.run(lambda ring: ring.get_password(SERVICE_NAME, self._account))
        return found or ""


def check_secret(secret: str, variable: str = "") -> str:
    """Return the secret without surrounding whitespace.

    Args:
        secret: an address or a password.
        variable: environment variable that can hold a longer secret; empty for none.

    Raises:
        UsageError: the text cannot be stored; the message does not contain it.
    """
    secret = secret.strip()
    if not secret:
        raise UsageError("secret_missing")
    if not secret.isprintable():
        raise UsageError("secret_invalid")
    if len(secret) > MAX_SECRET_CHARS:
        if variable:
            raise UsageError("secret_too_long", variable=variable)
        raise UsageError("secret_invalid")
    return secret
