"""The menus of microphones and of the last minutes."""

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from captions.ui.tray.copy_menu import OFFERED_MINUTES
from captions.ui.tray.menu import TrayMenu
from captions.ui.tray.microphone_menu import MicrophoneMenu

pytestmark = pytest.mark.usefixtures("qapp")


def offered(menu: QMenu) -> dict[str, QAction]:
    return {action.text(): action for action in menu.actions() if not action.isSeparator()}


def checked(menu: QMenu) -> list[str]:
    return [text for text, action in offered(menu).items() if action.isChecked()]


def test_microphones_are_offered_by_name_and_the_one_in_use_is_checked(qtbot: QtBot) -> None:
    menu = MicrophoneMenu()
    menu.show_microphones(("Built-in Audio", "Mic & Line"))
    menu.show_current("Mic & Line")
    assert list(offered(menu)) == ["System default", "Built-in Audio", "Mic && Line"]
    assert checked(menu) == ["Mic && Line"]
    with qtbot.waitSignal(menu.chosen) as chosen:
        offered(menu)["Built-in Audio"].trigger()
    assert chosen.args == ["Built-in Audio"]
    with qtbot.waitSignal(menu.chosen) as chosen:
        offered(menu)["System default"].trigger()
    assert chosen.args == [""]


def test_a_chosen_microphone_that_is_not_connected_is_offered_nevertheless() -> None:
    menu = MicrophoneMenu()
    menu.show_current("USB")
    assert checked(menu) == ["USB (not connected)"]
    menu.show_microphones(("USB",))
    assert checked(menu) == ["USB"]


@pytest.mark.parametrize(
    ("entry", "minutes"),
    [("1 minute", 1), ("5 minutes", 5), ("15 minutes", 15), ("60 minutes", 60)],
)
def test_the_last_minutes_can_be_copied(qtbot: QtBot, entry: str, minutes: int) -> None:
    menu = TrayMenu()
    assert menu.copying.title() == "Copy the last minutes"
    assert len(offered(menu.copying)) == len(OFFERED_MINUTES)
    with qtbot.waitSignal(menu.copying.copy_requested) as asked:
        offered(menu.copying)[entry].trigger()
    assert asked.args == [minutes]
