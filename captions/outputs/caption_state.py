"""What an output shows at one moment."""

from collections.abc import Callable
from dataclasses import dataclass

from captions.model.layout.style import CaptionMode
from captions.model.rows import Rows
from captions.outputs.text_widths import estimate_width


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFormat:
    """How the rows of an output are laid out; `None` is as in the overlay."""

    mode: CaptionMode | None = None
    rows: int | None = None
    width: float | None = None
    """Width of a row, in the unit of ``measure``."""
    measure: Callable[[str], float] = estimate_width
    """Returns the width of a text."""
    translation_scale: float = 1.0
    """Height of the letters of a translation below the original, as a share of the original's."""


@dataclass(frozen=True, slots=True)
class LiveSegment:
    """A segment that is being spoken."""

    text: str
    """Current hypothesis."""
    settled_text: str = ""
    """Prefix of the text that will not change."""
    lane: str = ""
    label: str = ""
    """Who speaks; empty if nobody else can."""
    language: str = ""
    """ISO 639 code of the language; empty if it is unknown."""


@dataclass(frozen=True, slots=True)
class CaptionState:
    """The captions of one moment; each state replaces the one before."""

    rows: tuple[Rows, ...] = ()
    """Rows on screen for each row format of the output; none is an empty screen."""
    live_segments: tuple[LiveSegment, ...] = ()
    """Segments that are being spoken, at most one per lane."""
    settled_language: str = ""
    """ISO 639 code of the settled words in the rows if these are translations of the others."""
    is_paused: bool = False
    """True while the user has paused captioning or all outputs, so that no captions can come."""
