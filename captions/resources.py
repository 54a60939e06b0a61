"""Paths of the bundled images and pages, both installed and in the repository."""

from pathlib import Path


def resource_path(name: str) -> Path:
    """Return a resource's path: in the package if installed, otherwise in the repository."""
    package = Path(__file__).resolve().parent
    installed = package / "resources" / name
    return installed if installed.exists() else package.parent / "resources" / name
