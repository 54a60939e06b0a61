"""Records 40 loud chunks of the microphone at several rates at once; a program.

``python -m tests.support.sound.tone_recorder FOLDER RATE...`` writes the samples of each rate into
a file with its name. If the app reports that it lost audio, because the computer is too busy,
recording begins again.
"""

import asyncio
import contextlib
import logging
import sys
from pathlib import Path

import numpy as np
from typing_extensions import override

from captions.audio import live
from captions.events import Event, Failed


class Losses(logging.Handler):
    """Notices what the app reports and logs about lost audio."""

    is_any = False

    @override
    def emit(self, record: logging.LogRecord) -> None:
        self.is_any = True

    def record_event(self, event: Event) -> None:
        self.is_any |= isinstance(event, Failed)


async def main(folder: Path, rates: list[int]) -> None:
    await asyncio.gather(*(record(folder, rate) for rate in rates))


async def record(folder: Path, rate: int) -> None:
    losses = Losses(logging.WARNING)
    logging.getLogger("captions").addHandler(losses)
    loud, data = 0, b""
    source = live.microphone_source("", rate, losses.record_event)
    async with contextlib.aclosing(source.iter_chunks()) as chunks:
        async for chunk in chunks:
            if losses.is_any:
                losses.is_any, loud, data = False, 0, b""
            loud += int(np.abs(np.frombuffer(chunk.data, "<i2")).max() > 1000)
            if loud > 5:
                data += chunk.data
            if loud == 45:
                break
    (folder / str(rate)).write_bytes(data)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), [int(rate) for rate in sys.argv[2:]]))
