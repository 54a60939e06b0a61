"""From what a user wants to hear to the sources that bring it: one lane, or two."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from captions.audio import echo, live, playing
from captions.audio.cutting import Resampled
from captions.audio.source import Source, Tell
from captions.model.chain import Hears
from captions.settings import SoundSettings

MICROPHONE = "mic"
SYSTEM = "system"
BOTH = "mic+system"


class Opening(NamedTuple):
    """What is heard in a lane."""

    name: str
    """Empty where there is only one lane."""
    make: Callable[[Tell], Source]
    hears: Hears
    live: bool = True
    """Whether what nobody listens to is lost."""


class TrackChoice(NamedTuple):
    """The sound track that the command line chose, for the source that it named."""

    source: str
    """As in the settings; with any other source, the choice has no effect."""
    track: str = ""
    """Number or language of the sound track; nothing for the default one."""

    def track_of(self, source: str) -> str:
        """Return the chosen track of a source."""
        return self.track if source == self.source else ""


NO_CHOICE = TrackChoice("")


def openings(sound: SoundSettings, rate: int, choice: TrackChoice = NO_CHOICE) -> list[Opening]:
    """Return how to open the source of each lane.

    Args:
        sound: names the source.
        rate: samples a second.
        choice: the sound track, where the source is a recording or a stream.

    Raises:
        RecordingError: what is to be played cannot be had.
        DeviceError: what takes echo away is not installed.
    """
    if sound.source == MICROPHONE:
        return [Opening("", partial(live.microphone, sound.device, rate), Hears.MICROPHONE)]
    if sound.source == SYSTEM:
        return [Opening("", partial(live.computer, rate), Hears.COMPUTER)]
    if sound.source == BOTH:
        return _both(sound.device, rate)
    playing.check(sound.source)
    make = partial(playing.played, sound.source, rate, track=choice.track_of(sound.source))
    return [Opening("", make, Hears.RECORDING, live=playing.is_live(sound.source))]


def is_played(source: str) -> bool:
    """Return True if a source is a recording, a stream or a pipe, and no device."""
    return source not in (MICROPHONE, SYSTEM, BOTH)


def labels(sound: SoundSettings) -> dict[str, str]:
    """Return who is heard in each lane that has a name."""
    return {MICROPHONE: sound.mic_label, SYSTEM: sound.system_label}


def _both(device: str, rate: int) -> list[Opening]:
    """Return two lanes; what the microphone hears of the other one is taken out of it.

    Raises:
        DeviceError: what takes echo away is not installed.
    """
    working_rate = echo.working_rate(rate)
    canceller = echo.EchoCanceller(working_rate)

    def microphone(tell: Tell) -> Source:
        heard = live.microphone(device, working_rate, tell)
        return _at(rate, working_rate, echo.Cleaned(heard, canceller))

    def computer(tell: Tell) -> Source:
        heard = live.computer(working_rate, tell)
        return _at(rate, working_rate, echo.Played(heard, canceller))

    return [
        Opening(MICROPHONE, microphone, Hears.MICROPHONE),
        Opening(SYSTEM, computer, Hears.COMPUTER),
    ]


def _at(rate: int, working_rate: int, source: Source) -> Source:
    if rate == working_rate:
        return source
    return Resampled(source, working_rate, rate)
