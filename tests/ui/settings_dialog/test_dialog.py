"""The dialog as a whole: every setting is there, every change is told, cancelling takes it back."""

import functools
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QDoubleSpinBox,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from captions.settings.paths import rule_at, setting_paths, value_at, with_value
from captions.settings.schema import AppearanceSettings, RecognitionSettings, Settings
from captions.ui import translation
from captions.ui.models.model_card import ModelCard
from captions.ui.models.model_picker import ModelPicker
from captions.ui.models.model_view import ModelAction, ModelRequest, ModelState, ModelsView
from captions.ui.models.translation_note import TranslationNote
from captions.ui.presets import PRESETS, AppearancePreset
from captions.ui.settings_dialog.dialog import SettingsDialog
from captions.ui.settings_dialog.dialog_data import DeviceChoice
from captions.ui.settings_dialog.pages.listening import ListeningPage
from captions.ui.settings_dialog.pages.page import SettingsPage
from captions.ui.settings_dialog.widgets.editors import SettingEditor
from captions.ui.widgets.notes import NoteLabel
from tests.support.fakes.deleted_dialogs import delete_dialog
from tests.support.fakes.dialog_data import OFFERS, differences

PAGES = (
    *("listening", "language", "captions", "appearance", "words"),
    *("shortcuts", "outputs", "privacy", "advanced", "about"),
)
NOT_CHOSEN = {
    "interface.welcomed",
    "interface.transcript_clock",
    "interface.transcript_percent",
}
"""What the app notes for itself, and no control shows."""
SERVER = "wss://captions.example.org"
UNENCRYPTED = "http://192.0.2.1:8080"
"""A server that others can listen to on the way."""


class Told:
    """What a dialog told."""

    def __init__(self, dialog: SettingsDialog) -> None:
        self.settings: list[Settings] = []
        dialog.changed.connect(self.settings.append)


@pytest.fixture
def dialog(qapp: QApplication) -> Iterator[SettingsDialog]:
    shown = SettingsDialog(Settings(), OFFERS)
    shown.show()
    qapp.processEvents()
    yield shown
    delete_dialog(shown)


@pytest.fixture(scope="module")
def whole_dialog(qapp: QApplication) -> Iterator[SettingsDialog]:
    """A dialog with all of its pages, which take long to make. Its tests show settings first."""
    shown = SettingsDialog(Settings(), OFFERS)
    shown.show()
    assert editors(shown)
    qapp.processEvents()
    yield shown
    delete_dialog(shown)


@pytest.fixture(params=["en", "de"])
def translated_dialog(
    qapp: QApplication, dialog: SettingsDialog, request: pytest.FixtureRequest
) -> Iterator[SettingsDialog]:
    """The dialog in each language."""
    translation.install_language(qapp, request.param)
    QApplication.processEvents()
    yield dialog
    translation.install_language(qapp, "en")


@pytest.fixture
def told(dialog: SettingsDialog) -> Told:
    return Told(dialog)


def editors(dialog: SettingsDialog) -> dict[str, SettingEditor]:
    """Return all editors of all pages."""
    return {
        path: editor for name in PAGES for path, editor in dialog.get_page(name).editors.items()
    }


@functools.cache
def page_names() -> dict[str, str]:
    """Return the name of the page of each setting."""
    dialog = SettingsDialog(Settings(), OFFERS)
    names = {path: name for name in PAGES for path in dialog.get_page(name).editors}
    delete_dialog(dialog)
    return names


def page_of(dialog: SettingsDialog, path: str) -> SettingsPage:
    return dialog.get_page(page_names()[path])


def within(dialog: SettingsDialog, path: str) -> Any:  # noqa: ANN401  # a widget of Qt's
    """Return the control of Qt's that shows a setting."""
    control = page_of(dialog, path).editors[path].control
    return control if control.focusProxy() is None else control.focusProxy()


