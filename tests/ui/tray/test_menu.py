"""The menu: each choice says what is wanted, in words for what it does now."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QAction, QKeySequence
from pytestqt.qtbot import QtBot

from captions.settings.schema import ShortcutSettings
from captions.ui.tray.menu import SOURCE_TITLES, TrayMenu

pytestmark = pytest.mark.usefixtures("qapp")


def choice(menu: TrayMenu, words: str) -> QAction:
    """Find a choice of the menu or of those in it."""
    (found,) = [action for action in menu.findChildren(QAction) if action.text() == words]
    return found


@pytest.mark.parametrize(
    ("words", "signal"),
    [
        ("Start again", "start_again_requested"),
        ("Pause", "pause_requested"),
        ("Commit now", "commit_requested"),
        ("Clear captions", "clear_requested"),
        ("Hide captions", "show_requested"),
        ("Lock captions", "lock_requested"),
        ("Larger text", "larger_requested"),
        ("Smaller text", "smaller_requested"),
        ("Transcript…", "transcript_requested"),
        ("Settings…", "settings_requested"),
        ("Quit Captions", "quit_requested"),
    ],
)
def test_each_choice_says_what_is_wanted(qtbot: QtBot, words: str, signal: str) -> None:
    menu = TrayMenu()
    menu.set_manual(manual=True)
    with qtbot.waitSignal(getattr(menu, signal)):
        choice(menu, words).trigger()


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        (lambda menu, on: menu.set_paused(paused=on), "Pause", "Resume"),
        (lambda menu, on: menu.set_shown(shown=not on), "Hide captions", "Show captions"),
        (lambda menu, on: menu.set_locked(locked=on), "Lock captions", "Unlock captions"),
    ],
    ids=["pause", "show", "lock"],
)
def test_a_choice_is_named_after_what_it_does_now(
    change: Callable[[TrayMenu, bool], None], before: str, after: str
) -> None:
    menu = TrayMenu()
    offered = choice(menu, before)
    change(menu, True)
    assert choice(menu, after) is offered
    change(menu, False)
    assert choice(menu, before) is offered


def test_only_after_a_failure_is_there_something_to_start_again() -> None:
    menu = TrayMenu()
    assert not choice(menu, "Start again").isVisible()
    menu.set_failed(failed=True)
    assert choice(menu, "Start again").isVisible()


def test_only_the_manual_strategy_can_be_told_to_commit() -> None:
    menu = TrayMenu()
    assert not choice(menu, "Commit now").isEnabled()
    menu.set_manual(manual=True)
    assert choice(menu, "Commit now").isEnabled()
    menu.set_manual(manual=False)
    assert not choice(menu, "Commit now").isEnabled()


def test_shortcuts_stand_beside_what_they_do() -> None:
    menu = TrayMenu()
    menu.set_shortcuts(ShortcutSettings(pause="Ctrl+Alt+P", commit=""))
    assert choice(menu, "Pause").shortcut() == QKeySequence("Ctrl+Alt+P")
    assert choice(menu, "Pause").isShortcutVisibleInContextMenu()
    assert choice(menu, "Commit now").shortcut().isEmpty()
    menu.set_shortcuts(ShortcutSettings(pause=""))
    assert choice(menu, "Pause").shortcut().isEmpty()


@pytest.mark.parametrize("source", SOURCE_TITLES)
def test_what_is_listened_to_can_be_chosen_and_is_marked(qtbot: QtBot, source: str) -> None:
    menu = TrayMenu()
    with qtbot.waitSignal(menu.source_requested) as asked:
        choice(menu, SOURCE_TITLES[source]).trigger()
    assert asked.args == [source]
    menu.set_source(source)
    assert [choice(menu, words).isChecked() for words in SOURCE_TITLES.values()] == [
        other == source for other in SOURCE_TITLES
    ]


def test_keeping_transcripts_is_marked_and_can_be_changed(qtbot: QtBot) -> None:
    menu = TrayMenu()
    keep = choice(menu, "Keep transcripts")
    assert not keep.isChecked()
    with qtbot.waitSignal(menu.keep_requested) as asked:
        keep.trigger()
    assert asked.args == [True]
    menu.set_kept(kept=False)
    assert not keep.isChecked()


def test_outputs_are_paused_and_resumed_once_any_is_turned_on(qtbot: QtBot) -> None:
    menu = TrayMenu()
    pause = choice(menu, "Pause outputs")
    assert not pause.isVisible()
    menu.set_outputs(enabled=True, paused=False)
    assert pause.isVisible()
    with qtbot.waitSignal(menu.pause_outputs_requested):
        pause.trigger()
    menu.set_outputs(enabled=True, paused=True)
    assert pause.text() == "Resume outputs"


def test_a_recording_is_none_of_the_choices() -> None:
    menu = TrayMenu()
    menu.set_source("mic")
    menu.set_source("talk.wav")
    assert not any(choice(menu, words).isChecked() for words in SOURCE_TITLES.values())
