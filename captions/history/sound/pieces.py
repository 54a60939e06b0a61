"""Maps stream time to the pieces of a lane, whose file names carry their beginning.

A piece is an Ogg Opus file of contiguous sound. Its name is the stream time of its first sample in
seconds, with microseconds, so that no index can be lost or contradict the files. Stream time that
no piece covers is silent: captioning was paused, or sound was dropped.
"""

import contextlib
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from captions.history.sound import folders

_NAME = re.compile(r"(\d{10,})\.(\d{6})\.opus")
_MICROSECONDS = 1_000_000


@dataclass(frozen=True, slots=True, order=True)
class Piece:
    """A file of contiguous sound."""

    start_microseconds: int
    """Stream time of the first sample."""
    path: Path

    @property
    def start(self) -> float:
        """Stream time of the first sample in seconds."""
        return self.start_microseconds / _MICROSECONDS


def piece_name(start_microseconds: int) -> str:
    """Return the file name of the piece that begins at a stream time."""
    seconds, microseconds = divmod(start_microseconds, _MICROSECONDS)
    return f"{seconds:010}.{microseconds:06}.opus"


def parse_name(path: Path) -> Piece | None:
    """Return the piece in a file; None if its name is not that of a piece."""
    match = _NAME.fullmatch(path.name)
    return Piece(int(match[1]) * _MICROSECONDS + int(match[2]), path) if match else None


def to_microseconds(seconds: float) -> int:
    """Return a stream time in microseconds; a negative one becomes 0."""
    return max(0, round(seconds * _MICROSECONDS))


def list_pieces(folder: Path) -> Mapping[str, Sequence[Piece]]:
    """Return the pieces of each lane in the order of stream time, for a session's folder.

    A missing or unreadable folder has none.
    """
    lanes = {}
    for path in _list_folder(folder):
        lane = folders.lane_of(path)
        pieces = [] if lane is None else [parse_name(file) for file in _list_folder(path)]
        if lane is not None and any(pieces):
            lanes[lane] = sorted(piece for piece in pieces if piece is not None)
    return lanes


def find_piece(pieces: Sequence[Piece], stream_time: float) -> int:
    """Return the index of the piece that may contain a stream time in seconds.

    It is the last piece that begins by then, or the first piece if all begin later.
    """
    target = round(stream_time * _MICROSECONDS)
    index = bisect_right(pieces, target, key=lambda piece: piece.start_microseconds)
    return max(0, index - 1)


def _list_folder(folder: Path) -> list[Path]:
    with contextlib.suppress(OSError):
        return sorted(folder.iterdir())
    return []
