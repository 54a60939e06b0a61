"""What happened, as values: speech, and the states of everything that brings it to the screen.

Times are seconds of *stream time*: since the first sample of the session. Where several sources are
heard at once, each is a *lane*, and what happens in it carries its name; where there is only one,
the name is empty.
"""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Word:
    """One committed word and when it was spoken."""

    text: str
    """As written, with its punctuation."""
    start: float
    """Seconds of stream time."""
    end: float
    """Seconds of stream time."""
    logprob: float | None = None
    """Natural logarithm of the word's probability; `None` where the server gives none."""


@dataclass(frozen=True, slots=True)
class Partial:
    """The present guess for the open segment; each one replaces the last."""

    text: str
    lane: str = ""
    settled_text: str = ""
    """The beginning of the text that will not change any more, up to the end of a word."""
    marked: bool = False
    """True if the server marks settled text; otherwise settled words have to be estimated."""
    starts_over: bool = False
    """True if a new connection recognises the segment again; what was settled of it stays."""


@dataclass(frozen=True, slots=True)
class Committed:
    """A closed segment, which will not change; its text is empty where nothing was said."""

    text: str
    words: tuple[Word, ...] = ()
    """Empty where the server gave no times."""
    language: str | None = None
    """What was spoken, as a code of ISO 639-1; `None` where nobody found out."""
    lane: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """Sound given up uncaptioned: no server took it for too long, or the engine died of it."""

    start: float
    """Seconds of stream time."""
    seconds: float
    """How much."""


class SourceState(StrEnum):
    """Whether sound is coming in."""

    OPENING = "opening"
    LISTENING = "listening"
    MISSING = "missing"
    """No device; waiting for one."""
    PAUSED = "paused"
    """The user wants nothing to be heard; the device is closed."""
    ENDED = "ended"
    """A recording was played to its end."""


@dataclass(frozen=True, slots=True)
class SourceChanged:
    """Sound comes in, or no longer does."""

    state: SourceState
    detail: str = ""
    """For the user: what is heard, or what to do."""
    lane: str = ""


@dataclass(frozen=True, slots=True)
class DeviceCondition:
    """How the system says that the heard device is set; `None` where it does not say."""

    muted: bool | None = None
    volume: float | None = None
    """From 0; 1 is full."""
    plays: bool | None = None
    """Whether any program plays on the output that is heard."""
    lane: str = ""

    @property
    def hushed(self) -> bool:
        """Whether the device is set to give no sound."""
        return self.muted is True or self.volume == 0


class SessionState(StrEnum):
    """Whether a speech server listens."""

    CONNECTING = "connecting"
    LISTENING = "listening"
    RECONNECTING = "reconnecting"
    FAILED = "failed"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class SessionChanged:
    """The conversation with the speech server began, broke or ended."""

    state: SessionState
    detail: str = ""
    """For the user: the reason, and what to do."""
    retry_in: float = 0.0
    """Seconds until the next try, while reconnecting."""
    lane: str = ""
    kind: str = ""
    """Why it broke or failed, as in `Failed`; empty for the other states."""


class EngineState(StrEnum):
    """How the on-device speech server's process is."""

    STARTING = "starting"
    READY = "ready"
    RESTARTING = "restarting"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class EngineChanged:
    """The on-device speech server's process came up, went down or gave up."""

    state: EngineState
    detail: str = ""
    """For the user: the reason, and what to do."""


@dataclass(frozen=True, slots=True)
class Failed:
    """Something that the user should be told, once."""

    kind: str
    """What failed, as a stable word: a wire error's name, or one of our own: ``no_device``."""
    title: str
    """A few words."""
    advice: str
    """One sentence that says what to do."""


Speech = Partial | Committed
Event = Speech | Gap | SourceChanged | DeviceCondition | SessionChanged | EngineChanged | Failed
