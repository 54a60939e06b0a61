"""The toolbar as a pointer meets it: on Qt's offscreen platform, and on a real X server."""

from dataclasses import dataclass, field

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QToolButton
from pytestqt.qtbot import QtBot

from captions.model.command import Command
from captions.ui.overlay.toolbar import hover as hover_module
from captions.ui.overlay.toolbar.hover import ToolbarHover
from captions.ui.overlay.toolbar.toolbar import BUTTON_SIDE, HoverToolbar
from tests.support.ui.child_process import Stage
from tests.support.virtual_screen import VirtualScreen, wait_until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

ROWS = [[["It was the best of times,", True]], [["it was the worst", True]]]


@dataclass
class Captions:
    """Captions in the middle of a screen."""

    covered_area: QRect
    screen_area: QRect
    at_bottom: bool = True
    dialog_frames: list[QRect] = field(default_factory=list)


@pytest.fixture
def toolbar(qtbot: QtBot) -> HoverToolbar:
    made = HoverToolbar(lambda: True)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def hover(toolbar: HoverToolbar, monkeypatch: pytest.MonkeyPatch) -> ToolbarHover:
    monkeypatch.setattr(hover_module, "SHOW_DELAY_MS", 1)
    monkeypatch.setattr(hover_module, "HIDE_DELAY_MS", 1)
    area = QRect(0, 0, 800, 800)
    return ToolbarHover(toolbar, Captions(QRect(100, 300, 600, 100), area))


def button(toolbar: HoverToolbar, name: str) -> QToolButton:
    found = toolbar.findChild(QToolButton, name)
    assert isinstance(found, QToolButton)
    return found


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("pause", Command.TOGGLE_PAUSE),
        ("smaller", Command.SMALLER),
        ("larger", Command.LARGER),
        ("transcript", Command.TRANSCRIPT),
        ("settings", Command.SETTINGS),
        ("hide", Command.HIDE),
    ],
)
def test_each_button_asks_for_its_command(
    toolbar: HoverToolbar, qtbot: QtBot, name: str, command: Command
) -> None:
    with qtbot.waitSignal(toolbar.command_requested) as asked:
        QTest.mouseClick(button(toolbar, name), Qt.MouseButton.LeftButton)
    assert asked.args == [command]


def test_the_looks_are_asked_for_with_the_place_of_their_button(
    toolbar: HoverToolbar, qtbot: QtBot
) -> None:
    toolbar.show_at(QPoint(200, 100), is_above=True)
    look = button(toolbar, "look")
    with qtbot.waitSignal(toolbar.looks_requested) as asked:
        QTest.mouseClick(look, Qt.MouseButton.LeftButton)
    (place,) = asked.args
    assert (place.left(), place.width()) == (look.mapToGlobal(QPoint()).x(), look.width())
    assert (place.top(), place.height()) == (toolbar.y(), toolbar.height())


def test_buttons_have_names_and_are_large_enough_and_take_no_focus(toolbar: HoverToolbar) -> None:
    toolbar.show_at(QPoint(), is_above=True)
    buttons = toolbar.findChildren(QToolButton)
    assert len({made.accessibleName() for made in buttons}) == len(buttons) == 7
    for made in buttons:
        assert made.toolTip() == made.accessibleName()
        assert min(made.size().toTuple()) >= BUTTON_SIDE
        assert made.focusPolicy() is Qt.FocusPolicy.NoFocus
    assert toolbar.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus


def test_a_paused_app_can_be_resumed(toolbar: HoverToolbar) -> None:
    toolbar.show_at(QPoint(), is_above=True)
    pause = button(toolbar, "pause")
    before = pause.icon().cacheKey()
    toolbar.set_paused(paused=True)
    assert pause.toolTip() == "Resume"
    assert pause.icon().cacheKey() != before
    toolbar.set_paused(paused=False)
    assert pause.toolTip() == "Pause"


def test_it_comes_with_the_pointer_and_goes_after_it(
    toolbar: HoverToolbar, hover: ToolbarHover, qtbot: QtBot
) -> None:
    hover.enter_captions()
    qtbot.waitUntil(toolbar.isVisible)
    assert toolbar.pos().y() == 406
    hover.leave_captions()
    qtbot.waitUntil(toolbar.isHidden)


def test_it_stays_while_the_pointer_is_over_it_or_its_menu(
    toolbar: HoverToolbar, hover: ToolbarHover, qtbot: QtBot
) -> None:
    hover.enter_captions()
    qtbot.waitUntil(toolbar.isVisible)
    hover.leave_captions()
    toolbar.pointer_entered.emit()
    qtbot.wait(20)
    assert toolbar.is_wanted
    menu = QMenu()
    menu.addAction("Plain")
    menu.popup(QPoint(0, 0))
    toolbar.pointer_left.emit()
    qtbot.wait(20)
    assert toolbar.is_wanted
    menu.close()
    qtbot.waitUntil(toolbar.isHidden)


