"""An event loop whose clock jumps to the next timer, so that no test waits for real time."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

from typing_extensions import override

Result = TypeVar("Result")


def on_quick_loop(work: Coroutine[Any, Any, Result]) -> Result:
    """Run a coroutine on such a loop, whose time starts at 0 and advances only by waiting."""
    with asyncio.Runner(loop_factory=_QuickLoop) as runner:
        return runner.run(work)


def hold_up_loop(seconds: float) -> None:
    """Let time pass during which such a loop, which is running, does nothing."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, _QuickLoop)
    loop.hold_up(seconds)


class _QuickSelector(selectors.DefaultSelector):
    now = 0.0

    @override
    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0 if timeout is not None else None)
        if not ready and timeout is not None:
            self.now += timeout
        return ready


class _QuickLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._clock = _QuickSelector()
        super().__init__(self._clock)

    def hold_up(self, seconds: float) -> None:
        self._clock.now += seconds

    @override
    def time(self) -> float:
        return self._clock.now
