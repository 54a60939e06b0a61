"""API keys of speech servers, from the environment or the system's keyring.

A key never appears in a file, an argument, a log, a ``repr`` or an error message. For this reason
the keyring's own error messages are not passed on. A keyring may ask the user for a password and
may block forever. All calls to it therefore run in a daemon thread, which the program does not wait
for on exit.
"""

import asyncio
import contextlib
import logging
import os
import threading
from collections.abc import Callable, Mapping
from enum import Enum
from typing import NamedTuple, Protocol, TypeVar
from urllib.parse import urlsplit

from captions.errors import KeyringError, UsageError
from captions.messages.message import Message
from captions.protocol.addresses import is_exposed, parse_origin

_log = logging.getLogger(__name__)

KEY_VARIABLES = ("CAPTIONS_API_KEY", "ELEVENLABS_API_KEY")
"""Environment variables in order of precedence; any of them takes precedence over the keyring."""
SERVICE_NAME = "captions"
"""Service name in the keyring; each scheme, host and port has its own account."""
TIMEOUT_SECONDS = 60.0
"""Timeout in seconds for the keyring, long enough for the user to type a password."""
MAX_KEY_CHARS = 512
"""Maximum length of a key in characters; the keyrings of some systems store little more."""

_Result = TypeVar("_Result")


class KeyringBackend(Protocol):
    """The system's keyring, with the interface of the package ``keyring``."""

    def get_password(self, service: str, username: str) -> str | None:
        """Return the stored password, or `None`."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Store a password."""

    def delete_password(self, service: str, username: str) -> None:
        """Delete a password."""


class KeyPlace(Enum):
    """Where a key is stored."""

    ENVIRONMENT = "environment"
    """Environment variable; takes precedence over the keyring."""
    KEYRING = "keyring"
    NOWHERE = "nowhere"
    NO_KEYRING = "no keyring"
    """There is no key, and no keyring that could store one."""


class KeyState(NamedTuple):
    """Where the key is stored, and any problem with the keyring; never the key itself."""

    place: KeyPlace = KeyPlace.NOWHERE
    problem: Message | None = None
    """What to do; None if nothing is wrong."""


def api_key(environment: Mapping[str, str] = os.environ) -> str:
    """Return the key from the environment; empty if there is none."""
    values = (environment.get(name, "").strip() for name in KEY_VARIABLES)
    return next(filter(None, values), "")


def _system_keyring() -> KeyringBackend:
    # Imported late: it takes a tenth of a second and, on Linux, 18 MB.
    import keyring  # noqa: PLC0415
    from keyring.errors import NoKeyringError  # noqa: PLC0415

    ring = keyring.get_keyring()
    # Backends below priority 1 store nothing, or store it in a plain file.
    if ring.priority < 1:
        raise NoKeyringError
    return ring


class KeyStore:
    """Stores the key of one server; a key stored for one server is never given to another."""

    def __init__(
        self,
        server: str,
        environment: Mapping[str, str] = os.environ,
        get_keyring: Callable[[], KeyringBackend] = _system_keyring,
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
        self._get_keyring = get_keyring
        self._timeout = timeout

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
        await self._call_keyring(lambda ring: ring.set_password(SERVICE_NAME, self._account, key))

    async def delete_key(self) -> None:
        """Delete the key from the keyring, if it is stored there.

        Raises:
            KeyringError: the keyring is missing or locked.
        """

        def delete_accounts(ring: KeyringBackend) -> None:
            for account in filter(None, (self._account, self._legacy_account)):
                if ring.get_password(SERVICE_NAME, account) is not None:
                    ring.delete_password(SERVICE_NAME, account)

        await self._call_keyring(delete_accounts)

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
        return await self._call_keyring(self._find_key)

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

    async def _call_keyring(self, operation: Callable[[KeyringBackend], _Result]) -> _Result:
        """Call the keyring in another thread, and return the result.

        Raises:
            KeyringError: the keyring is missing or locked, refuses, or times out.
        """
        try:
            async with asyncio.timeout(self._timeout):
                return await _run_in_thread(lambda: operation(self._get_keyring()))
        except TimeoutError:
            problem = Message("keyring_unresponsive", variable=KEY_VARIABLES[0])
        except Exception as error:  # noqa: BLE001  # each system's keyring has failures of its own
            _log.info("The system's keyring failed with %s.", type(error).__name__)
            problem = _describe_failure(error)
        # Not "from error": a keyring's own message may contain the key.
        raise KeyringError(problem)


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


def _describe_failure(error: Exception) -> Message:
    match type(error).__name__:
        case "NoKeyringError" | "ModuleNotFoundError" | "ImportError":
            return Message("keyring_missing", variable=KEY_VARIABLES[0])
        case "KeyringLocked" | "InitError":
            return Message("keyring_locked", variable=KEY_VARIABLES[0])
        case _:
            return Message("keyring_refused", variable=KEY_VARIABLES[0])


async def _run_in_thread(work: Callable[[], _Result]) -> _Result:
    """Run a function in a daemon thread, which does not delay the program's exit."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[_Result] = loop.create_future()

    def set_outcome(result: _Result | None, error: Exception | None) -> None:
        if done.done():
            return
        if error is not None:
            done.set_exception(error)
        else:
            done.set_result(result)  # type: ignore[arg-type]  # there is a result if there is no error

    def run_work() -> None:
        result, failed = None, None
        try:
            result = work()
        except Exception as error:  # noqa: BLE001  # raised again by the awaiting task
            failed = error
        # The loop may have closed before the keyring answered.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(set_outcome, result, failed)

    threading.Thread(target=run_work, name="keyring", daemon=True).start()
    return await done