def another(path: str) -> object:
    """Return a value of a setting that is not its default."""
    value, rule = value_at(Settings(), path), rule_at(path)
    if path.startswith("shortcuts."):
        return "Ctrl+Alt+F7"
    if isinstance(value, bool):
        return not value
    if rule.choices:
        return next(item for item in reversed(rule.choices) if item != value)
    if rule.colour:
        return "#ff0000" if value != "#ff0000" else "#00ff00"
    if isinstance(value, int | float):
        high, low = rule.high or 0, rule.low or 0
        return type(value)(high if value != high else low)
    return {
        "sound.source": "system",
        "sound.device": "USB Microphone",
        "recognition.server": "wss://api.elevenlabs.io",
        "recognition.plain_key_server": UNENCRYPTED,
        "recognition.model": "whisper-small",
        "recognition.language": "",
        "recognition.computer_language": "fr",
        "recognition.keyterms": ("Moonshine",),
        "appearance.font": "DejaVu Serif",
        "history.write": ("talk.srt",),
        "words.replacements": ("a => b",),
        "words.alerts": ("Anna",),
        "window.screen": "",
    }.get(path, "other")


def usable(path: str) -> Settings:
    """Return settings in which this one can be changed."""
    needs = {
        "sound.mic_label": ("sound.source", "mic+system"),
        "sound.system_label": ("sound.source", "mic+system"),
        "recognition.model_id": ("recognition.server", SERVER),
        "recognition.plain_key_server": ("recognition.server", UNENCRYPTED),
        "history.keep_days": ("history.keep", "days"),
        "history.keep_sound": ("history.keep", "always"),
    }
    if path == "recognition.computer_language":
        return replace(
            with_value(Settings(), "sound.source", "mic+system"),
            recognition=RecognitionSettings(language="de", model="whisper-small"),
        )
    if path == "captions.translation":
        return replace(
            Settings(), recognition=RecognitionSettings(language="de", model="whisper-small")
        )
    return with_value(Settings(), *needs[path]) if path in needs else Settings()


def type_text(control: QPlainTextEdit | QLineEdit, value: Any) -> None:  # noqa: ANN401
    if isinstance(control, QPlainTextEdit):
        control.setFocus()
        QTest.keyClicks(control, "\n".join(value))
        control.clearFocus()
        return
    control.selectAll()
    QTest.keyClicks(control, value)
    QTest.keyClick(control, Qt.Key.Key_Return)


def use_recogniser(picker: ModelPicker, name: str) -> None:
    (card,) = [card for card in picker.findChildren(ModelCard) if card.view.name == name]
    (button,) = [item for item in card.findChildren(QPushButton) if item.text() == "Use"]
    button.click()


def use(control: QWidget, value: Any) -> None:  # noqa: ANN401
    """Choose a value as a user does."""
    match control:
        case ModelPicker():
            use_recogniser(control, value)
        case QComboBox():
            index = control.findData(value)
            control.setCurrentIndex(index)
            control.activated.emit(index)
        case QCheckBox():
            control.click()
        case QDoubleSpinBox():
            control.setValue(value)
        case QKeySequenceEdit():
            control.setKeySequence(QKeySequence(value))
        case QPlainTextEdit() | QLineEdit():
            type_text(control, value)
        case QPushButton():
            (action,) = [item for item in control.menu().actions() if item.data() == value]
            action.trigger()
        case _:
            raise AssertionError(control)


each_page = pytest.mark.parametrize(
    ("name", "values"),
    [
        *((name, {}) for name in PAGES),
        ("listening", {"sound.source": "mic+system"}),
        ("listening", {"sound.source": "talk.wav"}),
        ("language", {"recognition.server": SERVER}),
        ("captions", {"recognition.commit_strategy": "manual"}),
        ("advanced", {"recognition.server": UNENCRYPTED}),
        ("outputs", {"outputs.page.enabled": True, "outputs.obs.enabled": True}),
        ("outputs", {"outputs.audience.enabled": True, "outputs.zoom.enabled": True}),
    ],
)


def show(dialog: SettingsDialog, name: str, values: dict[str, object]) -> None:
    """Turn to a page, with settings that bring up all of its rows."""
    settings = Settings()
    for path, value in values.items():
        settings = with_value(settings, path, value)
    dialog.show_settings(settings)
    dialog.open_page(name)


SHOWN = [path for path in setting_paths() if path not in NOT_CHOSEN]
CHANGEABLE = [path for path in SHOWN if path != "window.screen"]
"""The offscreen platform has one monitor."""


def test_every_setting_has_its_place(dialog: SettingsDialog) -> None:
    shown = [path for name in PAGES for path in dialog.get_page(name).editors]
    assert sorted(shown) == sorted(SHOWN)


