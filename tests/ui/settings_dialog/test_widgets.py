"""The parts of the pages: what they take in, what they refuse, and what they say about it."""

import math
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QLocale, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QFontDatabase,
    QGuiApplication,
    QIcon,
    QKeySequence,
    QPalette,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDoubleSpinBox,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from captions.credentials import KeyPlace, KeyState
from captions.settings.looks import LookStore
from captions.settings.paths import with_value
from captions.settings.schema import AppearanceSettings, Settings
from captions.ui.settings_dialog.dialog_data import DialogData
from captions.ui.settings_dialog.pages.about import AboutPage
from captions.ui.settings_dialog.pages.appearance import AppearancePage
from captions.ui.settings_dialog.pages.captioning import CaptionsPage
from captions.ui.settings_dialog.pages.listening import ListeningPage
from captions.ui.settings_dialog.pages.privacy import PrivacyPage
from captions.ui.settings_dialog.pages.shortcuts import ShortcutsPage
from captions.ui.settings_dialog.widgets.api_key import KeyRow
from captions.ui.settings_dialog.widgets.choice_or_text import ChoiceOrText
from captions.ui.settings_dialog.widgets.colour import ColourEditor
from captions.ui.settings_dialog.widgets.editors import (
    ChoiceOption,
    FontEditor,
    NumberEditor,
    NumberUnit,
)
from captions.ui.settings_dialog.widgets.line_lists import TermListEditor
from captions.ui.settings_dialog.widgets.preview import CaptionPreview
from captions.ui.settings_dialog.widgets.shortcut import ShortcutEditor
from captions.ui.text import language_names
from captions.ui.text.fonts import plain_family
from captions.ui.widgets.card import Card
from captions.ui.widgets.meters.level_meter import FLOOR_DBFS, LevelMeter
from captions.ui.widgets.notes import NoteLabel, NoteTone
from tests.support.fakes.dialog_data import OFFERS
from tests.support.messages import said as problem
from tests.support.ui.pictures import contrast

DARK = QPalette(QColor("#3a3d44"), QColor("#24262b"))


def shown(widget: QWidget, qtbot: QtBot) -> QWidget:
    qtbot.addWidget(widget)
    widget.show()
    return widget


def said(widget: QWidget) -> str:
    """Return all notes that are to be seen."""
    return " ".join(note.text() for note in widget.findChildren(NoteLabel) if not note.isHidden())


def button(widget: QWidget, words: str) -> QPushButton:
    (found,) = [
        item for item in widget.findChildren(QPushButton) if item.text().replace("&", "") == words
    ]
    return found


# Colours


def test_the_swatch_of_a_colour_leaves_room_for_its_name_on_any_display(qtbot: QtBot) -> None:
    editor = ColourEditor()
    qtbot.addWidget(editor.control)
    editor.show_value("#ffffff")
    button = editor.control
    assert isinstance(button, QPushButton)
    large = QPixmap(button.iconSize() * 4)  # As on a display at 400 %.
    large.fill("#ff0000")
    button.setIcon(QIcon(large))
    button.resize(200, 40)
    picture = button.grab().toImage()
    points = ((x, y) for x in range(200) for y in range(40))
    red = [point for point in points if picture.pixelColor(*point).name() == "#ff0000"]
    width, height = button.iconSize().width(), button.iconSize().height()
    assert len(red) == width * height
    assert max(x for x, _ in red) - min(x for x, _ in red) == width - 1


# Fonts


def choose_font(family: str) -> QComboBox:
    editor = FontEditor(ChoiceOption("", "Default"), "{} (not installed)")
    editor.show_value(family)
    assert isinstance(editor.control, QComboBox)
    return editor.control


def test_fonts_are_listed_once_by_their_names_and_can_all_be_used(qtbot: QtBot) -> None:
    box = choose_font("")
    qtbot.addWidget(box)
    titles = [box.itemText(index) for index in range(box.count())]
    assert titles[0] == "Default"
    assert len(titles) == len({*titles}) > 3
    assert not [title for title in titles if "[" in title]
    assert all(QFontDatabase.hasFamily(title) for title in titles[1:])
    symbols = {*QFontDatabase.families(QFontDatabase.WritingSystem.Symbol)}
    letters = {*QFontDatabase.families(QFontDatabase.WritingSystem.Greek)}
    assert not {plain_family(name) for name in symbols - letters}.intersection(titles)


