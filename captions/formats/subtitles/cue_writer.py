"""Writes segments as cues; each subtitle format says how a cue looks."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import TextIO

from captions.formats.cues.cue import Cue
from captions.formats.cues.cue_maker import CueMaker, CueOptions
from captions.formats.cues.time_grid import TimeGrid
from captions.formats.options import ExportOptions
from captions.model.saved_transcript import TranscriptSegment


class CueWriter(ABC):
    """Appends cues to a text stream."""

    def __init__(self, out: TextIO, cue_options: CueOptions) -> None:
        self._out = out
        self._cues = CueMaker(cue_options)

    def add_segment(self, segment: TranscriptSegment) -> None:
        """Write the cues that a segment completes; others are written by the next, or `finish`."""
        self._write_cues(self._cues.feed(segment))

    def finish(self) -> None:
        """Write the cues that are held back, and complete the file."""
        self._write_cues(self._cues.finish())

    @abstractmethod
    def _write_cues(self, cues: Iterable[Cue]) -> None: ...


def choose_grid(options: ExportOptions, ticks_per_second: int = 1000) -> TimeGrid:
    """Return the grid of a video's frames, or of the format's resolution."""
    if options.frame_rate is not None:
        return TimeGrid.from_frame_rate(options.frame_rate)
    return TimeGrid.from_resolution(ticks_per_second)
