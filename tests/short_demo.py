"""The included model with a shorter recording, so that a test need not wait for all of the demo."""

from pathlib import Path

from captions.engine import weights


def package_with(recording: Path, folder: Path) -> Path:
    """Make the data package again in a folder, by links, and with another recording.

    Returns:
        The folder, for Python to search before all others.
    """
    package = folder / weights.PACKAGE
    package.mkdir(parents=True)
    for item in weights.find(weights.SILERO).parent.parent.iterdir():
        (package / item.name).symlink_to(item)
    speech = (package / weights.SAMPLE_RECORDING).parent
    speech.unlink()
    speech.mkdir()
    (package / weights.SAMPLE_RECORDING).symlink_to(recording)
    return folder
