"""Knows a stream by its beginning, so that what was heard of it is not heard again.

Behind a break a live stream goes on with now, and a film begins once more. Nothing tells the two
apart for certain but their sound: what is decoded of the same bytes is the same to the last bit.
"""

from captions.pcm import SAMPLE_BYTES

_OPENING_SECONDS = 3.0


class Repeats:
    """Takes a stream over as many tries as it needs, and lets through what is new in each."""

    def __init__(self, rate: int) -> None:
        """``rate`` in samples a second."""
        self._rate = rate
        self._opening_bytes = round(rate * _OPENING_SECONDS) * SAMPLE_BYTES
        self._opening = b""
        """How the stream began."""
        self._heard = 0
        """Bytes behind the beginning that were heard."""
        self._held: bytes | None = None
        """What came in this try, while it is not known whether it is the same again."""
        self._at = 0
        """Bytes that came in this try."""
        self._known = 0
        """Bytes of this try that were heard before."""

    @property
    def seconds(self) -> float:
        """How much was heard since the stream began."""
        return self._heard / SAMPLE_BYTES / self._rate

    @property
    def again(self) -> bool:
        """Whether this try brings the same as the last."""
        return self._known > 0

    @property
    def at_end_of_known(self) -> bool:
        """Whether this try brought what was known, to the last sample, and nothing else."""
        return self.again and self._at == self._known

    def begin(self) -> None:
        """Begin a try."""
        self._at = self._known = 0
        # What begins with nothing but silence may be anything.
        self._held = b"" if any(self._opening) else None
        if self._held is None:
            self._forget()

    def heard(self, size: int) -> None:
        """Take note that some bytes of what was let through were heard."""
        self._heard += size

    def new(self, data: bytes) -> bytes:
        """Return what is new in the next bytes of a try."""
        if self._held is not None:
            self._held += data
            both = min(len(self._held), len(self._opening))
            same = self._held[:both] == self._opening[:both]
            if same and both < len(self._opening):
                return b""
            data, self._held = self._held, None
            if same:
                self._known = self._heard
            else:
                self._forget()
        return self._pass(data)

    def _pass(self, data: bytes) -> bytes:
        missing = self._opening_bytes - len(self._opening)
        if missing > 0 and self._at + len(data) > len(self._opening):
            self._opening += data[len(self._opening) - self._at :][:missing]
        unknown = data[max(0, self._known - self._at) :]
        self._at += len(data)
        return unknown

    def _forget(self) -> None:
        self._opening = b""
        self._heard = 0
