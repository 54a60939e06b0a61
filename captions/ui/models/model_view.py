"""Values between the app and the choice of a recogniser: what is shown, and what the user wants."""

from dataclasses import dataclass
from enum import Enum


class ModelState(Enum):
    """What can be done with a model."""

    READY = "ready"
    """It can be used."""
    AVAILABLE = "available"
    """It can be downloaded."""
    PARTIAL = "partial"
    """A part is downloaded."""
    DOWNLOADING = "downloading"
    INSTALLING = "installing"
    """The Python package that it needs is being installed."""
    NEEDS_PACKAGE = "needs package"
    """Its files are here, and the Python package that it needs is not."""
    DAMAGED = "damaged"
    """Files are missing or changed."""
    UNAVAILABLE = "unavailable"
    """It cannot be used with this installation; `ModelView.problem` says why."""


FILES = "/files"
"""Name in requests about files that are being added; no model has it."""
BUSY_STATES = frozenset({ModelState.DOWNLOADING, ModelState.INSTALLING})
"""States in which the user can only wait or cancel."""


@dataclass(frozen=True, slots=True)
class LicenceView:
    """Licence of a model, in the language of the interface."""

    name: str
    terms: str = ""
    """What it allows, in one sentence."""
    is_free: bool = True
    """True if anyone may use the model for any purpose."""


@dataclass(frozen=True, slots=True)
class ModelProgress:
    """Progress of a download."""

    stored: int = 0
    """Bytes on this computer."""
    origin: str = ""
    """Name of the place that sends them."""
    is_used_when_ready: bool = True
    """True if captions switch to the model when it is ready."""


@dataclass(frozen=True, slots=True)
class PackageView:
    """The Python package that a model needs and that is not installed."""

    name: str
    command: str = ""
    """Command that the user has to run; empty if Captions installs the package itself."""


@dataclass(frozen=True, slots=True)
class ModelView:
    """One recogniser, as it is shown."""

    name: str
    """Name in the settings."""
    title: str
    purpose: str = ""
    """What it is good at, in a few words."""
    languages: tuple[str, ...] = ("en",)
    """Languages as ISO 639-1 codes; more than one if it detects the language."""
    size: int = 0
    """Size of its files in bytes; 0 if it is included."""
    licence: LicenceView = LicenceView("")
    state: ModelState = ModelState.READY
    progress: ModelProgress = ModelProgress()
    package: PackageView | None = None
    """The package that is missing; `None` if none is."""
    speed: str = ""
    """Its speed on this computer, in plain words; empty if it is not known."""
    is_measuring: bool = False
    """True while its speed is measured."""
    problem: str = ""
    """Why the last attempt failed; a sentence."""
    translates: bool = False
    """True if it translates speech into English."""
    is_downloadable: bool = True
    """False if its files can only be added by the user."""
    recommended_languages: frozenset[str] = frozenset()
    """Spoken languages for which it is the best of the models on this computer that keep up; the
    empty one if it is the best at detecting the language."""

    def knows_language(self, code: str) -> bool:
        """Return True for a language that it knows, and for no language if it detects them."""
        return code in self.languages if code else len(self.languages) > 1


class ModelAction(Enum):
    """What the user can ask for."""

    DOWNLOAD = "download"
    """Download a model or the rest of it, and install the package that it needs."""
    CANCEL = "cancel"
    """Stop; the downloaded part is kept."""
    REMOVE = "remove"
    """Remove a model, or its downloaded part."""
    SET_USE = "set use"
    """Use the model when it is ready, or not."""
    ADD_FILES = "add files"
    """Add a model from the user's files."""
    REFRESH = "refresh"
    """Look again at what is installed."""
    COPY = "copy"
    """Copy a command to the clipboard."""


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """Something that the user asks for."""

    action: ModelAction
    name: str = ""
    """Name of the model."""
    language: str = ""
    """Spoken language for which the model was chosen."""
    is_used: bool = True
    """True to use the model when it is ready."""
    path: str = ""
    """Folder or archive with the files of a model."""
    is_licence_accepted: bool = False
    """True if the user has read a licence that restricts the use."""
    text: str = ""
    """Text to copy."""


@dataclass(frozen=True, slots=True)
class LicenceQuestion:
    """A licence that the user has to accept before files are added."""

    title: str
    """Title of the model."""
    terms: str
    path: str
    """Folder or archive with the files."""


@dataclass(frozen=True, slots=True)
class ModelsView:
    """All recognisers that can be obtained, and the state of added files."""

    models: tuple[ModelView, ...] = ()
    languages: tuple[str, ...] = ()
    """Languages that can be chosen besides those of the models, as ISO 639-1 codes; their
    recognisers cannot be obtained."""
    limitation: str = ""
    """Why some recognisers are not listed; empty if all are."""
    is_adding: bool = False
    """True while files are being added."""
    note: str = ""
    """Result of adding files, as a sentence; empty if none were added."""
    has_failed: bool = False
    """True if the files could not be added."""
    question: LicenceQuestion | None = None
    """A licence to be accepted before the files are added."""
