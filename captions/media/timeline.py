"""Places decoded audio in time: gaps in timestamps become silence, and no audio is lost.

ffmpeg's own ``aresample=async=1:first_pts=0`` does the same in simple cases. It drops audio whose
timestamps restart, as in joined broadcasts. It also adds silence wherever the number of channels
changes.
"""

from dataclasses import dataclass

LONGEST_FILE_GAP = 86_400.0
"""Longest gap in a file, in seconds; a longer jump of timestamps is an error in the file."""
LONGEST_STREAM_GAP = 60.0
"""Longest gap in a stream, in seconds; a longer jump is another programme with its own clock."""

_TOLERANCE = 0.1
"""Timestamp deviation in seconds that is ignored; aresample's default."""


@dataclass(frozen=True, slots=True)
class FramePlacement:
    """The placement of the next frames."""

    silence: int
    """Samples of silence to insert before them."""
    skip: int
    """Samples to omit at their beginning."""


class SampleTimeline:
    """Counts the samples of a stream from time 0, and compares them with its timestamps."""

    def __init__(self, longest_gap: float) -> None:
        """Start at time 0.

        Args:
            longest_gap: seconds; a longer jump is a change of clock, not a gap.
        """
        self._longest_gap = longest_gap
        self._end = 0.0
        """End of the samples so far, in seconds."""
        self._offset = 0.0
        """Seconds that are added to timestamps."""
        self._last_time = float("-inf")
        self._last_seconds = 0.0

    def place_frames(self, time: float, samples: int, rate: int) -> FramePlacement:
        """Return the placement of frames.

        Args:
            time: timestamp of the frames in seconds.
            samples: number of samples in each channel.
            rate: sample rate in Hz.
        """
        # A muxer repeats its last timestamp instead of going back.
        advanced = time - self._last_time >= self._last_seconds / 2
        self._last_time, self._last_seconds = time, samples / rate
        ahead = time + self._offset - self._end
        placement = FramePlacement(0, 0)
        if ahead > self._longest_gap or (ahead < -_TOLERANCE and not advanced):
            self._offset -= ahead
        elif ahead > _TOLERANCE:
            placement = FramePlacement(round(ahead * rate), 0)
        elif ahead < -_TOLERANCE:
            placement = FramePlacement(0, min(samples, round(-ahead * rate)))
        self._end += (placement.silence + samples - placement.skip) / rate
        return placement
