"""Runs the app's event loop until a signal cancels it; a program."""

import asyncio
import sys

from captions.ui.eventloop.loop import run


async def main() -> int:
    print("ready", flush=True)
    try:
        await asyncio.Event().wait()
    except asyncio.CancelledError:
        print("cancelled", flush=True)
        raise
    return 0


if __name__ == "__main__":
    sys.exit(run(main))
