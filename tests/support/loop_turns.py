"""Lets the event loop run what is ready, without waiting for any time."""

import asyncio


async def run_turns(count: int = 5) -> None:
    """Let the running loop go round some times."""
    for _ in range(count):
        await asyncio.sleep(0)
