"""The list of recognisers as an editor of the model in use and of the spoken language."""

from PySide6.QtCore import Signal
from typing_extensions import override

from captions.ui.models.model_picker import ModelPicker
from captions.ui.models.model_view import ModelsView
from captions.ui.settings_dialog.widgets.editors import SettingEditor


class ModelEditor(SettingEditor):
    """Edits the model; the language is a setting of its own, which is edited first."""

    language_edited = Signal(object)
    """The user chose a language that the model in use knows, or a model for it."""
    requested = Signal(object)
    """The user asks for something else; carries a `ModelRequest`."""

    def __init__(self) -> None:
        self.picker = ModelPicker()
        """The list."""
        super().__init__(self.picker)
        self._model = ""
        self._language = ""
        self.picker.requested.connect(self.requested)
        self.picker.model_chosen.connect(self._emit_choice)

    @override
    def show_value(self, value: str) -> None:
        self._model = value
        self.picker.show_recognition(value, self._language)

    def show_language(self, language: str) -> None:
        """Show the spoken language of the settings; called before `show_value`."""
        self._language = language

    def show_models(self, view: ModelsView) -> None:
        """Show the recognisers and the progress of downloads."""
        self.picker.show_models(view)

    def _emit_choice(self, model: str, language: str) -> None:
        if language != self._language:
            self.language_edited.emit(language)
        if model != self._model:
            self.edited.emit(model)
