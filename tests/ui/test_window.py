"""The overlay on a real X server with a window manager and a compositor, as a user meets it."""

import json
import queue
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from tests.ui.pictures import contrast
from tests.virtual_screen import VirtualScreen, end, start_program, wait_until

pytestmark = pytest.mark.screen

TWO_ROWS = [
    [["It was the best of times,", True]],
    [["it was the worst", True], [" of times, it", False]],
]


class Actor:
    """A child program on the virtual screen, given orders and heard."""

    def __init__(self, screen: VirtualScreen, kind: str, **options: Any) -> None:  # noqa: ANN401
        command = [sys.executable, "-m", "tests.ui.stage", kind, json.dumps(options)]
        self.process = start_program(command, screen.environment)
        self._heard: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()
        self.hear("shown")

    def order(self, **words: Any) -> None:  # noqa: ANN401  # JSON
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(words) + "\n")

    def hear(self, what: str, limit: float = 20) -> dict[str, Any]:
        """Wait until the child tells of something."""
        while True:
            told = self._heard.get(timeout=limit)
            if told["what"] == what:
                return told

    def told(self) -> list[dict[str, Any]]:
        """Return what was told and not yet heard."""
        found = []
        while not self._heard.empty():
            found.append(self._heard.get())
        return found

    def where(self) -> tuple[int, int, int, int]:
        """Return the window's left, top, width and height."""
        self.order(where=True)
        told = self.hear("where")
        return told["x"], told["y"], told["width"], told["height"]

    def leave(self) -> None:
        self.process.terminate()
        self._listener.join()
        end(self.process)

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._heard.put(json.loads(line))


Stage = Callable[..., Actor]


@pytest.fixture(scope="module")
def screen() -> Iterator[VirtualScreen]:
    with VirtualScreen() as started:
        yield started


@pytest.fixture
def act(screen: VirtualScreen) -> Iterator[Stage]:
    actors: list[Actor] = []

    def start(kind: str, **options: Any) -> Actor:  # noqa: ANN401  # JSON
        actors.append(Actor(screen, kind, **options))
        return actors[-1]

    screen.hand("mousemove", 2, 2)
    yield start
    for actor in reversed(actors):
        actor.leave()


def shows(screen: VirtualScreen, x: int, y: int, *colour: int) -> bool:
    return bool((screen.picture()[y, x] == colour).all())


def in_box(overlay: Actor) -> tuple[int, int]:
    """Return a place in the box that no letter covers."""
    left, top, width, height = overlay.where()
    return left + width // 2, top + height - 4


