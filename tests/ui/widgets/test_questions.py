"""Questions before something is lost: their texts stand beside the icon, and have a title."""

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from captions.ui.widgets.questions import Question, ask_question

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    shown = QWidget()
    qtbot.addWidget(shown)
    shown.show()
    return shown


@pytest.mark.parametrize("details", ["", "It is erased from this computer for good."])
def test_the_question_stands_beside_its_icon(window: QWidget, details: str) -> None:
    box = ask_question(window, Question("Remove it?", "&Remove", details), lambda: None)
    icon = box.findChild(QLabel, "qt_msgboxex_icon_label")
    text = box.findChild(QLabel, "qt_msgbox_label")
    assert isinstance(icon, QLabel)
    assert isinstance(text, QLabel)
    assert 0 < text.x() - icon.x() < 120


@pytest.mark.parametrize(("title", "shown"), [("", "Remove"), ("Licence", "Licence")])
def test_the_title_is_that_of_the_answer_unless_there_is_another(
    window: QWidget, title: str, shown: str
) -> None:
    question = Question("Remove it?", "&Remove", title=title)
    assert ask_question(window, question, lambda: None).windowTitle() == shown


def test_only_the_affirmative_button_answers(window: QWidget) -> None:
    answers: list[int] = []
    question = Question("Remove it?", "&Remove", is_final=True)
    box = ask_question(window, question, lambda: answers.append(1))
    (button,) = [item for item in box.findChildren(QPushButton) if item.text() == "&Remove"]
    assert box.defaultButton() is not button
    button.click()
    assert answers == [1]
