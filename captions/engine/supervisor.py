"""Keeps the on-device speech server running; the only owner of its process.

The supervisor restarts a server that exits, with a growing delay. A server counts as healthy once
it has committed speech: one that crashes on its input accepts connections before that. After
several failures in a row the supervisor gives up, and the user decides when to retry.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from captions.engine.child_process import EngineProcess, EngineRefusedError, engine_command
from captions.errors import EngineError
from captions.events import EngineChanged, EngineState, Event, Failed
from captions.messages.message import Message
from captions.protocol.addresses import Address

_STOP_SECONDS = 10.0
"""Timeout of `EngineSupervisor.stop`; the timeouts of `EngineProcess.stop` are shorter."""

Start = Callable[[], Awaitable[EngineProcess]]
"""Starts an engine process."""


class RestartPolicy(NamedTuple):
    """Number and delays of restarts."""

    delays: tuple[float, ...] = (0.0, 1.0, 2.0, 4.0)
    """Seconds before each restart; after one more failure in a row the supervisor gives up."""
    stable_seconds: float = 600.0
    """Running time after which the failure count is reset, even if nothing was committed."""


_POLICY = RestartPolicy()


class EngineSupervisor:
    """Starts the engine when its address is first requested, and restarts it after a failure."""

    def __init__(
        self,
        model: str,
        emit: Callable[[Event], None],
        on_exit: Callable[[], None] = lambda: None,
        *,
        policy: RestartPolicy = _POLICY,
        start: Start | None = None,
    ) -> None:
        """Create a supervisor; the engine is not started yet.

        Args:
            model: name of the recognition model.
            emit: called when the engine starts, is ready, exits or cannot be restarted any more.
            on_exit: called when an engine that accepted connections has exited, before the next one
                starts; its input may have caused the exit.
            policy: number and delays of restarts.
            start: starts a process; by default the speech server of this program.
        """
        self.model = model
        """Name of the recognition model."""
        self._emit = emit
        self._on_exit = on_exit
        self._policy = policy
        self._start = start or (lambda: EngineProcess.start(engine_command(model)))
        self._process: EngineProcess | None = None
        self._supervisor_task: asyncio.Task[None] | None = None
        self._address: asyncio.Future[Address] | None = None
        self._failures = 0
        """Failures in a row, without a commit between them."""
        self._is_stalled = False
        """True if `restart_stalled` killed the current process."""
        self.has_given_up = False
        """True after too many failures in a row, until `allow_restart`."""

    async def wait_for_address(self) -> Address:
        """Return the engine's address and key, after starting the engine if necessary.

        Raises:
            EngineError: the supervisor has given up or was stopped.
        """
        if self._address is None:
            self._address = _create_future()
            self._supervisor_task = asyncio.create_task(self._keep_running())
            self._supervisor_task.add_done_callback(self._report_bug)
        # Several sessions wait for this future; cancelling one of them must not cancel it.
        return await asyncio.shield(self._address)

    def reset_restarts(self) -> None:
        """Reset the failure count, because the engine has committed speech."""
        self._failures = 0

    def restart_stalled(self) -> None:
        """Kill an engine that does not respond, so that it is restarted; counts as a failure."""
        if self._process is not None and self._address is not None and self._address.done():
            self._is_stalled = True
            self._process.kill()

    def allow_restart(self) -> None:
        """Allow `wait_for_address` to start the engine again after the supervisor has given up."""
        if self.has_given_up:
            self.has_given_up = False
            self._address = None
            self.reset_restarts()

    async def stop(self) -> None:
        """Stop the engine within a few seconds; the next `wait_for_address` starts another."""
        task, self._supervisor_task = self._supervisor_task, None
        listening, self._address = self._address, None
        self.has_given_up = False
        self.reset_restarts()
        if listening is not None and not listening.done():
            _fail_future(listening, EngineError("engine_stopped"))
        if task is not None:
            task.cancel()
            await asyncio.wait({task}, timeout=_STOP_SECONDS)

    async def _keep_running(self) -> None:
        """Run and restart the engine until too many failures occur in a row."""
        while True:
            try:
                reason = await self._run_once()
            except EngineRefusedError as error:
                self._give_up(error.message)
                return
            if self._failures > len(self._policy.delays):
                self._give_up(
                    Message("engine_failed_repeatedly", times=self._failures, reason=reason)
                )
                return
            delay = self._policy.delays[self._failures - 1]
            self._report_exit(reason)
            await asyncio.sleep(delay)

    async def _run_once(self) -> Message:
        """Start an engine, wait until it has ended, and return why.

        Raises:
            EngineRefusedError: the engine cannot start, and a retry would fail too.
        """
        self._emit(EngineChanged(EngineState.STARTING))
        process: EngineProcess | None = None
        self._is_stalled = False
        try:
            process = self._process = await self._start()
            address = await process.wait_for_address()
            self._report_ready(address)
            started = asyncio.get_running_loop().time()
            await process.wait_for_exit()
            self._address = _create_future()  # The old address is invalid from here on.
            reason = await process.exit_reason()
        except EngineRefusedError:
            raise
        except EngineError as error:
            self._failures += 1
            return error.message
        finally:
            if process is not None:
                await process.stop()
        if not self._is_stalled and _seconds_since(started) > self._policy.stable_seconds:
            self.reset_restarts()
        self._failures += 1
        self._on_exit()
        return Message("engine_unresponsive") if self._is_stalled else reason

    def _report_ready(self, address: Address) -> None:
        if self._address is not None:
            self._address.set_result(address)
        self._emit(EngineChanged(EngineState.READY))

    def _report_exit(self, reason: Message) -> None:
        """Report a failure after which the engine starts again."""
        self._emit(EngineChanged(EngineState.RESTARTING, reason))
        if not self._is_stalled:  # Otherwise the watchdog has reported it.
            self._emit(Failed("engine_died"))

    def _give_up(self, message: Message) -> None:
        self.has_given_up = True
        if self._address is not None:
            _fail_future(self._address, EngineError(message))
        self._emit(EngineChanged(EngineState.FAILED, message))

    def _report_bug(self, task: asyncio.Task[None]) -> None:
        """Pass an unexpected exception of the supervising task to the waiting sessions."""
        error = None if task.cancelled() else task.exception()
        if isinstance(error, Exception) and task is self._supervisor_task:
            if self._address is None or self._address.done():
                self._address = _create_future()
            _fail_future(self._address, error)


def _create_future() -> asyncio.Future[Address]:
    return asyncio.get_running_loop().create_future()


def _fail_future(future: asyncio.Future[Address], error: Exception) -> None:
    future.set_exception(error)
    future.exception()  # Prevents a log message if no session is waiting.


def _seconds_since(time: float) -> float:
    return asyncio.get_running_loop().time() - time
