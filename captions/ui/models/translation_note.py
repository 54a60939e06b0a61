"""Says why captions are not translated, and offers a recogniser that translates."""

from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from captions.ui.models.model_card import format_size
from captions.ui.models.model_view import (
    BUSY_STATES,
    ModelAction,
    ModelRequest,
    ModelState,
    ModelsView,
    ModelView,
)
from captions.ui.theme.metrics import GRID
from captions.ui.widgets.controls.control_setup import set_up_controls
from captions.ui.widgets.notes import NoteLabel, NoteTone
from captions.wording.language import marked, translated

_SUGGESTED = "whisper-base"
"""Model to suggest: the smallest whose translations are useful."""
_OFFERED_STATES = frozenset(
    {ModelState.AVAILABLE, ModelState.PARTIAL, ModelState.NEEDS_PACKAGE, ModelState.DAMAGED}
)
"""States of models that can be downloaded."""


class TranslationAdvice(NamedTuple):
    """Why the recogniser in use does not translate, and what helps."""

    sentence: str = ""
    """Empty if it translates."""
    helper: ModelView | None = None
    """A recogniser to use, or to download first; `None` if none can be offered."""


def find_advice(view: ModelsView, model: str, language: str) -> TranslationAdvice:
    """Return why a recogniser does not translate.

    Args:
        view: all recognisers and their states.
        model: name of the recogniser in use.
        language: spoken language; empty if it is detected.
    """
    used = next((each for each in view.models if each.name == model), None)
    if used is None or (used.translates and used.state is ModelState.READY):
        return TranslationAdvice()
    if used.translates:
        return _describe_missing(used)
    helper = _find_helper(view, language)
    if helper is None:
        sentence = marked(
            "{0} cannot translate: choose a multilingual Whisper model, such as Whisper base."
        )
        return TranslationAdvice(translated(sentence).format(used.title))
    if helper.state is ModelState.READY:
        sentence = marked("{0} cannot translate. {1}, which is on this computer, can.")
    elif helper.state in BUSY_STATES:
        sentence = marked("{0} cannot translate. {1}, which is being downloaded, can.")
    else:
        sentence = marked("{0} cannot translate. {1} can, once it is downloaded.")
    return TranslationAdvice(translated(sentence).format(used.title, helper.title), helper)


def _describe_missing(used: ModelView) -> TranslationAdvice:
    """Return why a recogniser that translates cannot be used yet."""
    if used.state in BUSY_STATES:
        sentence = marked("Translations appear as soon as {0} is ready.")
    elif used.state in _OFFERED_STATES:
        sentence = marked("{0} can translate once its download is complete.")
    else:
        sentence = marked("{0} can translate, but it cannot be used on this computer.")
        return TranslationAdvice(translated(sentence).format(used.title))
    return TranslationAdvice(translated(sentence).format(used.title), used)


def _find_helper(view: ModelsView, language: str) -> ModelView | None:
    """Return a model for a language that translates: one that is here, or the suggested one."""
    known = [model for model in view.models if model.translates and model.knows_language(language)]
    for states in (frozenset({ModelState.READY}), BUSY_STATES, _OFFERED_STATES):
        found = [
            model
            for model in known
            if model.state in states and (model.is_downloadable or states is not _OFFERED_STATES)
        ]
        if found:
            return min(found, key=lambda model: (model.name != _SUGGESTED, model.size))
    return None


class TranslationNote(QWidget):
    """A sentence, and a button if something can be done about it here."""

    requested = Signal(object)
    """The user asks for a download; carries a `ModelRequest` without a language."""
    chosen = Signal(str)
    """The user wants to use a model that is on this computer; carries its name."""

    def __init__(self) -> None:
        super().__init__()
        self._note = NoteLabel()
        self._button = QPushButton()
        self._button.setAutoDefault(False)
        self._button.clicked.connect(self._offer_help)
        self._helper: ModelView | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(2 * GRID)
        line.addWidget(self._note, 1)
        line.addWidget(self._button, 0, Qt.AlignmentFlag.AlignVCenter)
        set_up_controls(self)

    @property
    def sentence(self) -> str:
        """The sentence that is shown; empty for none."""
        return self._note.text()

    def show_advice(self, advice: TranslationAdvice, *, is_urgent: bool) -> None:
        """Show advice; with a button only if the user wants translations and gets none."""
        tone = NoteTone.ATTENTION if is_urgent else NoteTone.QUIET
        self._note.show_text(advice.sentence, tone)
        helper = advice.helper
        self._helper = helper if is_urgent and helper and helper.state not in BUSY_STATES else None
        self._button.setVisible(self._helper is not None)
        if self._helper is not None:
            self._button.setText(_describe_button(self._helper))
            self._button.setAccessibleDescription(advice.sentence)

    def _offer_help(self) -> None:
        if self._helper is None:
            return
        if self._helper.state is ModelState.READY:
            self.chosen.emit(self._helper.name)
        else:
            self.requested.emit(ModelRequest(ModelAction.DOWNLOAD, self._helper.name))


def _describe_button(helper: ModelView) -> str:
    if helper.state is ModelState.READY:
        return translated(marked("Use {0}")).format(helper.title)
    return translated(marked("Download {0} ({1})")).format(helper.title, format_size(helper.size))
