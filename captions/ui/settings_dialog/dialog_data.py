"""Values that the app passes to the settings dialog: devices, models, key state and folders."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from captions.credentials import KeyState
from captions.settings.looks import LookStore
from captions.ui.hotkeys.key_backend import PortalBindings
from captions.ui.models.model_view import ModelsView
from captions.ui.settings_dialog.output_view import OutputView
from captions.wording.status import LaneDevice


@dataclass(frozen=True, slots=True)
class DeviceChoice:
    """A microphone that the user can choose."""

    name: str
    """Name in the settings."""
    title: str
    """Name shown to the user."""


@dataclass(frozen=True, slots=True)
class DialogData:
    """Everything that the dialog shows besides the settings."""

    devices: tuple[DeviceChoice, ...] = ()
    """Microphones other than the system default."""
    lanes: tuple[LaneDevice, ...] = ()
    """What each lane listens to; empty before captioning starts."""
    models: ModelsView = field(default_factory=ModelsView)
    """Recognisers that can run on this computer."""
    languages: tuple[str, ...] = ("en",)
    """Languages offered for remote servers, as ISO 639-1 codes."""
    key: KeyState = field(default_factory=KeyState)
    sharing_problem: str = ""
    """Why the overlay cannot be hidden from screen sharing; empty if it can."""
    shortcut_problems: tuple[str, ...] = ()
    """One sentence per shortcut that does not work."""
    portal_bindings: PortalBindings | None = None
    """Keys that the desktop assigned in place of the settings; `None` if it assigns none."""
    outputs: tuple[OutputView, ...] = ()
    """Outputs whose state is known."""
    looks: LookStore = field(default_factory=LookStore)
    """Looks of the user."""
    version: str = ""
    folders: tuple[tuple[str, Path], ...] = ()
    """Folders with stored data, each with its title."""
    diagnostics: Callable[[], str] = str
    """Returns a text for bug reports; it contains no API key and no captions."""
