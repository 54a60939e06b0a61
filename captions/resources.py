"""Paths of the bundled images and pages, both installed and in the repository."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource_path(name: str, package: Path = _PACKAGE) -> Path:
    """Return a resource's path: in the package if installed, otherwise in the repository.

    Args:
        name: path of the resource below ``resources``.
        package: folder of the package.
    """
    installed = package / "resources" / name
    return installed if installed.exists() else package.parent / "resources" / name
