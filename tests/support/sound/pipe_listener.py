"""Copies the audio of standard input to standard output, as the app reads it; a program.

``python -m tests.support.sound.pipe_listener COUNT``, with the number of chunks, or -1 for all.
"""

import asyncio
import contextlib
import logging
import math
import sys

from captions.audio.streams import standard_input
from captions.errors import RecordingError


async def copy(count: int) -> None:
    source = standard_input.PipedSource(16_000, lambda _: None, math.inf)
    async with contextlib.aclosing(source.iter_chunks()) as chunks:
        async for chunk in chunks:
            sys.stdout.buffer.write(chunk.data)
            count -= 1
            if not count:
                return


def main() -> None:
    logging.basicConfig(format="%(message)s")
    try:
        standard_input.check_standard_input()
        asyncio.run(copy(int(sys.argv[1])))
    except RecordingError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
