"""The interface's language: chosen, changed while it runs, and complete."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import translations
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator
from PySide6.QtWidgets import QApplication, QComboBox, QDialogButtonBox, QDoubleSpinBox

from captions.settings import toml_text
from captions.settings.schema import InterfaceSettings, Settings
from captions.ui import translation
from captions.ui.settings_dialog.dialog import SettingsDialog
from captions.ui.tray.menu import TrayMenu
from captions.wording import language
from captions.wording.notifications import notices
from tests.support.fakes.dialog_data import OFFERS

GERMAN = translations.FOLDER / "captions_de.ts"


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    yield qapp
    translation.install_language(qapp, "en")


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [
        pytest.param(["de-AT", "en"], "de", id="a variety of a language that there is"),
        pytest.param(["de_DE"], "de", id="as POSIX writes it"),
        pytest.param(["fr-FR", "de-DE"], "de", id="the second best"),
        pytest.param(["en-GB", "de-DE"], "en", id="English before another"),
        pytest.param(["fr-FR"], "en", id="none that there is"),
        pytest.param([], "en", id="no wish"),
        pytest.param(["C"], "en", id="a bare system"),
    ],
)
def test_the_language_is_the_one_that_the_user_likes_best(wanted: list[str], chosen: str) -> None:
    assert language.choose_language(wanted) == chosen


def test_the_settings_offer_every_language_that_there_is() -> None:
    (leaf,) = [
        leaf for leaf in InterfaceSettings.__dataclass_fields__.values() if leaf.name == "language"
    ]
    assert set(leaf.metadata["rule"].choices) == {"", *language.LANGUAGES}


def test_another_language_is_seen_at_once(app: QApplication) -> None:
    menu = TrayMenu()
    translation.install_language(app, "de")
    QCoreApplication.processEvents()
    texts = {action.text() for action in menu.actions()}
    assert {"Pausieren", "Einstellungen…", "Quelle"} <= texts
    assert notices.make_notification("no_microphone").title == "Es ist kein Mikrofon angeschlossen"
    translation.install_language(app, "en")
    QCoreApplication.processEvents()
    assert "Settings…" in {action.text() for action in menu.actions()}


def test_the_buttons_that_qt_writes_speak_it_too(app: QApplication) -> None:
    translation.install_language(app, "de")
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    assert buttons.button(QDialogButtonBox.StandardButton.Cancel).text() == "Abbrechen"


def test_numbers_are_written_as_the_language_does_in_open_windows_too(app: QApplication) -> None:
    translation.install_language(app, "en")
    dialog = SettingsDialog(Settings(), OFFERS)
    assert {"0.7 s", "22.05 kHz"} <= numbers(dialog)
    translation.install_language(app, "de")
    QCoreApplication.processEvents()
    assert {"0,7 s", "22,05 kHz"} <= numbers(dialog)
    assert {"0,7 s", "22,05 kHz"} <= numbers(SettingsDialog(Settings(), OFFERS))
    assert "silence_seconds = 0.7" in toml_text.update_toml(Settings()), "files know one language"


@pytest.mark.parametrize(
    ("system", "chosen", "decimal"),
    [
        pytest.param("de_CH", "de", ".", id="a country that writes the language its own way"),
        pytest.param("de_DE", "en", ".", id="another language than the system's"),
        pytest.param("en_US", "de", ",", id="the other way round"),
        pytest.param("C", "de", ",", id="a bare system"),
    ],
)
def test_a_system_that_speaks_the_language_knows_how_numbers_are_written(
    app: QApplication, monkeypatch: pytest.MonkeyPatch, system: str, chosen: str, decimal: str
) -> None:
    monkeypatch.setattr(QLocale, "system", lambda: QLocale(system))
    translation.install_language(app, chosen)
    assert QLocale().toString(0.7) == f"0{decimal}7"


def test_every_text_of_the_code_is_there_for_translators(tmp_path: Path) -> None:
    fresh = Path(shutil.copy(GERMAN, tmp_path))
    translations.collect(fresh)
    assert translations.texts(fresh) == translations.texts(GERMAN), "run packaging/translations.py"
    assert ("TrayMenu", "Pause") in translations.texts(fresh)
    assert ("", "No microphone is connected") in translations.texts(fresh)


def test_german_is_complete() -> None:
    assert translations.unfinished(GERMAN) == []


def test_what_is_loaded_is_what_was_translated() -> None:
    loaded = QTranslator()
    assert loaded.load(str(GERMAN.with_suffix(".qm")))
    stale = [
        source for context, source, text in entries() if loaded.translate(context, source) != text
    ]
    assert stale == [], "run packaging/translations.py"


def test_translations_keep_the_places_of_values_and_the_keys_of_labels() -> None:
    for _, source, text in entries():
        assert sorted(places(source)) == sorted(places(text)), source
        assert ("&" in source) == ("&" in text), source
        assert source.endswith("…") == text.endswith("…"), source


def test_no_key_of_a_window_gets_two_labels_by_being_translated() -> None:
    keys: dict[str, list[tuple[str, str]]] = {}
    for context, source, text in entries():
        if "&" in source:
            keys.setdefault(context, []).append((key_of(source), key_of(text)))
    for context, pairs in keys.items():
        here, there = zip(*pairs, strict=True)
        assert len(set(there)) >= len(set(here)), f"{context}: {sorted(there)}"


def numbers(dialog: SettingsDialog) -> set[str]:
    """Return the numbers that the dialog shows, and those to choose from."""
    rates = dialog.get_page("listening").editors["sound.sample_rate"].control
    assert isinstance(rates, QComboBox)
    boxes = dialog.get_page("advanced").findChildren(QDoubleSpinBox)
    return {box.text() for box in boxes} | {rates.itemText(at) for at in range(rates.count())}


def key_of(label: str) -> str:
    """Return the letter that chooses a label."""
    return label.partition("&")[2][:1].lower()


def places(text: str) -> list[str]:
    """Return where values are put into a text."""
    return re.findall(r"\{\w*\}|%\d|%n", text)


def entries() -> Iterator[tuple[str, str, str]]:
    """Yield each text's context, itself and its translation."""
    for context in ET.parse(GERMAN).getroot().iter("context"):  # noqa: S314  # our own
        for message in context.iter("message"):
            yield (
                context.findtext("name", ""),
                message.findtext("source", ""),
                message.findtext("translation", ""),
            )
