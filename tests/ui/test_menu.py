"""The menu: each choice says what is wanted."""

import pytest
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from captions.ui.menu import SOURCES, Menu

pytestmark = pytest.mark.usefixtures("qapp")


def choice(menu: Menu, words: str) -> QAction:
    """Find a choice of the menu or of those in it."""
    (found,) = [action for action in menu.findChildren(QAction) if action.text() == words]
    return found


@pytest.mark.parametrize(
    ("words", "signal"),
    [
        ("Pause", "pause_requested"),
        ("Show or hide captions", "show_requested"),
        ("Quit Captions", "quit_requested"),
    ],
)
def test_each_choice_says_what_is_wanted(qtbot: QtBot, words: str, signal: str) -> None:
    menu = Menu()
    with qtbot.waitSignal(getattr(menu, signal)):
        choice(menu, words).trigger()


def test_it_offers_to_go_on_while_listening_is_paused() -> None:
    menu = Menu()
    menu.set_paused(paused=True)
    choice(menu, "Resume")
    menu.set_paused(paused=False)
    choice(menu, "Pause")


@pytest.mark.parametrize("source", SOURCES)
def test_what_is_listened_to_can_be_chosen_and_is_marked(qtbot: QtBot, source: str) -> None:
    menu = Menu()
    with qtbot.waitSignal(menu.source_requested) as asked:
        choice(menu, SOURCES[source]).trigger()
    assert asked.args == [source]
    menu.set_source(source)
    assert [choice(menu, words).isChecked() for words in SOURCES.values()] == [
        other == source for other in SOURCES
    ]


def test_a_recording_is_none_of_the_choices() -> None:
    menu = Menu()
    menu.set_source("mic")
    menu.set_source("talk.wav")
    assert not any(choice(menu, words).isChecked() for words in SOURCES.values())
