"""Colours of the light and the dark theme, and the contrast that they keep.

This module computes with colours as text, such as ``#1b1b1b``, and imports no Qt. Texts keep a
contrast of at least 4.5 to 1 to whatever is behind them, and the outlines and marks that a control
needs to be recognised keep 3 to 1 (WCAG 2.2, success criteria 1.4.3 and 1.4.11). `TEXT_PAIRS` and
`SHAPE_PAIRS` list who is in front of what, and a test computes all of them.
"""

from dataclasses import dataclass, replace

TEXT_CONTRAST, SHAPE_CONTRAST = 4.5, 3.0
"""Minimum contrast of texts, and of outlines and marks."""
_SHADE_STEP = 0.04
"""Step in which an accent colour is shaded, as a share of the way to black or white."""
_LINEAR_SHARE = 0.04045
"""Share of a channel up to which sRGB is linear."""
_BLACK, _WHITE = "#000000", "#ffffff"
HIGH_CONTRAST = 7.0
"""Minimum contrast of texts for users who want more of it (WCAG 2.2, success criterion 1.4.6)."""


@dataclass(frozen=True, slots=True)
class ThemeColours:
    """The colours of one theme."""

    is_dark: bool
    window: str
    """Background of windows."""
    card: str
    """Background of cards, which group controls."""
    card_border: str
    text: str
    quiet_text: str
    """Explanations and other texts of second rank."""
    disabled_text: str
    """Texts of controls that cannot be used; WCAG exempts them, but they stay legible."""
    control: str
    """Background of buttons and drop-down lists."""
    control_hover: str
    control_pressed: str
    control_border: str
    """Edge of buttons, which their text makes recognisable."""
    field: str
    """Background of fields that the user types in."""
    field_border: str
    """Edge of text fields, check boxes and switches, which is all there is to recognise them by."""
    hover: str
    """Background of a list entry or flat button below the pointer."""
    selected: str
    """Background of the selected entry of a list."""
    accent: str
    """The system's accent colour, shaded until it is legible."""
    accent_hover: str
    accent_text: str
    """Texts and marks on the accent colour."""
    good: str
    """Texts about success."""
    attention: str
    """Texts about something to wait for or to know."""
    bad: str
    """Texts about failure."""

    @property
    def is_high_contrast(self) -> bool:
        """True for a theme of black and white, for users who want more contrast."""
        return self.window in (_BLACK, _WHITE)


LIGHT = ThemeColours(
    is_dark=False,
    window="#f3f3f3",
    card="#fcfcfc",
    card_border="#e0e0e0",
    text="#1b1b1b",
    quiet_text="#5a5a5a",
    disabled_text="#8b8b8b",
    control="#ffffff",
    control_hover="#f2f2f2",
    control_pressed="#e6e6e6",
    control_border="#c8c8c8",
    field="#ffffff",
    field_border="#868686",
    hover="#e9e9e9",
    selected="#e2e2e2",
    accent="#005fb8",
    accent_hover="#1a6fbf",
    accent_text="#ffffff",
    good="#14632f",
    attention="#7d5000",
    bad="#a61b12",
)
"""Dark text on a bright background."""
DARK = ThemeColours(
    is_dark=True,
    window="#202020",
    card="#2b2b2b",
    card_border="#3b3b3b",
    text="#f4f4f4",
    quiet_text="#cacaca",
    disabled_text="#868686",
    control="#383838",
    control_hover="#414141",
    control_pressed="#333333",
    control_border="#505050",
    field="#242424",
    field_border="#8e8e8e",
    hover="#303030",
    selected="#373737",
    accent="#60cdff",
    accent_hover="#5ab9e5",
    accent_text="#000000",
    good="#86e0a3",
    attention="#f2c14e",
    bad="#ff9d94",
)
"""Bright text on a dark background."""
HIGH_CONTRAST_LIGHT = replace(
    LIGHT,
    window=_WHITE,
    card=_WHITE,
    card_border="#5c5c5c",
    text=_BLACK,
    quiet_text="#303030",
    disabled_text="#6a6a6a",
    control_border="#3c3c3c",
    field_border=_BLACK,
    good="#0a4a20",
    attention="#5c3a00",
    bad="#8c0d06",
)
"""Black on white, with lines around all parts."""
HIGH_CONTRAST_DARK = replace(
    DARK,
    window=_BLACK,
    card=_BLACK,
    card_border="#a0a0a0",
    text=_WHITE,
    quiet_text="#e4e4e4",
    disabled_text="#9a9a9a",
    control="#1c1c1c",
    control_hover="#303030",
    control_pressed="#262626",
    control_border="#c0c0c0",
    field=_BLACK,
    field_border=_WHITE,
)
"""White on black, with lines around all parts."""
THEMES = {
    (False, False): LIGHT,
    (True, False): DARK,
    (False, True): HIGH_CONTRAST_LIGHT,
    (True, True): HIGH_CONTRAST_DARK,
}
"""Themes by whether they are dark, and by whether they have a high contrast."""

_GROUNDS = ("window", "card", "hover", "selected")
TEXT_PAIRS = (
    *((ink, ground) for ink in ("text", "quiet_text") for ground in _GROUNDS),
    *((ink, ground) for ink in ("good", "attention", "bad", "accent") for ground in _GROUNDS[:2]),
    *(("text", ground) for ground in ("control", "control_hover", "control_pressed", "field")),
    ("quiet_text", "field"),
    ("accent_text", "accent"),
    ("accent_text", "accent_hover"),
)
"""Names of a text's colour and of a background on which it appears."""
SHAPE_PAIRS = (
    *(("field_border", ground) for ground in ("window", "card", "field")),
    *(("accent", ground) for ground in (*_GROUNDS, "control", "field")),
    *(("text", ground) for ground in (*_GROUNDS, "control")),
    *(("disabled_text", ground) for ground in ("window", "card", "control")),
)
"""Names of a mark's colour and of a background on which it appears. Focus rings have the colour of
the text, and a gap in the background's colour keeps them away from an accent-coloured button."""


def contrast_ratio(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2.2, relative luminance)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def mix_colours(one: str, other: str, share: float) -> str:
    """Return a mixture; ``share`` is that of the other colour, from 0 to 1."""
    mixed = (
        round(first + (second - first) * share)
        for first, second in zip(_channels(one), _channels(other), strict=True)
    )
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def with_accent(colours: ThemeColours, accent: str) -> ThemeColours:
    """Return a theme with another accent colour, shaded until it is legible everywhere."""
    goal = _WHITE if colours.is_dark else _BLACK
    grounds = [getattr(colours, ground) for ink, ground in TEXT_PAIRS if ink == "accent"]
    text = colours.accent_text
    least = HIGH_CONTRAST if colours.is_high_contrast else TEXT_CONTRAST
    share, shaded = 0.0, accent
    while min(contrast_ratio(shaded, ground) for ground in (*grounds, text)) < least:
        share += _SHADE_STEP
        shaded = mix_colours(accent, goal, min(share, 1.0))
    hover = mix_colours(shaded, goal, 0.12)
    return replace(colours, accent=shaded, accent_hover=hover)


def _channels(colour: str) -> tuple[int, int, int]:
    number = int(colour.removeprefix("#"), 16)
    return number >> 16, number >> 8 & 0xFF, number & 0xFF


def _luminance(colour: str) -> float:
    red, green, blue = (
        share / 12.92 if share <= _LINEAR_SHARE else ((share + 0.055) / 1.055) ** 2.4
        for share in (channel / 255 for channel in _channels(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
