"""The cards of the Outputs page: what they show, and what they ask for."""

import pytest
import segno
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from captions.app.outputs.qr_code import make_qr_svg
from captions.credentials import KeyPlace, KeyState
from captions.ui.settings_dialog.output_view import (
    OUTPUT_KINDS,
    OutputAction,
    OutputRequest,
    OutputView,
    PageReach,
)
from captions.ui.settings_dialog.outputs.output_card import OutputCard
from captions.ui.settings_dialog.outputs.output_header import OutputHeader
from captions.ui.widgets.controls.flat_button import FlatButton

LEFT = Qt.MouseButton.LeftButton


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
    assert "Off" not in shown, "the switch says it"


def test_card_shows_state_counts_and_reason(qtbot: QtBot, asked: list[OutputRequest]) -> None:
    card = make_card("audience", qtbot, asked)
    card.show_view(
        OutputView(
            "audience",
            "waiting",
            "The port is in use.",
            "http://x/…",
            3,
            2,
            5,
            reach=PageReach.COMPUTER,
        )
    )
    assert {
        "Waiting · readers: 5 · sent: 3 · dropped: 2", "The port is in use.", "http://x/…"
    } <= set(texts(card))  # fmt: skip


def test_button_cannot_be_pressed_again_before_the_answer(
    qtbot: QtBot, asked: list[OutputRequest]
) -> None:
    card = make_card("page", qtbot, asked)
    card.show_view(OutputView("page", "running"))
    button(card, "Test").click()
    card.show_view(OutputView("page", "running", sent=1))
    button(card, "Test").click()
    assert len(asked) == 1
    assert "One moment…" in texts(card)
    card.show_result("The test was sent.", ok=True)
    assert button(card, "Test").isEnabled()
    assert "The test was sent." in texts(card)


def test_failure_of_a_test_disappears_once_the_output_runs(
    qtbot: QtBot, asked: list[OutputRequest]
) -> None:
    card = make_card("page", qtbot, asked)
    card.show_view(OutputView("page", "failed"))
    card.show_result("The port is in use.", ok=False)
    card.show_view(OutputView("page", "failed"))
    assert "The port is in use." in texts(card)
    card.show_view(OutputView("page", "running"))
    assert "The port is in use." not in texts(card)


def test_address_can_be_copied_but_not_tested_while_outputs_are_paused(
    qtbot: QtBot, asked: list[OutputRequest]
) -> None:
    card = make_card("page", qtbot, asked)
    card.show_view(OutputView("page", "paused"))
    assert "Paused" in texts(card)
    assert button(card, "Copy address").isEnabled()
    assert not button(card, "Test").isEnabled()


def test_card_of_an_output_that_is_turned_on_opens(qtbot: QtBot) -> None:
    card = OutputCard("zoom")
    qtbot.addWidget(card)
    card.show()
    assert not any(text.startswith("1. ") for text in texts(card))
    assert isinstance(card.switch.control, QCheckBox)
    card.switch.control.click()
    assert any(text.startswith("1. ") for text in texts(card))


def test_card_is_opened_and_closed_by_its_button_and_by_a_click_on_its_head(qtbot: QtBot) -> None:
    card = OutputCard("zoom")
    qtbot.addWidget(card)
    card.show()
    (folding,) = card.findChildren(FlatButton)
    (head,) = card.findChildren(OutputHeader)
    seen = []
    for press in (folding.click, folding.click, lambda: QTest.mouseClick(head, LEFT)):
        press()
        seen.append((folding.accessibleName(), "1. " in "".join(texts(card))))
    assert seen == [
        ("Hide the options of Zoom", True),
        ("Show the options of Zoom", False),
        ("Hide the options of Zoom", True),
    ]


