"""Chooses the caption font: the requested family, or the best installed one of a style.

The styles are the eight of 47 CFR 79.103(c)(7). No family is available on every system, so each
style has a list. The first installed family is used; if none is installed, the system font.
"""

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo

from captions.settings.font_families import FAMILIES

_WEIGHTS = dict.fromkeys(FAMILIES["mono-serif"], QFont.Weight.Bold)
"""Weights other than medium; typewriter faces are too thin on a screen unless they are bold."""


def caption_font(family: str, style: str, pixels: int) -> QFont:
    """Return a font for captions.

    Args:
        family: family chosen by the user; if it is empty or not installed, the style decides.
        style: a key of `captions.settings.font_families.FAMILIES`.
        pixels: font size in logical pixels.
    """
    name = _find_family(family, style)
    font = QFont(name)
    font.setPixelSize(pixels)
    font.setWeight(_WEIGHTS.get(name, QFont.Weight.Medium))
    if style == "small-capitals":
        font.setCapitalization(QFont.Capitalization.SmallCaps)
    # Unhinted letters keep their width, so a row is equally wide on all displays and scales.
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias | QFont.StyleStrategy.PreferOutline)
    return font


def _find_family(family: str, style: str) -> str:
    for name in (family, *FAMILIES[style]):
        if name and QFontDatabase.hasFamily(name):
            return name
    fixed = style.startswith("mono")
    kind = QFontDatabase.SystemFont.FixedFont if fixed else QFontDatabase.SystemFont.GeneralFont
    return QFontInfo(QFontDatabase.systemFont(kind)).family()
