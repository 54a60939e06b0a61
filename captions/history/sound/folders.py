"""Folders of recorded sound: ``sound/<session id>/lane-<name>`` in the data folder.

Folders and files are readable only by their user. A session's folder exists only if it has sound.
"""

import contextlib
import os
import shutil
from pathlib import Path
from urllib.parse import quote, unquote

from captions.errors import OutputError, describe_reason

_FOLDER = "sound"
"""Name of the folder with the sound of all sessions."""
_LANE = "lane"
_LANE_PREFIX = f"{_LANE}-"
"""Prefix of a lane's folder; the rest is its name in percent-encoding, valid on any system."""
_PRIVATE = 0o700


def session_folder(data_folder: Path, session_id: int) -> Path:
    """Return the folder with the sound of a kept session; it may not exist."""
    return data_folder / _FOLDER / str(session_id)


def sessions_with_sound(data_folder: Path) -> frozenset[int]:
    """Return the sessions whose sound is on disk; empty if the folder is missing or unreadable."""
    names: list[str] = []
    with contextlib.suppress(OSError):
        names = os.listdir(data_folder / _FOLDER)  # noqa: PTH208  # names, not paths
    return frozenset(int(name) for name in names if name.isascii() and name.isdecimal())


def delete_sound(data_folder: Path, session_id: int) -> None:
    """Delete the sound of a session, if there is any.

    Raises:
        OutputError: part of it cannot be deleted.
    """
    folder = session_folder(data_folder, session_id)
    try:
        shutil.rmtree(folder)
    except FileNotFoundError:
        return
    except OSError as error:
        raise OutputError(
            "sound_undeletable", folder=str(folder), reason=describe_reason(error)
        ) from error


def lane_folder(folder: Path, lane: str) -> Path:
    """Return the folder of a lane; ``lane`` is empty if the session has only one."""
    return folder / (_LANE_PREFIX + quote(lane, safe="") if lane else _LANE)


def lane_of(folder: Path) -> str | None:
    """Return the lane of a folder; None if it is not the folder of a lane."""
    if folder.name == _LANE:
        return ""
    if not folder.name.startswith(_LANE_PREFIX):
        return None
    return unquote(folder.name.removeprefix(_LANE_PREFIX))


def make_private(folder: Path) -> None:
    """Create a folder and its parents for the user alone; existing ones stay as they are.

    Raises:
        OSError: the folder cannot be created.
    """
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for path in reversed(missing):
        path.mkdir(_PRIVATE, exist_ok=True)
