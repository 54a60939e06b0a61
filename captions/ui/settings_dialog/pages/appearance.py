"""The Appearance page, with a preview over a bright and a dark picture."""

from PySide6.QtCore import QLocale, Signal
from PySide6.QtGui import QResizeEvent
from typing_extensions import override

from captions.settings.looks import LookStore
from captions.settings.schema import AppearanceSettings, Settings
from captions.ui.presets import KEY_LOOKS, PRESETS
from captions.ui.readability import find_unreadable
from captions.ui.settings_dialog.looks.look_row import LookRow
from captions.ui.settings_dialog.pages.page import SettingsPage
from captions.ui.settings_dialog.widgets.colour import ColourEditor
from captions.ui.settings_dialog.widgets.editors import (
    PERCENT,
    ChoiceEditor,
    ChoiceOption,
    FontEditor,
    NumberEditor,
    NumberUnit,
    SettingEditor,
    SwitchEditor,
)
from captions.ui.settings_dialog.widgets.preview import CaptionPreview
from captions.ui.theme.metrics import GRID, PAGE_MARGIN, TEXT_WIDTH
from captions.ui.widgets.notes import NoteLabel, NoteTone
from captions.ui.widgets.setting_row import SettingTexts

_ROOM_HEIGHT = 38 * GRID
"""Height that the preview leaves for the title and three rows, in logical pixels."""


