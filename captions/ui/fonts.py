"""Which font captions are set in: the family that was asked for, or the best one of a style.

The styles are the eight of 47 CFR 79.103(c)(7). No family is on every system, so each style has a
list of them; the first that is installed is taken, and where none is, what the system offers.
"""

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo

SANS = (
    "Inter", "Segoe UI", "SF Pro Text", "Helvetica Neue", "Noto Sans", "Roboto", "Open Sans",
    "Cantarell", "Ubuntu", "DejaVu Sans", "Liberation Sans", "Arial",
)  # fmt: skip
"""Sans serifs with open, sturdy letters."""
FAMILIES: dict[str, tuple[str, ...]] = {
    "sans": SANS,
    "serif": (
        "Source Serif 4", "Georgia", "Charter", "Noto Serif", "Cambria", "PT Serif", "DejaVu Serif",
        "Liberation Serif", "Times New Roman", "C059", "Nimbus Roman",
    ),
    "mono-sans": (
        "Cascadia Mono", "SF Mono", "Menlo", "Consolas", "JetBrains Mono", "Noto Sans Mono",
        "Roboto Mono", "Ubuntu Mono", "DejaVu Sans Mono", "Liberation Mono",
    ),
    "mono-serif": (
        "Courier Prime", "Courier New", "Courier", "Nimbus Mono PS", "FreeMono", "Cousine",
    ),
    "casual": (
        "Comic Neue", "Comic Sans MS", "Comic Relief", "Chalkboard SE", "Segoe Print", "Comic Mono",
        "Chilanka", "URW Gothic",
    ),
    "cursive": (
        "Segoe Script", "Snell Roundhand", "Apple Chancery", "Lucida Handwriting", "Dancing Script",
        "Z003", "URW Chancery L",
    ),
    "small-capitals": SANS,
    "system": (),
}  # fmt: skip
"""The families of each style, best first."""
_WEIGHTS = dict.fromkeys(FAMILIES["mono-serif"], QFont.Weight.Bold)
"""Typewriters' letters are hairlines on a screen unless they are bold."""


def caption_font(family: str, style: str, pixels: int) -> QFont:
    """Return a font for captions.

    Args:
        family: what the user named; where it is empty or not installed, the style decides.
        style: a key of `FAMILIES`.
        pixels: its height, in logical pixels.
    """
    found = _installed(family, style)
    font = QFont(found)
    font.setPixelSize(pixels)
    font.setWeight(_WEIGHTS.get(found, QFont.Weight.Medium))
    if style == "small-capitals":
        font.setCapitalization(QFont.Capitalization.SmallCaps)
    # Letters keep their true widths, so that a row is as wide on every display and at every scale.
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias | QFont.StyleStrategy.PreferOutline)
    return font


def _installed(family: str, style: str) -> str:
    for name in (family, *FAMILIES[style]):
        if name and QFontDatabase.hasFamily(name):
            return name
    fixed = style.startswith("mono")
    kind = QFontDatabase.SystemFont.FixedFont if fixed else QFontDatabase.SystemFont.GeneralFont
    return QFontInfo(QFontDatabase.systemFont(kind)).family()
