"""Font families of each style, for the overlay and for pages.

The styles are the eight of 47 CFR 79.103(c)(7). No family is available on every system, so each
style has a list, of which the first installed family is used.
"""

SANS = (
    "Inter", "Segoe UI", "SF Pro Text", "Helvetica Neue", "Noto Sans", "Roboto", "Open Sans",
    "Cantarell", "Ubuntu", "DejaVu Sans", "Liberation Sans", "Arial",
)  # fmt: skip
"""Sans-serif families with open, sturdy letters."""
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
"""Families of each style, in order of preference."""
