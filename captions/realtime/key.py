"""Where the API key of a speech server comes from: the environment, or the system's keyring.

The key is in no file, argument, log, ``repr`` or error text. What a keyring says of its failures is
therefore not passed on either. A keyring may ask its user for a password, and may never answer; so
it is spoken to in a thread of its own, which nothing waits for at the end.
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
from captions.protocol.addresses import is_exposed, origin

_log = logging.getLogger(__name__)

KEY_VARIABLES = ("CAPTIONS_API_KEY", "ELEVENLABS_API_KEY")
"""Looked at in this order; one that is set wins over the keyring."""
SERVICE = "captions"
"""Under what name the keyring keeps keys; each scheme, host and port has an account there."""
PATIENCE = 60.0
"""Seconds that a keyring may take, which is time for its user to type a password."""
LONGEST = 512
"""Characters of a key; keyrings of some systems take little more."""

_OFFER = f"set {KEY_VARIABLES[0]} in the environment instead"
_Result = TypeVar("_Result")


class Ring(Protocol):
    """A system's keyring, as the package ``keyring`` has it."""

    def get_password(self, service: str, username: str) -> str | None:
        """Return what is kept, or nothing."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep something."""

    def delete_password(self, service: str, username: str) -> None:
        """Forget something."""


class KeyPlace(Enum):
    """Where a key is."""

    ENVIRONMENT = "environment"
    """In a variable, which wins over the keyring."""
    KEYRING = "keyring"
    NOWHERE = "nowhere"
    NO_KEYRING = "no keyring"
    """There is none, and no keyring that could keep one."""


class KeyState(NamedTuple):
    """Where the key is, and what is wrong with the keyring; never the key."""

    place: KeyPlace = KeyPlace.NOWHERE
    problem: str = ""
    """A sentence that says what to do; empty if nothing is wrong."""


def api_key(environment: Mapping[str, str] = os.environ) -> str:
    """Return the key of the environment; empty if there is none."""
    found = (environment.get(name, "").strip() for name in KEY_VARIABLES)
    return next(filter(None, found), "")


def _system_ring() -> Ring:
    # Late, since it takes a tenth of a second and, on Linux, 18 MB.
    import keyring  # noqa: PLC0415
    from keyring.errors import NoKeyringError  # noqa: PLC0415

    ring = keyring.get_keyring()
    # What is not recommended keeps nothing, or keeps it in a plain file.
    if ring.priority < 1:
        raise NoKeyringError
    return ring


class KeyStore:
    """The key of one server; a key that was kept for one is never given to another."""

    def __init__(
        self,
        server: str,
        environment: Mapping[str, str] = os.environ,
        ring: Callable[[], Ring] = _system_ring,
        patience: float = PATIENCE,
    ) -> None:
        """Look for a key.

        Args:
            server: the server's base URL.
            environment: variables, of which `KEY_VARIABLES` count.
            ring: finds the keyring; it is called in another thread.
            patience: seconds that the keyring may take.
        """
        self._account = origin(server) or "this computer"
        self._former = _former_account(server)
        self._environment = environment
        self._ring = ring
        self._patience = patience

    async def read(self) -> str:
        """Return the key; empty if there is none.

        Raises:
            KeyringError: the keyring is missing or locked.
        """
        return api_key(self._environment) or await self._kept()

    async def write(self, key: str) -> None:
        """Keep a key in the keyring.

        Raises:
            UsageError: it cannot be a key.
            KeyringError: the keyring is missing or locked.
        """
        key = checked(key)
        await self._ask(lambda ring: ring.set_password(SERVICE, self._account, key))

    async def forget(self) -> None:
        """Take the key out of the keyring, if it is there.

        Raises:
            KeyringError: the keyring is missing or locked.
        """

        def delete(ring: Ring) -> None:
            for account in filter(None, (self._account, self._former)):
                if ring.get_password(SERVICE, account) is not None:
                    ring.delete_password(SERVICE, account)

        await self._ask(delete)

    async def state(self) -> KeyState:
        """Say where the key is, and what is wrong with the keyring; it never fails."""
        if api_key(self._environment):
            return KeyState(KeyPlace.ENVIRONMENT)
        try:
            kept = await self._kept()
        except KeyringError as error:
            return KeyState(KeyPlace.NO_KEYRING, str(error))
        return KeyState(KeyPlace.KEYRING if kept else KeyPlace.NOWHERE)

    async def _kept(self) -> str:
        return await self._ask(self._find)

    def _find(self, ring: Ring) -> str:
        """Return the key; one that an earlier version kept gets its new account."""
        found = ring.get_password(SERVICE, self._account)
        if found or not self._former:
            return found or ""
        former = ring.get_password(SERVICE, self._former)
        if former:
            with contextlib.suppress(Exception):  # It is of use where it is, too.
                ring.set_password(SERVICE, self._account, former)
                ring.delete_password(SERVICE, self._former)
        return former or ""

    async def _ask(self, question: Callable[[Ring], _Result]) -> _Result:
        """Ask the keyring in another thread.

        Raises:
            KeyringError: it is missing or locked, refuses or does not answer.
        """
        try:
            async with asyncio.timeout(self._patience):
                return await _in_thread(lambda: question(self._ring()))
        except TimeoutError:
            problem = f"The system's keyring does not answer: unlock it, or {_OFFER}."
        except Exception as error:  # noqa: BLE001  # each system's keyring has failures of its own
            _log.info("The system's keyring failed with %s.", type(error).__name__)
            problem = _problem(error)
        # Not "from" what was met: a keyring's own words may hold what it was given.
        raise KeyringError(problem)


def checked(key: str) -> str:
    """Return a key without the blanks around it.

    Raises:
        UsageError: it cannot be a key; the sentence does not hold it.
    """
    key = key.strip()
    if not key:
        raise UsageError("There is no API key: paste the one that your account shows.")
    if len(key) > LONGEST or not key.isascii() or not key.isprintable() or " " in key:
        raise UsageError("That is no API key: copy it again, without what stands around it.")
    return key


def _former_account(server: str) -> str:
    """Return the account of earlier versions, which did not tell http from https; or nothing.

    A key that was entered for https must not be given to http, where others can read it.
    """
    if is_exposed(server):
        return ""
    parts = urlsplit(server if "://" in server else f"//{server}")
    return parts.netloc.rpartition("@")[2].lower()


def _problem(error: Exception) -> str:
    match type(error).__name__:
        case "NoKeyringError" | "ModuleNotFoundError" | "ImportError":
            return f"This system has no keyring that could keep the API key: {_OFFER}."
        case "KeyringLocked" | "InitError":
            return f"The system's keyring is locked: unlock it, or {_OFFER}."
        case _:
            return f"The system's keyring refuses: unlock it, or {_OFFER}."


async def _in_thread(work: Callable[[], _Result]) -> _Result:
    """Do something in a thread that does not keep the program from ending."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[_Result] = loop.create_future()

    def settle(result: _Result | None, error: Exception | None) -> None:
        if done.done():
            return
        if error is not None:
            done.set_exception(error)
        else:
            done.set_result(result)  # type: ignore[arg-type]  # it is one where no error is

    def run() -> None:
        result, failed = None, None
        try:
            result = work()
        except Exception as error:  # noqa: BLE001  # it is raised again where it is awaited
            failed = error
        # The loop may have ended while the keyring was thinking.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(settle, result, failed)

    threading.Thread(target=run, name="keyring", daemon=True).start()
    return await done
