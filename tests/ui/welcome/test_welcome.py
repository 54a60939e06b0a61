"""The first start: five questions that are answered already, and can all be skipped."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QFont, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QPushButton,
    QRadioButton,
)

from captions.protocol.options import CLOUD_URL
from captions.settings.schema import (
    HistorySettings,
    InterfaceSettings,
    RecognitionSettings,
    Settings,
    SoundSettings,
    WindowSettings,
)
from captions.ui.welcome.model_step import ModelStep
from captions.ui.welcome.scrolling_page import ScrollingPage
from captions.ui.welcome.welcome import WelcomeDialog
from captions.ui.widgets.meters.level_meter import LevelMeter
from captions.ui.widgets.notes import NoteLabel
from tests.support.fakes.dialog_data import MODELS

pytestmark = pytest.mark.usefixtures("qapp")

WELCOMED = Settings(interface=InterfaceSettings(welcomed=True))


class Heard:
    """Takes note of all that a window says."""

    def __init__(self, window: WelcomeDialog) -> None:
        self.window = window
        self.settings: list[Settings] = []
        self.keys: list[str] = []
        self.ended = 0
        window.changed.connect(self.settings.append)
        window.key_entered.connect(self.keys.append)
        window.finished.connect(self._end)

    def _end(self) -> None:
        self.ended += 1


class Monitor:
    """One of several, which the tests' platform has not."""

    def __init__(self, name: str) -> None:
        self._name = name

    def name(self) -> str:
        return self._name

    def manufacturer(self) -> str:
        return "Dell"

    def model(self) -> str:
        return "U2720"


Open = Callable[..., Heard]


@pytest.fixture
def open_welcome() -> Iterator[Open]:
    opened: list[WelcomeDialog] = []

    def start(settings: Settings | None = None, *, has_key: bool = False) -> Heard:
        window = WelcomeDialog(settings or Settings(), has_key=has_key)
        opened.append(window)
        window.show()
        return Heard(window)

    yield start
    for window in opened:
        window.deleteLater()


def press(window: WelcomeDialog, words: str) -> None:
    """Click on what is seen under some words, mnemonics left out."""
    button(window, words).click()


def button(window: WelcomeDialog, words: str) -> QAbstractButton:
    every = window.findChildren(QAbstractButton)
    (found,) = [one for one in every if one.isVisible() and one.text().replace("&", "") == words]
    return found


def key_line(window: WelcomeDialog) -> QLineEdit:
    (line,) = window.findChildren(QLineEdit)
    return line


def go_to_recognition(window: WelcomeDialog) -> None:
    for _ in range(4):
        press(window, "Next")


def test_whoever_only_goes_on_keeps_what_is_chosen_already(open_welcome: Open) -> None:
    heard = open_welcome()
    go_to_recognition(heard.window)
    press(heard.window, "Done")
    assert heard.settings == [WELCOMED]
    assert heard.ended == 1
    assert not heard.window.isVisible()


@pytest.mark.parametrize("key", [None, Qt.Key.Key_Escape], ids=["the button", "escape"])
def test_it_can_be_skipped_and_does_not_come_again(open_welcome: Open, key: Qt.Key | None) -> None:
    heard = open_welcome()
    if key is None:
        press(heard.window, "Skip")
    else:
        QTest.keyClick(heard.window, key)
    assert heard.settings == [WELCOMED]
    assert heard.ended == 1


@pytest.mark.parametrize(
    ("step", "words", "wanted"),
    [
        (0, "Computer audio", Settings(sound=SoundSettings(source="system"))),
        (0, "Both", Settings(sound=SoundSettings(source="mic+system"))),
        (2, "At the top", Settings(window=WindowSettings(position="top"))),
        (3, "For 30 days", Settings(history=HistorySettings(keep="days"))),
        (3, "Yes", Settings(history=HistorySettings(keep="always"))),
    ],
    ids=["the computer", "both", "the top", "kept for days", "kept"],
)
def test_an_answer_is_seen_at_once(
    open_welcome: Open, step: int, words: str, wanted: Settings
) -> None:
    heard = open_welcome()
    for _ in range(step):
        press(heard.window, "Next")
    press(heard.window, words)
    assert heard.settings == [wanted]
    press(heard.window, words)
    assert heard.settings == [wanted], "the same answer again is no change"


def test_no_sound_goes_to_the_cloud_before_it_is_confirmed_and_there_is_a_key(
    open_welcome: Open,
) -> None:
    heard = open_welcome()
    go_to_recognition(heard.window)
    press(heard.window, "ElevenLabs (cloud)")
    assert heard.settings == []
    assert not button(heard.window, "Done").isEnabled()
    key_line(heard.window).setText("  sk_1 ")
    press(heard.window, "Done")
    elsewhere = replace(Settings(), recognition=RecognitionSettings(server=CLOUD_URL))
    assert heard.keys == ["sk_1"]
    assert heard.settings == [elsewhere, replace(elsewhere, interface=WELCOMED.interface)]


