"""Captions among what other programs put on top: lockers, menus and films on a real X server."""

import subprocess
from collections.abc import Iterator

import pytest

from captions.ui.platform.stacking import StackingMove
from captions.ui.platform.stacking_x11 import X11Desktop
from tests.support.ui.child_process import Actor
from tests.support.virtual_screen import VirtualScreen, end, wait_until

pytestmark = pytest.mark.screen

BOX, GREEN, BLUE = (255, 0, 200), (0, 255, 0), (32, 64, 96)
LOOK = {"window_colour": "#ff00c8", "window_opacity": 1.0}
"""A box of a colour that nothing else on the screen has."""
LIMIT = 60.0


class Neighbour(Actor):
    """A program that puts up windows which no window manager places."""

    STAGE = "tests.support.ui.other_windows"


class Desk:
    """A screen with captions on it, and programs that come and go."""

    def __init__(self, screen: VirtualScreen) -> None:
        self.screen = screen
        self._actors: list[Actor] = []
        self._programs: list[subprocess.Popen[bytes]] = []
        self._said = 0

    def open_captions(self) -> None:
        self.captions = self.start("overlay", appearance=LOOK)
        self.say()
        wait_until(lambda: self.has(BOX), "captions are seen", LIMIT)

    def say(self) -> None:
        """Have more said, and wait until it would be seen."""
        self._said += 1
        self.captions.order(rows=[[["A private talk", True]], [[f"of {self._said} words", True]]])
        self.captions.hear("painted")

    def stay_unseen(self) -> None:
        """See that captions which come are not seen, now or when the overlay has looked."""
        wait_until(lambda: not self.has(BOX), "the captions are not seen", LIMIT)
        for _ in range(2):
            self.say()
            assert not self.has(BOX)
            self.look()
            assert not self.has(BOX)

    def look(self) -> int:
        """Have the overlay look at the desktop, soon and later, and return its window."""
        self.captions.told()
        # A window comes and goes.
        X11Desktop().close()
        self.captions.hear("looked")
        return int(self.captions.hear("looked")["window"])

    def start(self, kind: str, **options: object) -> Actor:
        self._actors.append(Neighbour(self.screen, kind, **options))
        return self._actors[-1]

    def run(self, *command: str) -> subprocess.Popen[bytes]:
        self._programs.append(
            subprocess.Popen(command, env=self.screen.environment, stdin=subprocess.DEVNULL)
        )
        return self._programs[-1]

    def clear(self) -> None:
        for program in self._programs:
            end(program)
        for actor in reversed(self._actors):
            actor.leave()

    def has(self, colour: tuple[int, int, int]) -> bool:
        """Whether a colour is seen anywhere."""
        return int((self.screen.picture() == colour).all(axis=2).sum()) > 50

    def shows(self, x: int, y: int, colour: tuple[int, int, int]) -> bool:
        return bool((self.screen.picture()[y, x] == colour).all())


@pytest.fixture
def desk(screen: VirtualScreen, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("DISPLAY", screen.display)
    made = Desk(screen)
    try:
        yield made
    finally:
        made.clear()


def test_captions_are_not_seen_over_a_real_locker_and_come_back(desk: Desk) -> None:
    desk.open_captions()
    locker = desk.run("i3lock", "--nofork", "--color", "204060")
    wait_until(lambda: desk.shows(5, 5, BLUE), "the screen is locked", LIMIT)
    desk.stay_unseen()
    end(locker)
    wait_until(lambda: desk.has(BOX), "the captions are back", LIMIT)


@pytest.mark.parametrize("on_top", [True, False], ids=["above", "below"])
def test_captions_are_not_seen_over_a_locker_that_opens(desk: Desk, *, on_top: bool) -> None:
    desk.open_captions()
    desk.start("cover", colour="#204060", holds_keyboard=True, on_top=on_top)
    wait_until(lambda: desk.shows(5, 5, BLUE), "the screen is locked", LIMIT)
    desk.stay_unseen()


def test_captions_that_come_while_the_screen_is_locked_are_not_seen(desk: Desk) -> None:
    desk.start("cover", colour="#204060", holds_keyboard=True)
    wait_until(lambda: desk.shows(5, 5, BLUE), "the screen is locked", LIMIT)
    desk.captions = desk.start("overlay", appearance=LOOK)
    desk.stay_unseen()


def test_a_menu_of_another_program_stays_above_the_captions(desk: Desk) -> None:
    desk.open_captions()
    left, top, width, height = desk.captions.where()
    x, y = left + width // 2, top + height - 20
    desk.start("menu", colour="#00ff00", area=[x - 80, y - 150, 160, 200])
    wait_until(lambda: desk.shows(x, y, GREEN), "the menu is seen", LIMIT)
    desk.say()
    desk.look()
    assert desk.shows(x, y, GREEN)
    assert desk.has(BOX)
    desk.screen.hand("key", "Escape")
    wait_until(lambda: not desk.has(GREEN), "the menu is closed", LIMIT)


def test_captions_are_seen_over_a_film_of_a_program_that_places_itself(desk: Desk) -> None:
    desk.open_captions()
    desk.start("cover", colour="#204060")
    wait_until(lambda: desk.shows(5, 5, BLUE), "the film is seen", LIMIT)
    wait_until(lambda: desk.has(BOX), "the captions are above it", LIMIT)


def test_captions_come_back_above_a_window_that_its_manager_puts_on_top(desk: Desk) -> None:
    desk.open_captions()
    desk.start("backdrop", ground="#204060", full_screen=True)
    wait_until(lambda: desk.shows(5, 5, BLUE), "the window is seen", LIMIT)
    told = subprocess.run(
        ["xwininfo", "-children", "-id", desk.screen.hand("getwindowfocus")],
        env=desk.screen.environment, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    frame = int(told.partition("Parent window id: ")[2].split()[0], 16)
    own = desk.look()
    # What i3 and Xfwm do automatically, and Openbox does not.
    x11 = X11Desktop()
    x11.move_window(own, StackingMove(frame, above=False))
    x11.close()
    desk.look()
    wait_until(lambda: desk.has(BOX), "the captions are above it", LIMIT)
