"""One event loop for windows and coroutines: the only module that uses qasync.

The loop has three parts. The figures were measured with Python 3.11 and qasync 0.28 on Linux.

* Callbacks and timers are ours (`Scheduler`). qasync creates a Qt timer for each callback, so one
  turn of a task takes 35 µs instead of 16. It also keeps the timers of cancelled callbacks: 1,000
  unexpired timeouts cost 3.4 ms of processor time later, instead of 0.5 ms. The executor is the
  standard library's, because qasync's starts ten threads at once. `run_until_complete` is ours,
  because qasync's runs tasks once more after the loop has ended.
* qasync runs Qt's loop as asyncio's, watches sockets with Qt's notifiers, waits for Windows'
  completion ports in a thread, and reports exceptions.
* asyncio's own loops, from which qasync inherits, provide connections, child processes and signals.

The loop depends on private names of asyncio: `_add_callback`, `_timer_handle_cancelled`,
`_check_closed` and `Handle._run`. ``tests/ui/eventloop/test_foundations.py`` guards them.
"""

import asyncio
import signal
import sys
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from typing import Any

# qasync uses the Qt binding that was imported first, so PySide6 must precede it.
from PySide6.QtCore import QLoggingCategory, QTimer
from PySide6.QtWidgets import QApplication
from typing_extensions import override

import qasync  # isort: skip

from captions.ui import icons
from captions.ui.eventloop.garbage_collection import GarbageCollector
from captions.ui.eventloop.scheduler import Scheduler
from captions.ui.platform import display
from captions.ui.theme.application_theme import install_theme

SIGNAL_POLL_MS = 200
"""Polling interval on Windows in milliseconds; the longest delay before Ctrl+C is handled."""


class _QtEventLoop(qasync.QEventLoop):  # type: ignore[misc]  # qasync has no types
    """qasync's loop with the callback, timer and executor behaviour of asyncio's own loops."""

    def __init__(self, app: QApplication, scheduler: Scheduler) -> None:
        """Create the loop for the process's application; ``scheduler`` runs the callbacks."""
        self._scheduler = scheduler
        super().__init__(app)
        # qasync's executor would start ten threads at once and wake them in turn.
        self.set_default_executor(ThreadPoolExecutor(thread_name_prefix="captions"))

    @override
    def call_soon(
        self, callback: Callable[..., object], *args: object, context: Context | None = None
    ) -> asyncio.Handle:
        self._check_closed()
        handle = asyncio.Handle(callback, args, self, context)
        self._scheduler.add_callback(handle)
        return handle

    @override
    def call_soon_threadsafe(
        self, callback: Callable[..., object], *args: object, context: Context | None = None
    ) -> asyncio.Handle:
        self._check_closed()
        handle = asyncio.Handle(callback, args, self, context)
        self._scheduler.add_from_thread(handle)
        return handle

    @override
    def call_later(
        self,
        delay: float,
        callback: Callable[..., object],
        *args: object,
        context: Context | None = None,
    ) -> asyncio.TimerHandle:
        return self.call_at(self.time() + delay, callback, *args, context=context)

    @override
    def call_at(
        self,
        when: float,
        callback: Callable[..., object],
        *args: object,
        context: Context | None = None,
    ) -> asyncio.TimerHandle:
        self._check_closed()
        handle = asyncio.TimerHandle(when, callback, args, self, context)
        self._scheduler.add_timer(handle)
        return handle

    @override
    def close(self) -> None:
        if not self.is_closed():
            super().close()
            self._scheduler.stop()

    @override
    def run_until_complete(self, future: Any) -> Any:
        # WORKAROUND(qasync#176): its version processes Qt's events once more after the loop has
        # ended. Tasks then find no running loop, and on Python 3.14 the process never ends.
        if self.is_running():
            raise RuntimeError("The loop is running already.")
        task = asyncio.ensure_future(future, loop=self)
        task.add_done_callback(self._stop_after_task)
        try:
            self.run_forever()
        finally:
            task.remove_done_callback(self._stop_after_task)
        if not task.done():
            raise RuntimeError("The loop was stopped before its work was done.")
        return task.result()

    @override
    def _add_callback(self, handle: asyncio.Handle, _delay: float = 0) -> asyncio.Handle:
        """Queue the handler of an operating system signal (asyncio's private hook)."""
        self._scheduler.add_callback(handle)
        return handle

    @override
    def _timer_handle_cancelled(self, handle: asyncio.TimerHandle) -> None:
        """Count a cancelled timer (asyncio's private hook; `TimerHandle.cancel` calls it)."""
        self._scheduler.count_cancelled_timer()

    def _stop_after_task(self, _: object) -> None:
        self.stop()


def run(
    main: Callable[[], Coroutine[Any, Any, int]],
    make_scheduler: Callable[[Callable[[], float]], Scheduler] = Scheduler,
) -> int:
    """Run the app's coroutine together with Qt's events and return its exit code.

    Ctrl+C cancels the coroutine, and so does SIGTERM except on Windows, unless the coroutine
    handles them itself with ``loop.add_signal_handler``.

    Args:
        main: the app's coroutine.
        make_scheduler: creates the scheduler for a clock in seconds.

    Raises:
        DisplayError: there is no screen, or a library that Qt needs for it is missing.
    """
    app = get_application()

    def make_loop() -> _QtEventLoop:
        return _QtEventLoop(app, make_scheduler(time.monotonic))

    waker = QTimer(interval=SIGNAL_POLL_MS)
    if sys.platform == "win32":
        # Python handles Ctrl+C only while it runs Python code, which Qt may not do for long.
        waker.timeout.connect(_do_nothing)
        waker.start()
    try:
        with asyncio.Runner(loop_factory=make_loop) as runner:
            return runner.run(_run_interruptible(main))
    except (KeyboardInterrupt, asyncio.CancelledError):
        return 128 + signal.SIGINT
    finally:
        waker.stop()


def get_application() -> QApplication:
    """Return the process's application; create it at the first call.

    Raises:
        DisplayError: there is no screen, or a library that Qt needs for it is missing.
    """
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    display.choose_platform()
    hide_font_warnings()
    app = QApplication(["captions"])
    app.setApplicationName("Captions")
    app.setApplicationDisplayName("Captions")
    app.setDesktopFileName("captions")
    app.setWindowIcon(icons.load_icon("captions"))
    app.setQuitOnLastWindowClosed(False)
    install_theme(app)
    GarbageCollector(app)
    return app


def hide_font_warnings() -> None:
    """Keep Qt from listing fonts without letters of a script, hundreds of lines for a user.

    The list of languages has their names in all scripts. QT_LOGGING_RULES takes precedence.
    """
    QLoggingCategory.setFilterRules("qt.text.font.db.warning=false")


async def _run_interruptible(main: Callable[[], Coroutine[Any, Any, int]]) -> int:
    task = asyncio.current_task()
    if sys.platform != "win32" and task is not None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, task.cancel)
    return await main()


def _do_nothing() -> None:
    """Do nothing; the call alone lets Python handle pending signals."""
