"""Reads the metadata of an ONNX file, without loading its weights.

sherpa-onnx ends the whole process if it misses an entry, so a file is checked before. Only the
outermost protobuf message is parsed (``ModelProto`` of onnx.proto3); everything else is skipped.
"""

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

_METADATA_FIELD = 14
"""Number of ``ModelProto.metadata_props``."""
_KEY_FIELD, _VALUE_FIELD = 1, 2
"""Numbers of the fields of ``StringStringEntryProto``."""
_VARINT, _BYTES = 0, 2
"""Wire types of protobuf: a number, and bytes after their length."""
_FIXED_BYTES = {1: 8, 5: 4}
"""Sizes of the other wire types, in bytes."""
_MORE_FLAG = 0x80
"""Bit of a byte of a number that more bytes follow."""
_MAX_VARINT_BYTES = 10
_MAX_ENTRY_BYTES = 1 << 20
"""Maximum size of an entry; the largest of a published model has 13 kB."""


def read_metadata(path: Path) -> dict[str, str]:
    """Return the entries of ``metadata_props``.

    Raises:
        ValueError: the file is cut off, or is no ONNX file.
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        entries = [entry for _, entry in _read_fields(file, size, {_METADATA_FIELD})]
    return dict(map(_parse_entry, entries))


def _read_fields(file: IO[bytes], size: int, wanted: set[int]) -> Iterator[tuple[int, bytes]]:
    """Yield the number and the content of each wanted field; others are skipped."""
    while file.tell() < size:
        number, wire_type = divmod(_read_varint(file), 8)
        if wire_type == _VARINT:
            _read_varint(file)
            continue
        length = _read_varint(file) if wire_type == _BYTES else _FIXED_BYTES.get(wire_type)
        if length is None or file.tell() + length > size:
            raise ValueError("cut off, or not ONNX")
        if number in wanted and length <= _MAX_ENTRY_BYTES:
            yield number, file.read(length)
        else:
            file.seek(length, os.SEEK_CUR)


def _read_varint(file: IO[bytes]) -> int:
    value = 0
    for index in range(_MAX_VARINT_BYTES):
        byte = file.read(1)
        if not byte:
            break
        value |= (byte[0] & ~_MORE_FLAG) << 7 * index
        if not byte[0] & _MORE_FLAG:
            return value
    raise ValueError("cut off, or not ONNX")


def _parse_entry(entry: bytes) -> tuple[str, str]:
    """Return the key and the value of a ``StringStringEntryProto``."""
    fields = dict(_read_fields(io.BytesIO(entry), len(entry), {_KEY_FIELD, _VALUE_FIELD}))
    key, value = fields.get(_KEY_FIELD, b""), fields.get(_VALUE_FIELD, b"")
    return key.decode("utf-8", "replace"), value.decode("utf-8", "replace")
