"""One loop for windows and coroutines: the only module that knows qasync."""

import asyncio
import signal
import sys
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from typing import Any

# qasync takes the first Qt binding that is imported, so PySide6 comes first.
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from typing_extensions import override

import qasync  # isort: skip

from captions.ui import display, icons
from captions.ui.agenda import Agenda

WAKE_MS = 200
"""How long Ctrl+C may go unseen on Windows, in milliseconds."""


class _Loop(qasync.QEventLoop):  # type: ignore[misc]  # qasync has no types
    """qasync's loop, with callbacks, timers and threads as asyncio's own loops have them."""

    def __init__(self, app: QApplication) -> None:
        """``app`` is the process's application."""
        self._agenda = Agenda(time.monotonic)
        super().__init__(app)
        # qasync's own starts ten threads at once, and wakes them in turn.
        self.set_default_executor(ThreadPoolExecutor(thread_name_prefix="captions"))

    @override
    def call_soon(
        self, callback: Callable[..., object], *args: object, context: Context | None = None
    ) -> asyncio.Handle:
        self._check_closed()
        handle = asyncio.Handle(callback, args, self, context)
        self._agenda.add(handle)
        return handle

    @override
    def call_soon_threadsafe(
        self, callback: Callable[..., object], *args: object, context: Context | None = None
    ) -> asyncio.Handle:
        self._check_closed()
        handle = asyncio.Handle(callback, args, self, context)
        self._agenda.add_from_thread(handle)
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
        self._agenda.add_timer(handle)
        return handle

    @override
    def close(self) -> None:
        if not self.is_closed():
            super().close()
            self._agenda.stop()

    @override
    def run_until_complete(self, future: Any) -> Any:
        # WORKAROUND(qasync#176): its own version handles Qt's events once more after the loop has
        # ended, where Python 3.14 refuses to step tasks; the process then never ends.
        if self.is_running():
            raise RuntimeError("The loop is running already.")
        task = asyncio.ensure_future(future, loop=self)
        task.add_done_callback(self._stop_for)
        try:
            self.run_forever()
        finally:
            task.remove_done_callback(self._stop_for)
        if not task.done():
            raise RuntimeError("The loop was stopped before its work was done.")
        return task.result()

    @override
    def _add_callback(self, handle: asyncio.Handle, _delay: float = 0) -> asyncio.Handle:
        """Run what a signal of the system asks for (asyncio's private name for it)."""
        self._agenda.add(handle)
        return handle

    @override
    def _timer_handle_cancelled(self, handle: asyncio.TimerHandle) -> None:
        """Take note of it (asyncio's private name for it; timers themselves call it)."""
        self._agenda.forget_one()

    def _stop_for(self, _: object) -> None:
        self.stop()


def run(main: Callable[[], Coroutine[Any, Any, int]]) -> int:
    """Run the app's coroutine with Qt's events, and return its exit code.

    Ctrl+C cancels it, as does SIGTERM where there is one, unless it handles them itself with
    ``loop.add_signal_handler``.

    Raises:
        DisplayError: there is no screen, or a library is missing that it needs.
    """
    app = application()
    waker = QTimer(interval=WAKE_MS)
    if sys.platform == "win32":
        # Python sees Ctrl+C between two steps of its own code, and Qt may take none for long.
        waker.timeout.connect(_nothing)
        waker.start()
    try:
        with asyncio.Runner(loop_factory=lambda: _Loop(app)) as runner:
            return runner.run(_interruptible(main))
    except (KeyboardInterrupt, asyncio.CancelledError):
        return 128 + signal.SIGINT
    finally:
        waker.stop()


def application() -> QApplication:
    """Return the process's application, made at the first call.

    Raises:
        DisplayError: there is no screen, or a library is missing that it needs.
    """
    present = QApplication.instance()
    if isinstance(present, QApplication):
        return present
    display.prepare()
    app = QApplication(["captions"])
    app.setApplicationName("Captions")
    app.setApplicationDisplayName("Captions")
    app.setDesktopFileName("captions")
    app.setWindowIcon(icons.icon("captions"))
    app.setQuitOnLastWindowClosed(False)
    return app


async def _interruptible(main: Callable[[], Coroutine[Any, Any, int]]) -> int:
    task = asyncio.current_task()
    if sys.platform != "win32" and task is not None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, task.cancel)
    return await main()


def _nothing() -> None:
    """Give Python a step of its own."""