def test_every_saved_font_that_is_installed_is_shown_by_its_name(qtbot: QtBot) -> None:
    for family in filter(QFontDatabase.hasFamily, QFontDatabase.families()):
        box = choose_font(family)
        qtbot.addWidget(box)
        assert box.currentText() == plain_family(family)


def test_a_saved_font_that_is_not_installed_is_marked(qtbot: QtBot) -> None:
    box = choose_font("Comic Roman [none]")
    qtbot.addWidget(box)
    assert box.currentText() == "Comic Roman (not installed)"


# Shortcuts


def edit_of(editor: ShortcutEditor) -> QKeySequenceEdit:
    assert isinstance(editor.control, QKeySequenceEdit)
    return editor.control


@pytest.mark.parametrize("keys", ["A", "Shift+A", "Return", "Space", "Tab", "Left"])
def test_keys_that_are_needed_for_typing_are_refused(qtbot: QtBot, keys: str) -> None:
    editor = ShortcutEditor()
    edit = edit_of(editor)
    qtbot.addWidget(edit)
    editor.show_value("Ctrl+Alt+P")
    with qtbot.waitSignal(editor.refused) as refused, qtbot.assertNotEmitted(editor.edited):
        edit.setKeySequence(QKeySequence(keys))
    assert "needed for typing" in refused.args[0]
    assert edit.keySequence() == QKeySequence("Ctrl+Alt+P")


@pytest.mark.parametrize("keys", ["Ctrl+A", "Alt+Shift+F", "Meta+C", "F9", "Media Play"])
def test_keys_that_lie_beside_typing_are_taken(qtbot: QtBot, keys: str) -> None:
    editor = ShortcutEditor()
    edit = edit_of(editor)
    qtbot.addWidget(edit)
    editor.show_value("Ctrl+Alt+P")
    with qtbot.waitSignal(editor.edited) as edited:
        edit.setKeySequence(QKeySequence(keys))
    assert edited.args == [keys]


@pytest.mark.parametrize("key", [Qt.Key.Key_Backspace, Qt.Key.Key_Delete])
def test_a_shortcut_is_taken_away_by_a_key(qtbot: QtBot, key: Qt.Key) -> None:
    editor = ShortcutEditor()
    shown(editor.control, qtbot)
    editor.show_value("Ctrl+Alt+P")
    with qtbot.waitSignal(editor.edited) as edited:
        QTest.keyClick(editor.control, key)
    assert edited.args == [""]


def test_a_shortcut_is_taken_away_by_the_mouse(qtbot: QtBot) -> None:
    editor = ShortcutEditor()
    shown(editor.control, qtbot)
    editor.show_value("Ctrl+Alt+P")
    with qtbot.waitSignal(editor.edited) as edited:
        (clear,) = editor.control.findChildren(QToolButton)
        clear.click()
    assert edited.args == [""]
    assert edit_of(editor).keySequence().isEmpty()


def test_a_shortcut_that_was_begun_and_left_stays_as_it_was(qtbot: QtBot) -> None:
    editor = ShortcutEditor()
    shown(editor.control, qtbot)
    editor.show_value("Ctrl+Alt+P")
    with qtbot.assertNotEmitted(editor.edited):
        QTest.keyPress(editor.control, Qt.Key.Key_Control)
        assert edit_of(editor).keySequence().isEmpty()
        with qtbot.waitSignal(edit_of(editor).editingFinished):
            QTest.keyRelease(editor.control, Qt.Key.Key_Control)
    assert edit_of(editor).keySequence() == QKeySequence("Ctrl+Alt+P")


def test_two_shortcuts_with_the_same_keys_are_told_at_once_with_both_names(qtbot: QtBot) -> None:
    page = ShortcutsPage()
    shown(page, qtbot)
    page.show_settings(with_value(Settings(), "shortcuts.clear", "Ctrl+Alt+P"))
    assert "“Pause or resume” and “Clear captions” use the same shortcut, Ctrl+Alt+P" in said(page)
    page.show_settings(Settings())
    assert "same shortcut" not in said(page)


def test_shortcuts_without_keys_do_not_clash(qtbot: QtBot) -> None:
    page = ShortcutsPage()
    shown(page, qtbot)
    without = with_value(with_value(Settings(), "shortcuts.clear", ""), "shortcuts.pause", "")
    page.show_settings(without)
    assert "same shortcut" not in said(page)


