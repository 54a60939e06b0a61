"""The second question of the welcome dialog: which language is spoken, and who recognises it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from captions.settings.schema import RecognitionSettings, Settings
from captions.ui.models.model_picker import ModelPicker
from captions.ui.text.language_names import find_system_language
from captions.ui.theme.metrics import GRID
from captions.ui.welcome.step import WelcomeStep

_HEIGHT = 46 * GRID
"""Height of the list in logical pixels, before and after the recognisers are known; the dialog fits
on a screen of 1280 by 720."""
_SCROLL_BAR_GAP = GRID
"""Space beside the scroll bar, in logical pixels."""


class ModelStep(WelcomeStep):
    """Asks for the spoken language, and offers recognisers that know it."""

    preferred_height = _HEIGHT

    def __init__(self, settings: Settings, system_language: str | None = None) -> None:
        """Create the page.

        Args:
            settings: the current settings.
            system_language: ISO 639 code of the system's language; by default as Qt finds it.
        """
        super().__init__()
        self.question = self.tr("Which language is spoken?")
        self.picker = ModelPicker(is_first_start=True)
        """The list of recognisers."""
        self.picker.show_recognition(settings.recognition.model, settings.recognition.language)
        if not settings.interface.welcomed:
            self.picker.preset_language(system_language or find_system_language())
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, _SCROLL_BAR_GAP, 0)
        column.addWidget(self.picker)
        column.addStretch(1)
        self.add_row(body)

    def show_recognition(self, recognition: RecognitionSettings) -> None:
        """Show which model is in use."""
        self.picker.show_recognition(recognition.model, recognition.language)

    @override
    def focus_choice(self) -> None:
        self.picker.languages.setFocus(Qt.FocusReason.OtherFocusReason)
