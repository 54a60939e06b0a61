"""Tray and notifications on a real desktop: a panel, a message bus, a notification server."""

import json
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtGui import QImage

from captions.ui import icons
from tests.support.message_bus import MessageBus
from tests.support.ui.child_process import Actor
from tests.support.ui.status_notifier import NotifierHost
from tests.support.virtual_screen import Picture, VirtualScreen, end, wait_until

pytestmark = [pytest.mark.screen, pytest.mark.usefixtures("qapp")]

PANEL = 32
STATES = ("listening", "paused", "waiting", "error")


class TrayActor(Actor):
    """A program with a tray icon."""

    STAGE = "tests.support.ui.tray_process"

    def do(self, **words: Any) -> None:  # noqa: ANN401  # JSON
        self.order(**words)
        self.hear("done")


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A message bus, which everything that a test starts later finds; its address."""
    with MessageBus(tmp_path) as made:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", made.address)
        yield made.address


@pytest.fixture
def start(screen: VirtualScreen) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts programs of a desktop, and ends them with the test."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*command: str) -> subprocess.Popen[bytes]:
        quiet = subprocess.DEVNULL
        environment = screen.environment
        process = subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet)
        started.append(process)
        return process

    yield start
    for process in reversed(started):
        end(process)


@pytest.fixture
def tray(screen: VirtualScreen) -> Iterator[Callable[[], TrayActor]]:
    """Starts a program with a tray icon, and ends it with the test."""
    started: list[TrayActor] = []

    def start() -> TrayActor:
        started.append(TrayActor(screen, "tray"))
        return started[-1]

    yield start
    for actor in started:
        actor.leave()


@pytest.fixture
def panel(start: Callable[..., subprocess.Popen[bytes]]) -> None:
    """A panel in the upper right corner that takes icons as X11 always had them."""
    start(
        "trayer", "--edge", "top", "--align", "right", "--widthtype", "request",
        "--height", str(PANEL), "--SetDockType", "true",
    )  # fmt: skip


def corner(screen: VirtualScreen) -> Picture:
    return screen.picture()[:PANEL, -PANEL:]


def is_drawn(screen: VirtualScreen, state: str) -> bool:
    """Whether the icon of a state stands in the panel's only place, at whatever size."""
    shown = corner(screen).astype(int)
    drawn = icons.load_icon(f"tray-{state}").pixmap(PANEL).toImage()
    drawn = drawn.convertToFormat(QImage.Format.Format_RGB888)
    middle = drawn.pixelColor(PANEL // 2, 7)
    colour = (middle.red(), middle.green(), middle.blue())
    return int((np.abs(shown - colour).sum(axis=2) < 12).sum()) > 150


@pytest.mark.usefixtures("panel")
def test_a_panel_shows_each_state(screen: VirtualScreen, tray: Callable[[], TrayActor]) -> None:
    actor = tray()
    for state in STATES:
        actor.do(state=state, tooltip=state)
        wait_until(partial(is_drawn, screen, state), f"the icon for {state}")


@pytest.mark.usefixtures("panel")
def test_a_click_on_the_icon_and_its_menu_are_heard(
    screen: VirtualScreen, tray: Callable[[], TrayActor]
) -> None:
    actor = tray()
    actor.do(state="error", tooltip="No microphone")
    wait_until(lambda: is_drawn(screen, "error"), "the icon")
    screen.hand("mousemove", 1280 - PANEL // 2, PANEL // 2, "click", 1)
    actor.hear("clicked")
    before = screen.picture()
    screen.hand("click", 3)
    wait_until(lambda: (screen.picture() != before).sum() > 3000, "the menu")
    screen.hand("key", "Down", "Return")
    actor.hear("pause")


@pytest.fixture
def host(bus: str) -> Iterator[NotifierHost]:
    """The tray of a desktop of today."""
    found = NotifierHost(bus)
    yield found
    found.close()


def test_a_desktop_of_today_is_told_the_state_and_shows_the_menu(
    host: NotifierHost, tray: Callable[[], TrayActor]
) -> None:
    actor = tray()
    actor.do(state="error", tooltip="Captions: No microphone is connected")
    _, _, title, _ = host.icon("ToolTip")
    assert title == "Captions: No microphone is connected"
    host.click()
    actor.hear("clicked")
    menu = host.menu()
    assert {"Pause", "Commit now", "Hide captions", "Settings…", "Quit Captions"} <= menu.keys()
    assert menu["Commit now"][1]["enabled"] is False
    assert menu["Pause"][1]["shortcut"] == [["Control", "Alt", "P"]]
    assert menu["Source > Microphone"][1]["toggle-state"] == 1
    host.choose("Clear captions")
    actor.hear("clear")
    host.choose("Source > Both")
    assert actor.hear("source")["source"] == "mic+system"


@pytest.mark.usefixtures("bus")
def test_a_notification_server_shows_each_kind_once_as_it_is_written(
    screen: VirtualScreen,
    start: Callable[..., subprocess.Popen[bytes]],
    tray: Callable[[], TrayActor],
) -> None:
    start("dunst")

    def ask(*words: str) -> str:
        asked = subprocess.run(
            ["dunstctl", *words],
            env=screen.environment,
            check=False,
            capture_output=True,
            text=True,
        )
        return asked.stdout.strip()

    wait_until(lambda: ask("count", "displayed") == "0", "dunst")
    before = screen.picture()
    actor = tray()
    actor.do(notify=["No microphone is connected", "Plug <one> in & wait.", "no_microphone"])
    wait_until(lambda: ask("count", "displayed") == "1", "the notification")
    wait_until(lambda: (screen.picture() != before).sum() > 3000, "the notification is seen")
    actor.do(notify=["There is still none", "Plug one in.", "no_microphone"])
    actor.do(notify=["The engine stopped", "Wait.", "engine_died"])
    wait_until(lambda: ask("count", "displayed") == "2", "the second kind")
    ask("close-all")
    wait_until(lambda: ask("count", "history") == "2", "both are remembered")
    shown = [
        (one["summary"]["data"], one["body"]["data"])
        for one in json.loads(ask("history"))["data"][0]
    ]
    assert sorted(shown) == [
        ("No microphone is connected", "Plug &lt;one&gt; in &amp; wait."),
        ("The engine stopped", "Wait."),
    ]
