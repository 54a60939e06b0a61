"""A private D-Bus session bus for tests."""

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from tests.support.virtual_screen import end


class MessageBus:
    """A message bus that runs from its creation until `end`."""

    def __init__(self, folder: Path, environment: Mapping[str, str] | None = None) -> None:
        """Start the bus.

        Args:
            folder: The folder for its socket.
            environment: Environment of the programs that it starts; by default that of the tests.
        """
        self.address = f"unix:path={folder}/bus"
        self._daemon = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", "--print-address", "--address", self.address],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        # The socket exists before the bus listens; the address is printed only after that.
        assert self._daemon.stdout is not None
        assert self._daemon.stdout.readline(), "dbus-daemon does not start"

    def end(self) -> None:
        end(self._daemon)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()
