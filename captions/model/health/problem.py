"""Problems between the sound and its text; `captions.wording.notifications.notices` has the texts.

Only problems that no other part reports are listed here. Events of the source and the session
report a missing device, or a server that rejects the connection.
"""

from dataclasses import dataclass
from enum import StrEnum

from captions.events import Failed


class Remedy(StrEnum):
    """An action that the app can try without the user."""

    NONE = "none"
    REOPEN = "reopen"
    """Close the device of the lane and open it again."""
    RESTART_ENGINE = "restart_engine"
    """Terminate the process of the on-device speech server, so that it is restarted."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A kind of problem."""

    kind: str
    """Identifier, which never changes; `captions.wording.notifications.notices` uses it."""
    critical: bool = False
    """True if no captions appear until the problem is solved. Other problems are shown without a
    notification, because they may be intended or harmless."""
    remedy: Remedy = Remedy.NONE
    """Action that the app should try."""

    @property
    def failure(self) -> Failed:
        """The failure that reports this problem to the user."""
        return Failed(self.kind)


MICROPHONE_MUTED = Problem("microphone_muted")
COMPUTER_MUTED = Problem("computer_muted")
MICROPHONE_SILENT = Problem("microphone_silent", critical=True, remedy=Remedy.REOPEN)
COMPUTER_SILENT = Problem("computer_silent", remedy=Remedy.REOPEN)
ENGINE_STALLED = Problem("engine_stalled", critical=True, remedy=Remedy.RESTART_ENGINE)
SERVER_STALLED = Problem("server_stalled", critical=True)
ENGINE_BEHIND = Problem("engine_behind")
SERVER_BEHIND = Problem("server_behind")
NO_WORDS = Problem("no_words")
CLIPPING = Problem("clipping")

PROBLEMS = (
    MICROPHONE_MUTED,
    MICROPHONE_SILENT,
    COMPUTER_MUTED,
    COMPUTER_SILENT,
    ENGINE_STALLED,
    SERVER_STALLED,
    ENGINE_BEHIND,
    SERVER_BEHIND,
    NO_WORDS,
    CLIPPING,
)
"""All problems, ordered from the source to the text; those that do not stop captions come last."""
