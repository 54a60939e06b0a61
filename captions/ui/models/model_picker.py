"""Choice of the spoken language, and of a recogniser that knows it."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from captions.protocol.languages import find_locale_language
from captions.ui.models.language_choice import LanguageChoice
from captions.ui.models.model_card import ModelCard, count_controls, format_size
from captions.ui.models.model_view import (
    BUSY_STATES,
    FILES,
    LicenceQuestion,
    ModelAction,
    ModelRequest,
    ModelState,
    ModelsView,
    ModelView,
)
from captions.ui.text.language_names import has_letters, native_name
from captions.ui.theme.metrics import GRID
from captions.ui.widgets.card import Card
from captions.ui.widgets.controls.control_setup import set_up_controls
from captions.ui.widgets.notes import NoteLabel, NoteTone
from captions.ui.widgets.questions import Question, ask_question
from captions.ui.widgets.setting_row import lay_out_row

_FEW = 3
"""Number of recognisers shown at first, unless one more is all there is."""
_MAX_CONTROLS = 4
"""Maximum number of controls that these have, so that the page stays easy to grasp."""
_HERE = frozenset({ModelState.READY, ModelState.NEEDS_PACKAGE, ModelState.DAMAGED, *BUSY_STATES})
"""States of models that come before those that would have to be downloaded."""


class FilesPart(QWidget):
    """Part that is shown with the whole list, also if a search has found something in it."""

    def __init__(self, show_all: Callable[[], None]) -> None:
        """``show_all`` shows the whole list."""
        super().__init__()
        self._show_all = show_all

    def expand(self, *, expanded: bool) -> None:
        """Show the whole list, and this part with it; it is not hidden again."""
        if expanded:
            self._show_all()


class ModelPicker(Card):
    """Lists the recognisers for a language; the user can download, use and remove them."""

    requested = Signal(object)
    """The user asks for an action; carries a `ModelRequest`."""
    model_chosen = Signal(str, str)
    """The user wants to use a model; carries its name and the spoken language."""
    card_added = Signal(object)
    """A card was added for a recogniser; carries the `ModelCard`."""

    def __init__(self, *, is_first_start: bool = False) -> None:
        """Create an empty list; ``is_first_start`` shortens it to what a new user needs."""
        super().__init__()
        self._is_first_start = is_first_start
        self._view = ModelsView()
        self._model = ""
        """Name of the model in use."""
        self._language = ""
        """Spoken language, as chosen in this widget."""
        self._shows_all = False
        self._shown: set[str] = set()
        """Models shown for this language; one that is removed stays in the list."""
        self._cards: dict[str, ModelCard] = {}
        self._asked: LicenceQuestion | None = None
        self._language_choice = LanguageChoice()
        self.languages = self._language_choice.languages
        """Drop-down list of the spoken language."""
        self._list = Card(framed=False)
        self._limitation = NoteLabel()
        self._all_button = QPushButton()
        self._files_button = QPushButton(self.tr("Add from files…"))
        self._files_part = FilesPart(self._show_all)
        self._files_note = NoteLabel()
        self._lay_out()

    @property
    def language(self) -> str:
        """ISO 639 code of the chosen language; empty if it is detected."""
        return self._language

    def show_models(self, view: ModelsView) -> None:
        """Show the recognisers and their states."""
        self._view = view
        self._fill_languages()
        self._update_list()
        self._limitation.show_text(view.limitation)
        self._files_button.setText(
            self.tr("Cancel") if view.is_adding else self.tr("Add from files…")
        )
        if view.note != self._files_note.text():
            self._files_note.announce_text(view.note, _note_tone(view))
        if view.question is not None and view.question != self._asked:
            self._ask_licence(view.question)
        self._asked = view.question

    def show_recognition(self, model: str, language: str) -> None:
        """Show which model is in use and which language is spoken."""
        if (model, find_locale_language(language)) != (self._model, self._language):
            self._model = model
            self.preset_language(language)

    def preset_language(self, language: str) -> None:
        """Show the recognisers for a language, without changing a setting."""
        self._set_language(find_locale_language(language))
        self._fill_languages()
        self._update_list()

    def _lay_out(self) -> None:
        self.setAcceptDrops(True)
        self._language_choice.chosen.connect(self._choose_language)
        self._all_button.clicked.connect(self._show_all)
        self._files_button.clicked.connect(self._choose_files)
        for button, explanation in (
            (self._all_button, self.tr("Shows all recognisers for this language.")),
            (self._files_button, self.tr("Adds a model from an archive on this computer.")),
        ):
            button.setAutoDefault(False)
            button.setAccessibleDescription(explanation)
        language = self._language_choice.make_row(is_explained=not self._is_first_start)
        for row in (language, self._list, self._make_foot()):
            self.add_row(row)
        set_up_controls(self)

    def _make_foot(self) -> QWidget:
        files = QVBoxLayout(self._files_part)
        files.setContentsMargins(0, 0, 0, 0)
        files.setSpacing(GRID)
        files.addWidget(self._files_button, 0, Qt.AlignmentFlag.AlignLeft)
        files.addWidget(
            NoteLabel(self.tr("You can also drop the folder or archive of a model here."))
        )
        whole = QWidget()
        column = lay_out_row(whole)
        column.addWidget(self._limitation)
        column.addWidget(self._all_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._files_part)
        column.addWidget(self._files_note)
        return whole

    def _set_language(self, language: str) -> None:
        if language != self._language:
            self._language = language
            self._shows_all = False
            self._shown.clear()

    def _fill_languages(self) -> None:
        """Offer each language that a recogniser knows, and keep the choice."""
        codes = {code for model in self._view.models for code in model.languages}
        codes |= {self._language, *self._view.languages} - {""}
        self._language_choice.offer_languages(codes, self._language)

    def _update_list(self) -> None:
        known = self._sort_models()
        shown = known if self._shows_all else self._select_few(known)
        self._shown |= {model.name for model in shown}
        if [model.name for model in shown] != list(self._cards):
            self._replace_cards(shown)
        self._list.setVisible(bool(shown))
        for model in shown:
            card, is_used = self._cards[model.name], model.name == self._model
            is_best = self._language in model.recommended_languages
            # A download changes one of many.
            if (card.view, card.is_used, card.is_recommended) != (model, is_used, is_best):
                card.show_view(model, is_used=is_used, is_recommended=is_best)
        hidden = len(known) - len(shown)
        self._all_button.setVisible(hidden > 0)
        self._files_part.setVisible(not hidden or self._view.is_adding)
        self._all_button.setText(self.tr("Show {0} more").format(hidden))
        self._show_note(known)

    def _sort_models(self) -> list[ModelView]:
        """Return the models that know the language.

        The recommended one is the first, then the one in use, those here, and the others.
        """
        known = [model for model in self._view.models if model.knows_language(self._language)]
        return sorted(
            known,
            key=lambda model: (
                self._language not in model.recommended_languages,
                model.name != self._model,
                model.state not in _HERE,
            ),
        )

    def _select_few(self, models: Sequence[ModelView]) -> list[ModelView]:
        """Return the first models, and those that are busy or were shown before."""
        limit = _FEW if len(models) > _FEW + 1 else len(models)
        room, few = _MAX_CONTROLS, []
        for index, model in enumerate(models):
            room -= count_controls(model, is_used=model.name == self._model)
            is_first = index < limit and room >= 0
            if is_first or model.name in self._shown or model.state in BUSY_STATES:
                few.append(model)
        return few

    def _replace_cards(self, models: Sequence[ModelView]) -> None:
        """Show other cards, or the same in another order; cards that stay keep the focus."""
        names = [model.name for model in models]
        for name in [name for name in self._cards if name not in names]:
            card = self._cards.pop(name)
            self._list.remove_row(card)
            card.hide()
            card.setParent(None)
            card.deleteLater()
        cards = {}
        for index, model in enumerate(models):
            card = self._cards.get(model.name) or self._make_card(model)
            self._list.insert_row(index, card)
            cards[model.name] = card
        added = [card for name, card in cards.items() if name not in self._cards]
        self._cards = cards
        for card in added:
            self.card_added.emit(card)
        self._order_tab_stops()

    def _order_tab_stops(self) -> None:
        """Let Tab go through the cards between the language and the buttons below them."""
        inner = [stop for card in self._cards.values() for stop in card.tab_stops]
        stops = [self.languages, *inner, self._all_button, self._files_button]
        for before, after in itertools.pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _make_card(self, model: ModelView) -> ModelCard:
        card = ModelCard(model)
        card.requested.connect(self._handle_request)
        card.chosen.connect(lambda name: self.model_chosen.emit(name, self._language))
        return card

    def _show_note(self, known: Sequence[ModelView]) -> None:
        used = next((view for view in self._view.models if view.name == self._model), None)
        language = native_name(self._language) if self._language else ""
        text = ""
        if used is None and self._view.models:
            text = self.tr("{0}, which is selected, is not on this computer: choose another.")
            text = text.format(self._model)
        elif used is not None and not used.knows_language(self._language):
            text = self._describe_mismatch(used, language, any_known=bool(known))
        elif not has_letters(self._language):
            text = self.tr(
                "No font on this computer has the letters of this language: install one, such as "
                "Noto Sans. Without it, captions show empty boxes."
            )
        self._language_choice.show_note(text)

    def _describe_mismatch(self, used: ModelView, language: str, *, any_known: bool) -> str:
        if not language:
            return self.tr("{0}, which is in use, knows one language only: choose another.").format(
                used.title
            )
        if not any_known:
            return self.tr("There is no recogniser for {0} that can be downloaded.").format(
                language
            )
        if self._is_first_start and not used.size:
            return self.tr(
                "The included recogniser does not know {0}. Download one of these; it is then used "
                "at once."
            ).format(language)
        return self.tr("{0}, which is in use, does not know {1}: choose another.").format(
            used.title, language
        )

    def _choose_language(self, language: str) -> None:
        self._set_language(language)
        self._update_list()
        used = next((view for view in self._view.models if view.name == self._model), None)
        if used is not None and used.knows_language(self._language):
            self.model_chosen.emit(used.name, self._language)

    def _show_all(self) -> None:
        before, had_focus = set(self._cards), self._all_button.hasFocus()
        self._shows_all = True
        self._update_list()
        added = [card for name, card in self._cards.items() if name not in before]
        if had_focus and added:
            added[0].focus_button()

    def _handle_request(self, request: ModelRequest) -> None:
        if request.action is ModelAction.REMOVE:
            view = self._cards[request.name].view
            stored = view.progress.stored or view.size
            text = self.tr("Remove {0} and free {1}?").format(view.title, format_size(stored))
            question = Question(text, self.tr("Remove"), is_final=True)
            ask_question(self, question, lambda: self.requested.emit(request))
        else:
            self.requested.emit(replace(request, language=self._language))

    def _ask_licence(self, asked: LicenceQuestion) -> None:
        text = self.tr("Licence of {0}: {1}").format(asked.title, asked.terms)
        question = Question(text, self.tr("Accept and add"))
        request = ModelRequest(
            ModelAction.ADD_FILES,
            language=self._language,
            path=asked.path,
            is_licence_accepted=True,
        )
        ask_question(self, question, lambda: self.requested.emit(request))

    def _choose_files(self) -> None:
        """Let the user choose an archive, or cancel; a folder can be dropped."""
        if self._view.is_adding:
            self.requested.emit(ModelRequest(ModelAction.CANCEL, FILES))
            return
        dialog = QFileDialog(self, self.tr("Add a model from files"))
        dialog.setNameFilters([self.tr("Archives of models (*.zip *.tar *.tar.* *.tgz)")])
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._add_files)
        dialog.open()

    def _add_files(self, path: str) -> None:
        self.requested.emit(ModelRequest(ModelAction.ADD_FILES, language=self._language, path=path))

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _local_paths(event.mimeData().urls()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        paths = _local_paths(event.mimeData().urls())
        if paths:
            event.acceptProposedAction()
            self._add_files(paths[0])

    @override
    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        # The user may return from a terminal in which a package was installed.
        if event.type() in (QEvent.Type.WindowActivate, QEvent.Type.Show) and self.isVisible():
            self.requested.emit(ModelRequest(ModelAction.REFRESH))
        return handled


def _note_tone(view: ModelsView) -> NoteTone:
    """Return the tone of the note about added files."""
    if view.is_adding:
        return NoteTone.QUIET
    return NoteTone.BAD if view.has_failed else NoteTone.GOOD


def _local_paths(urls: Sequence[QUrl]) -> list[str]:
    return [str(Path(url.toLocalFile())) for url in urls if url.isLocalFile()]
