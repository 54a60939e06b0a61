"""One loop for windows and coroutines: the only module that knows qasync."""

import asyncio
import signal
import sys
from collections.abc import Callable, Coroutine
from typing import Any

# qasync takes the first Qt binding that is imported, so PySide6 comes first.
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication
from typing_extensions import override

import qasync  # isort: skip

from captions.ui import display, icons

WAKE_MS = 200
"""How long Ctrl+C may go unseen on Windows, in milliseconds."""


class _PreciseTimer(qasync._SimpleTimer):  # type: ignore[misc]  # noqa: SLF001
    # WORKAROUND(qasync 0.28): its timers are coarse ones, which fire up to 5 % early; code written
    # for asyncio relies on a sleep lasting at least as long as asked.
    @override
    def startTimer(self, *arguments: Any) -> int:
        return int(QObject.startTimer(self, arguments[0], Qt.TimerType.PreciseTimer))


class _Loop(qasync.QEventLoop):  # type: ignore[misc]  # qasync has no types
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
    qasync._SimpleTimer = _PreciseTimer  # noqa: SLF001
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
