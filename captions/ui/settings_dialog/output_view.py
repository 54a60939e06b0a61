"""Values that the Outputs page shows, and what the user asks for there."""

from dataclasses import dataclass, field
from enum import StrEnum

from captions.credentials import KeyState

OUTPUT_KINDS = ("page", "audience", "obs", "youtube", "zoom", "teams", "webhook")
"""All outputs, in the order of the cards."""


@dataclass(frozen=True, slots=True)
class OutputView:
    """An output as its card shows it."""

    kind: str
    state: str = "off"
    """``off``, ``connecting``, ``running``, ``waiting`` or ``failed``."""
    detail: str = ""
    """Sentence about the state; empty for none."""
    address: str = ""
    """Address without its secret; empty while the output is off."""
    sent: int = 0
    """Sentences sent."""
    dropped: int = 0
    """Sentences given up."""
    readers: int | None = None
    """Number of readers; `None` if the output does not know."""
    secret: KeyState | None = None
    """Where the secret is stored; `None` for an output without one that the user enters."""
    qr_svg: bytes = b""
    """QR code of the address as SVG; empty for none."""


class OutputAction(StrEnum):
    """What the user asks for on a card."""

    TEST = "test"
    COPY_ADDRESS = "copy"
    RENEW_ADDRESS = "renew"
    SAVE_SECRET = "save secret"  # noqa: S105  # the name of an action
    DELETE_SECRET = "delete secret"  # noqa: S105  # the name of an action
    SET_UP = "set up"
    """Add the captions to the current scene of OBS."""


@dataclass(frozen=True, slots=True)
class OutputRequest:
    """An action for one output."""

    kind: str
    action: OutputAction
    secret: str = field(default="", repr=False)
    """The secret to save."""