class AppearancePage(SettingsPage):
    """Edits font, colours and text edge."""

    look_chosen = Signal(object)
    """The user chose a look; carries its `AppearanceSettings`."""

    def __init__(self, store: LookStore) -> None:
        """``store`` has the looks of the user."""
        super().__init__()
        self._looks = LookRow(store, (PRESETS, KEY_LOOKS))
        self._preview = CaptionPreview()
        self._warning = NoteLabel()
        """Says which colours cannot be read."""
        self.top.setContentsMargins(PAGE_MARGIN, 0, PAGE_MARGIN, GRID)
        self.top.addWidget(self._preview)
        self.top.setSpacing(GRID)
        self._warning.setMaximumWidth(TEXT_WIDTH)
        self.top.addWidget(self._warning)
        self._add_looks()
        self._add_letters()
        self._add_colours()
        self._add_more_letters()
        self._add_more_colours()
        self._add_chroma_key()

    @override
    def show_settings(self, settings: Settings) -> None:
        super().show_settings(settings)
        appearance = settings.appearance
        self._preview.show_appearance(appearance)
        self._warn_of(appearance)
        self._looks.show_appearance(appearance)
        self.editors["appearance.font_style"].control.setEnabled(not appearance.font)
        for name in ("edge_colour", "outline_px"):
            self.editors[f"appearance.{name}"].control.setEnabled(appearance.edge != "none")

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._preview.limit_height(event.size().height() - _ROOM_HEIGHT)

    @override
    def show_width(self, width: int) -> None:
        self._preview.setMaximumWidth(width)

    def _warn_of(self, appearance: AppearanceSettings) -> None:
        """Say which words cannot be read, and what helps."""
        names = {
            "appearance.committed_colour": self.tr("Text"),
            "appearance.partial_colour": self.tr("Provisional text"),
        }
        message = self.tr(
            "“{name}” is hard to read: its contrast is {contrast}:1 over some pictures."
        )
        sentences = [
            message.format(
                name=names[item.path], contrast=QLocale().toString(item.contrast, "f", 1)
            )
            for item in find_unreadable(appearance)
        ]
        if sentences:
            sentences.append(
                self.tr(
                    "4.5:1 is readable: choose another colour, an outline in a different colour, "
                    "or more opacity."
                )
            )
        text = " ".join(sentences)
        if text == self._warning.text():
            return
        if self.isVisible():
            self._warning.announce_text(text, NoteTone.ATTENTION)
        else:
            self._warning.show_text(text, NoteTone.ATTENTION)

    def _add_looks(self) -> None:
        self._looks.look_chosen.connect(self.look_chosen)
        self.add_widget(
            "look",
            self._looks,
            SettingTexts(
                self.tr("&Look"),
                self.tr("A look sets everything on this page; you can change it afterwards."),
            ),
        )

    def _add_letters(self) -> None:
        self.add_heading(self.tr("Font"))
        self.add_setting(
            "appearance.font_px",
            NumberEditor("appearance.font_px", NumberUnit(self.tr(" px"), step=2)),
            SettingTexts(self.tr("Si&ze"), self.tr("The preview shrinks large text to fit.")),
        )
        by_style = ChoiceOption("", self.tr("Default for the style"))
        self.add_setting(
            "appearance.font",
            FontEditor(by_style, missing=self.tr("{} (not installed)")),
            SettingTexts(self.tr("&Font"), self.tr("You can choose any installed font.")),
        )

    def _add_colours(self) -> None:
        self.add_heading(self.tr("Colours"))
        text = self._colour_editor(
            self.tr("&Text"), self.tr("Colour of words that no longer change.")
        )
        self.add_setting("appearance.committed_colour", *text)
        self.add_pair(
            "appearance.window_colour",
            {
                "appearance.window_colour": self._colour_editor(
                    self.tr("&Window"), self.tr("Colour of the box around all rows.")
                ),
                "appearance.window_opacity": self._opacity_editor(
                    "appearance.window_opacity",
                    self.tr("Opac&ity"),
                    self.tr("Opacity of the window; 0\u00a0% makes it invisible."),
                ),
            },
        )

    def _add_more_letters(self) -> None:
        self.add_more(self.tr("&More about appearance"))
        self.add_setting(
            "appearance.font_style",
            ChoiceEditor(self._font_styles()),
            SettingTexts(
                self.tr("Font &style"), self.tr("Used unless you choose a font of your own.")
            ),
        )
        aligned = [
            ChoiceOption("left", self.tr("Left")),
            ChoiceOption("centre", self.tr("Centre")),
            ChoiceOption("right", self.tr("Right")),
        ]
        self.add_setting(
            "appearance.align",
            ChoiceEditor(aligned),
            SettingTexts(
                self.tr("Alig&nment"),
                self.tr("Left-aligned captions do not move while you read."),
            ),
        )
        self.add_setting(
            "appearance.upper_case",
            SwitchEditor(),
            SettingTexts(self.tr("&Upper case"), self.tr("Captions appear in capital letters.")),
        )

    def _add_more_colours(self) -> None:
        opacity = self._opacity_editor(
            "appearance.text_opacity", self.tr("Text opacit&y"), self.tr("Opacity of all text.")
        )
        self.add_setting("appearance.text_opacity", *opacity)
        partial = self._colour_editor(
            self.tr("Pro&visional text"), self.tr("Colour of words that may still change.")
        )
        self.add_setting("appearance.partial_colour", *partial)
        self.add_pair(
            "appearance.background_colour",
            {
                "appearance.background_colour": self._colour_editor(
                    self.tr("&Background"), self.tr("Colour behind the text of each row.")
                ),
                "appearance.background_opacity": self._opacity_editor(
                    "appearance.background_opacity",
                    self.tr("Op&acity"),
                    self.tr("Opacity of the background; 0\u00a0% makes it invisible."),
                ),
            },
        )
        self._add_edge()

    def _add_edge(self) -> None:
        edges = [
            ChoiceOption("none", self.tr("None")),
            ChoiceOption("uniform", self.tr("Outline")),
            ChoiceOption("drop-shadow", self.tr("Drop shadow")),
            ChoiceOption("raised", self.tr("Raised")),
            ChoiceOption("depressed", self.tr("Depressed")),
        ]
        self.add_setting(
            "appearance.edge",
            ChoiceEditor(edges),
            SettingTexts(
                self.tr("&Edge style"), self.tr("An edge keeps text readable over any picture.")
            ),
        )
        width = NumberEditor(
            "appearance.outline_px", NumberUnit(self.tr(" px"), step=0.5, decimals=1)
        )
        self.add_pair(
            "appearance.edge_colour",
            {
                "appearance.edge_colour": self._colour_editor(
                    self.tr("E&dge colour"), self.tr("Dark edges suit bright text.")
                ),
                "appearance.outline_px": (
                    width,
                    SettingTexts(self.tr("Widt&h"), self.tr("Width of the edge.")),
                ),
            },
        )

    def _add_chroma_key(self) -> None:
        keys = [
            ChoiceOption("", self.tr("No key colour")),
            ChoiceOption("green", self.tr("Green")),
            ChoiceOption("magenta", self.tr("Magenta")),
            ChoiceOption("black", self.tr("Black")),
        ]
        self.add_setting(
            "appearance.chroma_key",
            ChoiceEditor(keys),
            SettingTexts(
                self.tr("&Key colour"),
                self.tr("Captions appear in a window of this colour, which OBS can capture."),
            ),
        )

    def _font_styles(self) -> list[ChoiceOption]:
        return [
            ChoiceOption("sans", self.tr("Sans serif")),
            ChoiceOption("serif", self.tr("Serif")),
            ChoiceOption("mono-sans", self.tr("Monospaced sans serif")),
            ChoiceOption("mono-serif", self.tr("Monospaced serif")),
            ChoiceOption("casual", self.tr("Casual")),
            ChoiceOption("cursive", self.tr("Cursive")),
            ChoiceOption("small-capitals", self.tr("Small capitals")),
            ChoiceOption("system", self.tr("System font")),
        ]

    def _colour_editor(self, label: str, explanation: str) -> tuple[SettingEditor, SettingTexts]:
        return ColourEditor(), SettingTexts(label, explanation)

    def _opacity_editor(
        self, path: str, label: str, explanation: str
    ) -> tuple[SettingEditor, SettingTexts]:
        return NumberEditor(path, PERCENT), SettingTexts(label, explanation)
