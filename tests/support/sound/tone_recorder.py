"""Records 40 loud chunks of the microphone to standard output; a program.

``python -m tests.support.sound.tone_recorder RATE``
"""

import asyncio
import contextlib
import sys

import numpy as np

from captions.audio import live


async def main(rate: int) -> None:
    loud, data = 0, b""
    source = live.microphone_source("", rate, lambda _: None)
    async with contextlib.aclosing(source.iter_chunks()) as chunks:
        async for chunk in chunks:
            loud += int(np.abs(np.frombuffer(chunk.data, "<i2")).max() > 1000)
            if loud > 5:
                data += chunk.data
            if loud == 45:
                break
    sys.stdout.buffer.write(data)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
