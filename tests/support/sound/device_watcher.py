"""Prints the list of devices as JSON whenever it changes; a program."""

import asyncio
import contextlib
import json

from captions.audio import device_list


async def main() -> None:
    """Watch until the program is ended."""
    async with contextlib.aclosing(device_list.watch_devices()) as lists:
        async for devices in lists:
            listed = [(one.address, one.kind, one.is_default) for one in devices]
            print(json.dumps(listed), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
