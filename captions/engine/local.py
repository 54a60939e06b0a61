"""The app's own speech server: started when it is first asked for, and again when it has died."""

import asyncio
from collections.abc import Callable

from captions.engine.child import EngineProcess
from captions.errors import EngineError
from captions.events import EngineChanged, EngineState, Event, Failed
from captions.realtime.wire import Address

_MOST_RESTARTS = 3
"""A server that dies more often than this in a row, without being of use, is given up."""


class LocalEngine:
    """Keeps one child running for as long as somebody asks for its address."""

    def __init__(self, model: str, tell: Callable[[Event], None]) -> None:
        """``tell`` is called when the child comes up, goes down or is given up."""
        self.model = model
        """The recogniser's name."""
        self._tell = tell
        self._process: EngineProcess | None = None
        self._address: Address | None = None
        self._restarts = 0
        self._asking = asyncio.Lock()
        """Several sessions may ask at the same time, and get the same server."""

    async def address(self) -> Address:
        """Return where the server is, starting it if it does not run.

        Raises:
            EngineError: it cannot be started, or dies again and again.
        """
        async with self._asking:
            if self._process is not None and not self._process.running:
                await self._bury(self._process)
            if self._address is None:
                await self.stop()  # One may be left by somebody who was cancelled in starting it.
                self._address = await self._start()
            return self._address

    def proved(self) -> None:
        """Say that the server was of use, so that its restarts are counted anew."""
        self._restarts = 0

    async def stop(self) -> None:
        """End the child, if there is one; whoever asks for the address starts another."""
        process, self._process, self._address = self._process, None, None
        if process is not None:
            await process.stop()

    async def _start(self) -> Address:
        self._tell(EngineChanged(EngineState.STARTING))
        self._process = await EngineProcess.start(self.model)
        try:
            address = await self._process.address()
        except EngineError as error:
            self._tell(EngineChanged(EngineState.FAILED, str(error)))
            await self.stop()
            raise
        self._tell(EngineChanged(EngineState.READY))
        return address

    async def _bury(self, process: EngineProcess) -> None:
        """Tell of a child's death.

        Raises:
            EngineError: it died too often.
        """
        reason = await process.why()
        await self.stop()
        self._restarts += 1
        if self._restarts > _MOST_RESTARTS:
            sentence = f"The speech engine keeps ending: {reason} Run 'captions doctor'."
            self._tell(EngineChanged(EngineState.FAILED, sentence))
            raise EngineError(sentence)
        self._tell(EngineChanged(EngineState.RESTARTING, reason))
        self._tell(
            Failed(
                "engine_died",
                "The speech engine stopped",
                "It is started again by itself, and what you said meanwhile is kept.",
            )
        )
