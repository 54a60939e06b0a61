"""Reads a Matroska stream whose first track holds 32-bit float samples, as ffmpeg writes it.

Matroska is the simplest container with which ffmpeg hands over samples together with their
timestamps; its layout is RFC 9559. Only what carries samples is read, the rest is skipped.
"""

import struct
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

# Element identifiers (RFC 9559, section 5.1), with the marker bits that belong to them.
_SEGMENT = 0x18538067
_CLUSTER = 0x1F43B675
_CLUSTER_TIMESTAMP = 0xE7
_SIMPLE_BLOCK = 0xA3
_TRACKS = 0x1654AE6B
_TRACK_ENTRY = 0xAE
_AUDIO = 0xE1
_SAMPLING_FREQUENCY = 0xB5
_CHANNELS = 0x9F
_CONTAINERS = frozenset((_SEGMENT, _CLUSTER, _TRACKS, _TRACK_ENTRY, _AUDIO))
"""Elements whose content is read in turn."""

_LONGEST_ID = 4
_LONGEST_SIZE = 8
_TICK = 0.001
"""Seconds; a timestamp's unit where the stream names no other, and ffmpeg names none."""
_FIRST_TRACK = 0x81
"""Track 1, as a variable-size integer of one byte."""
_SAMPLE_BYTES = 4
_BLOCK_HEAD_BYTES = 4
"""Track number in one byte, relative timestamp in two, flags in one."""


class TimedFrames(NamedTuple):
    """Decoded sound, and when it is due."""

    time: float
    """Seconds since the beginning of the recording, to a millisecond."""
    frames: NDArray[np.float32]
    """Shape ``(n, channels)``."""
    rate: int
    """Samples a second."""


class MatroskaReader:
    """Takes the bytes of a stream as they come and returns the frames that are complete."""

    def __init__(self) -> None:
        self._unread = bytearray()
        self._rate = 0.0
        self._channels = 0
        self._cluster_time = 0

    def feed(self, data: bytes) -> Iterator[TimedFrames]:
        """Yield the frames that are complete with the next bytes of the stream."""
        self._unread += data
        position = 0
        while (head := _head(self._unread, position)) is not None:
            identifier, content, size = head
            if identifier in _CONTAINERS:
                position = content
                continue
            if len(self._unread) < content + size:
                break
            frames = self._element(identifier, bytes(self._unread[content : content + size]))
            if frames is not None:
                yield frames
            position = content + size
        del self._unread[:position]

    def _element(self, identifier: int, content: bytes) -> TimedFrames | None:
        if identifier == _SIMPLE_BLOCK and content[0] == _FIRST_TRACK:
            return self._block(content)
        if identifier == _CLUSTER_TIMESTAMP:
            self._cluster_time = int.from_bytes(content)
        elif identifier == _CHANNELS and not self._channels:
            self._channels = int.from_bytes(content)
        elif identifier == _SAMPLING_FREQUENCY and not self._rate:
            (self._rate,) = struct.unpack(">d" if len(content) == _LONGEST_SIZE else ">f", content)
        return None

    def _block(self, content: bytes) -> TimedFrames:
        relative = int.from_bytes(content[1:3], signed=True)
        frame_bytes = _SAMPLE_BYTES * self._channels
        count = (len(content) - _BLOCK_HEAD_BYTES) // frame_bytes
        samples = np.frombuffer(content, "<f4", count * self._channels, _BLOCK_HEAD_BYTES)
        return TimedFrames(
            (self._cluster_time + relative) * _TICK,
            samples.astype(np.float32).reshape(count, self._channels),
            round(self._rate),
        )


def _head(data: bytearray, position: int) -> tuple[int, int, int] | None:
    """Return an element's identifier, where its content begins, and the content's size.

    Returns None while the head is not complete. Sizes that are not known yet count as 0, which
    only containers have.
    """
    if position >= len(data):
        return None
    id_bytes = min(_vint_bytes(data[position]), _LONGEST_ID)
    size_at = position + id_bytes
    if size_at >= len(data):
        return None
    size_bytes = _vint_bytes(data[size_at])
    content = size_at + size_bytes
    if content > len(data):
        return None
    marker = 1 << (7 * size_bytes)
    size = int.from_bytes(data[size_at:content]) & (marker - 1)
    return int.from_bytes(data[position:size_at]), content, 0 if size == marker - 1 else size


def _vint_bytes(first: int) -> int:
    """Return how many bytes a variable-size integer has, by its first one (RFC 8794)."""
    return min(_LONGEST_SIZE, 9 - first.bit_length())
