"""Recognises a stream by its beginning, so that no audio is played twice.

After a break, a live stream continues at the present, and a film starts from the beginning. Only
the audio distinguishes them reliably: the same bytes decode to identical samples.
"""

from captions.pcm import SAMPLE_BYTES

_OPENING_SECONDS = 3.0
"""Length in seconds of the beginning that is compared."""


class RepeatDetector:
    """Follows a stream over several connection attempts, and passes on what is new in each."""

    def __init__(self, rate: int) -> None:
        """``rate`` is the sample rate in Hz."""
        self._rate = rate
        self._opening_bytes = round(rate * _OPENING_SECONDS) * SAMPLE_BYTES
        self._opening = b""
        """Beginning of the stream."""
        self._played_bytes = 0
        """Bytes played since the beginning of the stream."""
        self._undecided: bytes | None = None
        """Data of this attempt while it may still repeat the stream; None once that is decided."""
        self._processed_bytes = 0
        """Bytes processed in this attempt."""
        self._known_bytes = 0
        """Bytes of this attempt that were played before."""

    @property
    def played_seconds(self) -> float:
        """Audio played since the stream began, in seconds."""
        return self._played_bytes / SAMPLE_BYTES / self._rate

    @property
    def is_repeat(self) -> bool:
        """True if this attempt delivers the same audio as the last one."""
        return self._known_bytes > 0

    @property
    def is_at_known_end(self) -> bool:
        """True if this attempt delivered the known audio to its last sample, and nothing else."""
        return self.is_repeat and self._processed_bytes == self._known_bytes

    def begin_attempt(self) -> None:
        """Start a connection attempt."""
        self._processed_bytes = self._known_bytes = 0
        # A silent beginning identifies nothing.
        self._undecided = b"" if any(self._opening) else None
        if self._undecided is None:
            self._forget_opening()

    def count_played(self, size: int) -> None:
        """Count bytes that were passed on and then played."""
        self._played_bytes += size

    def filter_new(self, data: bytes) -> bytes:
        """Return what is new in the next bytes of an attempt."""
        if self._undecided is not None:
            self._undecided += data
            size = min(len(self._undecided), len(self._opening))
            same = self._undecided[:size] == self._opening[:size]
            if same and size < len(self._opening):
                return b""
            data, self._undecided = self._undecided, None
            if same:
                self._known_bytes = self._played_bytes
            else:
                self._forget_opening()
        return self._process_data(data)

    def _process_data(self, data: bytes) -> bytes:
        missing = self._opening_bytes - len(self._opening)
        if missing > 0 and self._processed_bytes + len(data) > len(self._opening):
            self._opening += data[len(self._opening) - self._processed_bytes :][:missing]
        unknown = data[max(0, self._known_bytes - self._processed_bytes) :]
        self._processed_bytes += len(data)
        return unknown

    def _forget_opening(self) -> None:
        self._opening = b""
        self._played_bytes = 0
