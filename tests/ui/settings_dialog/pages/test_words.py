"""The Words page: lists are checked, and the result is shown while the user types."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from captions.settings.schema import AppearanceSettings, Settings
from captions.settings.words import WordSettings
from captions.ui.settings_dialog.pages.words import WordsPage
from captions.ui.widgets.notes import NoteLabel

WORDS = WordSettings(
    replacements=("open a eye => OpenAI",), profanity="masked", alerts=("Anna",), overlay="all"
)


@pytest.fixture
def page(qtbot: QtBot) -> WordsPage:
    shown = WordsPage()
    qtbot.addWidget(shown)
    shown.show_settings(Settings(words=WORDS))
    shown.show()
    return shown


def field(page: WordsPage, path: str) -> QPlainTextEdit:
    (text,) = page.editors[path].control.findChildren(QPlainTextEdit)
    return text


def result(page: WordsPage, text: str) -> str:
    """Return what is shown for a sentence."""
    (line,) = page.findChildren(QLineEdit)
    line.setText(text)
    return str(page._try_out.result.text())


def notes(page: WordsPage, path: str) -> str:
    return " ".join(note.text() for note in page.editors[path].control.findChildren(NoteLabel))


def test_a_sentence_is_shown_as_in_captions(page: WordsPage) -> None:
    shown = result(page, "Anna says open a eye is fucking <great>")
    assert shown.endswith("says OpenAI is f****** &lt;great&gt;")
    assert shown.startswith('<span style="color: #ffd60a; text-decoration: underline">Anna<')
    assert "Nothing is shown." in result(page, " ")


def test_rules_are_tried_while_they_are_typed_and_saved_once_finished(
    page: WordsPage, qtbot: QtBot
) -> None:
    text = field(page, "words.replacements")
    text.setFocus()
    qtbot.waitUntil(text.hasFocus)
    with qtbot.assertNotEmitted(page.editors["words.replacements"].edited):
        text.setPlainText("cat => dog\nbroken\ncat => cow")
        assert result(page, "A cat") == "A dog"
    assert "“broken” is ignored: write the spoken words" in notes(page, "words.replacements")
    with qtbot.waitSignal(page.editors["words.replacements"].edited) as edited:
        text.clearFocus()
    assert edited.args == [("cat => dog",)]


@pytest.mark.parametrize(
    ("path", "line", "problem"),
    [
        ("words.alerts", "- -", "“- -” is ignored: enter a word."),
        ("words.alerts", "a" * 201, "is ignored: a line can have at most 200 characters."),
        ("words.replacements", "=> b", "“=> b” is ignored: write the spoken words before =>."),
        ("words.replacements", "a => b\nA => c", "there is another replacement for “A”"),
    ],
)
def test_a_line_that_is_ignored_is_explained(
    page: WordsPage, path: str, line: str, problem: str
) -> None:
    field(page, path).setPlainText(line)
    assert problem in notes(page, path)


def test_the_result_follows_the_choice_for_captions_and_their_colours(page: WordsPage) -> None:
    black = AppearanceSettings(committed_colour="#000000", background_opacity=0.0)
    for appearance in (
        replace(black, background_colour="#ffffff", background_opacity=1.0),
        replace(black, window_colour="#ffffff", window_opacity=1.0),
    ):
        page.show_settings(Settings(words=replace(WORDS, overlay="none"), appearance=appearance))
        assert result(page, "Anna says fuck") == "Anna says fuck"
        label: QLabel = page._try_out.result
        assert label.palette().window().color().name() == "#ffffff"
        assert label.palette().windowText().color().name() == "#000000"


def test_a_thousand_rules_are_checked_soon(page: WordsPage) -> None:
    lines = [f"word {number} => {number}" for number in range(1000)]
    field(page, "words.replacements").setPlainText("\n".join(lines))
    assert result(page, "word 999") == "999"
    assert "1000 of at most 1000 lines" in notes(page, "words.replacements")
