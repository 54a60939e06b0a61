"""Numbers of posts, which continue after the app has been started again.

A platform ignores a post whose number it has seen. The last number of each address is therefore
saved before the post is sent. The file contains hashes of the addresses, because they are secrets.
"""

import asyncio
import hashlib
import json
import threading
from pathlib import Path

from captions import atomic_files

MAX_NUMBER = 2**31 - 1
"""Largest number; a platform may store it in 32 bits."""
_MAX_ADDRESSES = 100
"""Addresses that are remembered; the one used longest ago is forgotten first."""
_MAX_BYTES = 65_536
_FILE_LOCK = threading.Lock()
"""Held while a file is read or replaced, because platforms may share it."""


class SequenceNumbers:
    """Last number of each address, in a file that only this class writes, in one process."""

    def __init__(self, path: Path) -> None:
        """``path`` is the file, which need not exist."""
        self._path = path

    async def read_number(self, address: str) -> int:
        """Return the last number that was used for an address; 0 if there is none."""
        numbers = await asyncio.to_thread(self._load_alone)
        return numbers.get(_hash_address(address), 0)

    async def write_number(self, address: str, number: int) -> str:
        """Save the last number of an address.

        Returns:
            Why it cannot be saved, in the words of the system; empty if it is.
        """
        return await asyncio.to_thread(self._save, _hash_address(address), number)

    def _load_alone(self) -> dict[str, int]:
        with _FILE_LOCK:
            return self._load()

    def _load(self) -> dict[str, int]:
        try:
            saved = json.loads(atomic_files.read_file(self._path, _MAX_BYTES))
        except (OSError, ValueError, RecursionError):
            return {}
        if not isinstance(saved, dict):
            return {}
        return {
            name: number
            for name, number in saved.items()
            if type(number) is int and 0 <= number < MAX_NUMBER
        }

    def _save(self, name: str, number: int) -> str:
        with _FILE_LOCK:
            numbers = self._load()
            numbers.pop(name, None)
            newest = [*numbers.items(), (name, number)][-_MAX_ADDRESSES:]
            try:
                atomic_files.replace_file(self._path, json.dumps(dict(newest)).encode())
            except OSError as error:
                return error.strerror or type(error).__name__
        return ""


def _hash_address(address: str) -> str:
    return hashlib.sha256(address.encode()).hexdigest()[:32]
