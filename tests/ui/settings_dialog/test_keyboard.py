"""The dialog on a real X server, used by the keyboard alone."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.support.ui.child_process import Actor
from tests.support.virtual_screen import VirtualScreen

pytestmark = pytest.mark.screen

Open = Callable[[], Actor]


class DialogActor(Actor):
    """A program that shows the dialog."""

    STAGE = "tests.support.ui.dialog_process"


@pytest.fixture
def dialog(screen: VirtualScreen) -> Iterator[Actor]:
    screen.hand("mousemove", 2, 2)
    actor = DialogActor(screen, "light")
    yield actor
    actor.leave()


@pytest.mark.parametrize(
    ("number", "keys", "change"),
    [
        (0, ["alt+s", "Down"], {"sound.source": "system"}),
        (1, ["alt+s", "Down"], {"recognition.server": "wss://api.elevenlabs.io"}),
        (2, ["alt+w", "Up"], {"captions.rows": 3}),
        (3, ["alt+m", "alt+e", "Down"], {"appearance.edge": "drop-shadow"}),
        (3, ["alt+m", "alt+u", "space"], {"appearance.upper_case": True}),
        (
            3,
            ["alt+t", "space", "Down", "Down", "Return"],
            {"appearance.committed_colour": "#000000"},
        ),
        (2, ["alt+p", "Down"], {"window.position": "top"}),
        (5, ["alt+e", "ctrl+alt+j"], {"shortcuts.clear": "Ctrl+Alt+J"}),
    ],
    ids=["source", "server", "rows", "edge", "upper case", "colour", "position", "shortcut"],
)
def test_a_setting_is_changed_and_taken_back_by_keys_alone(
    screen: VirtualScreen, dialog: Actor, number: int, keys: list[str], change: dict[str, Any]
) -> None:
    for key in ["Down"] * number + keys:
        screen.hand("key", "--clearmodifiers", key)
    assert dialog.hear("changed")["values"] == change
    screen.hand("key", "Escape")
    assert list(dialog.hear("changed")["values"]) == list(change)
    dialog.hear("rejected")


def test_the_page_is_turned_from_anywhere_in_the_dialog(
    screen: VirtualScreen, dialog: Actor
) -> None:
    for key in ["alt+s", "ctrl+Next", "ctrl+Next", "alt+w", "Up", "Return"]:
        screen.hand("key", key)
    assert dialog.hear("changed")["values"] == {"captions.rows": 3}
    dialog.hear("accepted")


def test_tab_leaves_a_shortcut_as_it_is(screen: VirtualScreen, dialog: Actor) -> None:
    dialog.order(page="shortcuts")
    dialog.hear("obeyed")
    names = []
    for key in ["alt+p", "Tab", "Tab"]:
        screen.hand("key", key)
        dialog.order(focus=True)
        names.append(dialog.hear("focus")["name"])
    assert names == ["Pause or resume", "Commit now", "Clear captions"]
    assert not [told for told in dialog.told() if told["what"] == "changed"]


def test_what_is_typed_into_the_last_field_is_kept_by_enter(
    screen: VirtualScreen, dialog: Actor
) -> None:
    dialog.order(page="listening", settings={"sound.source": "mic+system"})
    dialog.hear("changed")
    dialog.hear("obeyed")
    screen.hand("key", "alt+i", "ctrl+a")
    screen.hand("type", "Mary")
    assert dialog.hear("changed")["values"] == {"sound.mic_label": "M"}
    screen.hand("key", "Return")
    dialog.hear("accepted")
