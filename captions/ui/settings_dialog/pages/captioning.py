"""The Captions page: position, display mode, rows, and when captions are committed and cleared."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from captions.protocol.options import CommitStrategy, PartialStability
from captions.settings.schema import Settings
from captions.ui.hotkeys.key_sequences import native_text, parse_keys
from captions.ui.settings_dialog.pages.page import SettingsPage
from captions.ui.settings_dialog.widgets.editors import (
    ChoiceEditor,
    ChoiceOption,
    NumberEditor,
    NumberUnit,
    SwitchEditor,
)
from captions.ui.widgets.notes import NoteLabel
from captions.ui.widgets.setting_row import SettingTexts

_FIRST_PERCENT = 20
"""Smallest width of rows in percent of the screen that can be entered; narrower rows break words.
"""


class CaptionsPage(SettingsPage):
    """Edits where captions are, how they are laid out and how long they stay."""

    def __init__(self) -> None:
        super().__init__()
        self._screen = ChoiceEditor(missing=self.tr("{} (not connected)"))
        self._commit_note = NoteLabel()
        self._add_place()
        self._add_rows()
        self._add_times()
        self._add_sizes()
        self._offer_screens()
        app = QApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenAdded.connect(self._offer_screens)
            app.screenRemoved.connect(self._offer_screens)

    @override
    def show_settings(self, settings: Settings) -> None:
        super().show_settings(settings)
        by_characters = settings.captions.row_percent == 0
        self.editors["captions.row_chars"].control.setEnabled(by_characters)
        at_edge = settings.window.position != "free"
        self.editors["window.margin_px"].control.setEnabled(at_edge)
        manual = settings.recognition.is_manual
        self._commit_note.show_text(self._commit_hint(settings.shortcuts.commit) if manual else "")

    def _add_place(self) -> None:
        self.add_heading(self.tr("Position"))
        positions = [
            ChoiceOption("bottom", self.tr("Bottom")),
            ChoiceOption("top", self.tr("Top")),
            ChoiceOption("free", self.tr("Custom")),
        ]
        self.add_setting(
            "window.position",
            ChoiceEditor(positions),
            SettingTexts(
                self.tr("&Position"),
                self.tr("You can drag unlocked captions anywhere; their position is remembered."),
            ),
        )
        self.add_setting(
            "window.screen",
            self._screen,
            SettingTexts(
                self.tr("M&onitor"),
                self.tr("Captions move to the primary monitor while yours is disconnected."),
            ),
        )
        self._add_lock()

    def _add_lock(self) -> None:
        self.add_setting(
            "window.click_through",
            SwitchEditor(),
            SettingTexts(
                self.tr("&Lock captions"),
                self.tr(
                    "Clicks pass through locked captions; you unlock them in the tray menu or by "
                    "shortcut."
                ),
            ),
        )

    def _add_rows(self) -> None:
        self.add_heading(self.tr("Text"))
        modes = [
            ChoiceOption("roll-up", self.tr("Roll-up: rows move up as people speak")),
            ChoiceOption("paint-on", self.tr("Paint-on: words fill a block, which then clears")),
            ChoiceOption("pop-on", self.tr("Pop-on: whole sentences appear when complete")),
        ]
        self.add_setting(
            "captions.mode",
            ChoiceEditor(modes, wide=True),
            SettingTexts(
                self.tr("&Mode"),
                self.tr("Roll-up follows speech most closely; pop-on is the calmest to read."),
            ),
        )
        self.add_setting(
            "captions.rows",
            NumberEditor("captions.rows"),
            SettingTexts(self.tr("Ro&ws"), self.tr("Number of rows you see at once.")),
        )

    def _add_times(self) -> None:
        self.add_heading(self.tr("Time"))
        strategies = [
            ChoiceOption(CommitStrategy.VAD.value, self.tr("Automatic, after a pause")),
            ChoiceOption(CommitStrategy.MANUAL.value, self.tr("Manual, on your command")),
        ]
        self.add_setting(
            "recognition.commit_strategy",
            ChoiceEditor(strategies),
            SettingTexts(
                self.tr("Commit mod&e"),
                self.tr("Committed words no longer change; the others have a different colour."),
            ),
        )
        self.add_widget("hint", self._commit_note, SettingTexts(""))
        never = NumberUnit(self.tr(" s"), step=1, decimals=1, lowest=self.tr("never"))
        self.add_setting(
            "captions.clear_seconds",
            NumberEditor("captions.clear_seconds", never),
            SettingTexts(
                self.tr("Clear &after"),
                self.tr("Captions disappear after this much silence; “never” keeps them."),
            ),
        )

    def _add_sizes(self) -> None:
        self.add_more(self.tr("More about &captions"))
        self._add_row_width()
        self.add_setting(
            "window.margin_px",
            NumberEditor("window.margin_px", NumberUnit(self.tr(" px"), step=8)),
            SettingTexts(
                self.tr("&Distance from edge"),
                self.tr("Space between the captions and the edge of the screen."),
            ),
        )
        self.add_setting(
            "captions.hold_seconds",
            NumberEditor("captions.hold_seconds", NumberUnit(self.tr(" s"), step=0.5, decimals=1)),
            SettingTexts(
                self.tr("Minimum displa&y time"),
                self.tr("Pop-on sentences and full paint-on blocks stay at least this long."),
            ),
        )
        self._add_stability()
        self._add_readers()

    def _add_row_width(self) -> None:
        self.add_setting(
            "captions.row_percent",
            NumberEditor(
                "captions.row_percent",
                NumberUnit(
                    self.tr(" %"), step=5, lowest=self.tr("by characters"), first=_FIRST_PERCENT
                ),
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

    def _add_stability(self) -> None:
        stabilities = [
            ChoiceOption(
                PartialStability.FAST.value, self.tr("Fast: words appear at once, but change often")
            ),
            ChoiceOption(PartialStability.BALANCED.value, self.tr("Balanced")),
            ChoiceOption(
                PartialStability.STEADY.value,
                self.tr("Steady: words appear later, but rarely change"),
            ),
        ]
        self.add_setting(
            "recognition.stability",
            ChoiceEditor(stabilities, wide=True),
            SettingTexts(
                self.tr("Sta&bility"),
                self.tr(
                    "How soon you see words that may still change. The cloud decides this "
                    "by itself."
                ),
            ),
        )

    def _add_readers(self) -> None:
        self.add_setting(
            "captions.read_out",
            SwitchEditor(),
            SettingTexts(
                self.tr("Read captions alo&ud"),
                self.tr(
                    "Your screen reader speaks each finished sentence. Turn this off if its voice "
                    "is captioned too."
                ),
            ),
        )

    def _commit_hint(self, shortcut: str) -> str:
        if not shortcut:
            return self.tr("Assign a shortcut on the Shortcuts page, or use the menu to commit.")
        shown = native_text(parse_keys(shortcut))
        return self.tr("Press {0} or use the menu to commit.").format(shown)

    def _offer_screens(self) -> None:
        primary = ChoiceOption("", self.tr("Primary monitor"))
        screens = [
            ChoiceOption(
                screen.name(),
                f"{screen.name()} ({size.width()} \N{MULTIPLICATION SIGN} {size.height()})",
            )
            for screen in QGuiApplication.screens()
            for size in [screen.size() * screen.devicePixelRatio()]
        ]
        self._screen.set_options([primary, *screens])
