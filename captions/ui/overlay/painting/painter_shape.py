"""What a painter of captions depends on: when it changes, the overlay needs another painter."""

from typing import NamedTuple

from captions.ui.overlay.look import OverlayLook


class PainterShape(NamedTuple):
    """Parameters of a painter."""

    look: OverlayLook
    row_width: float
    rows: int
    at_bottom: bool
    labels: tuple[tuple[str, str], ...]

    def has_same_breaks(self, other: "PainterShape") -> bool:
        """Return True if both shapes break rows at the same places."""
        return (self.row_width, self.look.font, self.look.upper_case) == (
            other.row_width,
            other.look.font,
            other.look.upper_case,
        )
