"""What the loop relies on in asyncio and qasync beyond their public interfaces."""

import asyncio
import socket
import sys

import pytest
import qasync

from captions.ui.eventloop import loop

pytestmark = pytest.mark.usefixtures("qapp")


class RefusingTimer:
    """Stands in for qasync's own timers, which must not be used."""

    def add_callback(self, handle: asyncio.Handle, delay: float = 0) -> asyncio.Handle:
        raise AssertionError(f"qasync schedules {handle} after {delay} s")

    def set_debug(self, enabled: bool) -> None:
        """Accept the debug flag that qasync passes on."""

    def stop(self) -> None:
        """Accept the end of the loop."""


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (asyncio.BaseEventLoop, "_add_callback"),
        (asyncio.BaseEventLoop, "_check_closed"),
        (asyncio.BaseEventLoop, "_timer_handle_cancelled"),
        (asyncio.Handle, "_run"),
    ],
)
def test_asyncio_still_has_the_private_names(owner: type, name: str) -> None:
    assert callable(getattr(owner, name))


@pytest.mark.parametrize(
    ("owner", "method", "hook"),
    [
        (asyncio.BaseEventLoop, "_add_callback_signalsafe", "_add_callback"),
        (asyncio.TimerHandle, "cancel", "_timer_handle_cancelled"),
    ],
    ids=["a signal", "a cancelled timer"],
)
def test_asyncio_still_calls_the_private_hooks(owner: type, method: str, hook: str) -> None:
    assert hook in getattr(owner, method).__code__.co_names


@pytest.mark.parametrize(
    "name",
    [
        "_add_callback", "call_at", "call_later", "call_soon", "call_soon_threadsafe", "close",
        "run_until_complete",
    ],
)  # fmt: skip
def test_qasync_still_defines_what_the_loop_replaces(name: str) -> None:
    assert callable(getattr(qasync.QEventLoop, name))


def test_qasync_schedules_nothing_itself() -> None:
    async def main() -> int:
        running = asyncio.get_running_loop()
        running._timer = RefusingTimer()  # type: ignore[attr-defined]
        child = await asyncio.create_subprocess_exec(sys.executable, "-c", "pass")
        await child.wait()
        here, there = socket.socketpair()
        with here, there:
            here.setblocking(False)
            there.setblocking(False)
            await running.sock_sendall(here, b"x")
            assert await running.sock_recv(there, 1) == b"x"
        return await asyncio.to_thread(int, "3")

    assert loop.run(main) == 3