@pytest.mark.parametrize("path", CHANGEABLE)
def test_a_change_tells_that_change_and_no_other(whole_dialog: SettingsDialog, path: str) -> None:
    value, prepared = another(path), usable(path)
    whole_dialog.show_settings(prepared)
    whole_dialog.open_page(page_names()[path])
    whole_dialog.activateWindow()
    control, told = within(whole_dialog, path), Told(whole_dialog)
    if path.endswith("opacity"):
        control.setValue(100 * float(str(value)))
    else:
        use(control, value)
    assert [differences(prepared, item) for item in told.settings[-1:]] == [{path: value}]
    assert whole_dialog.settings == with_value(prepared, path, value)


@pytest.mark.parametrize("path", CHANGEABLE)
def test_settings_that_are_shown_are_not_told(whole_dialog: SettingsDialog, path: str) -> None:
    whole_dialog.show_settings(Settings())
    told = Told(whole_dialog)
    whole_dialog.show_settings(with_value(Settings(), path, another(path)))
    assert not told.settings


@pytest.mark.parametrize("path", [path for path in SHOWN if rule_at(path).low is not None])
def test_a_number_has_its_rule_s_range(dialog: SettingsDialog, path: str) -> None:
    scale = 100 if path.endswith("opacity") else 1
    control, rule = within(dialog, path), rule_at(path)
    assert isinstance(control, QDoubleSpinBox)
    assert (control.minimum() / scale, control.maximum() / scale) == (rule.low, rule.high)


@pytest.mark.parametrize("path", [path for path in SHOWN if rule_at(path).choices])
def test_a_choice_has_its_rule_s_choices(dialog: SettingsDialog, path: str) -> None:
    control = within(dialog, path)
    offered = {control.itemData(index) for index in range(control.count())}
    assert offered == set(rule_at(path).choices)


def test_cancelling_tells_the_old_settings(
    dialog: SettingsDialog, told: Told, qtbot: QtBot
) -> None:
    use(within(dialog, "captions.rows"), 5)
    with qtbot.waitSignal(dialog.rejected):
        dialog.reject()
    assert told.settings[-1] == Settings()


def test_cancelling_tells_nothing_if_nothing_was_changed(
    dialog: SettingsDialog, told: Told
) -> None:
    dialog.reject()
    assert not told.settings


def test_what_is_still_being_typed_is_told_when_the_dialog_is_accepted(
    dialog: SettingsDialog, told: Told, qtbot: QtBot
) -> None:
    dialog.open_page("advanced")
    dialog.show_settings(with_value(Settings(), "recognition.server", SERVER))
    line = within(dialog, "recognition.model_id")
    qtbot.waitUntil(line.isVisible)
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "scribe_v3")
    assert not told.settings
    kept: list[str] = []
    dialog.accepted.connect(lambda: kept.append(told.settings[-1].recognition.model_id))
    dialog.accept()
    assert kept == ["scribe_v3"]


def test_a_key_that_was_typed_but_not_saved_is_kept_when_the_dialog_is_accepted(
    dialog: SettingsDialog, qtbot: QtBot
) -> None:
    dialog.open_page("language")
    (line,) = [
        item
        for item in dialog.get_page("language").findChildren(QLineEdit)
        if item.echoMode() is QLineEdit.EchoMode.Password
    ]
    QTest.keyClicks(line, "sk-of-nobody")
    with qtbot.waitSignal(dialog.key_entered) as entered:
        dialog.accept()
    assert entered.args == ["sk-of-nobody"]


def test_cancelling_keeps_no_key(dialog: SettingsDialog, qtbot: QtBot) -> None:
    dialog.open_page("language")
    for line in dialog.get_page("language").findChildren(QLineEdit):
        if line.echoMode() is QLineEdit.EchoMode.Password:
            QTest.keyClicks(line, "sk-of-nobody")
    with qtbot.assertNotEmitted(dialog.key_entered):
        dialog.reject()


def test_a_page_is_reset_to_its_defaults_and_the_others_stay(
    dialog: SettingsDialog, told: Told
) -> None:
    changed = with_value(with_value(Settings(), "captions.rows", 5), "sound.source", "system")
    dialog.show_settings(changed)
    dialog.open_page("captions")
    (buttons,) = dialog.findChildren(QDialogButtonBox)
    (reset,) = [
        button
        for button in buttons.buttons()
        if buttons.buttonRole(button) is QDialogButtonBox.ButtonRole.ResetRole
    ]
    reset.click()
    assert told.settings == [with_value(Settings(), "sound.source", "system")]


