"""Turns the catalogue, the store and the running jobs into what the dialogs show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from captions.app.models.model_jobs import JobStage, JobState
from captions.engine.library import catalogue
from captions.engine.library.recommendation import find_recommended, knows_language
from captions.engine.library.release import CatalogueModel, ModelFamily, find_translation_targets
from captions.engine.library.store import ModelManifest, ModelStore
from captions.engine.preparing import package_install
from captions.engine.preparing.package_install import PackageState
from captions.engine.preparing.speed_cache import SpeedCache
from captions.messages.message import Message
from captions.ui.models.model_view import (
    LicenceView,
    ModelProgress,
    ModelState,
    ModelView,
    PackageView,
)
from captions.wording.language import marked, rendered, translated
from captions.wording.speed_texts import describe_speed

_TITLES = {model.name: model.title for model in catalogue.MODELS if model.title}
_OWN_PURPOSE = marked("your own model")
_READY_STATES = {
    PackageState.PRESENT: ModelState.READY,
    PackageState.IMPOSSIBLE: ModelState.UNAVAILABLE,
}
"""State of a stored model by the state of its package; otherwise `ModelState.NEEDS_PACKAGE`."""
_LIMITATION = marked(
    "Other recognisers need Python packages, which this installation of Captions cannot add: "
    "install Captions with pip to use them."
)


@dataclass(frozen=True, slots=True)
class FamilyPackage:
    """The Python package that a family needs."""

    state: PackageState
    name: str = ""
    command: str = ""
    """Command that installs it."""

    @classmethod
    def find(cls, family: ModelFamily) -> "FamilyPackage":
        """Return the package of a family, and whether it is installed."""
        state = package_install.find_package_state(family)
        if state is PackageState.PRESENT:
            return cls(state)
        name = package_install.find_package_name(family)
        return cls(state, name, package_install.find_command(family))


@dataclass(frozen=True, slots=True)
class StoredModels:
    """What is on this computer; read again only when it may have changed."""

    manifests: Mapping[str, ModelManifest] = field(default_factory=dict)
    damaged: frozenset[str] = frozenset()
    """Names of models with missing or changed files."""
    partial_bytes: Mapping[str, int] = field(default_factory=dict)
    """Bytes of interrupted downloads, by the model's name."""
    factors: Mapping[str, float] = field(default_factory=dict)
    """Measured speeds by the model's name; 0 if not known."""
    packages: Mapping[ModelFamily, FamilyPackage] = field(default_factory=dict)
    """The packages of all families."""

    @classmethod
    def read(cls, store: ModelStore, models: Sequence[CatalogueModel]) -> "StoredModels":
        """Read the folder of the models."""
        manifests = {manifest.name: manifest for manifest in store.list_manifests()}
        speeds = SpeedCache(store)
        included = {model.name for model in models if model.family is ModelFamily.INCLUDED}
        return cls(
            manifests,
            frozenset(name for name, found in manifests.items() if store.damaged_files(found)),
            {model.name: store.partial_bytes(model.name) for model in models},
            {name: speeds.read_factor(name) for name in (*included, *manifests)},
            {family: FamilyPackage.find(family) for family in ModelFamily},
        )

    def list_unmeasured(self) -> list[str]:
        """Return the models that can run and whose speed is not known."""
        return [name for name, factor in self.factors.items() if not factor and self.can_run(name)]

    def find_package(self, family: ModelFamily) -> FamilyPackage:
        """Return the package of a family, and whether it is installed."""
        return self.packages.get(family, FamilyPackage(PackageState.PRESENT))

    def can_run(self, name: str) -> bool:
        """Return True if a model and the package that it needs are on this computer."""
        manifest = self.manifests.get(name)
        family = ModelFamily.INCLUDED if manifest is None else manifest.family
        is_here = name in self.factors and name not in self.damaged
        return is_here and self.find_package(family).state is PackageState.PRESENT

    def describe_limitation(self) -> str:
        """Return why some models are not offered; empty if all can be used."""
        states = {package.state for package in self.packages.values()}
        return translated(_LIMITATION) if PackageState.IMPOSSIBLE in states else ""


