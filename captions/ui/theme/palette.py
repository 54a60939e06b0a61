"""The theme's colours as a Qt palette, and the theme that belongs to a palette."""

from functools import lru_cache

from PySide6.QtGui import QColor, QPalette

from captions.ui.theme.colours import THEMES, ThemeColours, contrast_ratio, with_accent

_BRIGHT_LIGHTNESS = 128
"""Lightness from which a background counts as bright, on a scale to 255."""
_HIGHEST_CONTRAST = 20.9
"""Contrast of black and white, which have 21:1; a window of these has a theme of high contrast."""
_Role = QPalette.ColorRole
_NAMES = {
    _Role.Window: "window",
    _Role.WindowText: "text",
    _Role.Base: "field",
    _Role.AlternateBase: "card",
    _Role.Text: "text",
    _Role.Button: "control",
    _Role.ButtonText: "text",
    _Role.BrightText: "accent_text",
    _Role.Link: "accent",
    _Role.LinkVisited: "accent",
    _Role.ToolTipBase: "card",
    _Role.ToolTipText: "text",
    _Role.PlaceholderText: "quiet_text",
    _Role.Light: "control_hover",
    _Role.Midlight: "hover",
    _Role.Mid: "control_border",
    _Role.Dark: "field_border",
}
"""Colours by their role in a palette. The accent is left to the system, so that it changes when the
user changes it there."""
_SELECTION = {_Role.Highlight: "accent", _Role.HighlightedText: "accent_text"}
"""Colours of selections, for systems that have none of their own."""
FUSION_ACCENT = "#308cc6"
"""Qt's accent colour if the system has none; as text, it would be too faint."""
_DISABLED = (_Role.WindowText, _Role.Text, _Role.ButtonText)


def is_light(palette: QPalette) -> bool:
    """Return True if windows of this palette have dark text on a bright background."""
    window = palette.color(_Role.Window)
    if not window.alpha():  # A style sheet has made the background transparent, which is black.
        return palette.color(_Role.WindowText).lightness() < _BRIGHT_LIGHTNESS
    return window.lightness() >= _BRIGHT_LIGHTNESS


def find_colours(palette: QPalette) -> ThemeColours:
    """Return the theme that belongs to a palette, whether or not the palette is ours."""
    return _shade_theme(not is_light(palette), has_high_contrast(palette), find_accent(palette))


def has_high_contrast(palette: QPalette) -> bool:
    """Return True if windows of this palette are black and white."""
    window, text = palette.color(_Role.Window).name(), palette.color(_Role.WindowText).name()
    return contrast_ratio(window, text) > _HIGHEST_CONTRAST


def find_accent(palette: QPalette) -> str:
    """Return the system's accent colour; some desktops set only that of selections."""
    accent = palette.color(_Role.Accent).name()
    return palette.color(_Role.Highlight).name() if accent == FUSION_ACCENT else accent


def make_palette(colours: ThemeColours, *, selections: bool = True) -> QPalette:
    """Return a palette of a theme's colours; ``selections`` is False to keep the system's."""
    palette = QPalette()
    for role, name in (_NAMES | _SELECTION if selections else _NAMES).items():
        palette.setColor(role, QColor(getattr(colours, name)))
    for role in _DISABLED:
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.disabled_text))
    return palette


@lru_cache(maxsize=8)
def _shade_theme(
    is_dark: bool,  # noqa: FBT001  # a key of the cache
    is_high_contrast: bool,  # noqa: FBT001
    accent: str,
) -> ThemeColours:
    return with_accent(THEMES[is_dark, is_high_contrast], accent)