@pytest.mark.parametrize("preset", PRESETS, ids=[preset.name for preset in PRESETS])
def test_a_preset_is_chosen_as_a_whole(
    dialog: SettingsDialog, told: Told, preset: AppearancePreset
) -> None:
    own = replace(Settings(), appearance=AppearanceSettings(font_px=123))
    dialog.show_settings(own)
    page = dialog.get_page("appearance")
    (chooser,) = [
        box
        for box in page.findChildren(QComboBox)
        if box.findText(preset.title) >= 0 and not box.objectName()
    ]
    chooser.activated.emit(chooser.findText(preset.title))
    assert told.settings[-1].appearance == preset.appearance
    assert chooser.currentText() == preset.title
    dialog.show_settings(own)
    assert chooser.currentText() == f"{preset.title} (changed)"


def test_a_value_that_is_not_offered_is_shown_and_kept(dialog: SettingsDialog, told: Told) -> None:
    dialog.show_settings(with_value(Settings(), "sound.device", "Old Headset"))
    control = within(dialog, "sound.device")
    assert control.currentText() == "Old Headset (not connected)"
    dialog.set_devices([DeviceChoice("Old Headset", "Old Headset")])
    assert control.currentText() == "Old Headset"
    assert not told.settings


def test_a_server_has_its_own_languages_and_no_list_of_recognisers(
    dialog: SettingsDialog,
) -> None:
    dialog.open_page("language")
    picker, control = within(dialog, "recognition.model"), within(dialog, "recognition.language")
    assert (picker.isVisible(), control.isVisible()) == (True, False)
    dialog.show_settings(with_value(Settings(), "recognition.server", SERVER))
    assert (picker.isVisible(), control.isVisible()) == (False, True)
    offered = {control.itemData(index) for index in range(control.count())}
    assert offered == {"", *OFFERS.languages}


def test_a_recogniser_is_used_for_the_language_that_was_chosen(
    dialog: SettingsDialog, told: Told
) -> None:
    dialog.open_page("language")
    picker = within(dialog, "recognition.model")
    use(picker.languages, "de")
    assert not told.settings, "the recogniser in use does not know it"
    use(picker, "whisper-small")
    recognition = told.settings[-1].recognition
    assert (recognition.model, recognition.language) == ("whisper-small", "de")
    use(picker.languages, "fr")
    assert told.settings[-1].recognition.language == "fr"


def call_settings(model: str, chosen: str = "", source: str = "mic+system") -> Settings:
    recognition = RecognitionSettings(model=model, computer_language=chosen)
    return replace(with_value(Settings(), "sound.source", source), recognition=recognition)


@pytest.mark.parametrize(
    ("settings", "offered", "note"),
    [
        (call_settings("whisper-small", source="mic"), None, ""),
        (call_settings("moonshine"), None, ""),
        (call_settings("whisper-small"), {"", "en", "de", "fr", "ja"}, ""),
        (call_settings("whisper-small", "fr"), {"", "en", "de", "fr", "ja"}, ""),
        (call_settings("moonshine", "fr"), {"", "en", "fr"}, "Moonshine does not know Français"),
        (
            with_value(call_settings("moonshine"), "recognition.server", SERVER),
            {"", *OFFERS.languages},
            "",
        ),
    ],
)
def test_others_of_a_call_may_speak_what_the_recogniser_in_use_knows(
    dialog: SettingsDialog, settings: Settings, offered: set[str] | None, note: str
) -> None:
    dialog.open_page("language")
    dialog.show_settings(settings)
    control = within(dialog, "recognition.computer_language")
    assert control.isVisible() is (offered is not None)
    if offered is not None:
        assert {control.itemData(index) for index in range(control.count())} == offered
        assert control.currentData() == settings.recognition.computer_language
    notes = [
        label.text().partition(":")[0]
        for label in dialog.get_page("language").findChildren(NoteLabel)
        if label.isVisible() and "does not know" in label.text()
    ]
    assert notes == ([note] if note else [])


