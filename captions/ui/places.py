"""Remembers where the captions were dragged to, for each layout of monitors that was met.

A laptop at home and at work has two layouts, and its captions stand where they stood last in each.
"""

import json
import logging
from pathlib import Path
from typing import Any

import platformdirs
from PySide6.QtCore import QPoint

from captions import storage
from captions.errors import OutputError

FILE_NAME = "places.json"
MOST_LAYOUTS = 32
"""The layout that was not changed for longest is forgotten beyond these."""

_MAX_FILE_BYTES = 64 * 1024
_log = logging.getLogger(__name__)


class Places:
    """A place for each layout, in one small file."""

    def __init__(self, path: Path | None = None) -> None:
        """``path`` names the file; by default it is in the user's folder for programs' state."""
        self._path = path or platformdirs.user_state_path("captions", appauthor=False) / FILE_NAME
        self._places = self._read()

    def recall(self, layout: str) -> QPoint | None:
        """Return the place of the captions' top left corner in a layout, if they were dragged."""
        return self._places.get(layout)

    def remember(self, layout: str, place: QPoint) -> None:
        """Keep a place, here and in the file.

        Raises:
            OutputError: the file cannot be written; the place is known until the app ends.
        """
        self._places.pop(layout, None)
        self._places[layout] = place
        for oldest in list(self._places)[:-MOST_LAYOUTS]:
            del self._places[oldest]
        self._write()

    def _read(self) -> dict[str, QPoint]:
        try:
            told = json.loads(storage.read(self._path, _MAX_FILE_BYTES))
            return {str(layout): QPoint(*_pair(place)) for layout, place in told.items()}
        except FileNotFoundError:
            pass
        except (OSError, ValueError, TypeError, AttributeError, RecursionError) as error:
            # They are no more than a comfort, and the next drag mends the file.
            _log.info("The places in %s cannot be read: %r", self._path, error)
        return {}

    def _write(self) -> None:
        text = json.dumps({layout: place.toTuple() for layout, place in self._places.items()})
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            storage.replace(self._path, text.encode())
        except OSError as error:
            raise OutputError(
                f"The place of the captions cannot be kept in {self._path}: {error.strerror}."
            ) from error


def _pair(place: Any) -> tuple[int, int]:  # noqa: ANN401  # JSON
    """Return a place's numbers.

    Raises:
        ValueError: they are no two numbers of a screen.
    """
    left, top = place
    if not all(type(part) is int and abs(part) < 1 << 20 for part in (left, top)):
        raise ValueError("A place is two numbers.")
    return left, top
