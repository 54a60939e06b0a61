"""Ready looks to choose from: each is all of the appearance, and can be changed from there on."""

from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from captions.settings import AppearanceSettings


@dataclass(frozen=True, slots=True)
class Preset:
    """A look with a name."""

    name: str
    """As it is spelled in files and commands."""
    label: str
    """Its title in English."""
    appearance: AppearanceSettings

    @property
    def title(self) -> str:
        """What users see, in their language."""
        return QCoreApplication.translate("Presets", self.label)


PRESETS = (
    Preset(
        "plain",
        str(QT_TRANSLATE_NOOP("Presets", "Plain")),
        AppearanceSettings(background_opacity=0.0, window_opacity=0.8),
    ),
    Preset(
        "high-contrast",
        str(QT_TRANSLATE_NOOP("Presets", "High contrast")),
        AppearanceSettings(
            font_px=40,
            committed_colour="#ffff00",
            partial_colour="#ffffff",
            edge="none",
            background_opacity=0.0,
            window_opacity=1.0,
        ),
    ),
    Preset(
        "streamer",
        str(QT_TRANSLATE_NOOP("Presets", "Streamer")),
        AppearanceSettings(
            font_px=52,
            align="centre",
            partial_colour="#d0d0d0",
            edge="uniform",
            outline_px=5.0,
            background_opacity=0.0,
            window_opacity=0.0,
        ),
    ),
    Preset(
        "large-print",
        str(QT_TRANSLATE_NOOP("Presets", "Large print")),
        AppearanceSettings(
            font_px=64,
            partial_colour="#d0d0d0",
            background_opacity=0.9,
            window_opacity=0.0,
        ),
    ),
    Preset(
        "dyslexia-friendly",
        str(QT_TRANSLATE_NOOP("Presets", "Dyslexia-friendly")),
        AppearanceSettings(
            font_px=40,
            committed_colour="#fff4d6",
            partial_colour="#c9bf9f",
            edge="none",
            background_opacity=0.0,
            window_colour="#14213d",
            window_opacity=0.95,
        ),
    ),
)
"""From the calmest to the most special."""
