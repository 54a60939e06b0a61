"""A request to the app to write transcripts to files."""

from dataclasses import dataclass
from pathlib import Path

from captions.formats.options import ExportOptions, TextFormat


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRequest:
    """What to write, how and where."""

    session_ids: tuple[int, ...]
    """Sessions to write; one file each."""
    segment_ids: frozenset[int] | None = None
    """Segments to write of the only session; `None` for all."""
    text_format: TextFormat
    options: ExportOptions
    """The user's choices; the app adds what it knows about each session."""
    path: Path
    """File to write, or the folder for several sessions."""

    @property
    def is_folder(self) -> bool:
        """True if the path is a folder."""
        return len(self.session_ids) > 1
