"""An engine that crashes on very loud audio, and otherwise serves; a program."""

import asyncio
import os
import signal
import sys
from collections.abc import Iterator

import numpy as np
from typing_extensions import override

from captions.events import Committed
from captions.pcm import Samples
from tests.support.engines import unruly_engine
from tests.support.engines.speech_servers import CountingTranscriber, Fakes, quick

_DEADLY = 0.9
COMMAND = (sys.executable, "-m", "tests.support.engines.dying_engine")
"""Its command line."""


class _Mortal(CountingTranscriber):
    """Crashes on very loud audio."""

    @override
    def feed(self, samples: Samples) -> Iterator[Committed]:
        if (np.abs(samples) > _DEADLY).any():
            os.kill(os.getpid(), signal.SIGKILL)
        yield from super().feed(samples)


async def serve() -> None:
    """Serve until the audio is too loud, or standard input ends."""
    async with quick(Fakes(transcriber=_Mortal)) as address:
        unruly_engine.announce(address.url, address.api_key)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve())
