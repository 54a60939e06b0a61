"""What the app hands down to the settings dialog, which knows no devices, models or keys itself."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from captions.realtime.key import KeyState
from captions.ui.keysystem import Lent


@dataclass(frozen=True, slots=True)
class DeviceChoice:
    """A microphone that can be chosen."""

    name: str
    """As the settings have it."""
    title: str
    """As people read it."""


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """A recogniser that can run on this computer."""

    name: str
    """As the settings have it."""
    title: str
    size: int
    """Bytes."""
    licence: str
    fetched: bool
    """Whether it is on this computer."""
    languages: tuple[str, ...] = ("en",)
    """ISO 639-1 codes."""


@dataclass(frozen=True, slots=True)
class Offers:
    """Everything that the dialog shows and is no setting."""

    devices: tuple[DeviceChoice, ...] = ()
    """Microphones besides the system's default."""
    models: tuple[ModelChoice, ...] = ()
    languages: tuple[str, ...] = ("en",)
    """ISO 639-1 codes of what servers elsewhere may understand."""
    key: KeyState = field(default_factory=KeyState)
    sharing_problem: str = ""
    """Why the overlay cannot be hidden from sharing here; empty if it can."""
    shortcut_problems: tuple[str, ...] = ()
    """A sentence for each shortcut that does not work."""
    lent: Lent | None = None
    """The keys that the desktop lends by itself, whichever the settings want."""
    version: str = ""
    folders: tuple[tuple[str, Path], ...] = ()
    """What is kept on this computer, and where: each a title and a folder."""
    diagnostics: Callable[[], str] = str
    """Gives a text that helps whoever looks for a fault; it holds no key and no word said."""
