"""The models on this computer, each in a folder in the user's cache.

The files of a model are collected in ``NAME.partial``. The folder is renamed once all files are
complete, so an incomplete model is never visible. The manifest ``model.json`` in the folder holds
the digest of each file.
"""

import contextlib
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import platformdirs
from filelock import lock_descriptor

from captions import atomic_files
from captions.engine.library import download, wheels
from captions.engine.library.download import Progress, RetryPolicy, UnreachableError, compute_digest
from captions.engine.library.release import CatalogueModel, ModelFamily, ModelFile, ModelRelease
from captions.errors import EngineError, ModelMissingError, UsageError, describe_reason

_MANIFEST_NAME = "model.json"
_MAX_MANIFEST_BYTES = 1 << 20
_RESERVED_BYTES = 50_000_000
"""Disk space left free for other programs."""
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
"""Valid names of models."""


class ModelManifest(msgspec.Struct, frozen=True):
    """Content of ``model.json``."""

    name: str
    """Name of the model."""
    family: ModelFamily
    """Recogniser that runs the model."""
    languages: tuple[str, ...]
    """ISO 639-1 codes."""
    origin: str
    """Source of the files, shown to the user."""
    known: bool
    """True if the catalogue pins the digests of the files."""
    files: tuple[ModelFile, ...]
    """Name, size and digest of each file."""
    architecture: str = ""
    """Architecture name for Moonshine AI's library; empty for others."""

    @property
    def total_bytes(self) -> int:
        """Total size of the files in bytes."""
        return sum(file.size for file in self.files)


