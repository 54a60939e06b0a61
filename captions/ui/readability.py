"""Finds caption colours that cannot be read, whatever picture is behind the captions.

WCAG 2.2 (success criterion 1.4.3) demands a contrast of 4.5:1 between text and the pixels beside
it. Captions stand over any picture, so that the least contrast over a row of greys from black to
white counts. An outline around the letters is what is beside them. A look with a key colour stands
over that colour; what replaces it is the choice of the streamer.
"""

import math
from dataclasses import dataclass

from captions.settings.schema import AppearanceSettings
from captions.ui.theme.colours import TEXT_CONTRAST, contrast_ratio, mix_colours

_GREYS = tuple(f"#{level:02x}{level:02x}{level:02x}" for level in range(0, 256, 17))
"""Pictures behind the captions; colours in them are no worse than the grey of their luminance."""
_MIN_OUTLINE_PX = 2.0
"""Width from which an outline separates letters from the picture, in logical pixels; that of the
default look. A thinner one is blurred with both."""
_KEY_COLOURS = {"green": "#00ff00", "magenta": "#ff00ff", "black": "#000000"}
"""As in `captions.ui.overlay.look`."""
_KEY_DISTANCE = 120.0
"""Distance in RGB up to which a colour disappears with the key colour."""


@dataclass(frozen=True, slots=True)
class UnreadableColour:
    """A colour of words that is hard to read."""

    path: str
    """Setting of the colour."""
    contrast: float
    """Least contrast, from 1 to 21; 1 if the words disappear with the key colour."""


def find_unreadable(appearance: AppearanceSettings) -> list[UnreadableColour]:
    """Return the colours of words whose contrast is too low."""
    found = []
    for name in ("committed_colour", "partial_colour"):
        colour = getattr(appearance, name)
        is_keyed = _is_keyed(colour, appearance.chroma_key)
        contrast = 1.0 if is_keyed else _least_contrast(colour, appearance)
        if contrast < TEXT_CONTRAST:
            found.append(UnreadableColour(f"appearance.{name}", contrast))
    return found


def _least_contrast(colour: str, appearance: AppearanceSettings) -> float:
    key = _KEY_COLOURS.get(appearance.chroma_key)
    pictures = _GREYS if key is None else (key,)
    return min(_contrast_over(picture, colour, appearance) for picture in pictures)


def _contrast_over(picture: str, colour: str, appearance: AppearanceSettings) -> float:
    ground = mix_colours(picture, appearance.window_colour, appearance.window_opacity)
    ground = mix_colours(ground, appearance.background_colour, appearance.background_opacity)
    ink = mix_colours(ground, colour, appearance.text_opacity)
    if appearance.edge == "uniform" and appearance.outline_px >= _MIN_OUTLINE_PX:
        ground = mix_colours(ground, appearance.edge_colour, appearance.text_opacity)
    return contrast_ratio(ink, ground)


def _is_keyed(colour: str, key: str) -> bool:
    if key not in _KEY_COLOURS:
        return False
    return math.dist(_channels(colour), _channels(_KEY_COLOURS[key])) < _KEY_DISTANCE


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[index : index + 2], 16) for index in (1, 3, 5))
