"""The system's keyring, which may be missing, locked or slow.

A keyring may ask the user for a password and may block forever. All calls to it therefore run in a
daemon thread, which the program does not wait for on exit. A keyring's own error messages may
contain the secret, so they are not passed on.
"""

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable
from enum import Enum
from typing import NamedTuple, Protocol, TypeVar

from captions.errors import KeyringError
from captions.messages.message import Message

_log = logging.getLogger(__name__)

SERVICE_NAME = "captions"
"""Service name in the keyring; each secret has its own account."""
TIMEOUT_SECONDS = 60.0
"""Timeout in seconds for the keyring, long enough for the user to type a password."""

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
    """Where a secret is stored."""

    ENVIRONMENT = "environment"
    """Environment variable; takes precedence over the keyring."""
    KEYRING = "keyring"
    NOWHERE = "nowhere"
    NO_KEYRING = "no keyring"
    """There is no secret, and no keyring that could store one."""


class KeyState(NamedTuple):
    """Where a secret is stored, and any problem with the keyring; never the secret itself."""

    place: KeyPlace = KeyPlace.NOWHERE
    problem: Message | None = None
    """What to do; None if nothing is wrong."""


def open_keyring() -> KeyringBackend:
    """Return the system's keyring; called in another thread, because it takes a while.

    Raises:
        NoKeyringError: there is none that stores secrets safely.
    """
    # Imported late: it takes a tenth of a second and, on Linux, 18 MB.
    import keyring  # noqa: PLC0415
    from keyring.errors import NoKeyringError  # noqa: PLC0415

    from captions.credentials.keyring_reader import KeyringReader  # noqa: PLC0415

    ring = keyring.get_keyring()
    # Backends below priority 1 store nothing, or store it in a plain file.
    if ring.priority < 1:
        raise NoKeyringError
    return KeyringReader(ring)


class SystemKeyring:
    """Runs operations on the system's keyring in another thread."""

    def __init__(
        self,
        variable: str,
        get_keyring: Callable[[], KeyringBackend] = open_keyring,
        timeout: float = TIMEOUT_SECONDS,
    ) -> None:
        """Prepare to use the keyring.

        Args:
            variable: environment variable that error messages suggest instead; empty for none.
            get_keyring: returns the keyring; called in another thread.
            timeout: timeout for the keyring in seconds.
        """
        self._variable = variable
        self._get_keyring = get_keyring
        self._timeout = timeout

    async def run(self, operation: Callable[[KeyringBackend], _Result]) -> _Result:
        """Run an operation on the keyring in another thread, and return its result.

        Raises:
            KeyringError: the keyring is missing or locked, refuses, or times out.
        """
        try:
            async with asyncio.timeout(self._timeout):
                return await _run_in_thread(lambda: operation(self._get_keyring()))
        except TimeoutError:
            problem = Message("keyring_unresponsive", variable=self._variable)
        except Exception as error:  # noqa: BLE001  # each system's keyring has failures of its own
            _log.info("The system's keyring failed with %s.", type(error).__name__)
            problem = _describe_failure(error, self._variable)
        # Not "from error": a keyring's own message may contain the secret.
        if not self._variable:
            raise KeyringError("keyring_unusable")
        raise KeyringError(problem)


def _describe_failure(error: Exception, variable: str) -> Message:
    match type(error).__name__:
        case "NoKeyringError" | "ModuleNotFoundError" | "ImportError":
            return Message("keyring_missing", variable=variable)
        case "KeyringLocked" | "InitError":
            return Message("keyring_locked", variable=variable)
        case _:
            return Message("keyring_refused", variable=variable)


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
