"""Checks of output files before anything is opened or overwritten."""

import os
from pathlib import Path

from captions.errors import OutputError, describe_reason


def check_writable(path: Path) -> None:
    """Check that a file can be written, whether it exists or not.

    Raises:
        OutputError: the output is a folder, its folder is missing, or writing is not permitted.
    """
    folder = path.absolute().parent
    try:
        if path.is_dir():
            raise OutputError("output_is_folder", file=str(path))
        if not folder.is_dir():
            raise OutputError("output_folder_missing", folder=str(folder))
        writable = os.access(path if path.exists() else folder, os.W_OK)
    except (OSError, ValueError) as error:
        reason = describe_reason(error)
        raise OutputError("output_unwritable", file=str(path), reason=reason) from error
    if not writable:
        raise OutputError("output_forbidden", file=str(path))
