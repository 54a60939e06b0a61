"""The Captions page: display mode, rows and reading time."""

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


class CaptionsPage(SettingsPage):
    """Edits how captions are laid out in rows and how long they stay."""

    def __init__(self) -> None:
        super().__init__()
        self._add_rows()
        self._add_times()
        self._add_readers()

    @override
    def show_settings(self, settings: Settings) -> None:
        super().show_settings(settings)
        by_characters = settings.captions.row_percent == 0
        self.editors["captions.row_chars"].control.setEnabled(by_characters)

    def _add_rows(self) -> None:
        self.add_heading(self.tr("Rows"))
        self._add_mode()
        self.add_setting(
            "captions.rows",
            NumberEditor("captions.rows"),
            SettingTexts(self.tr("Ro&ws"), self.tr("Number of rows you see at once.")),
        )
        self._add_row_width()

    def _add_mode(self) -> None:
        modes = [
            ChoiceOption("roll-up", self.tr("Roll-up: rows move up as people speak")),
            ChoiceOption("paint-on", self.tr("Paint-on: words fill a block, which then clears")),
            ChoiceOption("pop-on", self.tr("Pop-on: whole sentences appear when complete")),
        ]
        self.add_setting(
            "captions.mode",
            ChoiceEditor(modes),
            SettingTexts(
                self.tr("&Mode"),
                self.tr("Roll-up follows speech most closely; pop-on is the calmest to read."),
            ),
        )

    def _add_row_width(self) -> None:
        self.add_setting(
            "captions.row_percent",
            NumberEditor(
                "captions.row_percent",
                NumberUnit(self.tr(" % of the screen"), step=5, lowest=self.tr("by characters")),
            ),
            SettingTexts(
                self.tr("Row w&idth"),
                self.tr(
                    "Choose a percentage of the screen, or “by characters” to follow the font size."
                ),
            ),
        )
        self.add_setting(
            "captions.row_chars",
            NumberEditor("captions.row_chars", NumberUnit(self.tr(" characters"))),
            SettingTexts(
                self.tr("Row len&gth"),
                self.tr("Used when the width is “by characters”; 32 to 42 are easiest to read."),
            ),
        )

    def _add_times(self) -> None:
        self.add_heading(self.tr("Reading time"))
        self.add_setting(
            "captions.hold_seconds",
            NumberEditor("captions.hold_seconds", NumberUnit(self.tr(" s"), step=0.5, decimals=1)),
            SettingTexts(
                self.tr("Minimum &display time"),
                self.tr("Pop-on sentences and full paint-on blocks stay at least this long."),
            ),
        )
        never = NumberUnit(self.tr(" s"), step=1, decimals=1, lowest=self.tr("never"))
        self.add_setting(
            "captions.clear_seconds",
            NumberEditor("captions.clear_seconds", never),
            SettingTexts(
                self.tr("Clear &after"),
                self.tr("Captions disappear after this much silence; “never” keeps them."),
            ),
        )

    def _add_readers(self) -> None:
        self.add_heading(self.tr("Screen readers"))
        self.add_setting(
            "captions.read_out",
            SwitchEditor(),
            SettingTexts(
                self.tr("Read captions al&oud"),
                self.tr(
                    "Your screen reader speaks each finished sentence. Turn this off if its voice "
                    "is captioned too."
                ),
            ),
        )
