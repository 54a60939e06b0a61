"""Reads a Matroska stream whose first track holds 32-bit float samples, as ffmpeg writes it.

Matroska is the simplest container in which ffmpeg delivers samples with their timestamps. Its
layout is RFC 9559. Elements that carry no samples are skipped.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Element identifiers including their marker bits (RFC 9559, section 5.1).
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
"""Elements whose content consists of elements to read."""

_MAX_ID_BYTES = 4
_MAX_SIZE_BYTES = 8
_TICK = 0.001
"""Unit of timestamps in seconds, if the stream names no other; ffmpeg names none."""
_FIRST_TRACK = 0x81
"""Track 1, as a variable-size integer of one byte."""
_SAMPLE_BYTES = 4
_BLOCK_HEADER_BYTES = 4
"""Size of a block's header: track number (1 byte), relative timestamp (2), flags (1)."""


@dataclass(frozen=True, slots=True)
class TimedFrames:
    """Decoded frames and their timestamp."""

    time: float
    """Seconds since the beginning of the recording, to a millisecond."""
    frames: NDArray[np.float32]
    """Shape ``(n, channels)``."""
    rate: int
    """Sample rate in Hz."""


class MatroskaReader:
    """Reads the bytes of a stream as they arrive, and returns the frames that are complete."""

    def __init__(self) -> None:
        self._unread = bytearray()
        self._rate = 0.0
        self._channels = 0
        self._cluster_time = 0

    def feed(self, data: bytes) -> Iterator[TimedFrames]:
        """Yield the frames that the next bytes of the stream complete."""
        self._unread += data
        position = 0
        while (header := _parse_header(self._unread, position)) is not None:
            identifier, content, size = header
            if identifier in _CONTAINERS:
                position = content
                continue
            if len(self._unread) < content + size:
                break
            frames = self._read_element(identifier, bytes(self._unread[content : content + size]))
            if frames is not None:
                yield frames
            position = content + size
        del self._unread[:position]

    def _read_element(self, identifier: int, content: bytes) -> TimedFrames | None:
        if identifier == _SIMPLE_BLOCK and content[0] == _FIRST_TRACK:
            return self._read_block(content)
        if identifier == _CLUSTER_TIMESTAMP:
            self._cluster_time = int.from_bytes(content)
        elif identifier == _CHANNELS and not self._channels:
            self._channels = int.from_bytes(content)
        elif identifier == _SAMPLING_FREQUENCY and not self._rate:
            (self._rate,) = struct.unpack(
                ">d" if len(content) == _MAX_SIZE_BYTES else ">f", content
            )
        return None

    def _read_block(self, content: bytes) -> TimedFrames:
        relative = int.from_bytes(content[1:3], signed=True)
        frame_bytes = _SAMPLE_BYTES * self._channels
        count = (len(content) - _BLOCK_HEADER_BYTES) // frame_bytes
        samples = np.frombuffer(content, "<f4", count * self._channels, _BLOCK_HEADER_BYTES)
        return TimedFrames(
            (self._cluster_time + relative) * _TICK,
            samples.astype(np.float32).reshape(count, self._channels),
            round(self._rate),
        )


def _parse_header(data: bytearray, position: int) -> tuple[int, int, int] | None:
    """Return an element's identifier, the offset of its content, and the content's size.

    Return None while the header is incomplete. An unknown size counts as 0; only containers have
    one.
    """
    if position >= len(data):
        return None
    id_bytes = min(_vint_bytes(data[position]), _MAX_ID_BYTES)
    size_offset = position + id_bytes
    if size_offset >= len(data):
        return None
    size_bytes = _vint_bytes(data[size_offset])
    content = size_offset + size_bytes
    if content > len(data):
        return None
    marker = 1 << (7 * size_bytes)
    size = int.from_bytes(data[size_offset:content]) & (marker - 1)
    return int.from_bytes(data[position:size_offset]), content, 0 if size == marker - 1 else size


def _vint_bytes(first: int) -> int:
    """Return the length of a variable-size integer, given its first byte (RFC 8794)."""
    return min(_MAX_SIZE_BYTES, 9 - first.bit_length())
