"""A message bus of the tests' own, as a desktop's session has one."""

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from tests.virtual_screen import end


class MessageBus:
    """A bus that listens from its making until `end`."""

    def __init__(self, folder: Path, environment: Mapping[str, str] | None = None) -> None:
        """Start it.

        Args:
            folder: where its socket is.
            environment: of the programs that it starts by itself; by default that of the tests.
        """
        self.address = f"unix:path={folder}/bus"
        self._daemon = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", "--print-address", "--address", self.address],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        # Its socket is there before it listens; its address is printed behind that.
        assert self._daemon.stdout is not None
        assert self._daemon.stdout.readline(), "dbus-daemon does not start"

    def end(self) -> None:
        end(self._daemon)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()
