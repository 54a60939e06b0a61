"""What the loop runs: in order, in time, and without waking for nothing."""

import asyncio
import threading
import time
import weakref
from collections.abc import Callable, Coroutine

import pytest
import shiboken6
from PySide6.QtCore import QEventLoop, QTimer, QTimerEvent
from typing_extensions import override

from captions.ui.eventloop import loop
from captions.ui.eventloop.scheduler import Scheduler

pytestmark = pytest.mark.usefixtures("qapp")

LONGEST_SECONDS = 60.0
HOUR = 3600.0


def run(
    main: Callable[[], Coroutine[None, None, None]], scheduler: type[Scheduler] = Scheduler
) -> None:
    async def limited() -> int:
        async with asyncio.timeout(LONGEST_SECONDS):
            await main()
        return 0

    assert loop.run(limited, scheduler) == 0


def test_callbacks_run_in_the_order_in_which_they_came() -> None:
    ran = list[int]()

    async def main() -> None:
        running, done = asyncio.get_running_loop(), asyncio.Event()
        running.call_soon(ran.append, 1)
        thread = threading.Thread(target=running.call_soon_threadsafe, args=(ran.append, 2))
        thread.start()
        thread.join()
        running.call_soon(ran.append, 3)
        running.call_soon(done.set)
        await done.wait()

    run(main)
    assert ran == [1, 2, 3]


def test_timers_run_in_the_order_of_their_times_and_never_early() -> None:
    early = list[float]()
    order = list[float]()

    async def main() -> None:
        running, done = asyncio.get_running_loop(), asyncio.Event()
        began = running.time()

        def ring(delay: float) -> None:
            order.append(delay)
            if running.time() < began + delay:
                early.append(delay)

        delays = (0.03, 0.0101, 0.0205, 0.0, 0.0404)
        for delay in delays:
            running.call_at(began + delay, ring, delay)
        running.call_at(began + 0.05, done.set)
        await done.wait()

    run(main)
    assert order == sorted(order)
    assert early == []


def test_timer_that_is_sooner_than_the_next_one_is_not_late() -> None:
    async def main() -> None:
        running, done = asyncio.get_running_loop(), asyncio.Event()
        late = running.call_later(HOUR, done.set)
        running.call_later(0.01, done.set)
        await done.wait()
        late.cancel()

    run(main)


def test_cancelled_callbacks_do_not_run() -> None:
    ran = list[str]()

    async def main() -> None:
        running = asyncio.get_running_loop()
        running.call_soon(ran.append, "soon").cancel()
        running.call_later(0.01, ran.append, "later").cancel()
        await asyncio.sleep(0.05)

    run(main)
    assert ran == []


class Counted(Scheduler):
    """Counts how often it is woken."""

    woken = 0

    @override
    def timerEvent(self, event: QTimerEvent) -> None:
        Counted.woken += 1
        super().timerEvent(event)


def test_timers_that_were_cancelled_hardly_wake_the_process() -> None:
    async def main() -> None:
        running = asyncio.get_running_loop()
        for delay in range(100):
            running.call_later(0.05 + delay / 1000, print).cancel()
        Counted.woken = 0
        await asyncio.sleep(0.3)
        assert Counted.woken < 10

    run(main, Counted)


def test_timers_that_were_cancelled_are_forgotten() -> None:
    async def main() -> None:
        def cancelled() -> "weakref.ref[asyncio.TimerHandle]":
            handle = asyncio.get_running_loop().call_later(HOUR, print)
            handle.cancel()
            return weakref.ref(handle)

        known = [cancelled() for _ in range(1000)]
        assert sum(reference() is not None for reference in known) <= 101

    run(main)


def test_qt_has_its_turn_while_callbacks_add_callbacks() -> None:
    async def main() -> None:
        running, fired = asyncio.get_running_loop(), asyncio.Event()
        QTimer.singleShot(1, fired.set)

        def again() -> None:
            if not fired.is_set():
                running.call_soon(again)

        again()
        await fired.wait()

    run(main)


def test_the_rest_runs_inside_of_a_dialogs_own_loop() -> None:
    async def main() -> None:
        running, done = asyncio.get_running_loop(), asyncio.Event()
        dialog = QEventLoop()

        def close() -> None:
            dialog.quit()
            done.set()

        running.call_soon(dialog.exec)
        running.call_soon(close)
        await done.wait()

    run(main)


def test_callback_that_fails_is_reported_and_the_next_one_runs() -> None:
    async def main() -> None:
        running, done = asyncio.get_running_loop(), asyncio.Event()
        reported = list[object]()
        running.set_exception_handler(lambda _, context: reported.append(context["exception"]))
        running.call_soon(int, "no number")
        running.call_soon(done.set)
        await done.wait()
        assert [type(one) for one in reported] == [ValueError]

    run(main)


def test_thread_wakes_a_loop_that_has_nothing_to_do() -> None:
    async def main() -> None:
        running, done = asyncio.get_running_loop(), asyncio.Event()
        threading.Timer(0.05, running.call_soon_threadsafe, (done.set,)).start()
        await done.wait()

    run(main)


def test_thread_that_outlives_the_loop_does_no_harm() -> None:
    running: asyncio.AbstractEventLoop | None = None

    async def main() -> None:
        nonlocal running
        running = asyncio.get_running_loop()

    run(main)
    assert running is not None
    assert running.is_closed()
    ran = list[int]()
    with pytest.raises(RuntimeError):
        running.call_soon_threadsafe(ran.append, 1)
    run(main)
    assert ran == []


def test_a_thread_that_calls_at_the_very_end_touches_nothing_that_is_gone() -> None:
    # A child process that ends with the loop is told by a thread: asyncio's own watcher of it.
    problems, at_work = list[RuntimeError](), threading.Barrier(3)
    unused = asyncio.new_event_loop()
    handle = asyncio.Handle(print, (), unused)

    def call(agenda: Scheduler, ended: threading.Event) -> None:
        at_work.wait(LONGEST_SECONDS)
        try:
            while not ended.is_set():
                agenda.add_from_thread(handle)
        except RuntimeError as error:
            problems.append(error)

    for _ in range(20):
        agenda, ended = Scheduler(lambda: 0.0), threading.Event()
        threads = [threading.Thread(target=call, args=(agenda, ended)) for _ in range(2)]
        for thread in threads:
            thread.start()
        at_work.wait(LONGEST_SECONDS)
        agenda.stop()
        shiboken6.delete(agenda)
        time.sleep(0.01)
        ended.set()
        for thread in threads:
            thread.join()
    unused.close()
    assert problems == []
