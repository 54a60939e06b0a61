"""Events: speech, and state changes of the source, the session and the engine.

Times are seconds of *stream time*, counted from the first sample of the session. If several sources
are captioned at once, each is a *lane*, and its events carry the lane's name. With a single source
the name is empty.
"""

from dataclasses import dataclass
from enum import StrEnum

from captions.messages.message import Message


@dataclass(frozen=True, slots=True)
class Word:
    """One committed word and the time at which it was spoken."""

    text: str
    """The word with its punctuation."""
    start: float
    """Stream time in seconds."""
    end: float
    """Stream time in seconds."""
    logprob: float | None = None
    """Natural logarithm of the word's probability; `None` if the server does not send it."""
    speaker: str = ""
    """Identifier of who spoke the word, such as ``speaker_1``; empty where that is not certain."""


@dataclass(frozen=True, slots=True)
class Partial:
    """Current hypothesis for the open segment; each partial replaces the previous one."""

    text: str
    lane: str = ""
    settled_text: str = ""
    """Prefix of the text that will not change; it ends at a word boundary."""
    marked: bool = False
    """True if the server marks settled text; otherwise settled words are estimated."""
    starts_over: bool = False
    """True if a new connection recognises the segment again; its settled text is kept."""


@dataclass(frozen=True, slots=True)
class Committed:
    """A closed segment, which will not change; its text is empty if no speech was recognised."""

    text: str
    words: tuple[Word, ...] = ()
    """Empty if the server sends no timestamps."""
    language: str | None = None
    """Language of the segment as an ISO 639-1 code; `None` if it is unknown."""
    lane: str = ""
    speaker: str = ""
    """Identifier of who spoke all its words; empty where that is not certain."""
    segment_id: str = ""
    """Identifies the segment to the `Translated` that follows; empty if none will."""


@dataclass(frozen=True, slots=True)
class Translated:
    """The machine translation of a committed segment, a moment after it.

    It is lost, and never arrives, if the connection breaks before.
    """

    text: str
    """The translation; empty if the server has left it out."""
    segment_id: str
    """Identifies the `Committed` segment."""
    language: str = "en"
    """Language of the text, as an ISO 639-1 code."""
    lane: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """Audio that was dropped without captions.

    No server accepted the audio for too long, or the engine crashed on it repeatedly.
    """

    start: float
    """Stream time in seconds."""
    seconds: float
    """Duration of the dropped audio."""


class SourceState(StrEnum):
    """State of an audio source."""

    OPENING = "opening"
    LISTENING = "listening"
    MISSING = "missing"
    """No device is available; the app waits for one."""
    PAUSED = "paused"
    """The user has paused captioning; the device is closed."""
    ENDED = "ended"
    """A recording has been played to its end."""


@dataclass(frozen=True, slots=True)
class SourceChanged:
    """The state of an audio source changed."""

    state: SourceState
    name: str = ""
    """Name of the source: a device's name, a file's name or an address."""
    detail: Message | None = None
    """The reason if there is no sound, and what to do."""
    lane: str = ""


@dataclass(frozen=True, slots=True)
class DeviceCondition:
    """Settings of the device in use as the system reports them; `None` if it does not."""

    muted: bool | None = None
    volume: float | None = None
    """Volume from 0 to 1."""
    plays: bool | None = None
    """True if any program plays on the captured output device."""
    lane: str = ""

    @property
    def is_silenced(self) -> bool:
        """True if the device is muted or its volume is 0."""
        return self.muted is True or self.volume == 0


class SessionState(StrEnum):
    """State of the session with a speech server."""

    CONNECTING = "connecting"
    LISTENING = "listening"
    RECONNECTING = "reconnecting"
    FAILED = "failed"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class SessionChanged:
    """The state of the session with the speech server changed."""

    state: SessionState
    detail: Message | None = None
    """The reason, and what to do."""
    retry_in: float = 0.0
    """Seconds until the next attempt while reconnecting."""
    lane: str = ""
    kind: str = ""
    """Stable identifier of the failure, as in `Failed`; empty for the other states."""


@dataclass(frozen=True, slots=True)
class PaceChanged:
    """Recognition fell behind live speech, or has caught up; a new session starts on time."""

    is_behind: bool
    lane: str = ""


class EngineState(StrEnum):
    """State of the on-device speech server's process."""

    STARTING = "starting"
    READY = "ready"
    RESTARTING = "restarting"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class EngineChanged:
    """The state of the on-device speech server's process changed."""

    state: EngineState
    detail: Message | None = None
    """The reason, and what to do."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A problem to report to the user, once."""

    kind: str
    """Stable identifier of the failure: a wire error's name, or one of our own such as
    ``no_device``. `captions.wording.notifications.notices` has its title and advice."""
    detail: Message | None = None
    """Specifics of this occurrence, such as a device's name, and what to do."""


Speech = Partial | Committed
CaptionEvent = Speech | Translated
"""Everything that captions show."""
Event = (
    CaptionEvent
    | Gap
    | SourceChanged
    | DeviceCondition
    | SessionChanged
    | PaceChanged
    | EngineChanged
    | Failed
)
