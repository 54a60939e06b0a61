"""The search of the settings dialog: it finds every control, shows it and marks it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from captions.protocol.options import SessionOptions
from captions.settings.paths import with_value
from captions.settings.schema import Settings
from captions.ui import translation
from captions.ui.models.model_card import ModelCard
from captions.ui.models.model_picker import ModelPicker
from captions.ui.models.model_view import ModelsView
from captions.ui.settings_dialog.dialog import SettingsDialog
from captions.ui.settings_dialog.navigation.entry_delegate import PLACE_ROLE
from captions.ui.settings_dialog.navigation.search_index import ControlTexts, find_matches
from captions.ui.theme.metrics import GRID
from captions.ui.theme.type_scale import TextRole, scale_font
from captions.ui.widgets.card import RowMark
from captions.ui.widgets.meters.level_meter import LevelMeter
from captions.ui.widgets.setting_row import SettingRow
from tests.support.fakes.deleted_dialogs import delete_dialog
from tests.support.fakes.dialog_data import MODELS, OFFERS

CONTROLS = (
    ControlTexts("Rows", "Number of rows you see at once.", "Captions, Text"),
    ControlTexts("Row width", "Choose a percentage of the screen.", "Captions, More"),
    ControlTexts("Größe", "Größe der Schrift.", "Darstellung"),
    ControlTexts("Narrow rows", "", "Captions"),
    ControlTexts("Browse", "", "Listening"),
)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param(
            "row", [0, 1, 3, 4], id="a part of a label, the ones that begin with it first"
        ),
        pytest.param("ROWS", [0, 3, 4], id="in any case"),
        pytest.param("percentage", [1], id="a word of the help"),
        pytest.param("width row", [1], id="words in any order"),
        pytest.param("captions text", [0], id="words of the place"),
        pytest.param("grosse", [2], id="another spelling of a letter"),
        pytest.param("große", [2], id="a letter without its dots"),
        pytest.param("größe", [2], id="a letter with dots"),
        pytest.param("row zebra", [], id="a word that is not there"),
        pytest.param("  ", [], id="blanks"),
    ],
)
def test_words_are_found_in_labels_and_explanations(query: str, found: list[int]) -> None:
    assert find_matches(query, CONTROLS) == found


@pytest.fixture
def dialog(qapp: QApplication) -> Iterator[SettingsDialog]:
    shown = SettingsDialog(Settings(), OFFERS)
    shown.show()
    qapp.processEvents()
    yield shown
    delete_dialog(shown)


def search(dialog: SettingsDialog, words: str) -> list[str]:
    """Type words into the search field, and return the results."""
    pane = dialog._navigation
    pane.field.clear()
    QTest.keyClicks(pane.field, words)
    items = (pane.results.item(row) for row in range(pane.results.count()))
    return [f"{item.text()}: {item.data(PLACE_ROLE)}" for item in items]


def open_result(dialog: SettingsDialog, words: str, row: int = 0) -> QWidget:
    """Open a result of a search by the keyboard, and return the widget that is marked."""
    search(dialog, words)
    dialog._navigation.results.setCurrentRow(row)
    QTest.keyClick(dialog._navigation.field, Qt.Key.Key_Return)
    (mark,) = [mark for mark in dialog.findChildren(RowMark) if mark.isVisible()]
    marked = mark.parentWidget()
    assert marked is not None
    return marked


def test_every_setting_is_found_by_its_label_and_by_its_help(dialog: SettingsDialog) -> None:
    dialog._navigation.field.setText("x")
    controls = {id(found.control): found for found in dialog._find_controls()}
    for entry in dialog._entries:
        for path, editor in dialog.get_page(entry.name).editors.items():
            control = editor.control.focusProxy() or editor.control
            found = controls[id(control)]
            for words in (found.texts.label, found.texts.explanation):
                everything = list(controls.values())
                numbers = find_matches(words, [item.texts for item in everything])
                assert control in [everything[number].control for number in numbers], path


@pytest.mark.parametrize(
    ("words", "result", "name"),
    [
        ("rows you see", "Rows: Captions, Text", "captions.rows"),
        (
            "percentage of the screen",
            "Row width: Captions, More about captions",
            "captions.row_percent",
        ),
        (
            "opacity of the background",
            "Opacity: Appearance, More about appearance",
            "appearance.background_opacity",
        ),
        (
            "your screen reader speaks",
            "Read captions aloud: Captions, More about captions",
            "captions.read_out",
        ),
        ("pause or resume", "Pause or resume: Shortcuts, Global shortcuts", "shortcuts.pause"),
        ("noisy room", "Speech threshold: Advanced, Speech detection", "recognition.vad_threshold"),
    ],
)
def test_a_control_is_shown_marked_and_has_the_focus(
    dialog: SettingsDialog, words: str, result: str, name: str
) -> None:
    assert result in search(dialog, words)
    marked = open_result(dialog, words)
    control = dialog.focusWidget()
    assert control is not None
    named = control if control.objectName() else control.parentWidget()
    assert named is not None
    assert named.objectName() == name
    assert marked.isAncestorOf(named)
    assert control.visibleRegion().boundingRect().height() == control.height()


def test_a_control_that_is_hidden_leads_to_the_one_that_hides_it(dialog: SettingsDialog) -> None:
    marked = open_result(dialog, "api key")
    server = dialog.get_page("language").editors["recognition.server"].control
    assert marked.isAncestorOf(server)
    dialog.show_settings(with_value(Settings(), "recognition.server", "wss://captions.example.org"))
    assert not open_result(dialog, "api key").isAncestorOf(server)


def test_a_recogniser_is_found_by_its_name_and_by_what_can_be_done(
    dialog: SettingsDialog,
) -> None:
    place = "Language and model, Speech recognition"
    assert search(dialog, "whisper small") == [f"Whisper small: {place}"]
    assert search(dialog, "faster than speech") == [f"Moonshine: {place}"]
    marked = open_result(dialog, "accurate download")
    assert isinstance(marked, ModelCard)
    assert marked.view.name == "whisper-large"
    focused = dialog.focusWidget()
    assert isinstance(focused, QPushButton)
    assert focused.text() == "Download"


def test_the_list_of_recognisers_is_found_as_the_model(dialog: SettingsDialog) -> None:
    assert isinstance(open_result(dialog, "larger models make fewer mistakes"), ModelPicker)


def test_the_spoken_language_is_found_once_wherever_speech_is_recognised(
    dialog: SettingsDialog,
) -> None:
    expected = "Spoken language: Language and model, Speech recognition"
    picker = dialog.get_page("language").editors["recognition.model"].control
    for server in ("", "wss://captions.example.org"):
        dialog.show_settings(with_value(Settings(), "recognition.server", server))
        results = search(dialog, "spoken language")
        assert results[0] == expected
        assert results.count(expected) == 1
        open_result(dialog, "spoken language")
        control = dialog.focusWidget()
        assert isinstance(control, QComboBox)
        assert picker.isAncestorOf(control) == (not server)
    assert isinstance(open_result(dialog, "whisper small"), SettingRow), "it leads to the server"


def test_a_recogniser_that_leaves_the_list_after_the_search_does_no_harm(
    dialog: SettingsDialog, qapp: QApplication
) -> None:
    search(dialog, "whisper small")
    dialog.set_models(ModelsView(MODELS.models[:1]))
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QTest.keyClick(dialog._navigation.field, Qt.Key.Key_Return)
    assert dialog._current_page is dialog.get_page("language")
    assert search(dialog, "whisper small") == []


def test_adding_files_is_found_although_the_list_is_shortened(dialog: SettingsDialog) -> None:
    many = tuple(replace(MODELS.models[2], name=f"model-{number}") for number in range(9))
    dialog.set_models(ModelsView(MODELS.models + many))
    marked = open_result(dialog, "add from files")
    assert marked.isVisible()


def test_a_row_without_a_control_is_found(dialog: SettingsDialog) -> None:
    assert "Level: Listening, Input" in search(dialog, "stay out of the red")
    (meter,) = open_result(dialog, "stay out of the red").findChildren(LevelMeter)
    assert meter.isVisible()


def test_a_control_of_a_card_is_shown_although_the_card_was_closed(dialog: SettingsDialog) -> None:
    dialog.show_settings(with_value(Settings(), "outputs.page.enabled", value=False))
    marked = open_result(dialog, "other program uses this port")
    assert marked.isVisible()


def test_a_click_on_a_result_opens_it(dialog: SettingsDialog) -> None:
    search(dialog, "rows you see")
    results = dialog._navigation.results
    area = results.visualItemRect(results.item(0))
    QTest.mouseClick(results.viewport(), Qt.MouseButton.LeftButton, pos=area.center())
    assert dialog._current_page is dialog.get_page("captions")


def test_escape_ends_the_search_and_then_the_dialog(dialog: SettingsDialog, qtbot: QtBot) -> None:
    field = dialog._navigation.field
    search(dialog, "rows")
    with qtbot.assertNotEmitted(dialog.rejected):
        QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not field.text()
    assert dialog._navigation.pages.isVisible()
    with qtbot.waitSignal(dialog.rejected):
        QTest.keyClick(field, Qt.Key.Key_Escape)


def test_enter_in_the_search_field_does_not_close_the_dialog(
    dialog: SettingsDialog, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(dialog.accepted):
        QTest.keyClick(dialog._navigation.field, Qt.Key.Key_Return)


def test_words_that_no_setting_has_are_explained(dialog: SettingsDialog) -> None:
    assert search(dialog, "zebra") == []
    assert dialog._navigation._nothing.text() == "No setting has these words."


def test_the_search_speaks_the_language_of_the_interface(
    dialog: SettingsDialog, qapp: QApplication
) -> None:
    translation.install_language(qapp, "de")
    try:
        QApplication.processEvents()
        assert "Zeilen: Untertitel, Text" in search(dialog, "zeilen")
    finally:
        translation.install_language(qapp, "en")


def test_the_pages_are_built_while_the_user_is_about_to_search(
    dialog: SettingsDialog, qtbot: QtBot
) -> None:
    dialog.activateWindow()
    dialog._navigation.field.setFocus()
    dialog._navigation.search_expected.emit()
    qtbot.waitUntil(lambda: len(dialog._pages) == len(dialog._entries))


def test_a_colour_is_found_by_its_name_and_listed_without_its_value(
    dialog: SettingsDialog,
) -> None:
    found = dialog._find_controls()
    texts = {item.texts.label for item in found if item.control.objectName().endswith("_colour")}
    assert {"Text", "Window", "Background", "Edge colour"} <= texts


def test_an_option_that_a_server_refuses_is_found_by_its_name(dialog: SettingsDialog) -> None:
    dialog._navigation.field.setText("x")
    texts = [found.texts for found in dialog._find_controls()]
    named = {name: item for item in texts for name in item.names}
    options = [option for option in SessionOptions.__struct_fields__ if option in named]
    assert len(options) == 11
    for option in options:
        assert texts[find_matches(option, texts)[0]] == named[option], option
    assert search(dialog, "diarize") == ["Tell speakers apart: Listening, Speaker names"]
    assert find_matches("diariz", texts) == []


def test_long_texts_of_results_are_wrapped(dialog: SettingsDialog) -> None:
    search(dialog, "opacity")
    results = dialog._navigation.results
    rows = range(results.count())
    places = [results.item(row).data(PLACE_ROLE) for row in rows]
    heights = [results.visualItemRect(results.item(row)).height() for row in rows]
    line = QFontMetrics(scale_font(results.font(), TextRole.CAPTION)).height()
    assert places[:2] == ["Appearance, Colours", "Appearance, More about appearance"]
    assert heights[1] - heights[0] == line


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_word_of_a_result_fits_a_line(qapp: QApplication, language: str) -> None:
    translation.install_language(qapp, language)
    shown = SettingsDialog(Settings(), OFFERS)
    try:
        shown.show()
        shown._navigation.field.setText("x")
        font = shown._navigation.results.font()
        # Beside the words are the margins of the pane and of the entry, and the scroll bar.
        width = shown._navigation.width() - 7 * GRID
        for found in shown._find_controls():
            for text, used in (
                (found.texts.label, font),
                (found.texts.place, scale_font(font, TextRole.CAPTION)),
            ):
                metrics = QFontMetrics(used)
                wide = [word for word in text.split() if metrics.horizontalAdvance(word) > width]
                assert wide == []
    finally:
        delete_dialog(shown)
        translation.install_language(qapp, "en")
