"""API keys of speech servers, from the environment or the system's keyring.

A key never appears in a file, an argument, a log, a ``repr`` or an error message.
"""

import contextlib
import os
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

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
from captions.protocol.addresses import is_exposed, parse_origin

KEY_VARIABLES = ("CAPTIONS_API_KEY", "ELEVENLABS_API_KEY")
"""Environment variables in order of precedence; any of them takes precedence over the keyring."""
MAX_KEY_CHARS = 512
"""Maximum length of a key in characters; the keyrings of some systems store little more."""


def api_key(environment: Mapping[str, str] = os.environ) -> str:
    """Return the key from the environment; empty if there is none."""
    values = (environment.get(name, "").strip() for name in KEY_VARIABLES)
    return next(filter(None, values), "")


class KeyStore:
    """Stores the key of one server; a key stored for one server is never given to another."""

    def __init__(
        self,
        server: str,
        environment: Mapping[str, str] = os.environ,
        get_keyring: Callable[[], KeyringBackend] = open_keyring,
        timeout: float = TIMEOUT_SECONDS,
    ) -> None:
        """Prepare to read and write the key.

        Args:
            server: base URL of the server.
            environment: environment variables, of which `KEY_VARIABLES` are read.
            get_keyring: returns the keyring; called in another thread.
            timeout: timeout for the keyring in seconds.
        """
        self._account = parse_origin(server) or "this computer"
        self._legacy_account = _legacy_account_name(server)
        self._environment = environment
        self._keyring = SystemKeyring(KEY_VARIABLES[0], get_keyring, timeout)

    async def read_key(self) -> str:
        """Return the key; empty if there is none.

        Raises:
            KeyringError: the keyring is missing or locked.
        """
        return api_key(self._environment) or await self._read_keyring()

    async def write_key(self, key: str) -> None:
        """Store a key in the keyring.

        Raises:
            UsageError: the text cannot be a key.
            KeyringError: the keyring is missing or locked.
        """
        key = check_key(key)
        await self._keyring.run(lambda ring: ring.set_password(SERVICE_NAME, self._account, key))

    async def delete_key(self) -> None:
        """Delete the key from the keyring, if it is stored there.

        Raises:
            KeyringError: the keyring is missing or locked.
        """

        def delete_accounts(ring: KeyringBackend) -> None:
            for account in filter(None, (self._account, self._legacy_account)):
                if ring.get_password(SERVICE_NAME, account) is not None:
                    ring.delete_password(SERVICE_NAME, account)

        await self._keyring.run(delete_accounts)

    async def read_state(self) -> KeyState:
        """Return where the key is stored and any problem with the keyring; never raises."""
        if api_key(self._environment):
            return KeyState(KeyPlace.ENVIRONMENT)
        try:
            key = await self._read_keyring()
        except KeyringError as error:
            return KeyState(KeyPlace.NO_KEYRING, error.message)
        return KeyState(KeyPlace.KEYRING if key else KeyPlace.NOWHERE)

    async def _read_keyring(self) -> str:
        return await self._keyring.run(self._find_key)

    def _find_key(self, ring: KeyringBackend) -> str:
        """Return the key; one stored by an earlier version is moved to its new account."""
        key = ring.get_password(SERVICE_NAME, self._account)
        if key or not self._legacy_account:
            return key or ""
        legacy_key = ring.get_password(SERVICE_NAME, self._legacy_account)
        if legacy_key:
            with contextlib.suppress(Exception):  # The key can still be read from the old account.
                ring.set_password(SERVICE_NAME, self._account, legacy_key)
                ring.delete_password(SERVICE_NAME, self._legacy_account)
        return legacy_key or ""


def check_key(key: str) -> str:
    """Return the key without surrounding whitespace.

    Raises:
        UsageError: the text cannot be a key; the message does not contain it.
    """
    key = key.strip()
    if not key:
        raise UsageError("key_missing")
    if len(key) > MAX_KEY_CHARS or not key.isascii() or not key.isprintable() or " " in key:
        raise UsageError("key_invalid")
    return key


def _legacy_account_name(server: str) -> str:
    """Return the account used by earlier versions; empty if there is none.

    Those versions did not distinguish http from https. A key entered for https must not be sent
    over http, where others can read it.
    """
    if is_exposed(server):
        return ""
    parts = urlsplit(server if "://" in server else f"//{server}")
    return parts.netloc.rpartition("@")[2].lower()
