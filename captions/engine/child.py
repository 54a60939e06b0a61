"""The on-device speech server as a child process of the app: started, found, and ended."""

import asyncio
import contextlib
import json
import logging
import os
import secrets
import sys
from collections import deque

from captions.engine import KEY_VARIABLE
from captions.errors import EngineError
from captions.realtime.wire import Address

_READY_SECONDS = 30.0
_STOP_SECONDS = 2.0
_KEPT_ERROR_LINES = 5

log = logging.getLogger(__name__)


class EngineProcess:
    """One running child."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._said: deque[str] = deque(maxlen=_KEPT_ERROR_LINES)
        self._reading = asyncio.create_task(self._read_errors())

    @classmethod
    async def start(cls, model: str) -> "EngineProcess":
        """Start a child on a free port, with a key of its own that only its environment holds.

        Raises:
            EngineError: the program cannot be started.
        """
        environment = {**os.environ, KEY_VARIABLE: secrets.token_urlsafe(32)}
        command = [sys.executable, "-m", "captions", "serve", "--json", "--tethered"]
        command += ["--model", model]
        pipe = asyncio.subprocess.PIPE
        try:
            process = await asyncio.create_subprocess_exec(
                *command,
                stdin=pipe,
                stdout=pipe,
                stderr=pipe,
                env=environment,
                # Ctrl+C in a terminal goes to the whole group; the child is ended by the app.
                start_new_session=True,
            )
        except OSError as error:
            raise EngineError(f"The speech engine cannot be started: {error.strerror}.") from error
        return cls(process)

    @property
    def running(self) -> bool:
        """Whether the child has not ended yet."""
        return self._process.returncode is None

    async def address(self) -> Address:
        """Wait until the child takes connections.

        Raises:
            EngineError: it ended before that, or took too long.
        """
        assert self._process.stdout is not None  # noqa: S101  # it was started with a pipe
        try:
            async with asyncio.timeout(_READY_SECONDS):
                line = await self._process.stdout.readline()
        except TimeoutError as error:
            raise EngineError("The speech engine takes too long to start: try again.") from error
        if not line:
            raise EngineError(await self.why())
        fields = json.loads(line)
        return Address(fields["url"], fields["api_key"])

    async def why(self) -> str:
        """Wait until the child has ended and say why, in one sentence."""
        code = await self._process.wait()
        await self._reading
        if self._said:
            return self._said[-1]
        return f"The speech engine ended unexpectedly (code {code})."

    async def stop(self) -> None:
        """End the child, kindly first."""
        if self._process.returncode is None:
            assert self._process.stdin is not None  # noqa: S101  # it was started with a pipe
            self._process.stdin.close()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_STOP_SECONDS):
                    await self._process.wait()
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()
        self._reading.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._reading

    async def _read_errors(self) -> None:
        """Keep the last lines of the child's errors, and never let its pipe fill up."""
        assert self._process.stderr is not None  # noqa: S101  # it was started with a pipe
        async for line in self._process.stderr:
            text = line.decode(errors="replace").strip()
            if text:
                log.info("engine: %s", text)
                self._said.append(text.removeprefix("captions: "))
