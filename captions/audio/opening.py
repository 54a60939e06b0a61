"""From what a user wants to hear to the sources that bring it: one lane, or two."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from captions.audio import recording
from captions.audio.microphone import Microphone
from captions.audio.source import Source, Tell
from captions.settings import SoundSettings

MICROPHONE = "mic"
SYSTEM = "system"
BOTH = "mic+system"


class Opening(NamedTuple):
    """What is heard in a lane."""

    name: str
    """Empty where there is only one lane."""
    make: Callable[[Tell], Source]
    live: bool
    """Whether what nobody listens to is lost."""


def openings(sound: SoundSettings, rate: int) -> list[Opening]:
    """Return what is heard in each lane; ``rate`` in samples a second.

    Raises:
        RecordingError: a recording is not there, or may not be read.
    """
    if sound.source == MICROPHONE:
        return [Opening("", partial(Microphone, sound.device, rate), live=True)]
    path = Path(sound.source)
    recording.check(path)
    return [Opening("", partial(recording.Recording, path, rate), live=False)]


def labels(sound: SoundSettings) -> dict[str, str]:
    """Return who is heard in each lane that has a name."""
    return {MICROPHONE: sound.mic_label, SYSTEM: sound.system_label}
