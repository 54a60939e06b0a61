"""Stores, reads and deletes an API key in the system keyring; a program.

``python -m tests.support.programs.keyring_writer SERVER``, with the key in the variable ``GIVEN``.
Without one, it only prints where a key is stored.
"""

import asyncio
import os
import sys

from captions.credentials import KeyStore


async def main(server: str) -> None:
    keys = KeyStore(server, timeout=60)
    print((await keys.read_state()).place.value, flush=True)
    given = os.environ.get("GIVEN")
    if given is None:
        return
    await keys.write_key(given)
    print((await keys.read_state()).place.value, await keys.read_key() == given)
    await keys.delete_key()
    print((await keys.read_state()).place.value)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
