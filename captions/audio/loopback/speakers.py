"""The speakers whose audio can be captured, and the interface of the capturing libraries."""

from dataclasses import dataclass
from typing import Protocol

from captions.audio.devices.capture import LibraryStream
from captions.audio.devices.thread_queue import ThreadQueue
from captions.messages.message import Message


@dataclass(frozen=True, slots=True)
class SpeakerDevice:
    """An output device whose audio can be captured."""

    name: str
    host_api: str
    channels: int
    rate: int
    """Sample rate in Hz."""
    is_default: bool


class LoopbackBackend(Protocol):
    """A library that captures what speakers play, on PortAudio's thread."""

    ADVICE: Message
    """Advice on what to install if the library is missing."""

    def list_speakers(self) -> list[SpeakerDevice]:
        """List the speakers; empty if the library is missing."""
        ...

    def open_stream(self, name: str, queue: ThreadQueue) -> LibraryStream:
        """Start capturing what speakers play.

        Raises:
            DeviceError: the speakers are gone or cannot be opened.
        """
        ...
