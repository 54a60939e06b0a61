"""Presets of all appearance settings, as starting points that the user can change."""

from dataclasses import dataclass

from captions.settings.schema import AppearanceSettings
from captions.wording.language import marked, translated


@dataclass(frozen=True, slots=True)
class AppearancePreset:
    """A named set of appearance settings."""

    name: str
    """Name used in files and commands."""
    label: str
    """English title, marked for translation."""
    appearance: AppearanceSettings

    @property
    def title(self) -> str:
        """Title in the interface language."""
        return translated(self.label)


PRESETS = (
    AppearancePreset(
        "plain",
        marked("Plain"),
        AppearanceSettings(background_opacity=0.0, window_opacity=0.8),
    ),
    AppearancePreset(
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
    AppearancePreset(
        "streamer",
        marked("Streamer"),
        AppearanceSettings(
            font_px=52,
            partial_colour="#d0d0d0",
            edge="uniform",
            outline_px=5.0,
            background_opacity=0.0,
            window_opacity=0.0,
        ),
    ),
    AppearancePreset(
        "large-print",
        marked("Large print"),
        AppearanceSettings(
            font_px=64,
            partial_colour="#d0d0d0",
            background_opacity=0.9,
            window_opacity=0.0,
        ),
    ),
    AppearancePreset(
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
"""All presets, the most general first."""


def _make_key_look(name: str, label: str, edge: str = "uniform") -> AppearancePreset:
    """Return the look for a key colour: large letters, and nothing else that is transparent.

    A translucent background would mix with the key colour, and the filter would then not remove it.
    """
    appearance = AppearanceSettings(
        font_px=52,
        partial_colour="#d0d0d0",
        edge=edge,
        outline_px=5.0,
        background_opacity=0.0,
        window_opacity=0.0,
        chroma_key=name.removeprefix("key-"),
    )
    return AppearancePreset(name, label, appearance)


KEY_LOOKS = (
    _make_key_look("key-green", marked("Green screen")),
    _make_key_look("key-magenta", marked("Magenta screen")),
    # A luma key removes a black edge together with the background.
    _make_key_look("key-black", marked("Black screen"), edge="none"),
)
"""Looks for streaming programs that capture the window and make its background transparent."""