def test_what_the_system_says_about_a_shortcut_is_shown(qtbot: QtBot) -> None:
    page = ShortcutsPage()
    shown(page, qtbot)
    page.show_data(DialogData(shortcut_problems=("Another program has Ctrl+Alt+P.",)))
    assert "Another program has Ctrl+Alt+P." in said(page)


# Numbers with a word for the smallest


def test_rows_too_narrow_to_read_are_skipped(qtbot: QtBot) -> None:
    page = CaptionsPage()
    qtbot.addWidget(page)
    editor = page.editors["captions.row_percent"]
    assert isinstance(editor.control, QDoubleSpinBox)
    seen: list[int] = []
    editor.edited.connect(seen.append)
    for act in (
        editor.control.stepUp,
        editor.control.stepUp,
        editor.control.stepDown,
        editor.control.stepDown,
        lambda: editor.control.setProperty("value", 7.0),
    ):
        act()
    assert seen == [20, 25, 20, 0, 20]


# Keyterms

LINES = {count: "\n".join(f"t{number}" for number in range(count)) for count in (40, 50, 60)}
"""Lines of one word each, by their number."""


@pytest.mark.parametrize(
    ("typed", "taken", "told"),
    [
        ("Moonshine", ("Moonshine",), ""),
        ("  Ada \n\nAda\nGrace  Hopper", ("Ada", "Grace Hopper"), ""),
        (LINES[40], tuple(LINES[40].split()), "40 of at most 50 lines"),
        ("Ada\n" + "x" * 21, ("Ada",), "x” is ignored: a line can have at most 20 characters"),
        ("a b c d e f\nAda", ("Ada",), "“a b c d e f” is ignored"),
        (LINES[60], tuple(LINES[50].split()), "50 of 60"),
    ],
    ids=[
        "a word",
        "blanks and repeats",
        "nearly full",
        "a word too long",
        "too many words",
        "too many lines",
    ],
)
def test_of_the_keyterms_only_those_are_taken_that_the_server_takes(
    qtbot: QtBot, typed: str, taken: tuple[str, ...], told: str
) -> None:
    editor = TermListEditor("recognition.keyterms")
    shown(editor.control, qtbot)
    (text,) = editor.control.findChildren(QPlainTextEdit)
    text.setFocus()
    qtbot.waitUntil(text.hasFocus)
    text.setPlainText(typed)
    assert told in said(editor.control)
    with qtbot.waitSignal(editor.edited) as edited:
        text.clearFocus()
    assert edited.args == [taken]


# The source, or any choice that can be typed in


def test_a_text_of_one_s_own_is_told_once_it_is_there(qtbot: QtBot) -> None:
    editor = ChoiceOrText([ChoiceOption("", "Here")], ChoiceOption("ws://…", "There"))
    editor.show_value("")
    shown(editor.control, qtbot)
    (box,) = editor.control.findChildren(QComboBox)
    (line,) = editor.control.findChildren(QLineEdit)
    with qtbot.assertNotEmitted(editor.edited):
        box.setCurrentIndex(1)
        box.activated.emit(1)
    assert line.isVisible()
    editor.show_value("")  # Something else was changed meanwhile.
    assert line.isVisible()
    with qtbot.waitSignal(editor.edited) as edited:
        QTest.keyClicks(line, " ws://there ")
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert edited.args == ["ws://there"]


def test_a_file_that_was_looked_for_becomes_the_source(qtbot: QtBot) -> None:
    page = ListeningPage()
    shown(page, qtbot)
    page.show_settings(with_value(Settings(), "sound.source", "old.wav"))
    button(page, "Browse…").click()
    chooser = page.window().findChild(QWidget, "QFileDialog")
    assert chooser is not None
    with qtbot.waitSignal(page.editors["sound.source"].edited) as edited:
        chooser.fileSelected.emit("/home/mary/talk.wav")  # type: ignore[attr-defined]
    chooser.close()
    assert edited.args == ["/home/mary/talk.wav"]


@pytest.mark.parametrize(
    ("source", "device"), [("mic", True), ("mic+system", True), ("system", False), ("-", False)]
)
def test_the_microphone_can_be_chosen_where_it_is_heard(
    qtbot: QtBot, source: str, device: bool
) -> None:
    page = ListeningPage()
    shown(page, qtbot)
    page.show_settings(with_value(Settings(), "sound.source", source))
    assert page.editors["sound.device"].control.isVisible() is device
    (meter,) = page.findChildren(LevelMeter)
    assert meter.isVisible()


