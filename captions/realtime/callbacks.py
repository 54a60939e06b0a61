"""Who is called when something happens on a connection, and in which order."""

import asyncio
import inspect
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Any

log = logging.getLogger(__name__)

_POSITIONAL = (
    inspect.Parameter.POSITIONAL_ONLY,
    inspect.Parameter.POSITIONAL_OR_KEYWORD,
    inspect.Parameter.VAR_POSITIONAL,
)

Callback = Callable[..., Any]
"""A function or a coroutine function."""


_inside: ContextVar["Callbacks | None"] = ContextVar("_inside", default=None)
"""Whose coroutine is running, also in the tasks that it began."""


class _Once:
    """A callback that is forgotten as soon as it is called."""

    def __init__(self, callback: Callback, entries: list[Callback]) -> None:
        self.callback = callback
        self._entries = entries

    def __call__(self, *args: object) -> object:
        if self not in self._entries:
            return None
        self._entries.remove(self)
        return self.callback(*args)


class Callbacks:
    """Functions are called at once; coroutines are awaited one after the other, in order of events.

    Coroutines wait in a queue without bound, because none may be dropped.
    """

    def __init__(self, kept: tuple[str, ...] = ()) -> None:
        """``kept`` names the events that happen once, and are told to those who come late too."""
        self.by_event: dict[str, list[Callback]] = {}
        self._kept = kept
        self._happened: dict[str, tuple[object, ...]] = {}
        self._waiting: deque[Awaitable[object]] = deque()
        self._awaiting: asyncio.Task[None] | None = None

    def add(self, event: str, callback: Callback, *, once: bool = False) -> None:
        """Register a callback; if a kept event has happened already, it is called soon."""
        entries = self.by_event.setdefault(event, [])
        entry = _Once(callback, entries) if once else callback
        entries.append(entry)
        if event in self._happened:
            asyncio.get_running_loop().call_soon(self._call_late, event, entry)

    def remove(self, event: str, callback: Callback) -> None:
        """Forget a callback; one that is not registered is nothing."""
        entries = self.by_event.get(event, [])
        entries[:] = [entry for entry in entries if callback not in (entry, _plain(entry))]

    def call(self, event: str, *args: object) -> None:
        """Call an event's callbacks; one that fails does not stop the next."""
        if event in self._kept:
            self._happened[event] = args
        for entry in tuple(self.by_event.get(event, ())):
            self._call(event, entry, args)

    def call_fitting(self, event: str, arg: object) -> None:
        """Like `call`, but those that take no argument are called without."""
        for entry in tuple(self.by_event.get(event, ())):
            self._call(event, entry, (arg,) if _takes_argument(_plain(entry)) else ())

    async def settle(self) -> None:
        """Wait for the coroutines that have begun or wait, unless one of them is who asks."""
        if self._awaiting is not None and _inside.get() is not self:
            await asyncio.wait([self._awaiting])

    def _call_late(self, event: str, entry: Callback) -> None:
        if entry in self.by_event[event]:  # Otherwise it was removed meanwhile.
            self._call(event, entry, self._happened[event])

    def _call(self, event: str, entry: Callback, args: tuple[object, ...]) -> None:
        try:
            result = entry(*args)
            if result is not None and inspect.isawaitable(result):
                self._await_in_order(event, result)
        except Exception as error:  # noqa: BLE001  # a program's own, which it is told of
            _tell_failure(event, error)

    def _await_in_order(self, event: str, result: Awaitable[object]) -> None:
        self._waiting.append(_guarded(event, result))
        if self._awaiting is None or self._awaiting.done():
            self._awaiting = asyncio.get_running_loop().create_task(self._await_all())

    async def _await_all(self) -> None:
        _inside.set(self)
        while self._waiting:
            await self._waiting.popleft()


def _takes_argument(callback: Callback) -> bool:
    try:
        parameters = inspect.signature(callback).parameters.values()
    except (TypeError, ValueError):  # A callable of C, which does not tell.
        return True
    return any(parameter.kind in _POSITIONAL for parameter in parameters)


async def _guarded(event: str, result: Awaitable[object]) -> None:
    try:
        await result
    except asyncio.CancelledError as error:
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise
        _tell_failure(event, error)  # Something that the program waited for was cancelled.
    except Exception as error:  # noqa: BLE001  # a program's own, which it is told of
        _tell_failure(event, error)


def _tell_failure(event: str, error: BaseException) -> None:
    # The vendor's SDK prints this line, and programs were written to look for it.
    print(f"Error in event handler for {event}: {error}")  # noqa: T201
    log.error("A callback of '%s' failed.", event, exc_info=error)


def _plain(entry: Callback) -> Callback:
    return entry.callback if isinstance(entry, _Once) else entry
