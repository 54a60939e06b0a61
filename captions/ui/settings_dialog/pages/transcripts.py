"""The Transcripts page: how long transcripts are kept, and the files that follow them."""

from typing_extensions import override

from captions.settings.schema import Settings
from captions.ui.settings_dialog.pages.page import SettingsPage, SettingTexts
from captions.ui.settings_dialog.widgets.editors import (
    ChoiceEditor,
    ChoiceOption,
    NumberEditor,
    NumberUnit,
    SwitchEditor,
)
from captions.ui.settings_dialog.widgets.line_lists import FileListEditor


class TranscriptsPage(SettingsPage):
    """Edits what is kept of what was said."""

    def __init__(self) -> None:
        super().__init__()
        self._add_keeping()
        self._add_sound()
        self._add_files()

    @override
    def show_settings(self, settings: Settings) -> None:
        super().show_settings(settings)
        history = settings.history
        self.editors["history.keep_days"].control.setEnabled(history.keep == "days")
        self.editors["history.keep_sound"].control.setEnabled(history.is_kept)

    def _add_keeping(self) -> None:
        self.add_heading(self.tr("Text"))
        choices = [
            ChoiceOption("session", self.tr("Until Captions quits")),
            ChoiceOption("days", self.tr("For a number of days")),
            ChoiceOption("always", self.tr("Until I delete them")),
        ]
        self.add_setting(
            "history.keep",
            ChoiceEditor(choices),
            SettingTexts(
                self.tr("&Keep transcripts"),
                self.tr("Kept transcripts stay on this computer, readable only by you."),
            ),
        )
        self.add_setting(
            "history.keep_days",
            NumberEditor("history.keep_days", NumberUnit(self.tr(" days"))),
            SettingTexts(
                self.tr("&Delete after"),
                self.tr("Older transcripts are deleted when Captions starts."),
            ),
        )

    def _add_sound(self) -> None:
        self.add_heading(self.tr("Audio"))
        self.add_setting(
            "history.keep_sound",
            SwitchEditor(),
            SettingTexts(
                self.tr("Keep the &audio as well"),
                self.tr(
                    "You can then listen to any word of a kept transcript. One hour takes about "
                    "12 MB. Ask the people you record."
                ),
            ),
        )

    def _add_files(self) -> None:
        self.add_heading(self.tr("Files"))
        self.add_setting(
            "history.write",
            FileListEditor("history.write"),
            SettingTexts(
                self.tr("&Write to files"),
                self.tr(
                    "Each sentence is appended when it is complete, for OBS, an editor or a script."
                ),
            ),
        )
