"""The menu of looks."""

from dataclasses import replace

import pytest

from captions.settings.looks import NamedLook
from captions.settings.schema import AppearanceSettings
from captions.ui.tray.look_menu import LookMenu

pytestmark = pytest.mark.usefixtures("qapp")

PLAIN = NamedLook("Plain", AppearanceSettings())
MINE = NamedLook("Me & you", AppearanceSettings(font_px=60, align="right"))


def entries(menu: LookMenu) -> list[str]:
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def test_the_look_in_use_is_checked_and_names_are_shown_as_they_are() -> None:
    menu = LookMenu()
    for _ in range(2):
        menu.show_looks([[PLAIN], [], [MINE]], MINE.appearance, MINE)
        assert entries(menu) == ["Plain", "Me && you"]
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["Me && you"]


def test_a_choice_carries_the_look() -> None:
    menu, chosen = LookMenu(), list[NamedLook]()
    menu.look_chosen.connect(chosen.append)
    menu.show_looks([[PLAIN], [MINE]], PLAIN.appearance, PLAIN)
    next(action for action in menu.actions() if action.text() == "Me && you").trigger()
    assert chosen == [MINE]


def test_changed_settings_can_be_reset_to_the_look_they_were_made_from() -> None:
    menu, chosen = LookMenu(), list[NamedLook]()
    menu.look_chosen.connect(chosen.append)
    menu.show_looks([[PLAIN], [MINE]], replace(MINE.appearance, font_px=62), MINE)
    assert entries(menu)[-1] == "Reset to Me && you"
    menu.actions()[-1].trigger()
    assert chosen == [MINE]
