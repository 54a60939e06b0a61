"""Chooses the caption font: the requested family, or the best installed one of a style.

The styles are the eight of 47 CFR 79.103(c)(7). No family is available on every system, so each
style has a list. The first installed family is used; if none is installed, the system font.
"""

import re

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo

from captions.settings.font_families import FAMILIES

_WEIGHTS = dict.fromkeys(FAMILIES["mono-serif"], QFont.Weight.Bold)
"""Weights other than medium; typewriter faces are too thin on a screen unless they are bold."""

_FOUNDRY = re.compile(r" \[[^\[\]]*\]$")
_SYMBOLS = QFontDatabase.WritingSystem.Symbol
_SYMBOL_SYSTEMS = frozenset({_SYMBOLS, QFontDatabase.WritingSystem.Latin})
"""Writing systems of a font of symbols, which often has digits as well."""


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


def list_families() -> list[str]:
    """Return the installed families in which captions can be shown, by name and in that order.

    Left out are hidden fonts of the system, fonts that have symbols in place of letters, and names
    that stand for another font, such as “Sans Serif”: the font styles already offer those.
    """
    families = {plain_family(name): name for name in QFontDatabase.families()}
    return [plain for plain, name in families.items() if _has_letters(plain, name)]


def plain_family(family: str) -> str:
    """Return the name of a family without the foundry that Qt adds: “C059” for “C059 [urw]”.

    Qt adds it if several foundries have a family of that name, as in the names of X11.
    """
    return _FOUNDRY.sub("", family)


def is_installed(family: str) -> bool:
    """Return True if there is a font of this family."""
    return QFontDatabase.hasFamily(family)


def _has_letters(plain: str, family: str) -> bool:
    if family.startswith(".") or QFontDatabase.isPrivateFamily(family):
        return False
    systems = QFontDatabase.writingSystems(family)
    is_symbolic = _SYMBOLS in systems and _SYMBOL_SYSTEMS.issuperset(systems)
    return is_installed(plain) and not is_symbolic


def _find_family(family: str, style: str) -> str:
    for name in (family, *FAMILIES[style]):
        if name and QFontDatabase.hasFamily(name):
            return name
    fixed = style.startswith("mono")
    kind = QFontDatabase.SystemFont.FixedFont if fixed else QFontDatabase.SystemFont.GeneralFont
    return QFontInfo(QFontDatabase.systemFont(kind)).family()
