"""Ready looks to choose from: each is all of the appearance, and can be changed from there on."""

from dataclasses import dataclass

from captions.settings import AppearanceSettings
from captions.wording.language import marked, translated


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
        return translated(self.label)


PRESETS = (
    Preset(
        "plain",
        marked("Plain"),
        AppearanceSettings(background_opacity=0.0, window_opacity=0.8),
    ),
    Preset(
        "high-contrast",
        marked("High contrast"),
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
        marked("Streamer"),
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
        marked("Large print"),
        AppearanceSettings(
            font_px=64,
            partial_colour="#d0d0d0",
            background_opacity=0.9,
            window_opacity=0.0,
        ),
    ),
    Preset(
        "dyslexia-friendly",
        marked("Dyslexia-friendly"),
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
