"""Recognises files by their first bytes, for pipes and standard input."""

import re

from captions.audio.files import mpeg_frames
from captions.messages.message import Message

MAX_HEADER_BYTES = 4096
"""Size in bytes of the header that identifies every file type."""
_USUAL_HEADER_BYTES = 64
"""Size in bytes of the header that identifies most file types."""

_UNCOMPRESSED = re.compile(
    rb"(RIFF|RIFX|RF64|BW64)....WAVE|riff\x2e\x91\xcf\x11|FORM....AIF[FC]|\.snd|caff", re.DOTALL
)
_RECORDING = re.compile(
    rb"RIFF....AVI |fLaC|OggS|ID3|\x1a\x45\xdf\xa3|FLV\x01|MThd|wvpk|MAC |TTA\d|MPCK|MP\+|ADIF|DSD "
    rb"|#!AMR|\x30\x26\xb2\x75\x8e\x66\xcf\x11|\x00\x00\x01\xba|FRM8|\.RMF"
    rb"|....(ftyp|moov|mdat|wide|free|skip|pnot)",
    re.DOTALL,
)
"""Matroska and WebM begin with the EBML identifier (RFC 8794), Windows Media with that of ASF. MPEG
program streams begin with a pack header (ISO/IEC 13818-1). ISO media files begin with the length
and type of a box (ISO/IEC 14496-12)."""
_OTHER = {
    rb"PK\x03\x04": Message("file_kind_archive", format="ZIP"),
    rb"\x1f\x8b": Message("file_kind_archive", format="gzip"),
    rb"7z\xbc\xaf": Message("file_kind_archive", format="7z"),
    rb"Rar!": Message("file_kind_archive", format="RAR"),
    rb"\xfd7zXZ": Message("file_kind_archive", format="XZ"),
    rb"\x28\xb5\x2f\xfd": Message("file_kind_archive", format="Zstandard"),
    rb"BZh[1-9]1AY": Message("file_kind_archive", format="bzip2"),
    rb"%PDF-": Message("file_kind_pdf"),
    rb"\x89PNG": Message("file_kind_picture"),
    rb"GIF8": Message("file_kind_picture"),
    rb"\xff\xd8\xff[\xe0\xe1\xdb\xee]": Message("file_kind_picture"),
    rb"\x7fELF": Message("file_kind_program"),
}
_TEXT = re.compile(rb"(\xef\xbb\xbf)?[\t\n\r\x20-\x7e]{48,}")
"""Run of printable characters that is too long for audio samples."""

_TS_PACKETS = (188, 192, 204)
"""Packet sizes in bytes: MPEG-TS, M2TS with a leading timestamp, and DVB with trailing parity
bytes."""
_TS_SYNC = 0x47
_BOX_HEAD_BYTES = 8
"""Size of the length and type of a box in an ISO media file."""


def required_bytes(head: bytes) -> int:
    """Return how many bytes of a file identify it, given its first bytes."""
    starts_frame = head[:1] == b"\xff" or _TS_SYNC in (head[:1] + head[4:5])
    return MAX_HEADER_BYTES if starts_frame or _is_iso(head) else _USUAL_HEADER_BYTES


def is_uncompressed(head: bytes) -> bool:
    """Return True if the samples need no decoder, as in most WAV and AIFF files."""
    return _UNCOMPRESSED.match(head) is not None


def is_recording(head: bytes) -> bool:
    """Return True if a file is a recording or a video of a type that ffmpeg reads."""
    known = is_uncompressed(head) or _RECORDING.match(head) is not None
    return known or _is_transport_stream(head) or mpeg_frames.starts_with_frames(head)


def other_kind(head: bytes) -> Message | None:
    """Return the type of a file that is no recording, such as ``a picture``; None if unknown."""
    for pattern, kind in _OTHER.items():
        if re.match(pattern, head):
            return kind
    return Message("file_kind_text") if _TEXT.match(head) else None


def needs_seeking(head: bytes) -> bool:
    """Return True if a file can be read only by seeking.

    That is true of ISO media files whose index comes last.
    """
    offset = 0
    while _is_iso(head):
        size, kind = int.from_bytes(head[offset : offset + 4]), head[offset + 4 : offset + 8]
        if kind == b"moov":
            return False
        offset += size
        if kind == b"mdat" or size < _BOX_HEAD_BYTES or offset + _BOX_HEAD_BYTES > len(head):
            return True
    return False


def _is_iso(head: bytes) -> bool:
    return head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")


def _is_transport_stream(head: bytes) -> bool:
    for size in _TS_PACKETS:
        start = 4 if size == _TS_PACKETS[1] else 0
        syncs = head[start::size]
        if len(syncs) > 1 and set(syncs) == {_TS_SYNC}:
            return True
    return False