def test_the_test_of_the_sound_is_asked_for_and_told(qtbot: QtBot) -> None:
    page = ListeningPage()
    shown(page, qtbot)
    with qtbot.waitSignal(page.test_requested):
        button(page, "Test sound").click()
    assert "Listening…" in said(page)
    page.set_result("Nothing was heard.", ok=False)
    assert "Nothing was heard." in said(page)


# The API key


KEY = "sk-of-nobody"


@pytest.mark.parametrize(
    ("place", "words", "usable"),
    [
        (KeyPlace.NOWHERE, "No key is saved.", set()),
        (KeyPlace.KEYRING, "is saved in the system keyring", {"Test", "Delete"}),
        (KeyPlace.ENVIRONMENT, "environment variable", {"Test"}),
        (KeyPlace.NO_KEYRING, "Set CAPTIONS_API_KEY instead.", set()),
    ],
)
def test_the_key_s_row_says_where_it_is_and_offers_what_can_be_done(
    qtbot: QtBot, place: KeyPlace, words: str, usable: set[str]
) -> None:
    row = KeyRow()
    shown(row, qtbot)
    row.show_state(KeyState(place, problem("Set CAPTIONS_API_KEY instead.")))
    assert words in said(row)
    assert "Set CAPTIONS_API_KEY instead." in said(row)
    assert "cannot be saved" not in said(row), "the problem says why"
    offered = {
        item.text().replace("&", "") for item in row.findChildren(QPushButton) if item.isEnabled()
    }
    assert offered == usable


def test_a_system_that_cannot_save_a_key_says_so(qtbot: QtBot) -> None:
    row = KeyRow()
    shown(row, qtbot)
    row.show_state(KeyState(KeyPlace.NO_KEYRING))
    assert "A key cannot be saved on this system." in said(row)


def test_a_key_is_never_shown_and_leaves_the_field_once_it_is_saved(qtbot: QtBot) -> None:
    row = KeyRow()
    shown(row, qtbot)
    (line,) = row.findChildren(QLineEdit)
    assert line.echoMode() is QLineEdit.EchoMode.Password
    QTest.keyClicks(line, f" {KEY} ")
    with qtbot.waitSignal(row.test_requested) as tested:
        button(row, "Test").click()
    assert tested.args == [KEY]
    with qtbot.waitSignal(row.entered) as entered:
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert entered.args == [KEY]
    row.set_result("The key must be one line.", ok=False)
    assert line.text().strip() == KEY, "a refused key can be corrected"
    row.clear_saved()
    assert not line.text()
    with qtbot.assertNotEmitted(row.entered):
        row.save()


def test_a_key_that_is_typed_while_another_is_saved_stays(qtbot: QtBot) -> None:
    row = KeyRow()
    shown(row, qtbot)
    row.line.setText(KEY)
    row.save()
    row.line.setText("another")
    row.clear_saved()
    assert row.line.text() == "another"


def test_a_key_is_forgotten_on_demand(qtbot: QtBot) -> None:
    row = KeyRow()
    shown(row, qtbot)
    row.show_state(KeyState(KeyPlace.KEYRING))
    with qtbot.waitSignal(row.deleted):
        button(row, "Delete").click()


def test_what_came_of_a_test_is_shown_until_another_key_is_typed(qtbot: QtBot) -> None:
    row = KeyRow()
    shown(row, qtbot)
    row.set_result("The server takes the key.", ok=True)
    assert "The server takes the key." in said(row)
    QTest.keyClicks(row.findChildren(QLineEdit)[0], "x")
    assert "The server takes" not in said(row)


def test_committing_by_hand_says_how_it_is_done(qtbot: QtBot) -> None:
    page = CaptionsPage()
    shown(page, qtbot)
    page.show_data(OFFERS)
    manual = with_value(Settings(), "recognition.commit_strategy", "manual")
    page.show_settings(manual)
    assert "Press Ctrl+Alt+Return" in said(page)
    page.show_settings(with_value(manual, "shortcuts.commit", ""))
    assert "Assign a shortcut" in said(page)
    page.show_settings(Settings())
    assert "menu to commit" not in said(page)


