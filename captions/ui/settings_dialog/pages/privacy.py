"""The Privacy page: who sees the captions, and what is kept of what was said."""

from typing_extensions import override

from captions.settings.schema import Settings
from captions.ui.settings_dialog.dialog_data import DialogData
from captions.ui.settings_dialog.pages.page import SettingsPage
from captions.ui.settings_dialog.widgets.editors import (
    ChoiceEditor,
    ChoiceOption,
    NumberEditor,
    NumberUnit,
    SwitchEditor,
)
from captions.ui.settings_dialog.widgets.line_lists import FileListEditor
from captions.ui.widgets.notes import NoteLabel
from captions.ui.widgets.setting_row import SettingTexts


class PrivacyPage(SettingsPage):
    """Edits what others see, and what stays on this computer."""

    def __init__(self) -> None:
        super().__init__()
        self._sharing = NoteLabel()
        self._add_transcripts()
        self._add_sharing()
        self._add_files()

    @override
    def show_settings(self, settings: Settings) -> None:
        super().show_settings(settings)
        history = settings.history
        is_limited = history.keep == "days"
        self.show_row("history.keep_days", shown=is_limited, depends_on="history.keep")
        self.editors["history.keep_sound"].control.setEnabled(history.is_kept)

    @override
    def show_data(self, data: DialogData) -> None:
        hiding = self.editors["window.hide_from_sharing"].control
        hiding.setEnabled(not data.sharing_problem)
        self._sharing.show_text(data.sharing_problem)

    def _add_transcripts(self) -> None:
        self.add_heading(self.tr("Transcripts"))
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
        self._add_sound()

    def _add_sound(self) -> None:
        self.add_setting(
            "history.keep_sound",
            SwitchEditor(),
            SettingTexts(
                self.tr("Keep the &audio as well"),
                self.tr(
                    "You can then listen to any word of transcripts that are kept after Captions "
                    "quits. One hour takes about 12\u00a0MB. Ask people before you record them."
                ),
            ),
        )

    def _add_sharing(self) -> None:
        self.add_heading(self.tr("Screen sharing"))
        self.add_setting(
            "window.hide_from_sharing",
            SwitchEditor(),
            SettingTexts(
                self.tr("&Hide from screen sharing"),
                self.tr("Only you see the captions; recordings and shared screens omit them."),
            ),
        )
        self.add_widget("sharing", self._sharing, SettingTexts(""))

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
