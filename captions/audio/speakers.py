"""What plays the computer's sound, and the port to a library that records it."""

from typing import NamedTuple, Protocol

from captions.audio.capture import Stream
from captions.audio.crossing import Crossing


class Speakers(NamedTuple):
    """A device that plays, and whose sound can be recorded."""

    name: str
    host_api: str
    channels: int
    rate: int
    """Samples a second."""
    is_default: bool


class Port(Protocol):
    """A library that records what speakers play; only on PortAudio's thread."""

    ADVICE: str
    """What to install where the library is missing, as a sentence."""

    def speakers(self) -> list[Speakers]:
        """List the speakers; none where the library is missing."""
        ...

    def opened(self, name: str, crossing: Crossing) -> Stream:
        """Begin to record what speakers play.

        Raises:
            DeviceError: they are gone, or refuse.
        """
        ...