class ViewMaker:
    """Makes the views of all models that can be obtained."""

    def __init__(
        self,
        stored: StoredModels,
        states: Mapping[str, JobState],
        problems: Mapping[str, Message],
    ) -> None:
        """Prepare to make views.

        Args:
            stored: what is on this computer.
            states: states of running jobs, by the model's name.
            problems: why the last job of a model failed.
        """
        self._stored = stored
        self._states = states
        self._problems = problems

    def make_views(self, models: Sequence[CatalogueModel]) -> tuple[ModelView, ...]:
        """Return the views: first of the catalogue, then of the user's own models.

        A model whose digests are not known cannot be downloaded; it is left out unless the user has
        imported it.
        """
        manifests = self._stored.manifests
        listed = {model.name for model in models}
        offered = [
            model for model in models if model.name in manifests or self._is_obtainable(model)
        ]
        own = [make_own_model(found) for name, found in manifests.items() if name not in listed]
        shown = (*offered, *own)
        recommended = self._find_recommended(shown)
        return tuple(
            replace(
                self._make_view(model),
                recommended_languages=recommended.get(model.name, frozenset()),
            )
            for model in shown
        )

    def _find_recommended(self, models: Sequence[CatalogueModel]) -> dict[str, frozenset[str]]:
        """Return the languages for which each recommended model is recommended, by its name."""
        here = [model for model in models if self._stored.can_run(model.name)]
        measured = [model for model in here if self._is_measuring(model.name)]
        found: dict[str, frozenset[str]] = {}
        for language in {"", *(code for model in here for code in model.languages)}:
            best = find_recommended(here, self._stored.factors, language)
            # A model that is being measured may be better.
            is_final = not any(knows_language(model, language) for model in measured)
            if best is not None and is_final:
                found[best.name] = found.get(best.name, frozenset()) | {language}
        return found

    def _is_measuring(self, name: str) -> bool:
        job = self._states.get(name)
        return job is not None and job.stage is JobStage.MEASURING

    def _is_obtainable(self, model: CatalogueModel) -> bool:
        if model.family is ModelFamily.INCLUDED:
            return True
        package = self._stored.find_package(model.family)
        return bool(model.releases) and package.state is not PackageState.IMPOSSIBLE

    def _make_view(self, model: CatalogueModel) -> ModelView:
        job = self._states.get(model.name)
        manifest = self._stored.manifests.get(model.name)
        licence = model.licence
        return ModelView(
            name=model.name,
            title=format_title(model.name),
            purpose=translated(model.purpose),
            languages=model.languages,
            size=model.total_bytes if manifest is None else manifest.total_bytes,
            licence=LicenceView(licence.name, translated(licence.terms), licence.free),
            state=self._find_state(model, job),
            progress=self._make_progress(model, job),
            package=self._find_package(model.family),
            speed=describe_speed(self._stored.factors.get(model.name, 0.0)),
            is_measuring=self._is_measuring(model.name),
            problem=self._find_problem(model),
            translates=bool(find_translation_targets(model.family, model.name, model.languages)),
            is_downloadable=bool(model.releases),
        )

    def _find_state(self, model: CatalogueModel, job: JobState | None) -> ModelState:
        if job is not None and job.stage is not JobStage.MEASURING:
            is_installing = job.stage is JobStage.INSTALLING
            return ModelState.INSTALLING if is_installing else ModelState.DOWNLOADING
        if model.name in self._stored.damaged:
            return ModelState.DAMAGED
        if model.family is ModelFamily.INCLUDED or model.name in self._stored.manifests:
            return _READY_STATES.get(
                self._stored.find_package(model.family).state, ModelState.NEEDS_PACKAGE
            )
        is_begun = self._stored.partial_bytes.get(model.name, 0) > 0
        return ModelState.PARTIAL if is_begun else ModelState.AVAILABLE

    def _make_progress(self, model: CatalogueModel, job: JobState | None) -> ModelProgress:
        if job is None:
            return ModelProgress(self._stored.partial_bytes.get(model.name, 0))
        return ModelProgress(job.stored, translated(job.origin), job.is_used_when_ready)

    def _find_package(self, family: ModelFamily) -> PackageView | None:
        package = self._stored.find_package(family)
        if package.state is PackageState.PRESENT:
            return None
        is_manual = package.state is PackageState.BY_COMMAND
        return PackageView(package.name, package.command if is_manual else "")

    def _find_problem(self, model: CatalogueModel) -> str:
        if model.name in self._states:
            return ""
        package = self._stored.find_package(model.family)
        if package.state is PackageState.IMPOSSIBLE:
            return rendered(Message("package_unavailable", package=package.name))
        return rendered(self._problems.get(model.name))


def format_title(name: str) -> str:
    """Return a model's name as a title, such as ``Whisper base``."""
    if name in _TITLES:
        return _TITLES[name]
    words = name.replace("-", " ")
    return words[:1].upper() + words[1:]


def make_own_model(manifest: ModelManifest) -> CatalogueModel:
    """Return a model of the user as one of the catalogue; it cannot be downloaded."""
    return CatalogueModel(
        manifest.name,
        manifest.family,
        _OWN_PURPOSE,
        manifest.languages,
        catalogue.UNKNOWN_LICENCE,
        size=manifest.total_bytes,
    )