def test_the_translation_is_explained_for_the_language_that_was_chosen(
    dialog: SettingsDialog,
) -> None:
    dialog.open_page("language")
    note = next(
        label
        for label in dialog.get_page("language").findChildren(NoteLabel)
        if "spoken language is English" in label.text()
    )
    use(within(dialog, "recognition.model").languages, "de")
    assert "cannot translate" in note.text(), "the recogniser in use does not know German"
    use(within(dialog, "recognition.model").languages, "en")
    dialog.show_settings(call_settings("whisper-small", "fr"))
    assert not note.isVisible(), "the others speak French"


def test_chosen_translation_without_its_recogniser_offers_the_download(
    dialog: SettingsDialog, told: Told
) -> None:
    small = replace(OFFERS.models.models[1], state=ModelState.AVAILABLE)
    dialog.set_models(ModelsView((OFFERS.models.models[0], small)))
    dialog.open_page("language")
    page = dialog.get_page("language")
    german = replace(Settings(), recognition=RecognitionSettings(language="de"))
    dialog.show_settings(german)
    use(within(dialog, "captions.translation"), "below")
    dialog.show_settings(told.settings[-1])
    (note,) = page.findChildren(TranslationNote)
    assert note.sentence == "Moonshine cannot translate. Whisper small can, once it is downloaded."
    requests: list[ModelRequest] = []
    dialog.models_requested.connect(requests.append)
    (button,) = [each for each in note.findChildren(QPushButton) if not each.isHidden()]
    button.click()
    assert requests == [ModelRequest(ModelAction.DOWNLOAD, "whisper-small", language="de")]
    dialog.set_models(OFFERS.models)
    (button,) = [each for each in note.findChildren(QPushButton) if not each.isHidden()]
    button.click()
    chosen = told.settings[-1].recognition
    assert (chosen.model, chosen.language) == ("whisper-small", "de")
    assert note.sentence == ""


def test_the_interface_s_language_changes_while_the_dialog_is_open(
    dialog: SettingsDialog, told: Told
) -> None:
    dialog.open_page("captions")
    dialog.changeEvent(QEvent(QEvent.Type.LanguageChange))
    use(within(dialog, "captions.rows"), 4)
    assert told.settings[-1].captions.rows == 4


@each_page
def test_every_control_has_a_name_and_an_explanation_for_screen_readers(
    dialog: SettingsDialog, name: str, values: dict[str, object]
) -> None:
    show(dialog, name, values)
    page = dialog.get_page(name)
    for control in controls(page):
        interface = QAccessible.queryAccessibleInterface(control)
        assert interface.text(QAccessible.Text.Name), control
        assert interface.text(QAccessible.Text.Description), control


@each_page
def test_no_two_controls_of_a_page_have_the_same_letter(
    translated_dialog: SettingsDialog, name: str, values: dict[str, object]
) -> None:
    dialog = translated_dialog
    show(dialog, name, values)
    shown = [
        item
        for item in dialog.findChildren(QWidget)
        if isinstance(item, QLabel | QAbstractButton) and item.isVisible()
    ]
    letters = [QKeySequence.mnemonic(item.text()).toString() for item in shown]
    letters = sorted(filter(None, letters))
    assert letters == sorted(set(letters))


@pytest.mark.parametrize("name", PAGES)
def test_a_label_s_letter_leads_to_its_control(dialog: SettingsDialog, name: str) -> None:
    for label in dialog.get_page(name).findChildren(QLabel):
        if not QKeySequence.mnemonic(label.text()).isEmpty():
            assert label.buddy().focusPolicy() != Qt.FocusPolicy.NoFocus, label.text()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_a_small_screen(dialog: SettingsDialog, name: str) -> None:
    dialog.open_page(name)
    assert dialog.width() <= 1280
    assert dialog.height() <= 680
    assert dialog.minimumSizeHint().width() <= 1000


def test_only_the_pages_that_were_shown_are_built(dialog: SettingsDialog) -> None:
    assert [type(page) for page in dialog.findChildren(SettingsPage)] == [ListeningPage]


def controls(page: SettingsPage) -> list[QWidget]:
    """Return what can be reached by Tab on a page, as far as it is seen."""
    return [
        item
        for item in page.findChildren(QWidget)
        if item.focusPolicy() & Qt.FocusPolicy.TabFocus
        and item.isVisible()
        and item.focusProxy() is None
        and not isinstance(item.parentWidget(), QDoubleSpinBox | QKeySequenceEdit)
    ]