def test_the_dialog_grows_when_the_key_row_appears(qapp: QApplication, open_welcome: Open) -> None:
    before = qapp.font()
    larger = QFont(before)
    larger.setPointSizeF(11.0)
    qapp.setFont(larger)
    try:
        window = open_welcome().window
        go_to_recognition(window)
        press(window, "ElevenLabs (cloud)")
        qapp.processEvents()
        notes = [note for note in window.findChildren(NoteLabel) if note.isVisible()]
        assert [note.text() for note in notes if note.height() < _needed_height(note)] == []
    finally:
        qapp.setFont(before)


def test_the_dialog_keeps_its_height_when_the_recognisers_are_known(
    qapp: QApplication, open_welcome: Open
) -> None:
    window = open_welcome().window
    before = window.height()
    window.show_models(MODELS)
    for _ in range(4):
        press(window, "Next")
        qapp.processEvents()
        assert window.height() == before


def _scroll_range(window: WelcomeDialog) -> int:
    (page,) = [page for page in window.findChildren(ScrollingPage) if page.isVisible()]
    return page.verticalScrollBar().maximum()


def test_pages_scroll_where_the_screen_is_too_small_for_them(
    qapp: QApplication, open_welcome: Open
) -> None:
    window = open_welcome().window
    qapp.processEvents()
    assert not _scroll_range(window)
    window.resize(window.width(), 336)
    for line in ("No microphone is connected. Connect one; captions then resume.", "") * 2:
        window.show_status(line)
        qapp.processEvents()
    assert window.height() == 336, "there is room for captions on a screen of 960 by 540"
    assert _scroll_range(window)
    assert window.rect().contains(button(window, "Next").geometry())


def test_the_key_that_is_needed_can_be_seen_on_a_small_screen(
    qapp: QApplication, open_welcome: Open
) -> None:
    window = open_welcome().window
    go_to_recognition(window)
    window.resize(window.width(), 336)
    qapp.processEvents()
    press(window, "ElevenLabs (cloud)")
    (page,) = [page for page in window.findChildren(ScrollingPage) if page.isVisible()]
    line = key_line(window)
    seen = QRect(line.mapTo(page.viewport(), QPoint()), line.size())
    assert page.viewport().rect().contains(seen)


def _needed_height(note: NoteLabel) -> int:
    return note.heightForWidth(note.width())


def test_skipping_leaves_recognition_where_it_was(open_welcome: Open) -> None:
    heard = open_welcome()
    go_to_recognition(heard.window)
    press(heard.window, "ElevenLabs (cloud)")
    key_line(heard.window).setText("sk_1")
    QTest.keyClick(heard.window, Qt.Key.Key_Escape)
    assert heard.settings == [WELCOMED]
    assert heard.keys == []


def test_the_last_question_is_answered_and_not_skipped(open_welcome: Open) -> None:
    window = open_welcome().window
    go_to_recognition(window)
    assert _visible_buttons(window) == {"Back", "Done"}
    press(window, "Back")
    assert _visible_buttons(window) == {"Skip", "Back", "Next"}


def _visible_buttons(window: WelcomeDialog) -> set[str]:
    found = window.findChildren(QPushButton)
    return {button.text().replace("&", "") for button in found if button.isVisible()}


def test_a_key_that_is_there_already_need_not_be_entered(open_welcome: Open) -> None:
    heard = open_welcome(has_key=True)
    go_to_recognition(heard.window)
    press(heard.window, "ElevenLabs (cloud)")
    press(heard.window, "Done")
    assert heard.keys == []
    assert heard.settings[-1].recognition.server == CLOUD_URL


def test_a_key_for_the_cloud_is_not_told_where_this_computer_was_chosen(
    open_welcome: Open,
) -> None:
    heard = open_welcome()
    go_to_recognition(heard.window)
    press(heard.window, "ElevenLabs (cloud)")
    key_line(heard.window).setText("sk_1")
    press(heard.window, "This computer")
    press(heard.window, "Done")
    assert heard.keys == []
    assert heard.settings == [WELCOMED]


def test_a_server_of_the_user_is_kept(open_welcome: Open) -> None:
    own = replace(Settings(), recognition=RecognitionSettings(server="http://server.lan"))
    heard = open_welcome(own, has_key=True)
    go_to_recognition(heard.window)
    press(heard.window, "Done")
    assert heard.settings == [replace(own, interface=WELCOMED.interface)]


