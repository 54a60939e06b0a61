"""Saves the dragged position of the captions for each layout of monitors.

A laptop used at home and at work has two layouts, each with its own position.
"""

import json
import logging
from collections.abc import Iterable
from pathlib import Path

import platformdirs
from PySide6.QtCore import QPoint

from captions import atomic_files
from captions.errors import OutputError, describe_reason

FILE_NAME = "places.json"
MAX_LAYOUTS = 32
"""Maximum number of layouts; beyond it, the one unchanged for longest is removed."""

_MAX_FILE_BYTES = 64 * 1024
_log = logging.getLogger(__name__)


class SavedPositions:
    """Stores one position for each monitor layout, in one small file."""

    def __init__(self, path: Path | None = None) -> None:
        """Read the saved positions.

        Args:
            path: the file; by default it is in the user's state folder.
        """
        self._path = path or platformdirs.user_state_path("captions", appauthor=False) / FILE_NAME
        self._positions = self._read_file()

    def get_position(self, layout: str) -> QPoint | None:
        """Return the saved top left corner of the captions in a layout, or None."""
        return self._positions.get(layout)

    def save_position(self, layout: str, position: QPoint) -> None:
        """Save a position in memory and in the file.

        Raises:
            OutputError: the file cannot be written; the position is kept until the app quits.
        """
        self._positions.pop(layout, None)
        self._positions[layout] = position
        for oldest in list(self._positions)[:-MAX_LAYOUTS]:
            del self._positions[oldest]
        self._write_file()

    def _read_file(self) -> dict[str, QPoint]:
        try:
            stored = json.loads(atomic_files.read_file(self._path, _MAX_FILE_BYTES))
            return {
                str(layout): QPoint(*_parse_position(position))
                for layout, position in stored.items()
            }
        except FileNotFoundError:
            pass
        except (OSError, ValueError, TypeError, AttributeError, RecursionError) as error:
            # Positions are not essential, and the next drag replaces the file.
            _log.info("The positions in %s cannot be read: %r", self._path, error)
        return {}

    def _write_file(self) -> None:
        text = json.dumps({layout: point.toTuple() for layout, point in self._positions.items()})
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            atomic_files.replace_file(self._path, text.encode())
        except OSError as error:
            raise OutputError(
                "position_not_saved", file=str(self._path), reason=describe_reason(error)
            ) from error


def _parse_position(position: Iterable[object]) -> tuple[int, int]:
    """Return the coordinates of a position.

    Raises:
        ValueError: the value is not a pair of plausible coordinates.
    """
    left, top = map(_parse_coordinate, position)
    return left, top


def _parse_coordinate(value: object) -> int:
    if type(value) is not int or abs(value) >= 1 << 20:
        raise ValueError("A position is two numbers.")
    return value
