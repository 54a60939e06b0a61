"""Controls child programs of the tests on the virtual screen, by lines of JSON."""

import json
import queue
import sys
import threading
from collections.abc import Callable
from typing import Any

from tests.support.virtual_screen import VirtualScreen, end, start_program


class Actor:
    """A child program on the virtual screen that receives commands and reports events."""

    STAGE = "tests.support.ui.overlay_process"
    """The module to run."""

    def __init__(self, screen: VirtualScreen, kind: str, **options: Any) -> None:  # noqa: ANN401
        command = [sys.executable, "-m", self.STAGE, kind, json.dumps(options)]
        self.process = start_program(command, screen.environment)
        self._heard: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()
        self.hear("shown")

    def order(self, **words: Any) -> None:  # noqa: ANN401  # JSON
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(words) + "\n")

    def hear(self, what: str, limit: float = 60) -> dict[str, Any]:
        """Wait for the child's next event named ``what``, and return it."""
        while True:
            told = self._heard.get(timeout=limit)
            if told["what"] == what:
                return told

    def told(self) -> list[dict[str, Any]]:
        """Return the events that have arrived and were not read yet."""
        found = []
        while not self._heard.empty():
            found.append(self._heard.get())
        return found

    def where(self) -> tuple[int, int, int, int]:
        """Return the left, top, width and height of the window."""
        self.order(where=True)
        told = self.hear("where")
        return told["x"], told["y"], told["width"], told["height"]

    def leave(self) -> None:
        self.process.terminate()
        self._listener.join()
        end(self.process)

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._heard.put(json.loads(line))


Stage = Callable[..., Actor]