# What is painted


@pytest.mark.parametrize(
    ("heard", "painted"),
    [
        ((-9.0, -20.0), (-9.0, -20.0)),
        ((-math.inf, -math.inf), (FLOOR_DBFS, FLOOR_DBFS)),
        ((3.0, 1.0), (0.0, 0.0)),
    ],
    ids=["speech", "digital silence", "too loud"],
)
def test_the_meter_shows_levels_within_its_scale(
    qtbot: QtBot, heard: tuple[float, float], painted: tuple[float, float]
) -> None:
    meter = LevelMeter()
    qtbot.addWidget(meter)
    meter.set_level(*heard)
    assert meter.shown_levels == painted


def test_the_mark_of_a_peak_falls_slowly(qtbot: QtBot) -> None:
    meter = LevelMeter()
    qtbot.addWidget(meter)
    meter.set_level(-6, -20)
    meter.set_level(-50, -50)
    assert -10 < meter.shown_levels[0] < -6


def test_the_meter_is_as_long_as_it_is_loud(qtbot: QtBot) -> None:
    meter = LevelMeter()
    meter.resize(300, 14)
    shown(meter, qtbot)
    lengths = []
    for level in (-50, -30, -10):
        meter.set_level(level, level)
        picture = meter.grab().toImage()
        greens = [
            x for x in range(picture.width()) if picture.pixelColor(x, 7).hsvSaturation() > 100
        ]
        lengths.append(max(greens, default=0))
    assert lengths == pytest.approx([50, 150, 250], abs=4)


def test_the_preview_changes_with_the_look(qtbot: QtBot) -> None:
    preview = CaptionPreview()
    preview.resize(600, 132)
    shown(preview, qtbot)
    pictures = []
    for look in (
        AppearanceSettings(),
        AppearanceSettings(committed_colour="#ff0000"),
        AppearanceSettings(font_px=200),
    ):
        preview.show_appearance(look)
        pictures.append(preview.grab().toImage())
    assert pictures[0] != pictures[1] != pictures[2]


@pytest.mark.parametrize("width", [620, 690, 900])
def test_the_preview_is_as_wide_as_the_cards(qtbot: QtBot, tmp_path: Path, width: int) -> None:
    page = AppearancePage(LookStore(tmp_path))
    shown(page, qtbot)
    page.resize(width, 400)
    QApplication.processEvents()
    (preview,) = page.findChildren(CaptionPreview)
    card = next(card for card in page.findChildren(Card) if card.isVisible())
    edges = [(part.mapTo(page, QPoint()).x(), part.width()) for part in (preview, card)]
    assert edges[0] == edges[1]


def test_the_preview_leaves_room_for_settings_in_a_low_window(qtbot: QtBot, tmp_path: Path) -> None:
    page = AppearancePage(LookStore(tmp_path))
    shown(page, qtbot)
    heights = []
    for height in (290, 440, 900):
        page.resize(700, height)
        (preview,) = page.findChildren(CaptionPreview)
        heights.append(preview.height())
    assert heights == [64, 132, 132]


@pytest.mark.parametrize("font_px", [10, 34, 200])
def test_the_preview_shows_whole_captions_over_a_bright_and_a_dark_ground(
    qtbot: QtBot, font_px: int
) -> None:
    preview = CaptionPreview()
    preview.resize(600, 132)
    shown(preview, qtbot)
    preview.show_appearance(
        AppearanceSettings(font_px=font_px, background_colour="#ff0000", background_opacity=1.0)
    )
    picture = preview.grab().toImage()
    red = [
        x for x in range(600) for y in range(132) if picture.pixelColor(x, y) == QColor("#ff0000")
    ]
    assert min(red) > 0
    assert max(red) < 599
    assert any(x < 300 for x in red)
    assert any(x > 300 for x in red)
    bright, dark = picture.pixelColor(2, 2), picture.pixelColor(302, 2)
    assert bright.lightness() > 200
    assert dark.lightness() < 60


@pytest.mark.parametrize("tone", NoteTone)
@pytest.mark.parametrize("palette", [QPalette(QColor("#efefef")), DARK], ids=["bright", "dark"])
def test_a_note_is_readable_on_a_bright_and_on_a_dark_ground(
    qtbot: QtBot, tone: NoteTone, palette: QPalette
) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    around.setPalette(palette)
    note = NoteLabel("Say this.", tone)
    QVBoxLayout(around).addWidget(note)
    ground = palette.color(QPalette.ColorRole.Window)
    assert contrast(_over(_ink(note), ground), _over(ground, ground)) >= 4.5


