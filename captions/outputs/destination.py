"""The port of all outputs: what an output must do, and how it reports its state.

A new output is one class with this interface. Everything else is shared: `OutputQueue` delays and
limits what it receives, and `OutputRunner` connects it again after a failure.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable

from captions.messages.message import Message
from captions.outputs.caption_state import RowFormat
from captions.outputs.output_queue import OutputQueue
from captions.settings.schema import Settings


class OutputKind(StrEnum):
    """The outputs, named as in the settings."""

    PAGE = "page"
    AUDIENCE = "audience"
    OBS = "obs"
    YOUTUBE = "youtube"
    ZOOM = "zoom"
    TEAMS = "teams"
    WEBHOOK = "webhook"


class OutputState(StrEnum):
    """State of an output."""

    OFF = "off"
    CONNECTING = "connecting"
    RUNNING = "running"
    WAITING = "waiting"
    """It cannot be reached, or does not accept captions yet; it is tried again."""
    FAILED = "failed"
    """The user has to change something."""


@dataclass(frozen=True, slots=True)
class OutputStatus:
    """What the user sees of an output."""

    state: OutputState = OutputState.OFF
    detail: Message | None = None
    """One sentence about the state; `None` if there is nothing to say."""
    readers: int | None = None
    """Number of connected readers; `None` if the output does not know."""


Report = Callable[[OutputStatus], None]
"""Called with the status whenever it changes."""


class Destination(Protocol):
    """Sends captions to one place."""

    row_formats: tuple[RowFormat, ...]
    """Row formats that the destination shows; empty if it needs segments only."""
    max_age: float
    """Seconds after which a segment is no longer useful, and is dropped."""

    def describe_address(self, *, with_secret: bool) -> str:
        """Return where captions go, for the user; its secret is hidden unless it is asked for."""

    def apply(self, settings: Settings) -> None:
        """Apply other settings that need no new connection, such as the look.

        The app replaces the destination if the settings of the output itself have changed.
        """

    async def deliver(self, queue: OutputQueue, report: Report) -> None:
        """Connect, and deliver what the queue has until cancelled.

        A new call follows each failure. Its first state is the present one, and segments that were
        not removed from the queue are still in it. A destination that shows states only removes the
        segments as it shows them, so that they are counted.

        Raises:
            OutputUnavailableError: a later attempt may succeed.
            OutputError: the user has to change something first.
        """


@runtime_checkable
class ContinuingDestination(Protocol):
    """A destination that shows earlier captions, even after it was replaced."""

    def continue_destination(self, before: Destination) -> None:
        """Take over the earlier captions of the destination that this one replaces."""


@runtime_checkable
class NamingDestination(Protocol):
    """A destination that can still change the names in what it has shown."""

    def show_names(self, names: Mapping[str, str]) -> None:
        """Show the present names of speakers, by each earlier label."""


@runtime_checkable
class RenewableDestination(Protocol):
    """A destination that others open with a secret, which can be replaced while it runs."""

    def renew_secret(self, secret: str) -> None:
        """Accept another secret from now on; readers with the old one are disconnected."""
