"""The overlay on a real X server with a window manager and a compositor, as a user meets it."""

import contextlib
import subprocess
from collections.abc import Iterator
from typing import Any, Self

import numpy as np
import pytest
from PySide6.QtGui import QColor
from typing_extensions import override

from captions.settings.schema import WindowSettings
from captions.ui.overlay.look import KEY_COLOURS
from tests.support.obs.window_capture import capture_window
from tests.support.ui.child_process import Actor, Stage
from tests.support.ui.pictures import contrast
from tests.support.virtual_screen import VirtualScreen, wait_until

pytestmark = pytest.mark.screen

TWO_ROWS = [
    [["It was the best of times,", True]],
    [["it was the worst", True], [" of times, it", False]],
]


BOXED = {"window_opacity": 0.8, "background_opacity": 0.0}
"""A box around all rows, so that there is a place in it which no letter covers."""


def boxed(act: Stage, **options: Any) -> Actor:  # noqa: ANN401  # JSON
    """Start an overlay whose rows stand in a box."""
    return act("overlay", appearance=BOXED, **options)


def shows(screen: VirtualScreen, x: int, y: int, *colour: int) -> bool:
    return bool((screen.picture()[y, x] == colour).all())


def in_box(overlay: Actor) -> tuple[int, int]:
    """Return a place in the box that no letter covers."""
    left, top, width, height = overlay.where()
    return left + width // 2, top + height - 4


def on_text(overlay: Actor) -> tuple[int, int]:
    """Return a place from which a drag moves the captions, away from their edges."""
    x, y = in_box(overlay)
    return x, y - 30


