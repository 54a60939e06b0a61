"""Open windows follow the desktop from light to dark; Qt's part for GNOME plays the desktop."""

import pytest

from captions.ui.theme.colours import DARK, LIGHT
from tests.support.ui.child_process import Actor
from tests.support.virtual_screen import VirtualScreen

pytestmark = pytest.mark.screen


class DialogActor(Actor):
    """A program that shows the dialog."""

    STAGE = "tests.support.ui.dialog_process"


def test_an_open_window_follows_the_desktop(
    screen: VirtualScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "GNOME")
    actor = DialogActor(screen, "light")
    try:
        for scheme, colours in (("Dark", DARK), ("Light", LIGHT)):
            actor.order(scheme=scheme)
            told = actor.hear("scheme")
            if not told["is_known"]:
                pytest.skip("Qt finds no desktop here that has light and dark colours.")
            assert told["colour"] == colours.window
    finally:
        actor.leave()