@pytest.mark.parametrize(
    ("reach", "sentence"),
    [
        (PageReach.COMPUTER, "Only programs on this computer"),
        (PageReach.NETWORK, "Warning: everyone in your local network"),
        (PageReach.NO_NETWORK, "No other device"),
    ],
)
def test_page_says_who_can_open_it(
    reach: PageReach, sentence: str, qtbot: QtBot, asked: list[OutputRequest]
) -> None:
    card = make_card("audience", qtbot, asked)
    card.show_view(OutputView("audience", "running", address="http://x/…", reach=reach))
    assert any(text.startswith(sentence) for text in texts(card))


def test_code_is_shown_until_it_is_hidden(qtbot: QtBot, asked: list[OutputRequest]) -> None:
    address = "http://192.168.178.20:4582/audience?token=abcdefghijklmnopqrstuvwxyzABCDEF"
    card = make_card("audience", qtbot, asked)
    view = OutputView("audience", "running", reach=PageReach.NETWORK, qr_svg=make_qr_svg(address))
    card.show_view(view)
    code = next(
        item for item in card.findChildren(QLabel) if item.accessibleName().startswith("QR code")
    )
    assert code.isVisible()
    modules = segno.make(address, error="m", micro=False).symbol_size(border=4)[0]
    assert code.pixmap().width() % modules == 0
    card.show_view(OutputView("audience", "running", reach=PageReach.COMPUTER))
    assert not code.isVisible()
    assert not button(card, "Show QR code").isEnabled()


def test_hidden_code_stays_hidden(qtbot: QtBot, asked: list[OutputRequest]) -> None:
    card = make_card("audience", qtbot, asked)
    svg = make_qr_svg("http://192.168.178.20:4582/audience?token=abc")
    view = OutputView("audience", "running", reach=PageReach.NETWORK, qr_svg=svg)
    card.show_view(view)
    button(card, "Hide QR code").click()
    card.show_view(view)
    assert button(card, "Show QR code").isEnabled()
    assert not next(
        item for item in card.findChildren(QLabel) if item.accessibleName().startswith("QR code")
    ).isVisible()


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


def test_secret_is_never_shown_and_leaves_the_field_once_it_is_saved(
    qtbot: QtBot, asked: list[OutputRequest]
) -> None:
    card = make_card("zoom", qtbot, asked)
    card.show_view(OutputView("zoom", secrets=(KeyState(KeyPlace.NOWHERE),)))
    line = next(item for item in card.findChildren(QLineEdit) if item.isVisible())
    assert line.echoMode() is QLineEdit.EchoMode.Password
    QTest.keyClicks(line, "https://zoom.us/closedcaption?id=1")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert line.text(), "a refused secret can be corrected"
    card.show_secret_saved(0)
    assert line.text() == ""
    assert [(item.action, item.secret) for item in asked] == [
        (OutputAction.SAVE_SECRET, "https://zoom.us/closedcaption?id=1")
    ]
    assert "closedcaption" not in repr(asked)


def test_secret_of_the_environment_cannot_be_changed(
    qtbot: QtBot, asked: list[OutputRequest]
) -> None:
    card = make_card("zoom", qtbot, asked)
    card.show_view(OutputView("zoom", secrets=(KeyState(KeyPlace.ENVIRONMENT),)))
    assert not button(card, "Save").isEnabled()
    assert not button(card, "Delete").isEnabled()


def test_webhook_has_two_secrets(qtbot: QtBot, asked: list[OutputRequest]) -> None:
    card = make_card("webhook", qtbot, asked)
    card.show_view(OutputView("webhook", secrets=(KeyState(), KeyState(KeyPlace.KEYRING))))
    line = next(
        item for item in card.findChildren(QLineEdit) if item.accessibleName() == "Signing secret"
    )
    line.setText("whsec_a2V5")
    card.save_secrets()
    assert [(item.secret, item.secret_index) for item in asked] == [("whsec_a2V5", 1)]


def test_obs_is_set_up_by_one_click(qtbot: QtBot, asked: list[OutputRequest]) -> None:
    card = make_card("obs", qtbot, asked)
    button(card, "Add to OBS").click()
    assert asked == [OutputRequest("obs", OutputAction.SET_UP)]
