"""Maps the source setting to the audio source of each lane: one lane, or two."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from captions.audio import echo, live, playback
from captions.audio.rechunking import ResampledSource
from captions.audio.source import EventCallback, Source
from captions.model.health.lane_health import SourceKind
from captions.settings.schema import SoundSettings
from captions.settings.source import CapturedSource, LocationKind, parse_source
from captions.wording.speaker_labels import describe_label

_MICROPHONE_LANE, _COMPUTER_LANE = CapturedSource.MICROPHONE.value, CapturedSource.COMPUTER.value
"""Names of the lanes if both sources are captioned."""


@dataclass(frozen=True, slots=True)
class LaneSource:
    """The audio source of one lane."""

    name: str
    """Lane name; empty if there is only one lane."""
    make_source: Callable[[EventCallback], Source]
    """Factory that builds the source around an event callback."""
    kind: SourceKind
    """Kind of the source, which sets the thresholds of problem detection."""
    is_live: bool = True
    """True if unread audio is lost."""


@dataclass(frozen=True, slots=True)
class TrackChoice:
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
    source = sound.source
    match parse_source(source):
        case CapturedSource.MICROPHONE:
            capture = partial(live.microphone_source, sound.device, rate)
            return [LaneSource("", capture, SourceKind.MICROPHONE)]
        case CapturedSource.COMPUTER:
            return [LaneSource("", partial(live.loopback_source, rate), SourceKind.COMPUTER)]
        case CapturedSource.BOTH:
            return _make_both_lanes(sound.device, rate)
        case LocationKind():
            playback.check_source(source)
            play = partial(playback.make_source, source, rate, track=choice.track_for(source))
            live_stream = playback.is_live(source)
            return [LaneSource("", play, SourceKind.RECORDING, is_live=live_stream)]


def lane_labels(sound: SoundSettings) -> dict[str, str]:
    """Return the speaker label of each named lane; a default one in the interface language."""
    return {
        _MICROPHONE_LANE: describe_label(sound.mic_label),
        _COMPUTER_LANE: describe_label(sound.system_label),
    }


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
        LaneSource(_MICROPHONE_LANE, make_microphone, SourceKind.MICROPHONE),
        LaneSource(_COMPUTER_LANE, make_loopback, SourceKind.COMPUTER),
    ]


def _resample_source(rate: int, working_rate: int, source: Source) -> Source:
    if rate == working_rate:
        return source
    return ResampledSource(source, working_rate, rate)
