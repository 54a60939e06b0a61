"""What a bug looks like to a user: one sentence, and a report that can be handed on."""

import os
import traceback
from pathlib import Path

import platformdirs

REPORT_NAME = "crash.txt"


def report(error: BaseException) -> str:
    """Write a bug's traceback into the user's folder of logs.

    The report holds names and numbers of lines, and no values: neither words nor keys.

    Returns:
        A sentence for the user that says where it is.
    """
    said = f"Captions met a fault of its own ({type(error).__name__})"
    folder = Path(platformdirs.user_log_path("captions", appauthor=False))
    path = folder / REPORT_NAME
    lines = [
        f"{frame.filename}:{frame.lineno} in {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join([type(error).__name__, *lines]) + os.linesep, encoding="utf-8")
    except OSError as failure:
        return f"{said}, and cannot write down where: {failure.strerror}."
    return f"{said}: please report it, with the file {path}."
