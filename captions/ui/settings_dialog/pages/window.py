"""The Window page: position and behaviour of the overlay, and the interface language."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from captions.settings.paths import rule_at
from captions.settings.schema import Settings
from captions.ui.settings_dialog.dialog_data import DialogData
from captions.ui.settings_dialog.pages.page import SettingsPage, SettingTexts
from captions.ui.settings_dialog.widgets.editors import (
    ChoiceEditor,
    ChoiceOption,
    NumberEditor,
    NumberUnit,
    SwitchEditor,
)
from captions.ui.text.language_names import sort_languages
from captions.ui.widgets.notes import NoteLabel


class WindowPage(SettingsPage):
    """Edits the position and the behaviour of the overlay."""

    def __init__(self) -> None:
        super().__init__()
        self._screen = ChoiceEditor(missing=self.tr("{} (not connected)"))
        self._sharing = NoteLabel()
        self._add_placement()
        self._add_behaviour()
        self._add_interface()
        self._offer_screens()
        app = QApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenAdded.connect(self._offer_screens)
            app.screenRemoved.connect(self._offer_screens)

    @override
    def show_settings(self, settings: Settings) -> None:
        super().show_settings(settings)
        at_edge = settings.window.position != "free"
        self.editors["window.margin_px"].control.setEnabled(at_edge)

    @override
    def show_data(self, data: DialogData) -> None:
        hiding = self.editors["window.hide_from_sharing"].control
        hiding.setEnabled(not data.sharing_problem)
        self._sharing.show_text(data.sharing_problem)

    def _add_placement(self) -> None:
        self.add_heading(self.tr("Placement"))
        self.add_setting(
            "window.screen",
            self._screen,
            SettingTexts(
                self.tr("&Monitor"),
                self.tr("Captions move to the primary monitor while yours is disconnected."),
            ),
        )
        self._add_position()

    def _add_position(self) -> None:
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
            "window.margin_px",
            NumberEditor("window.margin_px", NumberUnit(self.tr(" px"), step=8)),
            SettingTexts(
                self.tr("&Distance from edge"),
                self.tr("Space between the captions and the edge of the screen."),
            ),
        )

    def _add_behaviour(self) -> None:
        self.add_heading(self.tr("Behaviour"))
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
        self.add_setting(
            "window.hide_from_sharing",
            SwitchEditor(),
            SettingTexts(
                self.tr("&Hide from screen sharing"),
                self.tr("Only you see the captions; recordings and shared screens omit them."),
            ),
        )
        self.add_widget("sharing", self._sharing, SettingTexts(""))

    def _add_interface(self) -> None:
        self.add_heading(self.tr("Interface"))
        codes = [code for code in rule_at("interface.language").choices if code]
        named = [ChoiceOption(code, name) for code, name in sort_languages(codes)]
        choices = [ChoiceOption("", self.tr("System default")), *named]
        self.add_setting(
            "interface.language",
            ChoiceEditor(choices),
            SettingTexts(
                self.tr("La&nguage"),
                self.tr("Language of menus, messages and this dialog, not of the captions."),
            ),
        )

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
