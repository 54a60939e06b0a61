"""Blocks for ever in a thread, with an exit deadline of 0.1 s; a program."""

import asyncio
import threading

from captions.app.lifecycle.exit_deadline import exit_within

if __name__ == "__main__":
    exit_within(7, 0.1)
    asyncio.run(asyncio.to_thread(threading.Event().wait))
