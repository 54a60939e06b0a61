"""Collects the controls of a page with their texts, so that a search can find them."""

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QKeySequenceEdit,
    QLabel,
    QWidget,
)

from captions.ui.models.model_card import ModelCard
from captions.ui.settings_dialog.navigation.search_index import ControlTexts
from captions.ui.settings_dialog.pages.page import SettingsPage
from captions.ui.settings_dialog.widgets.editors import NAME_PROPERTY
from captions.ui.widgets.controls.expander import Expander
from captions.ui.widgets.controls.flat_button import FlatButton
from captions.ui.widgets.setting_row import SettingRow

_COMPOSED = QComboBox | QAbstractSpinBox | QKeySequenceEdit
"""Controls with a text field of their own."""

_FOLDING = Expander | FlatButton
"""Buttons that only show and hide the controls below them."""


_WIRE_NAMES = {
    "captions.translation": ("translate_to",),
    "recognition.commit_strategy": ("commit_strategy",),
    "recognition.keyterms": ("keyterms",),
    "recognition.language": ("language_code",),
    "recognition.min_silence_ms": ("min_silence_duration_ms",),
    "recognition.min_speech_ms": ("min_speech_duration_ms",),
    "recognition.model_id": ("model_id",),
    "recognition.silence_seconds": ("vad_silence_threshold_secs",),
    "recognition.speakers": ("diarize",),
    "recognition.vad_threshold": ("vad_threshold",),
    "sound.sample_rate": ("audio_format",),
}
"""Names of session options by the setting that they come from: a server that refuses one names
it, and the advice is to search for that name."""


class FoundControl(NamedTuple):
    """A control on a page."""

    page: str
    """Name of the page."""
    control: QWidget
    texts: ControlTexts
    is_hidden: bool = False
    """True while the value of another control hides it."""


def collect_controls(name: str, title: str, page: SettingsPage) -> list[FoundControl]:
    """Return all controls of a page, also those that are hidden at the moment.

    A row without a control, such as that of the level, counts as a control. So does the card of a
    recogniser, whose buttons come and go.

    Args:
        name: name of the page.
        title: its title.
        page: the page.
    """
    found = []
    names = _list_names(page)
    for control in page.findChildren(QWidget):
        if _is_control(control):
            place = ", ".join(filter(None, (title, _find_group(page, control))))
            label, explanation = _find_label(control), _find_explanation(control)
            texts = ControlTexts(label, explanation, place, names.get(id(control), ()))
            found.append(FoundControl(name, control, texts, page.is_hidden_by_value(control)))
    found += _iter_plain_rows(name, title, page)
    return found + list(_iter_cards(name, title, page))


def _list_names(page: SettingsPage) -> dict[int, tuple[str, ...]]:
    """Return the names of each setting by the identity of its control."""
    return {
        id(editor.control.focusProxy() or editor.control): (path, *_WIRE_NAMES.get(path, ()))
        for path, editor in page.editors.items()
    }


def _iter_plain_rows(name: str, title: str, page: SettingsPage) -> Iterator[FoundControl]:
    for row in page.findChildren(SettingRow):
        if row.texts.name and not any(map(_is_control, row.findChildren(QWidget))):
            place = ", ".join(filter(None, (title, row.heading)))
            texts = ControlTexts(row.texts.name, row.texts.explanation, place)
            yield FoundControl(name, row, texts)


def _iter_cards(name: str, title: str, page: SettingsPage) -> Iterator[FoundControl]:
    for card, (texts, heading) in page.card_texts.items():
        found = ControlTexts(texts.name, texts.explanation, f"{title}, {heading}")
        yield FoundControl(name, card, found)


def _is_control(widget: QWidget) -> bool:
    if isinstance(widget, QLabel | _FOLDING) or isinstance(widget.parentWidget(), _COMPOSED):
        return False
    if _find_model_card(widget) is not None:
        return isinstance(widget, ModelCard)
    takes_focus = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return takes_focus and widget.focusProxy() is None and bool(_find_label(widget))


def _find_model_card(widget: QWidget) -> ModelCard | None:
    parent: QWidget | None = widget
    while parent is not None and not isinstance(parent, ModelCard):
        parent = parent.parentWidget()
    return parent


def _find_explanation(control: QWidget) -> str:
    if isinstance(control, ModelCard):
        return control.explanation
    return control.accessibleDescription()


def _find_label(control: QWidget) -> str:
    if isinstance(control, ModelCard):
        return control.view.title
    text = control.text() if isinstance(control, QAbstractButton) else ""
    name: str = control.property(NAME_PROPERTY) or control.accessibleName()
    return name or text.replace("&", "")


def _find_group(page: SettingsPage, control: QWidget) -> str:
    """Return the heading of a control's card, or the name of the card."""
    row = page.find_row(control)
    if row is not None and row.heading:
        return row.heading
    parent = control.parentWidget()
    while parent is not None and parent is not page:
        if parent.accessibleName():
            return parent.accessibleName()
        parent = parent.parentWidget()
    return ""
