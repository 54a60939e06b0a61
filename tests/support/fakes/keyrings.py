"""Keyrings in memory: one that works, one that fails and one that never answers."""

import threading

from typing_extensions import override


class MemoryRing:
    """A keyring in memory."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class BrokenRing(MemoryRing):
    """A keyring that fails at everything."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self._error = error

    @override
    def get_password(self, service: str, username: str) -> str | None:
        raise self._error

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        raise self._error


class SleepyRing(MemoryRing):
    """A keyring whose user does not come to type the password."""

    def __init__(self) -> None:
        super().__init__()
        self.woken = threading.Event()

    @override
    def get_password(self, service: str, username: str) -> str | None:
        self.woken.wait(60)
        return None