def test_it_says_what_leaves_the_computer(open_welcome: Open) -> None:
    heard = open_welcome()
    go_to_recognition(heard.window)
    said = " ".join(
        note.text() for note in heard.window.findChildren(NoteLabel) if note.isVisible()
    )
    assert "Your audio never leaves this computer." in said
    assert "All audio is sent to ElevenLabs" in said


def test_the_meter_moves_and_the_status_is_said(open_welcome: Open) -> None:
    window = open_welcome().window
    window.set_level("", -9.0, -24.0)
    (meter,) = window.findChildren(LevelMeter)
    assert meter.shown_levels == (-9.0, -24.0)
    window.show_status("No microphone is there: plug one in.")
    assert "No microphone is there: plug one in." in [
        note.text() for note in window.findChildren(NoteLabel) if note.isVisible()
    ]


@pytest.mark.parametrize(
    ("settings", "shown"),
    [
        pytest.param(Settings(), "de", id="preset from the system"),
        pytest.param(WELCOMED, "en", id="chosen before"),
    ],
)
def test_the_language_is_that_of_the_system_until_the_user_has_chosen(
    settings: Settings, shown: str
) -> None:
    step = ModelStep(settings, "de")
    step.picker.show_models(MODELS)
    assert step.picker.languages.currentData() == shown
    step.deleteLater()


def test_a_recogniser_is_used_for_the_language_at_once(open_welcome: Open) -> None:
    heard = open_welcome()
    heard.window.show_models(MODELS)
    press(heard.window, "Next")
    (box,) = [box for box in heard.window.findChildren(QComboBox) if box.isVisible()]
    box.setCurrentIndex(box.findData("de"))
    box.activated.emit(box.currentIndex())
    assert not heard.settings, "the included recogniser does not know it"
    press(heard.window, "Use")
    chosen = RecognitionSettings(model="whisper-small", language="de")
    assert heard.settings == [Settings(recognition=chosen)]


def test_a_step_back_is_possible_and_the_first_has_none(open_welcome: Open) -> None:
    window = open_welcome().window
    assert not button(window, "Back").isEnabled()
    press(window, "Next")
    press(window, "Back")
    assert button(window, "Microphone").isVisible()


def test_several_monitors_can_be_chosen_from(
    open_welcome: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens = [Monitor("DP-1"), Monitor("HDMI-1")]
    monkeypatch.setattr(QGuiApplication, "screens", lambda: screens)
    heard = open_welcome()
    press(heard.window, "Next")
    press(heard.window, "Next")
    (box,) = [box for box in heard.window.findChildren(QComboBox) if box.isVisible()]
    box.setCurrentIndex(2)
    box.activated.emit(2)
    assert heard.settings[-1].window.screen == "HDMI-1"


def test_it_works_by_keyboard_alone(open_welcome: Open) -> None:
    heard = open_welcome()
    assert QTest.qWaitForWindowActive(heard.window)
    QTest.keyClick(heard.window.focusWidget(), Qt.Key.Key_Down)
    assert heard.settings[-1].sound.source == "system"
    QTest.keyClick(heard.window, Qt.Key.Key_Return)
    assert isinstance(heard.window.focusWidget(), QComboBox), "the language"
    QTest.keyClick(heard.window, Qt.Key.Key_Return)
    QTest.keyClick(heard.window.focusWidget(), Qt.Key.Key_Right)
    assert heard.settings[-1].window.position == "top"
    QTest.keyClick(heard.window, Qt.Key.Key_Return)
    QTest.keyClick(heard.window.focusWidget(), Qt.Key.Key_Down)
    assert heard.settings[-1].history.keep == "days"
    QTest.keyClick(heard.window, Qt.Key.Key_Return)
    QTest.keyClick(heard.window, Qt.Key.Key_Return)
    assert heard.ended == 1


def test_every_control_has_a_name_and_every_choice_an_explanation(open_welcome: Open) -> None:
    window = open_welcome().window
    for kind in (QPushButton, QRadioButton, LevelMeter):
        for control in window.findChildren(kind):
            read = QAccessible.queryAccessibleInterface(control)
            assert read.text(QAccessible.Text.Name)
            if kind is QRadioButton:
                assert read.text(QAccessible.Text.Description)
    key = QAccessible.queryAccessibleInterface(key_line(window))
    assert key.text(QAccessible.Text.Name) == "API key:"


def test_a_click_anywhere_on_a_card_chooses_it(open_welcome: Open) -> None:
    heard = open_welcome()
    (note,) = [
        note
        for note in heard.window.findChildren(NoteLabel)
        if note.text().startswith("Both sides")
    ]
    QTest.mouseClick(note, Qt.MouseButton.LeftButton)
    assert heard.settings[-1].sound.source == "mic+system"