def test_a_note_follows_the_system_from_bright_to_dark(qtbot: QtBot) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    around.setPalette(QPalette(QColor("#efefef")))
    note = NoteLabel("Say this.")
    QVBoxLayout(around).addWidget(note)
    assert _ink(note).lightness() < 100
    around.setPalette(DARK)
    assert _ink(note).lightness() > 200


def _ink(note: NoteLabel) -> QColor:
    return note.palette().color(QPalette.ColorRole.WindowText)


def _over(ink: QColor, ground: QColor) -> npt.NDArray[np.uint8]:
    """Return the colour of an ink, which may be translucent, on a ground."""
    part = ink.alphaF()
    above, below = (
        np.array([colour.red(), colour.green(), colour.blue()]) for colour in (ink, ground)
    )
    return np.round(above * part + below * (1 - part)).astype(np.uint8)


def test_markup_in_a_note_is_text(qtbot: QtBot) -> None:
    note = NoteLabel("<b>x</b>")
    qtbot.addWidget(note)
    assert note.textFormat() is Qt.TextFormat.PlainText


# Pages


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(
    ("typed", "taken"), [("1.5", 1.5), ("1,5", 1.5), ("15", 15.0), (".5", 0.5), ("1.,5", 1.5)]
)
def test_a_number_is_taken_with_a_point_and_with_a_comma(
    qtbot: QtBot, language: str, typed: str, taken: float
) -> None:
    number = NumberEditor("captions.clear_seconds", NumberUnit(" s", decimals=1))
    number.control.setLocale(QLocale(language))
    edited: list[float] = []
    number.edited.connect(edited.append)
    qtbot.addWidget(number.control)
    number.control.show()
    number.control.setFocus()
    QTest.keyClick(number.control, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(number.control, typed)
    QTest.keyClick(number.control, Qt.Key.Key_Return)
    assert edited == [taken]


def test_scrolling_over_a_control_changes_nothing(qtbot: QtBot) -> None:
    page = CaptionsPage()
    page.resize(700, 200)
    shown(page, qtbot)
    page.show_settings(Settings())
    control = page.editors["captions.rows"].control
    wheel = QWheelEvent(
        QPointF(5, 5), control.mapToGlobal(QPointF(5, 5)), QPoint(), QPoint(0, 120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    with qtbot.assertNotEmitted(page.editors["captions.rows"].edited):
        QApplication.sendEvent(control, wheel)


def test_where_sharing_cannot_be_avoided_the_page_says_so(qtbot: QtBot) -> None:
    page = PrivacyPage()
    shown(page, qtbot)
    page.show_data(DialogData(sharing_problem="No Linux desktop can do this."))
    assert "No Linux desktop can do this." in said(page)
    assert not page.editors["window.hide_from_sharing"].control.isEnabled()


def test_diagnostics_are_copied(qtbot: QtBot) -> None:
    page = AboutPage(OFFERS)
    shown(page, qtbot)
    button(page, "Copy diagnostics").click()
    assert QGuiApplication.clipboard().text() == "All is well."
    assert "copied to the clipboard" in said(page)


def test_the_version_is_told(qtbot: QtBot) -> None:
    page = AboutPage(OFFERS)
    qtbot.addWidget(page)
    assert OFFERS.version in [label.text() for label in page.findChildren(QLabel)]


def test_a_folder_is_opened_by_the_system(qtbot: QtBot) -> None:
    asked: list[QUrl] = []

    def open_url(url: QUrl) -> bool:
        asked.append(url)
        return False

    page = AboutPage(OFFERS, open_url)
    shown(page, qtbot)
    button(page, "Open").click()
    assert asked == [QUrl.fromLocalFile("/home/mary/.config/captions")]
    assert "/home/mary/.config/captions" in said(page)


@pytest.mark.parametrize(
    ("code", "name"),
    [("en", "English"), ("de", "Deutsch"), ("fr", "Français"), ("ja", "日本語"), ("xx", "xx")],
)
def test_a_language_is_called_as_its_speakers_do(code: str, name: str) -> None:
    assert language_names.native_name(code) == name
