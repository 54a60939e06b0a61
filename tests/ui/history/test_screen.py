"""The transcript window on a real X server: keys alone, its picture, and a screen reader."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from tests.support.ui.child_process import Actor
from tests.support.ui.screen_reader import Reader, State, Thing, accessible_desktop
from tests.support.virtual_screen import VirtualScreen, wait_until

pytestmark = pytest.mark.screen

LAST = 11
POLITE = 1


class WindowActor(Actor):
    """A program that shows the transcript window."""

    STAGE = "tests.support.transcripts.window_process"

    def state(self) -> dict[str, Any]:
        self.order(state=True)
        return self.hear("state")

    def focus(self) -> str:
        self.order(focus=True)
        return str(self.hear("focus")["name"])

    def commit(self, *texts: str) -> None:
        self.order(commit=list(texts))
        self.hear("obeyed")


Show = Callable[..., WindowActor]


@pytest.fixture(scope="module")
def session(screen: VirtualScreen, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A session with AT-SPI, which every program that a test starts finds; its address."""
    folder = tmp_path_factory.mktemp("a11y")
    with pytest.MonkeyPatch.context() as variables:
        variables.setenv("XDG_RUNTIME_DIR", str(folder))
        variables.setenv("GSETTINGS_BACKEND", "memory")
        variables.delenv("AT_SPI_BUS_ADDRESS", raising=False)
        with accessible_desktop(screen, folder) as address:
            variables.setenv("DBUS_SESSION_BUS_ADDRESS", address)
            yield address


@pytest.fixture
def show(screen: VirtualScreen) -> Iterator[Show]:
    """Shows the window, and closes it with the test."""
    shown: list[WindowActor] = []

    def show(kind: str = "light", **options: Any) -> WindowActor:  # noqa: ANN401  # JSON
        screen.hand("mousemove", 2, 2)
        shown.append(WindowActor(screen, kind, **options))
        return shown[-1]

    yield show
    for actor in shown:
        actor.leave()


@pytest.fixture
def reader(session: str) -> Iterator[Reader]:
    started = Reader(session)
    yield started
    started.close()


def press(screen: VirtualScreen, *keys: str) -> None:
    for key in keys:
        screen.hand("key", "--clearmodifiers", key)


def test_tab_reaches_every_control_in_the_order_in_which_it_is_seen(
    screen: VirtualScreen, show: Show
) -> None:
    window = show()
    names = []
    for _ in range(11):
        names.append(window.focus())
        press(screen, "Tab")
    assert names == [
        "Transcript", "Transcripts", "Title", "Play", "Copy", "Export", "Delete", "Do not keep",
        "Search", "Search in", "Transcript",
    ]  # fmt: skip


def test_a_segment_is_corrected_copied_and_deleted_by_keys_alone(
    screen: VirtualScreen, show: Show
) -> None:
    window = show()
    press(screen, "Home", "Down", "F2", "ctrl+a")
    screen.hand("type", "We launch with Kubernetes.")
    press(screen, "Return")
    state = window.state()
    assert state["texts"][1] == "We launch with Kubernetes."
    assert state["notice"] == "Corrected. Should Captions expect “Kubernetes” from now on?"
    press(screen, "ctrl+c")
    assert window.state()["clipboard"] == "We launch with Kubernetes."
    before = screen.hand("getwindowfocus")
    press(screen, "shift+Down", "Delete")
    wait_until(lambda: screen.hand("getwindowfocus") != before, "the question has the keys")
    press(screen, "alt+d")
    wait_until(lambda: len(window.state()["texts"]) == LAST - 1, "two segments are deleted")
    assert window.state()["row"] == 1


def test_a_word_is_searched_in_all_sessions_by_keys_alone(
    screen: VirtualScreen, show: Show
) -> None:
    window = show()
    press(screen, "ctrl+f", "Tab", "Down", "shift+Tab")
    screen.hand("type", "launch")
    wait_until(lambda: window.state()["count"].endswith("of 9"), "the matches are counted")
    sessions = []
    for _ in range(5):
        press(screen, "Return")
        sessions.append(window.state()["session"])
    assert set(sessions) == {2, 3} or set(sessions) == {1, 2, 3}
    press(screen, "Escape")
    assert window.state()["count"] == ""
    press(screen, "Escape")
    wait_until(lambda: not window.state()["visible"], "the window closes")


def test_the_view_stays_while_it_is_read_and_returns_to_the_live_end(
    screen: VirtualScreen, show: Show
) -> None:
    window = show(count=200)
    assert window.state()["follows"]
    press(screen, "Page_Up", "Page_Up")
    top = window.state()["top"]
    before = screen.picture()[:300]
    window.commit("One more.", "And another.")
    assert window.state()["top"] == top
    assert not window.state()["follows"]
    assert (screen.picture()[:300] == before).mean() > 0.99
    press(screen, "End")
    assert window.state()["follows"]


@pytest.mark.parametrize("kind", ["light", "dark"])
def test_the_window_is_painted_in_the_colours_of_the_desktop(
    screen: VirtualScreen, show: Show, kind: str
) -> None:
    show(kind, size=(900, 600))
    pixels = screen.picture()[100:500, 300:880]
    paper = np.median(pixels.reshape(-1, 3), axis=0)
    assert (paper > 240).all() if kind == "light" else (paper < 40).all()
    assert (np.abs(pixels.astype(int) - paper).max(axis=2) > 100).mean() > 0.01


def test_a_screen_reader_finds_a_list_of_segments(
    screen: VirtualScreen, reader: Reader, show: Show
) -> None:
    show(size=(900, 700))
    things = reader.things()
    segments = [thing for thing in things if thing.around[-1:] == ("Transcript",)]
    assert {thing.role for thing in segments} == {"list item"}
    assert segments[-1].name == "John: Let us start with the launch. Number 11. (0:55)"
    sessions = [thing.name for thing in things if thing.around[-1:] == ("Transcripts",)]
    assert sessions[0] == "Today"
    assert sessions[1].startswith("Launch meeting, ")
    assert sessions[1].endswith(", 43\u00a0min, live")
    unnamed = [thing for thing in things if State.FOCUSABLE in thing.states and not is_named(thing)]
    assert unnamed == []
    press(screen, "Home")
    first = "Mary: Good morning, everyone. Number 0. (0:00)"
    while reader.thing(reader.focused()).name != first:  # The window has just opened.
        pass


def is_named(thing: Thing) -> bool:
    return bool(thing.name or thing.label)


def test_each_committed_segment_is_announced_once_while_the_window_is_in_front(
    reader: Reader, show: Show
) -> None:
    window = show()
    reader.focused()
    reader.heard()
    for text in ("One", "One more", "One more thing."):
        window.order(partial=text)
        window.hear("obeyed")
    window.commit("One more thing.")
    window.commit("Yes.", "Yes.")
    told = [event for event in reader.heard() if event.kind == "Announcement"]
    assert [event.text for event in told] == ["Mary One more thing.", "John Yes.", "Mary Yes."]
    assert {event.number for event in told} == {POLITE}


def test_nothing_is_announced_while_another_window_is_in_front(reader: Reader, show: Show) -> None:
    window = show()
    reader.focused()
    other = show()
    reader.focused()
    reader.heard()
    window.commit("Unheard.")
    assert [event for event in reader.heard() if event.kind == "Announcement"] == []
    other.commit("Heard.")
    assert [event.text for event in reader.heard() if event.kind == "Announcement"] == [
        "Mary Heard."
    ]
