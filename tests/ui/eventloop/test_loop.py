"""One loop for Qt and asyncio: its timers, its end, and Ctrl+C."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QLoggingCategory, QTimer
from PySide6.QtWidgets import QApplication

from captions.ui.eventloop import loop
from tests.conftest import LONGEST_SECONDS

pytestmark = pytest.mark.usefixtures("qapp")


def test_the_exit_code_of_the_app_comes_back() -> None:
    async def main() -> int:
        await asyncio.sleep(0)
        return 7

    assert loop.run(main) == 7
    assert loop.run(main) == 7


def test_fonts_without_a_script_do_not_fill_the_terminal() -> None:
    loop.hide_font_warnings()
    warned = {
        name: QLoggingCategory(name).isWarningEnabled()  # type: ignore[arg-type]  # wants a str
        for name in ("qt.text.font.db", "qt.text.layout")
    }
    assert warned == {"qt.text.font.db": False, "qt.text.layout": True}


def test_a_bug_climbs_to_the_top() -> None:
    async def main() -> int:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        loop.run(main)


def test_sleeping_never_ends_early_and_hardly_late() -> None:
    async def main() -> int:
        for wanted in (0.01, 0.05, 0.2, 0.4):
            began = time.perf_counter()
            await asyncio.sleep(wanted)
            # Qt's clock ticks in whole milliseconds.
            assert time.perf_counter() - began > wanted - 0.002
        return 0

    assert loop.run(main) == 0


def test_qts_events_and_tasks_take_turns() -> None:
    async def main() -> int:
        fired = asyncio.Event()
        QTimer.singleShot(1, fired.set)
        async with asyncio.timeout(5):
            await fired.wait()
            return await asyncio.to_thread(int, "3")

    assert loop.run(main) == 3


def test_tasks_that_are_left_are_cancelled() -> None:
    ends = list[str]()

    async def wait() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            ends.append("cancelled")

    async def main() -> int:
        main.task = asyncio.create_task(wait())  # type: ignore[attr-defined]
        await asyncio.sleep(0)
        return 0

    assert loop.run(main) == 0
    assert ends == ["cancelled"]


def test_closing_the_last_window_does_not_end_the_app() -> None:
    app = loop.get_application()
    assert isinstance(app, QApplication)
    assert loop.get_application() is app


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no signals to one process")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals_cancel_the_app_at_once(number: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.support.programs.cancelled_app"],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        cwd=Path(__file__).parents[3],
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        child.send_signal(number)
        assert child.stdout.readline() == "cancelled\n"
        assert child.wait(LONGEST_SECONDS) == 128 + signal.SIGINT
