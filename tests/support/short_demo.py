"""The included model with a shorter recording, so that tests of the demo are faster."""

from pathlib import Path

from captions.engine import model_files


def package_with(recording: Path, folder: Path) -> Path:
    """Create a copy of the data package by links, with another recording.

    Returns:
        The folder to put first on Python's search path.
    """
    package = folder / model_files.PACKAGE
    package.mkdir(parents=True)
    for item in model_files.find_path(model_files.SILERO).parent.parent.iterdir():
        (package / item.name).symlink_to(item)
    speech = (package / model_files.SAMPLE_RECORDING).parent
    speech.unlink()
    speech.mkdir()
    (package / model_files.SAMPLE_RECORDING).symlink_to(recording)
    return folder