def test_the_window_is_above_others_and_they_shine_through(
    screen: VirtualScreen, act: Stage
) -> None:
    overlay = act("overlay")
    overlay.order(rows=TWO_ROWS)
    overlay.hear("painted")
    act("backdrop", ground="#00ff00")
    x, y = in_box(overlay)
    wait_until(lambda: shows(screen, x, y, 0, 51, 0), "a fifth of the green shines through")
    left, top, width, _ = overlay.where()
    assert shows(screen, left + width // 2, top + 2, 0, 255, 0)


@pytest.mark.parametrize("ground", ["#ffffff", "#000000"])
def test_text_is_readable_over_white_and_over_black(
    screen: VirtualScreen, act: Stage, ground: str
) -> None:
    act("backdrop", ground=ground)
    overlay = act("overlay")
    overlay.order(rows=TWO_ROWS)
    overlay.hear("painted")
    left, top, width, height = overlay.where()

    def has(colour: int) -> bool:
        seen = screen.picture()[top : top + height, left + 20 : left + width - 20]
        # Some pixels at the rims of white letters have that grey by chance.
        return int((seen == colour).all(axis=2).sum()) > 100

    wait_until(lambda: has(0xBF), "grey words are seen")
    x, y = in_box(overlay)
    box = screen.picture()[y, x]
    for level in (0xFF, 0xBF):
        assert has(level)
        assert contrast(np.full(3, level, np.uint8), box) >= 4.5
    overlay.order(rows=[[["It was the worst of times", True]]])
    wait_until(lambda: not has(0xBF), "all words are white")


def test_an_overlay_without_text_is_not_to_be_seen(screen: VirtualScreen, act: Stage) -> None:
    act("backdrop", ground="#3366cc")
    wait_until(lambda: shows(screen, 5, 700, 0x33, 0x66, 0xCC), "the backdrop is there")
    before = screen.picture()

    def unchanged() -> bool:
        return bool((screen.picture() == before).all())

    overlay = act("overlay")
    assert unchanged()
    overlay.order(rows=TWO_ROWS, status="No microphone: plug one in")
    overlay.hear("painted")
    wait_until(lambda: not unchanged(), "captions are seen")
    overlay.order(rows=[], status="")
    wait_until(unchanged, "nothing is left")


def test_the_window_takes_no_focus_by_showing_nor_by_a_click(
    screen: VirtualScreen, act: Stage
) -> None:
    backdrop = act("backdrop", ground="#00ff00")
    wait_until(lambda: shows(screen, 5, 700, 0, 255, 0), "the backdrop is there")
    focused = screen.hand("getwindowfocus")
    backdrop.told()
    overlay = act("overlay")
    overlay.order(rows=TWO_ROWS)
    overlay.hear("painted")
    x, y = in_box(overlay)
    wait_until(lambda: shows(screen, x, y, 0, 51, 0), "captions are seen")
    screen.hand("mousemove", x, y, "click", 1)
    assert screen.hand("getwindowfocus") == focused
    assert backdrop.told() == []


def test_clicks_beside_the_text_reach_what_is_below(screen: VirtualScreen, act: Stage) -> None:
    backdrop = act("backdrop", ground="#00ff00")
    overlay = act("overlay")
    overlay.order(rows=[[["one row", True]]])
    overlay.hear("painted")
    x, y = in_box(overlay)
    wait_until(lambda: shows(screen, x, y, 0, 51, 0), "captions are seen")
    _, top, _, _ = overlay.where()
    screen.hand("mousemove", x, top + 3, "click", 1)
    assert (backdrop.hear("click")["x"], top + 3) == (x, top + 3)


def test_clicks_pass_through_a_locked_window_and_it_stays_on_top(
    screen: VirtualScreen, act: Stage
) -> None:
    overlay = act("overlay", window={"click_through": True})
    overlay.order(rows=TWO_ROWS)
    overlay.hear("painted")
    backdrop = act("backdrop", ground="#00ff00")
    x, y = in_box(overlay)
    wait_until(lambda: shows(screen, x, y, 0, 51, 0), "captions are above the newer window")
    screen.hand("mousemove", x, y, "click", 1)
    assert backdrop.hear("click")["x"] == x


def test_the_window_goes_where_it_is_dragged_and_no_further_than_the_screen(
    screen: VirtualScreen, act: Stage
) -> None:
    act("backdrop", ground="#00ff00")
    overlay = act("overlay")
    overlay.order(rows=TWO_ROWS)
    overlay.hear("painted")
    left, top, width, height = overlay.where()
    x, y = in_box(overlay)
    wait_until(lambda: shows(screen, x, y, 0, 51, 0), "captions are seen")
    screen.hand("mousemove", x, y, "mousedown", 1)
    screen.hand("mousemove", x - 50, y - 60, "mousemove", x - 100, y - 120)
    wait_until(lambda: overlay.where() == (left - 100, top - 120, width, height), "it follows")
    screen.hand("mousemove", 1, 1)
    wait_until(lambda: overlay.where()[:2] == (0, 0), "it stays on the screen")
    screen.hand("mouseup", 1)
    overlay.order(rows=[[["it stays there", True]]])
    overlay.hear("painted")
    assert overlay.where()[:2] == (0, 0)


def test_the_window_stands_at_the_edge_that_was_chosen(screen: VirtualScreen, act: Stage) -> None:
    del screen
    bottom = act("overlay", window={"margin_px": 30}).where()
    top = act("overlay", window={"margin_px": 30, "position": "top"}).where()
    assert bottom[1] + bottom[3] == 720 - 30
    assert top[1] == 30
    assert bottom[0] == top[0] == (1280 - bottom[2]) // 2


def test_a_row_is_never_wider_than_the_screen(act: Stage) -> None:
    left, _, width, _ = act(
        "overlay", appearance={"font_px": 120}, captions={"row_chars": 120}
    ).where()
    assert width <= 1280 * 0.9
    assert left >= 0


def test_a_right_click_opens_a_menu_that_can_quit(screen: VirtualScreen, act: Stage) -> None:
    act("backdrop", ground="#00ff00")
    overlay = act("overlay")
    overlay.order(rows=TWO_ROWS)
    overlay.hear("painted")
    x, y = in_box(overlay)
    wait_until(lambda: shows(screen, x, y, 0, 51, 0), "captions are seen")
    before = screen.picture()
    screen.hand("mousemove", x, y - 60, "click", 3)
    wait_until(lambda: (screen.picture() != before).sum() > 3000, "the menu is seen")
    screen.hand("key", "Up", "Return")
    overlay.hear("quit")
