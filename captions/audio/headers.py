"""Recognises files by how they begin, where nothing else tells: on pipes and standard input."""

import re

from captions.audio import mpegframes

LONGEST = 4096
"""Bytes that tell every kind apart."""
_USUAL = 64
"""Bytes that tell most kinds apart."""

_UNCOMPRESSED = re.compile(
    rb"(RIFF|RIFX|RF64|BW64)....WAVE|riff\x2e\x91\xcf\x11|FORM....AIF[FC]|\.snd|caff", re.DOTALL
)
_RECORDING = re.compile(
    rb"RIFF....AVI |fLaC|OggS|ID3|\x1a\x45\xdf\xa3|FLV\x01|MThd|wvpk|MAC |TTA\d|MPCK|MP\+|ADIF|DSD "
    rb"|#!AMR|\x30\x26\xb2\x75\x8e\x66\xcf\x11|\x00\x00\x01\xba|FRM8|\.RMF"
    rb"|....(ftyp|moov|mdat|wide|free|skip|pnot)",
    re.DOTALL,
)
"""Matroska and WebM begin with EBML's number, Windows Media with ASF's, MPEG programme streams with
a pack header (ISO/IEC 13818-1); ISO media files with a box's length and type (ISO/IEC 14496-12)."""
_OTHER = {
    rb"PK\x03\x04": "a ZIP archive",
    rb"\x1f\x8b": "a gzip archive",
    rb"7z\xbc\xaf": "a 7z archive",
    rb"Rar!": "a RAR archive",
    rb"\xfd7zXZ": "an XZ archive",
    rb"\x28\xb5\x2f\xfd": "a Zstandard archive",
    rb"BZh[1-9]1AY": "a bzip2 archive",
    rb"%PDF-": "a PDF document",
    rb"\x89PNG": "a picture",
    rb"GIF8": "a picture",
    rb"\xff\xd8\xff[\xe0\xe1\xdb\xee]": "a picture",
    rb"\x7fELF": "a program",
}
_TEXT = re.compile(rb"(\xef\xbb\xbf)?[\t\n\r\x20-\x7e]{48,}")
"""Nobody's samples are so many printable characters in a row."""

_TS_PACKETS = (188, 192, 204)
"""Bytes of a packet: MPEG-TS, M2TS with a time before each, DVB with a check after each."""
_TS_SYNC = 0x47
_BOX_HEAD_BYTES = 8
"""Length and type of a box in an ISO media file."""


def needed(head: bytes) -> int:
    """Return how many bytes of a file tell what it is, by the first of them."""
    starts_frame = head[:1] == b"\xff" or _TS_SYNC in (head[:1] + head[4:5])
    return LONGEST if starts_frame or _is_iso(head) else _USUAL


def is_uncompressed(head: bytes) -> bool:
    """Say whether a file holds samples that need no decoder, as WAV and AIFF files mostly do."""
    return _UNCOMPRESSED.match(head) is not None


def is_recording(head: bytes) -> bool:
    """Say whether a file is a recording or a video, of a kind that ffmpeg reads."""
    known = is_uncompressed(head) or _RECORDING.match(head) is not None
    return known or _is_transport_stream(head) or mpegframes.begin(head)


def other_kind(head: bytes) -> str:
    """Return what else a file plainly is, such as ``a picture``; nothing if it may be samples."""
    for pattern, kind in _OTHER.items():
        if re.match(pattern, head):
            return kind
    return "text" if _TEXT.match(head) else ""


def needs_seeking(head: bytes) -> bool:
    """Say whether a file can only be read by going back and forth in it.

    That is so for ISO media files whose index comes last.
    """
    at = 0
    while _is_iso(head):
        size, kind = int.from_bytes(head[at : at + 4]), head[at + 4 : at + 8]
        if kind == b"moov":
            return False
        at += size
        if kind == b"mdat" or size < _BOX_HEAD_BYTES or at + _BOX_HEAD_BYTES > len(head):
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