class ModelStore:
    """The folder of all models; several processes may use it at the same time."""

    def __init__(
        self, folder: Path | None = None, free_bytes: Callable[[Path], int] | None = None
    ) -> None:
        """Create a store.

        Args:
            folder: folder of the models; by default in the user's cache.
            free_bytes: returns the free disk space of a folder.
        """
        cache = platformdirs.user_cache_path("captions", appauthor=False)
        self.folder = folder or cache / "models"
        """Folder of the models."""
        self._free_bytes = free_bytes or (lambda path: shutil.disk_usage(path).free)

    def list_manifests(self) -> list[ModelManifest]:
        """Return the manifests of all stored recognition models, sorted by name."""
        if not self.folder.is_dir():
            return []
        names = sorted(path.parent.name for path in self.folder.glob(f"*/{_MANIFEST_NAME}"))
        found = [note for name in names if (note := self.read_manifest(name)) is not None]
        return [note for note in found if note.family is not ModelFamily.SPEAKERS]

    def read_manifest(self, name: str) -> ModelManifest | None:
        """Return the manifest of a model, or `None` if the model is not stored."""
        if not _NAME.fullmatch(name) or name.endswith(".partial"):
            return None
        try:
            content = atomic_files.read_file(
                self.folder / name / _MANIFEST_NAME, _MAX_MANIFEST_BYTES
            )
            return msgspec.json.decode(content, type=ModelManifest)
        except (OSError, msgspec.MsgspecError, RecursionError):
            return None

    def partial_bytes(self, name: str) -> int:
        """Return the number of bytes of an interrupted fetch."""
        parts = self._partial_folder(name).rglob("*")
        return sum(part.stat().st_size for part in parts if part.is_file())

    def damaged_files(self, manifest: ModelManifest, *, thoroughly: bool = False) -> list[str]:
        """Return the names of files that are missing or changed.

        Args:
            manifest: manifest of the model.
            thoroughly: True to compare digests, which reads every byte; otherwise sizes.
        """
        folder = self.folder / manifest.name
        return [
            file.name
            for file in manifest.files
            if not _is_unchanged(folder / file.name, file, thoroughly=thoroughly)
        ]

    def open(self, name: str) -> tuple[ModelManifest, Path]:
        """Return the manifest and the folder of a complete model.

        Raises:
            ModelMissingError: the model is not stored, or files are missing or changed.
        """
        note = self.read_manifest(name)
        if note is None:
            raise ModelMissingError("model_missing", model=name)
        if broken := self.damaged_files(note):
            raise ModelMissingError("model_broken", model=name, file=broken[0])
        return note, self.folder / name

    def fetch_model(
        self,
        model: CatalogueModel,
        progress: Callable[[ModelRelease], Progress],
        retry_policy: RetryPolicy | None = None,
    ) -> ModelManifest:
        """Fetch a model from the first release that is available, unless it is already stored.

        Args:
            model: the model.
            progress: called with each release before its download; returns the callback for the
                received bytes.
            retry_policy: timeout and retries.

        Raises:
            UsageError: the model can only be imported.
            EngineError: no release is available, a file cannot be written, or another process is
                changing the model.
        """
        if not model.releases:
            raise UsageError("model_page_only", model=model.name, page=model.page)
        with self._lock_partial(model.name) as partial:
            stored = self.read_manifest(model.name)
            if stored is not None and not self.damaged_files(stored, thoroughly=True):
                return stored
            release = self._fetch_available(model, partial, progress, retry_policy)
            manifest = ModelManifest(
                *(model.name, model.family, model.languages, release.origin, True, release.files),
                architecture=model.architecture,
            )
            self._install_files(manifest, partial)
        return manifest

    def add_model(self, manifest: ModelManifest, write_files: Callable[[Path], None]) -> None:
        """Add a model, replacing one of the same name.

        Args:
            manifest: manifest of the model.
            write_files: writes the files into a folder.

        Raises:
            UsageError: the name is invalid.
            EngineError: a file cannot be written, or another process is changing the model.
        """
        with self._lock_partial(manifest.name) as partial:
            self._check_free_space(partial, manifest.total_bytes)
            write_files(partial)
            self._install_files(manifest, partial)

    def remove_model(self, name: str) -> int:
        """Remove a model and its partial download, and return their size in bytes.

        Raises:
            ModelMissingError: the model is not stored.
            EngineError: another process is changing the model, or it cannot be removed.
        """
        manifest = self.read_manifest(name)
        size = manifest.total_bytes if manifest else 0
        size += self.partial_bytes(name) if _is_valid_name(name) else 0
        if manifest is None and not size:
            raise ModelMissingError("model_not_removable", model=name)
        with self._lock_partial(name) as partial, _translate_errors(self.folder):
            shutil.rmtree(partial)
            if manifest is not None:
                shutil.rmtree(self.folder / name)
        return size

    def _fetch_available(
        self,
        model: CatalogueModel,
        folder: Path,
        progress: Callable[[ModelRelease], Progress],
        retry_policy: RetryPolicy | None,
    ) -> ModelRelease:
        """Fetch the first available release; raise the error of the first if none is available."""
        failures: list[UnreachableError] = []
        for release in model.releases:
            self._check_free_space(folder, release.total_bytes)
            try:
                _fetch_release(release, folder, progress(release), retry_policy)
            except UnreachableError as error:
                failures.append(error)
            else:
                return release
        raise failures[0]

    def _check_free_space(self, partial: Path, size: int) -> None:
        """Raise `EngineError` if the disk lacks space for the bytes not yet stored."""
        stored = sum(path.stat().st_size for path in partial.iterdir() if path.is_file())
        needed = max(0, size - stored) + _RESERVED_BYTES
        free = self._free_bytes(partial)
        if free < needed:
            raise EngineError(
                "model_too_large", needed=needed / 1e6, folder=str(self.folder), free=free / 1e6
            )

    def _install_files(self, manifest: ModelManifest, partial: Path) -> None:
        """Write the manifest, and rename the complete folder to the model's name."""
        kept = {file.name for file in manifest.files}
        for path in partial.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path.name not in kept:
                path.unlink()
        (partial / _MANIFEST_NAME).write_bytes(msgspec.json.encode(manifest))
        target = self.folder / manifest.name
        if target.exists():
            shutil.rmtree(target)
        partial.rename(target)

    @contextlib.contextmanager
    def _lock_partial(self, name: str) -> Iterator[Path]:
        """Lock the partial folder of a model while the context lasts, and return its path."""
        if not _is_valid_name(name):
            raise UsageError("model_name_invalid", name=name)
        partial = self._partial_folder(name)
        with _translate_errors(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            with _hold_lock(self.folder / f"{name}.lock", name):
                partial.mkdir(exist_ok=True)
                try:
                    yield partial
                finally:
                    with contextlib.suppress(OSError):  # Fails if files are left or it was renamed.
                        partial.rmdir()

    def _partial_folder(self, name: str) -> Path:
        return self.folder / f"{name}.partial"


def _fetch_release(
    release: ModelRelease, folder: Path, progress: Progress, retry_policy: RetryPolicy | None
) -> None:
    if release.wheels:
        wheels.fetch_release(release, folder, progress)
        return
    for file in release.files:
        download.fetch_file(f"{release.url}/{file.name}", file, folder, progress, retry_policy)


def _is_valid_name(name: str) -> bool:
    return _NAME.fullmatch(name) is not None and not name.endswith((".partial", ".lock"))


def _is_unchanged(path: Path, file: ModelFile, *, thoroughly: bool) -> bool:
    try:
        has_size = path.stat().st_size == file.size
        return has_size and (not thoroughly or compute_digest(path) == file.sha256)
    except OSError:
        return False


@contextlib.contextmanager
def _translate_errors(folder: Path) -> Iterator[None]:
    """Raise `EngineError` for an `OSError` in the context."""
    try:
        yield
    except OSError as error:
        raise EngineError(
            "model_folder_unwritable", folder=str(folder), reason=describe_reason(error)
        ) from error


@contextlib.contextmanager
def _hold_lock(path: Path, name: str) -> Iterator[None]:
    """Hold a lock that the operating system releases even if the process crashes."""
    with path.open("a+b") as lock:
        if not lock_descriptor(lock.fileno(), blocking=False):
            raise EngineError("model_locked", model=name)
        yield
