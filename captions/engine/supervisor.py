"""Keeps the on-device speech server running: the only owner of its process.

A server that ends is started again, later each time. It counts as healthy once it has committed
speech, not when it listens: one that dies of what it hears listens first. After several failures in
a row the user is told, and decides when to try again.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from captions.engine.child import EngineProcess, EngineRefusedError, command
from captions.errors import EngineError
from captions.events import EngineChanged, EngineState, Event, Failed
from captions.realtime.wire import Address

_STOP_SECONDS = 10.0
"""Deadline of a stop; the engine's own are shorter."""

Start = Callable[[], Awaitable[EngineProcess]]


class RestartPolicy(NamedTuple):
    """How often and when to start again."""

    delays: tuple[float, ...] = (0.0, 1.0, 2.0, 4.0)
    """Seconds before each restart; one more failure in a row is the last."""
    stable_seconds: float = 600.0
    """Running time after which a failure is a new one: nobody may have spoken for long."""


_POLICY = RestartPolicy()


class EngineSupervisor:
    """Starts the engine when its address is first needed, and again when it fails."""

    def __init__(
        self,
        model: str,
        emit: Callable[[Event], None],
        died: Callable[[], None] = lambda: None,
        *,
        policy: RestartPolicy = _POLICY,
        start: Start | None = None,
    ) -> None:
        """Prepare to start an engine.

        Args:
            model: the recogniser's name.
            emit: is called when the engine starts, is ready, fails or is given up.
            died: is called when an engine that took connections has ended, before the next one
                starts: it may have died of what it was sent.
            policy: how often and when to start again.
            start: starts a process; by default the speech server of this program.
        """
        self.model = model
        """The recogniser's name."""
        self._emit = emit
        self._died = died
        self._policy = policy
        self._start = start or (lambda: EngineProcess.start(command(model)))
        self._process: EngineProcess | None = None
        self._supervising: asyncio.Task[None] | None = None
        self._listening: asyncio.Future[Address] | None = None
        self._failures = 0
        """In a row, without a commit between them."""
        self._stalled = False
        self.given_up = False
        """True after too many failures in a row, until `start_again`."""

    async def address(self) -> Address:
        """Return where the engine listens; wait while it starts, or starts again.

        Raises:
            EngineError: it was given up or stopped.
        """
        if self._listening is None:
            self._listening = _future()
            self._supervising = asyncio.create_task(self._supervise())
            self._supervising.add_done_callback(self._report_bug)
        # Several sessions wait for the same engine; one that leaves must not cancel it.
        return await asyncio.shield(self._listening)

    def reset_restarts(self) -> None:
        """Count failures from the start: the engine has committed speech."""
        self._failures = 0

    def restart(self) -> None:
        """Replace an engine that does not answer; this counts as a failure."""
        if self._process is not None and self._listening is not None and self._listening.done():
            self._stalled = True
            self._process.kill()

    def start_again(self) -> None:
        """Have the next call of `address` start an engine that was given up."""
        if self.given_up:
            self.given_up = False
            self._listening = None
            self.reset_restarts()

    async def stop(self) -> None:
        """End the engine, within a few seconds; the next call of `address` starts another."""
        task, self._supervising = self._supervising, None
        listening, self._listening = self._listening, None
        self.given_up = False
        self.reset_restarts()
        if listening is not None and not listening.done():
            _fail(listening, EngineError("The speech engine was stopped."))
        if task is not None:
            task.cancel()
            await asyncio.wait({task}, timeout=_STOP_SECONDS)

    async def _supervise(self) -> None:
        """Keep an engine running until it is given up."""
        while True:
            try:
                reason = await self._run_once()
            except EngineRefusedError as error:
                self._give_up(str(error))
                return
            if self._failures > len(self._policy.delays):
                self._give_up(
                    f"Speech recognition failed {self._failures} times in a row: {reason} "
                    "Choose “Start again” in the menu, or run 'captions doctor'."
                )
                return
            delay = self._policy.delays[self._failures - 1]
            self._report_exit(reason)
            await asyncio.sleep(delay)

    async def _run_once(self) -> str:
        """Start an engine, wait until it has ended, and return why in a sentence.

        Raises:
            EngineRefusedError: another try would be in vain.
        """
        self._emit(EngineChanged(EngineState.STARTING))
        process: EngineProcess | None = None
        self._stalled = False
        try:
            process = self._process = await self._start()
            address = await process.address()
            self._announce(address)
            began = asyncio.get_running_loop().time()
            await process.ended()
            self._listening = _future()  # From now on, its address is of no use.
            reason = await process.why()
        except EngineRefusedError:
            raise
        except EngineError as error:
            self._failures += 1
            return str(error)
        finally:
            if process is not None:
                await process.stop()
        if not self._stalled and _seconds_since(began) > self._policy.stable_seconds:
            self.reset_restarts()
        self._failures += 1
        self._died()
        return "It did not answer." if self._stalled else reason

    def _announce(self, address: Address) -> None:
        if self._listening is not None:
            self._listening.set_result(address)
        self._emit(EngineChanged(EngineState.READY))

    def _report_exit(self, reason: str) -> None:
        """Report a failure after which the engine starts again."""
        self._emit(EngineChanged(EngineState.RESTARTING, reason))
        if not self._stalled:  # Otherwise the watchdog has told the user.
            self._emit(
                Failed(
                    "engine_died",
                    "The speech engine stopped",
                    "It is started again by itself, and what you said meanwhile is kept.",
                )
            )

    def _give_up(self, sentence: str) -> None:
        self.given_up = True
        if self._listening is not None:
            _fail(self._listening, EngineError(sentence))
        self._emit(EngineChanged(EngineState.FAILED, sentence))

    def _report_bug(self, task: asyncio.Task[None]) -> None:
        """Pass a fault of the supervision itself to the sessions that wait for the engine."""
        error = None if task.cancelled() else task.exception()
        if isinstance(error, Exception) and task is self._supervising:
            self._listening = _future()
            _fail(self._listening, error)


def _future() -> asyncio.Future[Address]:
    return asyncio.get_running_loop().create_future()


def _fail(listening: asyncio.Future[Address], error: Exception) -> None:
    listening.set_exception(error)
    listening.exception()  # Nobody may be waiting, which is no fault.


def _seconds_since(moment: float) -> float:
    return asyncio.get_running_loop().time() - moment