def drag(screen: VirtualScreen, start: tuple[int, int], end: tuple[int, int]) -> None:
    """Hold what is at a place, and let it go at another."""
    half = ((start[0] + end[0]) // 2, (start[1] + end[1]) // 2)
    screen.hand("mousemove", *start, "mousedown", 1, "mousemove", *half)
    screen.hand("mousemove", *end, "mouseup", 1)


def test_the_window_is_above_others_and_they_shine_through(
    screen: VirtualScreen, act: Stage
) -> None:
    overlay = boxed(act)
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
    overlay = boxed(act)
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

    overlay = boxed(act)
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
    overlay = boxed(act)
    overlay.order(rows=TWO_ROWS)
    overlay.hear("painted")
    x, y = in_box(overlay)
    wait_until(lambda: shows(screen, x, y, 0, 51, 0), "captions are seen")
    screen.hand("mousemove", x, y, "click", 1)
    assert screen.hand("getwindowfocus") == focused
    assert backdrop.told() == []


def test_clicks_beside_the_text_reach_what_is_below(screen: VirtualScreen, act: Stage) -> None:
    backdrop = act("backdrop", ground="#00ff00")
    overlay = boxed(act)
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
    overlay = boxed(act, window={"click_through": True})
    overlay.order(rows=TWO_ROWS)
    overlay.hear("painted")
    backdrop = act("backdrop", ground="#00ff00")
    x, y = in_box(overlay)
    wait_until(lambda: shows(screen, x, y, 0, 51, 0), "captions are above the newer window")
    screen.hand("mousemove", x, y, "click", 1)
    assert backdrop.hear("click")["x"] == x


@pytest.mark.parametrize("locked", [False, True], ids=["unlocked", "locked"])
def test_captions_are_seen_above_a_full_screen_window_that_opens_later(
    screen: VirtualScreen, act: Stage, locked: bool
) -> None:
    overlay = boxed(act, window={"click_through": locked})
    overlay.order(rows=TWO_ROWS)
    overlay.hear("painted")
    act("backdrop", ground="#00ff00", full_screen=True)
    x, y = in_box(overlay)
    wait_until(lambda: shows(screen, x, y, 0, 51, 0), "captions are above it")
    assert shows(screen, 1200, 20, 0, 255, 0)


def test_a_window_is_locked_and_unlocked_while_it_is_shown(
    screen: VirtualScreen, act: Stage
) -> None:
    backdrop = act("backdrop", ground="#00ff00")
    overlay = boxed(act)
    overlay.order(rows=TWO_ROWS)
    overlay.hear("painted")
    x, y = in_box(overlay)
    wait_until(lambda: shows(screen, x, y, 0, 51, 0), "captions are seen")
    overlay.order(apply={"appearance": BOXED, "window": {"click_through": True}})
    overlay.where()
    screen.hand("mousemove", x, y, "click", 1)
    assert backdrop.hear("click")["x"] == x
    overlay.order(apply={"appearance": BOXED})
    overlay.where()
    x, y = on_text(overlay)
    drag(screen, (x, y), (x - 50, y))
    assert overlay.hear("moved")["y"] > 0
    assert backdrop.told() == []


def test_the_window_goes_where_it_is_dragged_and_no_further_than_the_screen(
    screen: VirtualScreen, act: Stage
) -> None:
    act("backdrop", ground="#00ff00")
    overlay = boxed(act)
    overlay.order(rows=TWO_ROWS)
    overlay.hear("painted")
    left, top, width, height = overlay.where()
    x, y = in_box(overlay)
    wait_until(lambda: shows(screen, x, y, 0, 51, 0), "captions are seen")
    x, y = on_text(overlay)
    drag(screen, (x, y), (x - 100, y - 120))
    overlay.hear("moved")
    assert overlay.where() == (left - 100, top - 120, width, height)
    drag(screen, (x - 100, y - 120), (1, 1))
    moved = overlay.hear("moved")
    assert (moved["x"], moved["y"]) == (0, 0) == overlay.where()[:2]
    overlay.order(rows=[[["it stays there", True]]])
    overlay.hear("painted")
    assert overlay.where()[:2] == (0, 0)


def test_rows_are_dragged_longer_at_their_end(screen: VirtualScreen, act: Stage) -> None:
    overlay = boxed(act, captions={"row_chars": 30})
    overlay.order(rows=TWO_ROWS)
    overlay.hear("painted")
    left, top, width, height = overlay.where()
    x, y = left + width - 3, top + height - 6
    drag(screen, (x, y), (x + 80, y))
    assert overlay.hear("resized")["row_chars"] > 34
    after = overlay.where()
    assert after[2] - width == pytest.approx(160, abs=20)
    assert left - after[0] == pytest.approx(80, abs=10)


@pytest.mark.parametrize("position", ["bottom", "top"])
def test_rows_are_added_and_removed_at_the_bottom_edge_which_follows_the_pointer(
    screen: VirtualScreen, act: Stage, position: str
) -> None:
    overlay = boxed(act, window={"position": position})
    overlay.order(rows=TWO_ROWS)
    overlay.hear("painted")
    left, top, width, height = overlay.where()
    x, y = left + width // 2, 720 - 96 - 4 if position == "bottom" else 96 + 107 - 4
    wait_until(lambda: screen.picture()[y, x].max() < 60, "captions are seen")
    drag(screen, (x, y), (x, y + 44))
    assert overlay.hear("resized")["rows"] == 3
    after = overlay.where()
    assert after[3] == height + 44
    assert after[1] == top if position == "top" else after[1] + after[3] == top + height + 44


def test_the_wheel_and_a_double_click_are_reported(screen: VirtualScreen, act: Stage) -> None:
    overlay = boxed(act)
    overlay.order(rows=TWO_ROWS)
    overlay.hear("painted")
    x, y = in_box(overlay)
    wait_until(lambda: screen.picture()[y, x].max() < 60, "captions are seen")
    screen.hand("mousemove", x, y - 30, "click", 4)
    assert overlay.hear("scrolled")["rows"] == 1
    screen.hand("click", 5)
    assert overlay.hear("scrolled")["rows"] == -1
    screen.hand("click", "--repeat", 2, 1)
    overlay.hear("transcript")


def test_a_key_look_is_an_ordinary_window_that_programs_can_capture_and_back_again(
    screen: VirtualScreen, act: Stage
) -> None:
    act("backdrop", ground="#3366cc")
    overlay = boxed(act)
    overlay.order(rows=TWO_ROWS)
    overlay.hear("painted")
    assert not is_managed(screen)
    focused = screen.hand("getwindowfocus")
    overlay.order(apply={"appearance": {"chroma_key": "magenta", "window_opacity": 0}})
    wait_until(lambda: is_managed(screen), "the window manager manages it")
    left, top, width, height = overlay.where()
    x, y = left + width // 2, top + 3
    wait_until(lambda: shows(screen, x, y, 255, 0, 255), "the key colour is seen")
    overlay.order(rows=[], status="No microphone")
    overlay.where()
    area = np.s_[top : top + height, left : left + width]
    wait_until(
        lambda: not (screen.picture()[area] != (255, 0, 255)).any(),
        "nothing but the key colour is seen",
    )
    assert screen.hand("getwindowfocus") == focused
    overlay.order(apply={"appearance": BOXED})
    overlay.order(rows=TWO_ROWS, status="")
    overlay.hear("painted")
    x, y = in_box(overlay)
    wait_until(lambda: shows(screen, x, y, 10, 20, 41), "captions are above other windows again")
    assert not is_managed(screen)


@pytest.mark.parametrize("is_chosen_later", [False, True], ids=["at the start", "later"])
@pytest.mark.parametrize("key", sorted(KEY_COLOURS))
def test_a_recording_of_a_key_look_has_the_key_colour_and_no_transparency(
    screen: VirtualScreen, act: Stage, key: str, *, is_chosen_later: bool
) -> None:
    look = {"chroma_key": key, "window_opacity": 0, "background_opacity": 0}
    overlay = act("overlay", appearance=BOXED if is_chosen_later else look)
    overlay.order(rows=TWO_ROWS, apply={"appearance": look} if is_chosen_later else None)
    overlay.hear("painted")
    wait_until(lambda: is_managed(screen), "the window manager manages it")
    act("backdrop", ground="#3366cc")  # It covers the window, but not its recording.
    window = int(screen.hand("search", "--onlyvisible", "--name", "^Captions$"))
    key_colour = QColor(KEY_COLOURS[key])
    colour = (key_colour.red(), key_colour.green(), key_colour.blue())

    def is_captured() -> bool:
        depth, picture = capture_window(screen, window)
        has_key = (picture == colour).all(axis=2).mean() > 0.5
        return depth == 24 and has_key and (picture == 255).all(axis=2).any()

    wait_until(is_captured, "the recording has words on the key colour")


def test_closing_the_window_of_a_key_look_asks_to_hide_it(
    screen: VirtualScreen, act: Stage
) -> None:
    overlay = act("overlay", appearance={"chroma_key": "green"})
    wait_until(lambda: is_managed(screen), "the window manager manages it")
    left, top, width, _ = overlay.where()
    screen.hand("mousemove", left + width - 12, top - 10, "click", 1)
    overlay.hear("hide")
    assert is_managed(screen)


def is_managed(screen: VirtualScreen) -> bool:
    """Return True if the window manager lists the captions, as window captures require."""
    with contextlib.suppress(subprocess.CalledProcessError):  # It is not visible for a moment.
        (window, *_) = screen.hand("search", "--onlyvisible", "--name", "^Captions$").split()
        return bool(screen.hand("get_desktop_for_window", window))
    return False


@pytest.mark.parametrize("position", ["top", "bottom"])
def test_a_key_look_that_is_larger_appears_where_it_fits_on_the_screen(
    screen: VirtualScreen, act: Stage, position: str
) -> None:
    overlay = act("overlay", appearance={"font_px": 30}, window={"position": position})
    look = {"font_px": 52, "chroma_key": "green"}
    overlay.order(apply={"appearance": look, "window": {"position": position}})
    wait_until(lambda: is_managed(screen), "the window manager manages it")
    left, top, width, height = overlay.where()
    assert 0 <= left <= left + width <= 1280
    assert 0 <= top <= top + height <= 720


class TwoMonitors(VirtualScreen):
    """Two monitors beside each other, of which the right one has twice the scale."""

    @property
    @override
    def environment(self) -> dict[str, str]:
        return {**super().environment, "QT_SCREEN_SCALE_FACTORS": "L=1;R=2"}

    @override
    def __enter__(self) -> Self:
        super().__enter__()
        self.change("--setmonitor", "L", "640/200x720/200+0+0", "screen")
        self.plug_in()
        return self

    def plug_in(self) -> None:
        self.change("--setmonitor", "R", "640/200x720/200+640+0", "none")

    def unplug(self) -> None:
        self.change("--delmonitor", "R")

    def change(self, *words: str) -> None:
        """Change which monitors there are, as xrandr's words say."""
        subprocess.run(["xrandr", *words], env=self.environment, check=True, capture_output=True)


@pytest.fixture
def desk() -> Iterator[TwoMonitors]:
    with TwoMonitors() as started:
        yield started


def test_captions_are_at_home_on_monitors_that_come_and_go_and_differ_in_scale(
    desk: TwoMonitors,
) -> None:
    small = {"captions": {"row_chars": 16}, "appearance": {**BOXED, "font_px": 20}}
    overlay = Actor(desk, "overlay", **small, window={"position": "free"})
    try:
        overlay.order(stand_at=[700, 200], rows=[[["hello", True]]] * 2)
        overlay.hear("painted")
        left, _, width, _ = overlay.where()
        assert left == 700
        # One pixel of the right monitor's is two of the screen's, from its corner on.
        x, y = 640 + 2 * (left - 640 + width // 2), 2 * 203
        wait_until(lambda: desk.picture()[y, x].max() < 60, "captions on the right")
        desk.unplug()
        overlay.hear("screens")
        left, _, width, _ = overlay.where()
        assert 0 < left + width <= 640
        wait_until(lambda: desk.picture()[203, left + width // 2].max() < 60, "on the left")
        desk.plug_in()
        overlay.hear("screens")
        overlay.order(stand_at=[700, 200])
        assert overlay.where()[0] == 700
        overlay.order(apply={**small, "window": {"screen": "R"}})
        left, top, width, height = overlay.where()
        assert left + width // 2 == pytest.approx(640 + 160, abs=1)
        assert top + height == 360 - WindowSettings().margin_px
    finally:
        overlay.leave()


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
    overlay = boxed(act)
    overlay.order(rows=TWO_ROWS)
    overlay.hear("painted")
    x, y = in_box(overlay)
    wait_until(lambda: shows(screen, x, y, 0, 51, 0), "captions are seen")
    before = screen.picture()
    screen.hand("mousemove", x, y - 60, "click", 3)
    wait_until(lambda: (screen.picture() != before).sum() > 3000, "the menu is seen")
    screen.hand("key", "Up", "Return")
    overlay.hear("quit")
