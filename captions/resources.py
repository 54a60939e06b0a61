"""Where the project's pictures and pages are, wherever it is installed."""

from pathlib import Path


def path(name: str) -> Path:
    """Name a file of resources: beside the package when installed, else in the repository."""
    package = Path(__file__).resolve().parent
    installed = package / "resources" / name
    return installed if installed.exists() else package.parent / "resources" / name
