"""Values that the Outputs page shows, and what the user asks for there."""

from dataclasses import dataclass, field
from enum import StrEnum

from captions.credentials import KeyState

OUTPUT_KINDS = ("page", "audience", "obs", "youtube", "zoom", "teams", "webhook")
"""All outputs, in the order of the cards."""


class PageReach(StrEnum):
    """Who can open a page."""

    COMPUTER = "computer"
    """Programs on this computer."""
    NETWORK = "network"
    """Everyone in the local network who has the address."""
    NO_NETWORK = "no network"
    """The same, but this computer is in no network at present."""


@dataclass(frozen=True, slots=True)
class OutputView:
    """An output as its card shows it."""

    kind: str
    state: str = "off"
    """``off``, ``connecting``, ``running``, ``waiting``, ``failed`` or ``paused``."""
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
    secrets: tuple[KeyState, ...] = ()
    """Where each secret is stored that the user enters; empty until the keyring has answered."""
    reach: PageReach | None = None
    """Who can open the page; `None` if the output is no page, or off."""
    qr_svg: bytes = b""
    """QR code of the address as SVG, with its secret; empty unless other devices can open it."""


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
    secret_index: int = 0
    """Place of the secret that is saved or deleted among those of the output."""
