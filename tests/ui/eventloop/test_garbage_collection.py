"""Cycles are collected between Qt's events, so that no window vanishes within one."""

import gc
import os
import subprocess
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QObject, QTimer
from pytestqt.qtbot import QtBot

from captions.ui.eventloop.garbage_collection import GarbageCollector
from tests.conftest import LONGEST_SECONDS

pytestmark = pytest.mark.usefixtures("qapp")

OBJECTS = 5_000
"""More new objects than Python's own collection waits for."""
WINDOW_IS_FORGOTTEN = f"""
from PySide6.QtWidgets import QDialog, QWidget
from captions.ui.eventloop import loop

app = loop.get_application()
window, dialog = QWidget(), QDialog()
window.show()
dialog.itself = dialog
dialog.show()
dialog.activateWindow()
app.processEvents()
assert app.focusWindow() is dialog.windowHandle()
app.focusWindowChanged.connect(lambda _: [{{}} for _ in range({OBJECTS})])
del dialog
window.activateWindow()
app.processEvents()
print("alive")
"""


class Cycle(QObject):
    """Refers to itself, so that counting references does not end it."""

    def __init__(self) -> None:
        super().__init__()
        self.itself = self


def forgotten() -> weakref.ref[Cycle]:
    """Return a reference to a cycle to which nothing else refers."""
    return weakref.ref(Cycle())


def test_a_forgotten_window_with_the_focus_ends_no_program() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", WINDOW_IS_FORGOTTEN],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        cwd=Path(__file__).parents[3],
        stdout=subprocess.PIPE,
        text=True,
        check=False,
        timeout=LONGEST_SECONDS,
    )
    assert (ended.returncode, ended.stdout) == (0, "alive\n")


@pytest.fixture
def collector() -> Iterator[GarbageCollector]:
    """A collector that hardly waits."""
    parent = QObject()
    yield GarbageCollector(parent, interval_ms=1)
    parent.deleteLater()


@pytest.mark.usefixtures("collector")
def test_cycles_wait_for_the_next_turn_of_the_loop(qtbot: QtBot) -> None:
    cycle = forgotten()
    created = [{"number": number} for number in range(OBJECTS)]
    assert cycle() is not None
    qtbot.waitUntil(lambda: cycle() is None)
    assert not gc.isenabled()
    assert len(created) == OBJECTS


@pytest.mark.usefixtures("collector")
def test_nothing_is_collected_while_a_loop_runs_within_an_event(qtbot: QtBot) -> None:
    remained: list[bool] = []

    def open_menu() -> None:
        cycle, menu = forgotten(), QEventLoop()
        QTimer.singleShot(50, menu.quit)
        menu.exec()
        remained.append(cycle() is not None)

    QTimer.singleShot(0, open_menu)
    qtbot.waitUntil(lambda: bool(remained))
    assert remained == [True]
