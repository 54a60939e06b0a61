"""The page of how captions look, with a preview over a bright and a dark picture."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontDatabase
from typing_extensions import override

from captions.settings import AppearanceSettings, Settings
from captions.ui.dialog.colour import Colour
from captions.ui.dialog.editors import (
    PERCENT,
    Choice,
    Editor,
    Number,
    Option,
    Switch,
    Unit,
    drop_down,
)
from captions.ui.dialog.page import Page, Words
from captions.ui.dialog.preview import Preview

_CUSTOM = -1


class Preset(Protocol):
    """A whole look by its name."""

    @property
    def title(self) -> str:
        """As people read it."""

    @property
    def appearance(self) -> AppearanceSettings:
        """What it sets."""


class AppearancePage(Page):
    """How captions look."""

    look_chosen = Signal(object)
    """The user chose a whole look: `AppearanceSettings`."""

    def __init__(self, presets: Sequence[Preset]) -> None:
        super().__init__()
        self._presets = presets
        self._preset = drop_down()
        self._preview = Preview()
        self.top.addWidget(self._preview)
        self._add_presets()
        self._add_font()
        self._add_manner()
        self._add_colours()
        self._add_grounds()
        self._add_edge()

    @override
    def show_settings(self, settings: Settings) -> None:
        super().show_settings(settings)
        appearance = settings.appearance
        self._preview.show_appearance(appearance)
        found = [preset.appearance for preset in self._presets]
        chosen = found.index(appearance) if appearance in found else _CUSTOM
        self._preset.setCurrentIndex(chosen)
        self.editors["appearance.font_style"].control.setEnabled(not appearance.font)
        for name in ("edge_colour", "outline_px"):
            self.editors[f"appearance.{name}"].control.setEnabled(appearance.edge != "none")

    def _add_presets(self) -> None:
        for preset in self._presets:
            self._preset.addItem(preset.title)
        self._preset.setPlaceholderText(self.tr("Your own"))
        self._preset.activated.connect(self._choose)
        self.add_widget(
            "preset",
            self._preset,
            Words(self.tr("Loo&k"), self.tr("A look to begin with: it sets all that is below.")),
        )

    def _add_font(self) -> None:
        self.add_heading(self.tr("Letters"))
        self.add(
            "appearance.font_style",
            Choice(self._styles()),
            Words(self.tr("&Style"), self.tr("The kind of letters, where no font is named.")),
        )
        by_style = Option("", self.tr("By the style"))
        families = [name for name in QFontDatabase.families() if not _is_private(name)]
        self.add(
            "appearance.font",
            Choice(
                [by_style, *(Option(name, name) for name in families)],
                missing=self.tr("{} (not installed)"),
            ),
            Words(self.tr("&Font"), self.tr("Any font that is installed.")),
        )
        self.add(
            "appearance.font_px",
            Number("appearance.font_px", Unit(self.tr(" px"), step=2)),
            Words(
                self.tr("Si&ze"), self.tr("Height of the letters; the preview shrinks it to fit.")
            ),
        )

    def _add_manner(self) -> None:
        aligned = [
            Option("left", self.tr("Left")),
            Option("centre", self.tr("Centre")),
            Option("right", self.tr("Right")),
        ]
        self.add(
            "appearance.align",
            Choice(aligned),
            Words(
                self.tr("Alig&nment"),
                self.tr("Words that are being spoken stand still at the left only."),
            ),
        )
        self.add(
            "appearance.upper_case",
            Switch(),
            Words(self.tr("&Upper case"), self.tr("All letters are capitals.")),
        )

    def _add_colours(self) -> None:
        self.add_heading(self.tr("Colours"))
        self.add_pair(
            "appearance.committed_colour",
            {
                "appearance.committed_colour": self._colour(
                    self.tr("&Text"), self.tr("Words that are final.")
                ),
                "appearance.text_opacity": self._opacity(
                    "appearance.text_opacity", self.tr("Opacit&y"), self.tr("Of all letters.")
                ),
            },
        )
        guessed = self._colour(self.tr("&Guesses"), self.tr("Words that may still change."))
        self.add("appearance.partial_colour", *guessed)

    def _add_grounds(self) -> None:
        self.add_pair(
            "appearance.background_colour",
            {
                "appearance.background_colour": self._colour(
                    self.tr("&Background"), self.tr("Behind the letters.")
                ),
                "appearance.background_opacity": self._opacity(
                    "appearance.background_opacity",
                    self.tr("O&pacity"),
                    self.tr("Of the background; 0 % shows all that is behind."),
                ),
            },
        )
        self.add_pair(
            "appearance.window_colour",
            {
                "appearance.window_colour": self._colour(
                    self.tr("&Window"), self.tr("The whole box in which the rows stand.")
                ),
                "appearance.window_opacity": self._opacity(
                    "appearance.window_opacity",
                    self.tr("Opac&ity"),
                    self.tr("Of the window; 0 % shows all that is behind."),
                ),
            },
        )

    def _add_edge(self) -> None:
        self.add_heading(self.tr("Edges of letters"))
        edges = [
            Option("none", self.tr("None")),
            Option("uniform", self.tr("Outline")),
            Option("drop-shadow", self.tr("Drop shadow")),
            Option("raised", self.tr("Raised")),
            Option("depressed", self.tr("Depressed")),
        ]
        self.add(
            "appearance.edge",
            Choice(edges),
            Words(self.tr("&Edge"), self.tr("Keeps letters readable over any picture.")),
        )
        width = Number("appearance.outline_px", Unit(self.tr(" px"), step=0.5, decimals=1))
        self.add_pair(
            "appearance.edge_colour",
            {
                "appearance.edge_colour": self._colour(
                    self.tr("E&dge colour"), self.tr("Dark edges suit bright letters.")
                ),
                "appearance.outline_px": (
                    width,
                    Words(self.tr("Widt&h"), self.tr("How far the edge reaches.")),
                ),
            },
        )

    def _styles(self) -> list[Option]:
        return [
            Option("sans", self.tr("Sans serif")),
            Option("serif", self.tr("Serif")),
            Option("mono-sans", self.tr("Typewriter, sans serif")),
            Option("mono-serif", self.tr("Typewriter, serif")),
            Option("casual", self.tr("Casual")),
            Option("cursive", self.tr("Handwriting")),
            Option("small-capitals", self.tr("Small capitals")),
            Option("system", self.tr("The system's own")),
        ]

    def _colour(self, label: str, explanation: str) -> tuple[Editor, Words]:
        return Colour(), Words(label, explanation)

    def _opacity(self, path: str, label: str, explanation: str) -> tuple[Editor, Words]:
        return Number(path, PERCENT), Words(label, explanation)

    def _choose(self, index: int) -> None:
        self.look_chosen.emit(self._presets[index].appearance)


def _is_private(family: str) -> bool:
    return family.startswith(".") or QFontDatabase.isPrivateFamily(family)
