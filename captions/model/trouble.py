"""What can be wrong between the sound and its text, in the words that the user is told.

Each trouble is one that nobody else tells of: a device that is gone, and a server that refuses, say
so themselves by the events of source and session.
"""

from dataclasses import dataclass
from enum import StrEnum

from captions.events import Failed


class Remedy(StrEnum):
    """What the app can try by itself."""

    NONE = "none"
    REOPEN = "reopen"
    """Close the lane's device and open it again."""
    RESTART_ENGINE = "restart_engine"
    """End the on-device speech server's process, so that it is started again."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that can be wrong."""

    kind: str
    """A stable word."""
    title: str
    """What is wrong, in a few words. The interface translates it, and the advice."""
    advice: str
    """What to do, or what is done."""
    grave: bool = False
    """Whether nothing is captioned until it is over; what is not grave is shown, but nobody is
    called for it: it may be meant, or no fault at all."""
    remedy: Remedy = Remedy.NONE
    """What is worth a try."""

    @property
    def failed(self) -> Failed:
        """The same as something that the user is told once."""
        return Failed(self.kind, self.title, self.advice)


MICROPHONE_MUTED = Trouble(
    "microphone_muted",
    "The microphone is muted, or its volume is at zero",
    "Unmute it, or turn it up.",
)
COMPUTER_MUTED = Trouble(
    "computer_muted",
    "The computer's sound is muted, or its volume is at zero",
    "Unmute it, or turn it up.",
)
MICROPHONE_SILENT = Trouble(
    "microphone_silent",
    "The microphone gives nothing but silence",
    "See whether a switch on it is off, or whether the system's privacy settings keep its sound "
    "back.",
    grave=True,
    remedy=Remedy.REOPEN,
)
COMPUTER_SILENT = Trouble(
    "computer_silent",
    "The computer plays something that cannot be heard",
    "Turn its volume up, or play it on the default output.",
    remedy=Remedy.REOPEN,
)
ENGINE_STALLED = Trouble(
    "engine_stalled",
    "Speech recognition does not answer",
    "It is started again by itself, and what was said is kept; if this comes again, choose a "
    "faster model in the settings.",
    grave=True,
    remedy=Remedy.RESTART_ENGINE,
)
SERVER_STALLED = Trouble(
    "server_stalled",
    "The speech server takes sound and answers nothing",
    "See whether it is well, then start Captions again.",
    grave=True,
)
NO_WORDS = Trouble(
    "no_words",
    "There is sound, but no words are recognised in it",
    "If somebody speaks, let them come closer, or see whether the language in the settings is "
    "theirs.",
)
CLIPPING = Trouble(
    "clipping",
    "The microphone is too loud, which distorts words",
    "Turn its volume down.",
)

TROUBLES = (
    MICROPHONE_MUTED,
    MICROPHONE_SILENT,
    COMPUTER_MUTED,
    COMPUTER_SILENT,
    ENGINE_STALLED,
    SERVER_STALLED,
    NO_WORDS,
    CLIPPING,
)
"""In the order of the links from sound to text, and last what does not break any."""
