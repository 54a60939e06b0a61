"""The options of an output: an editor for each of its settings but the switch."""

from collections.abc import Iterator
from dataclasses import fields

from PySide6.QtCore import QCoreApplication

from captions.settings.paths import DEFAULTS, rule_at, value_at
from captions.ui.settings_dialog.widgets.editors import (
    ChoiceEditor,
    ChoiceOption,
    NumberEditor,
    NumberUnit,
    SettingEditor,
    SwitchEditor,
    TextEditor,
)
from captions.ui.widgets.setting_row import SettingTexts
from captions.wording.language import marked, translated

_TITLES = {
    "delay_seconds": marked("Delay"),
    "lanes": marked("Speech"),
    "text": marked("Text"),
    "word_rules": marked("Word rules"),
    "port": marked("Port"),
    "partials": marked("Show words as they are spoken"),
    "network": marked("Allow devices in the local network"),
    "address": marked("Address of OBS"),
    "text_source": marked("Text source"),
    "stream_captions": marked("Captions in the stream"),
    "stream_rows": marked("Rows in the stream"),
    "stream_row_chars": marked("Characters in a row"),
}
_EXPLANATIONS = {
    "delay_seconds": marked("For a stream that runs behind."),
    "lanes": marked("If both the microphone and computer audio are captioned."),
    "text": marked("What was said, or a machine translation that begins with [EN]."),
    "word_rules": marked("Replacements and profanity, as on the Words page."),
    "port": marked("Change it only if another program uses this port."),
    "partials": marked("Otherwise only complete sentences appear."),
    "network": marked("Everyone who has the address can then read your captions."),
    "address": marked("The address of its WebSocket server."),
    "text_source": marked("Name of a text source in OBS that shows the captions."),
    "stream_captions": marked("Viewers can turn them on and off, for example on Twitch."),
    "stream_rows": marked("Two rows of 25 characters work everywhere."),
    "stream_row_chars": marked("Some players cut off longer rows."),
}
_CHOICES = {
    "lanes": {
        "all": marked("Everyone"),
        "mic": marked("Microphone only"),
        "system": marked("Computer audio only"),
    },
    "text": {
        "original": marked("Original"),
        "translation": marked("Translation into English"),
        "both": marked("Both"),
    },
    "word_rules": {
        "all": marked("Replacements and profanity"),
        "replacements": marked("Replacements only"),
        "none": marked("None"),
    },
}


def iter_options(kind: str) -> Iterator[tuple[str, SettingEditor, SettingTexts]]:
    """Yield the path, a new editor and the texts of each option of an output."""
    names = {item.name for item in fields(value_at(DEFAULTS, f"outputs.{kind}"))}
    for name in _TITLES:
        if name in names:
            yield _make_option(f"outputs.{kind}.{name}", name)


def _make_option(path: str, name: str) -> tuple[str, SettingEditor, SettingTexts]:
    texts = SettingTexts(translated(_TITLES[name]), translated(_EXPLANATIONS[name]))
    return path, _make_editor(path, name), texts


def _make_editor(path: str, name: str) -> SettingEditor:
    if name in _CHOICES:
        choices = _CHOICES[name].items()
        return ChoiceEditor([ChoiceOption(value, translated(title)) for value, title in choices])
    if isinstance(value_at(DEFAULTS, path), bool):
        return SwitchEditor()
    if rule_at(path).low is not None:
        seconds = QCoreApplication.translate("OutputOptions", " s")
        unit = NumberUnit(seconds, decimals=1) if name == "delay_seconds" else NumberUnit()
        return NumberEditor(path, unit)
    return TextEditor()
