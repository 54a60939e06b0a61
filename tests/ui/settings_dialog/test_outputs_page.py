"""The cards of the Outputs page: what they show, and what they ask for."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from captions.credentials import KeyPlace, KeyState
from captions.ui.settings_dialog.output_view import (
    OUTPUT_KINDS,
    OutputAction,
    OutputRequest,
    OutputView,
)
from captions.ui.settings_dialog.outputs.output_card import OutputCard


@pytest.fixture
def asked() -> list[OutputRequest]:
    return []


def make_card(kind: str, qtbot: QtBot, asked: list[OutputRequest]) -> OutputCard:
    card = OutputCard(kind)
    qtbot.addWidget(card)
    card.requested.connect(asked.append)
    card.show()
    card.expand(expanded=True)
    return card


def button(card: OutputCard, title: str) -> QPushButton:
    (found,) = [item for item in card.findChildren(QPushButton) if item.text() == title]
    return found


def texts(card: OutputCard) -> list[str]:
    return [item.text() for item in card.findChildren(QLabel) if item.isVisible()]


@pytest.mark.parametrize("kind", OUTPUT_KINDS)
def test_card_says_what_the_output_is_for_and_how_to_set_it_up(
    kind: str, qtbot: QtBot, asked: list[OutputRequest]
) -> None:
    shown = texts(make_card(kind, qtbot, asked))
    assert any(text.startswith("1. ") for text in shown)
    assert "Off" in shown


def test_card_shows_state_counts_and_reason(qtbot: QtBot, asked: list[OutputRequest]) -> None:
    card = make_card("audience", qtbot, asked)
    card.show_view(
        OutputView("audience", "waiting", "The port is in use.", "http://x/…", 3, 2, readers=5)
    )
    assert {
        "Waiting, readers: 5, sent: 3, dropped: 2", "The port is in use.", "http://x/…"
    } <= set(texts(card))  # fmt: skip


@pytest.mark.parametrize(
    ("title", "action"),
    [
        ("Test", OutputAction.TEST),
        ("Copy address", OutputAction.COPY_ADDRESS),
        ("New address", OutputAction.RENEW_ADDRESS),
    ],
)
def test_button_asks_for_its_action_once_the_output_is_on(
    title: str, action: OutputAction, qtbot: QtBot, asked: list[OutputRequest]
) -> None:
    card = make_card("page", qtbot, asked)
    assert not button(card, title).isEnabled()
    card.show_view(OutputView("page", "running"))
    button(card, title).click()
    assert asked == [OutputRequest("page", action)]


def test_secret_is_saved_once_and_never_shown(qtbot: QtBot, asked: list[OutputRequest]) -> None:
    card = make_card("zoom", qtbot, asked)
    card.show_view(OutputView("zoom", secret=KeyState(KeyPlace.NOWHERE)))
    line = next(item for item in card.findChildren(QLineEdit) if item.isVisible())
    assert line.echoMode() is QLineEdit.EchoMode.Password
    QTest.keyClicks(line, "https://zoom.us/closedcaption?id=1")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert line.text() == ""
    assert [(item.action, item.secret) for item in asked] == [
        (OutputAction.SAVE_SECRET, "https://zoom.us/closedcaption?id=1")
    ]
    assert "closedcaption" not in repr(asked)


def test_secret_of_the_environment_cannot_be_changed(
    qtbot: QtBot, asked: list[OutputRequest]
) -> None:
    card = make_card("zoom", qtbot, asked)
    card.show_view(OutputView("zoom", secret=KeyState(KeyPlace.ENVIRONMENT)))
    assert not button(card, "Save").isEnabled()
    assert not button(card, "Delete").isEnabled()


def test_obs_is_set_up_by_one_click(qtbot: QtBot, asked: list[OutputRequest]) -> None:
    card = make_card("obs", qtbot, asked)
    button(card, "Add to OBS").click()
    assert asked == [OutputRequest("obs", OutputAction.SET_UP)]
