"""Maps the source setting to the audio source of each lane: one lane, or two."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from captions.audio import echo, live, playback
from captions.audio.rechunking import ResampledSource
from captions.audio.source import EventCallback, Source
from captions.model.health.lane_health import SourceKind
from captions.settings.schema import SoundSettings

MICROPHONE = "mic"
SYSTEM = "system"
BOTH = "mic+system"


class LaneSource(NamedTuple):
    """The audio source of one lane."""

    name: str
    """Lane name; empty if there is only one lane."""
    make_source: Callable[[EventCallback], Source]
    """Factory that builds the source around an event callback."""
    kind: SourceKind
    """Kind of the source, which sets the thresholds of problem detection."""
    is_live: bool = True
    """True if unread audio is lost."""


class TrackChoice(NamedTuple):
    """The audio track chosen on the command line, and the source it belongs to."""

    source: str
    """Value of the source setting; the choice has no effect on any other source."""
    track: str = ""
    """Number or language of the audio track; empty for the default."""

    def track_for(self, source: str) -> str:
        """Return the track chosen for a source; empty for the default."""
        return self.track if source == self.source else ""


NO_CHOICE = TrackChoice("")
"""Default track for every source."""


def make_lane_sources(
    sound: SoundSettings, rate: int, choice: TrackChoice = NO_CHOICE
) -> list[LaneSource]:
    """Return the source of each lane.

    Args:
        sound: settings that name the source.
        rate: sample rate of the chunks in Hz.
        choice: audio track, if the source is a recording or a stream.

    Raises:
        RecordingError: the recording or stream cannot be played.
        DeviceError: the echo canceller is not installed.
    """
    if sound.source == MICROPHONE:
        return [
            LaneSource(
                "", partial(live.microphone_source, sound.device, rate), SourceKind.MICROPHONE
            )
        ]
    if sound.source == SYSTEM:
        return [LaneSource("", partial(live.loopback_source, rate), SourceKind.COMPUTER)]
    if sound.source == BOTH:
        return _make_both_lanes(sound.device, rate)
    playback.check_source(sound.source)
    make = partial(playback.make_source, sound.source, rate, track=choice.track_for(sound.source))
    return [LaneSource("", make, SourceKind.RECORDING, is_live=playback.is_live(sound.source))]


def is_played(source: str) -> bool:
    """Return True if a source is a recording, a stream or a pipe rather than a device."""
    return source not in (MICROPHONE, SYSTEM, BOTH)


def lane_labels(sound: SoundSettings) -> dict[str, str]:
    """Return the speaker label of each named lane."""
    return {MICROPHONE: sound.mic_label, SYSTEM: sound.system_label}


def _make_both_lanes(device: str, rate: int) -> list[LaneSource]:
    """Return two lanes; the echo of the computer's audio is cancelled in the microphone's lane.

    Raises:
        DeviceError: the echo canceller is not installed.
    """
    working_rate = echo.working_rate(rate)
    canceller = echo.EchoCanceller(working_rate)

    def make_microphone(emit: EventCallback) -> Source:
        source = live.microphone_source(device, working_rate, emit)
        return _resample_source(rate, working_rate, echo.EchoCancelledSource(source, canceller))

    def make_loopback(emit: EventCallback) -> Source:
        source = live.loopback_source(working_rate, emit)
        return _resample_source(rate, working_rate, echo.EchoReference(source, canceller))

    return [
        LaneSource(MICROPHONE, make_microphone, SourceKind.MICROPHONE),
        LaneSource(SYSTEM, make_loopback, SourceKind.COMPUTER),
    ]


def _resample_source(rate: int, working_rate: int, source: Source) -> Source:
    if rate == working_rate:
        return source
    return ResampledSource(source, working_rate, rate)