def test_it_moves_with_the_captions_and_goes_where_they_leave_no_room(
    toolbar: HoverToolbar, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hover_module, "SHOW_DELAY_MS", 1)
    captions = Captions(QRect(100, 300, 600, 100), QRect(0, 0, 800, 800))
    hover = ToolbarHover(toolbar, captions)
    hover.enter_captions()
    qtbot.waitUntil(toolbar.isVisible)
    captions.covered_area = QRect(100, 300, 600, 150)
    hover.follow_captions()
    assert toolbar.pos().y() == 456
    captions.covered_area = QRect(0, 0, 800, 800)
    hover.follow_captions()
    assert toolbar.isHidden()


def test_it_keeps_off_the_dialogs_of_the_app(
    toolbar: HoverToolbar, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hover_module, "SHOW_DELAY_MS", 1)
    captions = Captions(QRect(100, 300, 600, 100), QRect(0, 0, 800, 800))
    hover = ToolbarHover(toolbar, captions)
    hover.enter_captions()
    qtbot.waitUntil(toolbar.isVisible)
    captions.dialog_frames = [QRect(200, 390, 400, 300)]
    hover.follow_captions()
    assert toolbar.pos().y() == 254, "above the captions"
    captions.dialog_frames.append(QRect(0, 0, 800, 290))
    hover.follow_captions()
    assert toolbar.isHidden()


def test_a_drag_dismisses_it_at_once(
    toolbar: HoverToolbar, hover: ToolbarHover, qtbot: QtBot
) -> None:
    hover.enter_captions()
    qtbot.waitUntil(toolbar.isVisible)
    hover.dismiss()
    assert toolbar.isHidden()


def test_it_does_not_appear_where_programs_cannot_place_windows(
    toolbar: HoverToolbar, hover: ToolbarHover, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QGuiApplication, "platformName", staticmethod(lambda: "wayland"))
    hover.enter_captions()
    qtbot.wait(20)
    assert toolbar.isHidden()


def test_it_fades_unless_the_user_prefers_reduced_motion(qtbot: QtBot) -> None:
    fading = HoverToolbar()
    qtbot.addWidget(fading)
    fading.show_at(QPoint(0, 0), is_above=False)
    fading.fade_out()
    assert fading.isVisible()
    assert not fading.is_wanted
    qtbot.waitUntil(fading.isHidden)
    still = HoverToolbar(lambda: True)
    qtbot.addWidget(still)
    still.show_at(QPoint(0, 0), is_above=False)
    still.fade_out()
    assert still.isHidden()


@pytest.mark.screen
@pytest.mark.parametrize("position", ["bottom", "top"])
def test_on_a_real_screen_it_covers_no_text_and_takes_no_focus(
    screen: VirtualScreen, act: Stage, position: str
) -> None:
    act("backdrop", ground="#00ff00")
    overlay = act("overlay", toolbar=True, window={"position": position})
    overlay.order(rows=ROWS)
    overlay.hear("painted")
    left, top, width, height = overlay.where()
    area = np.s_[top : top + height, left : left + width]
    y = top + height - 50 if position == "bottom" else top + 50
    wait_until(lambda: screen.picture()[y, left + 4].max() < 60, "captions are seen")
    before, focused = screen.picture()[area], screen.hand("getwindowfocus")
    screen.hand("mousemove", left + width // 2, y)
    shown = overlay.hear("toolbar")
    assert shown["shown"]
    x, y, _, _ = shown["place"]
    wait_until(lambda: screen.picture()[y + 3, x + 20].max() < 80, "the toolbar is seen")
    # Away from the captions, because the picture contains the pointer.
    screen.hand("mousemove", *shown["buttons"]["larger"])
    wait_until(lambda: not (screen.picture()[area] != before).any(), "captions are as before")
    screen.hand("click", 1)
    assert overlay.hear("command")["name"] == "larger"
    assert screen.hand("getwindowfocus") == focused
    screen.hand("mousemove", 2, 2)
    assert not overlay.hear("toolbar")["shown"]


def test_it_stays_below_its_menu_while_captions_change(
    toolbar: HoverToolbar, hover: ToolbarHover, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    raised: list[HoverToolbar] = []
    monkeypatch.setattr(HoverToolbar, "raise_", lambda shown: raised.append(shown))  # noqa: PLW0108  # a method
    hover.enter_captions()
    qtbot.waitUntil(toolbar.isVisible)
    hover.follow_captions()
    hover.enter_captions()
    assert raised == [toolbar]


@pytest.mark.screen
def test_on_a_real_screen_locked_captions_have_none(screen: VirtualScreen, act: Stage) -> None:
    overlay = act("overlay", toolbar=True, window={"click_through": True})
    overlay.order(rows=ROWS)
    overlay.hear("painted")
    left, top, width, height = overlay.where()
    screen.hand("mousemove", left + width // 2, top + height - 50)
    overlay.order(apply={})
    overlay.where()
    # The pointer is over them already; unlocked captions notice it, which proves that it was there.
    screen.hand("mousemove_relative", 1, 1)
    told = [overlay.hear("toolbar")]
    assert [event["shown"] for event in told] == [True]
