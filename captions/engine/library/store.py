"""The models on this computer: a folder for each in the user's cache, all of it or none.

A model's files come together in ``NAME.partial``, which is renamed once all are right; what was
fetched or imported stands beside them in ``model.json``, with the digest of every file.
"""

import contextlib
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import platformdirs

from captions import filelock, storage
from captions.engine.library import download, wheels
from captions.engine.library.download import Patience, Progress, UnreachableError, digest_of
from captions.engine.library.release import Family, Model, ModelFile, Release
from captions.errors import EngineError, ModelMissingError, UsageError

_NOTE = "model.json"
_MAX_NOTE_BYTES = 1 << 20
_SPARE_BYTES = 50_000_000
"""Left free for others."""
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


class Note(msgspec.Struct, frozen=True):
    """What stands beside a model's files."""

    name: str
    family: Family
    languages: tuple[str, ...]
    origin: str
    """Where its files came from, for people."""
    known: bool
    """Whether the files are those whose digests the catalogue pins."""
    files: tuple[ModelFile, ...]
    architecture: str = ""

    @property
    def bytes(self) -> int:
        """How much room its files take."""
        return sum(file.size for file in self.files)


class Store:
    """The folder of models; several programs may use it at once."""

    def __init__(
        self, folder: Path | None = None, free: Callable[[Path], int] | None = None
    ) -> None:
        """Look after a folder.

        Args:
            folder: by default the user's cache.
            free: says how many bytes may still be written below a folder.
        """
        cache = platformdirs.user_cache_path("captions", appauthor=False)
        self.folder = folder or cache / "models"
        self._free = free or (lambda path: shutil.disk_usage(path).free)

    def notes(self) -> list[Note]:
        """Return what is known of every model that is here, in the order of their names."""
        if not self.folder.is_dir():
            return []
        names = sorted(path.parent.name for path in self.folder.glob(f"*/{_NOTE}"))
        return [note for name in names if (note := self.note(name)) is not None]

    def note(self, name: str) -> Note | None:
        """Return what is known of a model, or `None` if it is not here."""
        if not _NAME.fullmatch(name) or name.endswith(".partial"):
            return None
        try:
            content = storage.read(self.folder / name / _NOTE, _MAX_NOTE_BYTES)
            return msgspec.json.decode(content, type=Note)
        except (OSError, msgspec.MsgspecError, RecursionError):
            return None

    def partial_bytes(self, name: str) -> int:
        """Return how much has come of a model whose fetch was broken off."""
        parts = self._partial(name).rglob("*")
        return sum(part.stat().st_size for part in parts if part.is_file())

    def broken(self, note: Note, *, thoroughly: bool = False) -> list[str]:
        """Return the names of files that are missing or changed.

        Args:
            note: the model.
            thoroughly: compare digests, which reads every byte; otherwise sizes.
        """
        folder = self.folder / note.name
        return [
            file.name for file in note.files if not _as_noted(folder / file.name, file, thoroughly)
        ]

    def open(self, name: str) -> tuple[Note, Path]:
        """Return a model that is whole, and its folder.

        Raises:
            ModelMissingError: it is not here, or no longer whole.
        """
        note = self.note(name)
        if note is None:
            raise ModelMissingError(
                f"The model {name} is not on this computer: run 'captions models fetch {name}'."
            )
        if broken := self.broken(note):
            raise ModelMissingError(
                f"The model {name} is no longer whole ({broken[0]}): run 'captions models remove "
                f"{name}', then 'captions models fetch {name}'."
            )
        return note, self.folder / name

    def fetch(
        self,
        model: Model,
        progress: Callable[[Release], Progress],
        patience: Patience | None = None,
    ) -> Note:
        """Fetch a model from the first place that has it, or find it here.

        Args:
            model: what to fetch.
            progress: is told from where it comes, and gives what is told how much has come.
            patience: how long to put up with a bad network.

        Raises:
            UsageError: the model can only be imported.
            EngineError: it cannot be fetched from anywhere, or not be written, or another program
                is at it.
        """
        if not model.releases:
            raise UsageError(
                f"The model {model.name} cannot be fetched, because its publisher tells no digests "
                f"to check it by: get its files from {model.page}, then run 'captions models "
                f"import FOLDER --name {model.name}'."
            )
        with self._filling(model.name) as partial:
            found = self.note(model.name)
            if found is not None and not self.broken(found):
                return found
            release = self._fetch_any(model, partial, progress, patience)
            note = Note(
                *(model.name, model.family, model.languages, release.origin, True, release.files),
                architecture=model.architecture,
            )
            self._finish(note, partial)
        return note

    def add(self, note: Note, fill: Callable[[Path], None]) -> None:
        """Add a model whose files somebody else writes, in place of one of the same name.

        Args:
            note: what the model is.
            fill: writes the files into a folder.

        Raises:
            UsageError: the name is none.
            EngineError: it cannot be written, or another program is at it.
        """
        with self._filling(note.name) as partial:
            self._check_room(partial, note.bytes)
            fill(partial)
            self._finish(note, partial)

    def remove(self, name: str) -> int:
        """Remove a model, and what is left of a broken fetch, and return how many bytes that was.

        Raises:
            ModelMissingError: it is not here.
            EngineError: another program is at it, or it cannot be removed.
        """
        note = self.note(name)
        size = (note.bytes if note else 0) + (self.partial_bytes(name) if _is_name(name) else 0)
        if note is None and not size:
            raise ModelMissingError(f"The model {name} is not on this computer.")
        with self._filling(name) as partial, _writing(self.folder):
            shutil.rmtree(partial)
            if note is not None:
                shutil.rmtree(self.folder / name)
        return size

    def _fetch_any(
        self,
        model: Model,
        partial: Path,
        progress: Callable[[Release], Progress],
        patience: Patience | None,
    ) -> Release:
        """Fetch from the first place that has it; what is said is what was wrong with the first."""
        failure: UnreachableError | None = None
        for release in model.releases:
            self._check_room(partial, release.size)
            try:
                _fetch(release, partial, progress(release), patience)
            except UnreachableError as error:
                failure = failure or error
            else:
                return release
        assert failure is not None  # noqa: S101  # there are releases, and none was returned
        raise failure

    def _check_room(self, partial: Path, size: int) -> None:
        """Raise if a model does not fit; what is there of it already need not fit again."""
        there = sum(path.stat().st_size for path in partial.iterdir() if path.is_file())
        needed = max(0, size - there) + _SPARE_BYTES
        free = self._free(partial)
        if free < needed:
            raise EngineError(
                f"The model needs {needed / 1e6:.0f} MB in {self.folder}, and {free / 1e6:.0f} MB "
                "are free there: make some room, then try again."
            )

    def _finish(self, note: Note, partial: Path) -> None:
        """Make a full folder the model's."""
        kept = {file.name for file in note.files}
        for other in partial.iterdir():
            if other.is_dir():
                shutil.rmtree(other)
            elif other.name not in kept:
                other.unlink()
        (partial / _NOTE).write_bytes(msgspec.json.encode(note))
        target = self.folder / note.name
        if target.exists():
            shutil.rmtree(target)
        partial.rename(target)

    @contextlib.contextmanager
    def _filling(self, name: str) -> Iterator[Path]:
        """Have a model's unfinished folder for oneself."""
        if not _is_name(name):
            raise UsageError(
                f"“{name}” is no name for a model: use small letters, digits, and . _ - between."
            )
        partial = self._partial(name)
        with _writing(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            with _locked(self.folder / f"{name}.lock", name):
                partial.mkdir(exist_ok=True)
                try:
                    yield partial
                finally:
                    with contextlib.suppress(OSError):  # What is in there is kept, or it is gone.
                        partial.rmdir()

    def _partial(self, name: str) -> Path:
        return self.folder / f"{name}.partial"


def _fetch(release: Release, folder: Path, progress: Progress, patience: Patience | None) -> None:
    if release.wheels:
        wheels.fetch(release, folder, progress)
        return
    for file in release.files:
        download.fetch(f"{release.url}/{file.name}", file, folder, progress, patience)


def _is_name(name: str) -> bool:
    return _NAME.fullmatch(name) is not None and not name.endswith((".partial", ".lock"))


def _as_noted(path: Path, file: ModelFile, thoroughly: bool) -> bool:  # noqa: FBT001  # passed on
    try:
        right_size = path.stat().st_size == file.size
        return right_size and (not thoroughly or digest_of(path) == file.sha256)
    except OSError:
        return False


@contextlib.contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise EngineError(
            f"The models in {folder} cannot be changed ({error.strerror}): see to it that you may "
            "write there, and that there is room."
        ) from error


@contextlib.contextmanager
def _locked(path: Path, name: str) -> Iterator[None]:
    """Hold a lock that the system lets go when the program ends, however it ends."""
    with path.open("a+b") as lock:
        if not filelock.try_lock(lock.fileno()):
            raise EngineError(
                f"Another program is just fetching or changing the model {name}: wait for it, then "
                "try again."
            )
        yield
