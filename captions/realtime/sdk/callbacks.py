"""Registry of event callbacks, which defines the order of their calls."""

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
"""Function or coroutine function."""


_current_registry: ContextVar["CallbackRegistry | None"] = ContextVar("_inside", default=None)
"""Registry whose coroutine is running, also in the tasks that the coroutine started."""


class _OneTimeCallback:
    """Callback that is removed when it is called."""

    def __init__(self, callback: Callback, entries: list[Callback]) -> None:
        self.callback = callback
        self._entries = entries

    def __call__(self, *args: object) -> object:
        if self not in self._entries:
            return None
        self._entries.remove(self)
        return self.callback(*args)


class CallbackRegistry:
    """Calls functions immediately, and awaits coroutines one by one in the order of events.

    Coroutines wait in an unbounded queue, because none may be dropped.
    """

    def __init__(self, replayed: tuple[str, ...] = ()) -> None:
        """Start without callbacks.

        Args:
            replayed: names of one-time events, which are replayed to callbacks registered later.
        """
        self.by_event: dict[str, list[Callback]] = {}
        self._replayed = replayed
        self._past_events: dict[str, tuple[object, ...]] = {}
        self._pending: deque[Awaitable[object]] = deque()
        self._await_task: asyncio.Task[None] | None = None

    def add_callback(self, event: str, callback: Callback, *, once: bool = False) -> None:
        """Register a callback; if a replayed event has happened already, call it soon."""
        entries = self.by_event.setdefault(event, [])
        entry = _OneTimeCallback(callback, entries) if once else callback
        entries.append(entry)
        if event in self._past_events:
            asyncio.get_running_loop().call_soon(self._replay_event, event, entry)

    def remove_callback(self, event: str, callback: Callback) -> None:
        """Remove a callback; ignore one that is not registered."""
        entries = self.by_event.get(event, [])
        entries[:] = [
            entry for entry in entries if callback not in (entry, _unwrap_callback(entry))
        ]

    def emit(self, event: str, *args: object) -> None:
        """Call the callbacks of an event; a callback that fails does not stop the next one."""
        if event in self._replayed:
            self._past_events[event] = args
        for entry in tuple(self.by_event.get(event, ())):
            self._call_callback(event, entry, args)

    def emit_optional_argument(self, event: str, arg: object) -> None:
        """Call the callbacks of an event; pass the argument only to those that accept one."""
        for entry in tuple(self.by_event.get(event, ())):
            self._call_callback(
                event, entry, (arg,) if _takes_argument(_unwrap_callback(entry)) else ()
            )

    async def wait_until_idle(self) -> None:
        """Wait for all coroutines that run or wait, unless one of them is the caller."""
        if self._await_task is not None and _current_registry.get() is not self:
            await asyncio.wait([self._await_task])

    def _replay_event(self, event: str, entry: Callback) -> None:
        if entry in self.by_event[event]:  # The callback may have been removed.
            self._call_callback(event, entry, self._past_events[event])

    def _call_callback(self, event: str, entry: Callback, args: tuple[object, ...]) -> None:
        try:
            result = entry(*args)
            if result is not None and inspect.isawaitable(result):
                self._await_in_order(event, result)
        except Exception as error:  # noqa: BLE001  # any error of the program, which is reported
            _report_failure(event, error)

    def _await_in_order(self, event: str, result: Awaitable[object]) -> None:
        self._pending.append(_await_and_report(event, result))
        if self._await_task is None or self._await_task.done():
            self._await_task = asyncio.get_running_loop().create_task(self._await_all())

    async def _await_all(self) -> None:
        _current_registry.set(self)
        while self._pending:
            await self._pending.popleft()


def _takes_argument(callback: Callback) -> bool:
    try:
        parameters = inspect.signature(callback).parameters.values()
    except (TypeError, ValueError):  # A C function without a signature.
        return True
    return any(parameter.kind in _POSITIONAL for parameter in parameters)


async def _await_and_report(event: str, result: Awaitable[object]) -> None:
    try:
        await result
    except asyncio.CancelledError as error:
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise
        _report_failure(event, error)  # A task that the callback awaited was cancelled.
    except Exception as error:  # noqa: BLE001  # any error of the program, which is reported
        _report_failure(event, error)


def _report_failure(event: str, error: BaseException) -> None:
    # The Python SDK prints this line (its tests/test_stt_realtime.py): programs may search it.
    print(f"Error in event handler for {event}: {error}")  # noqa: T201
    log.error("A callback of '%s' failed.", event, exc_info=error)


def _unwrap_callback(entry: Callback) -> Callback:
    return entry.callback if isinstance(entry, _OneTimeCallback) else entry
