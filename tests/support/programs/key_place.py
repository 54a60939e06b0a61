"""Prints where the key of a server is stored; a program.

``python -m tests.support.programs.key_place SERVER``
"""

import asyncio
import sys

from captions.credentials import KeyStore

if __name__ == "__main__":
    print(asyncio.run(KeyStore(sys.argv[1], timeout=30).read_state()).place.value)
