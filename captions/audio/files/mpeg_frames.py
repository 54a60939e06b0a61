"""Recognises MP3 and AAC files without a file header by their first two frames."""

_SYNC = 0xFFE0_0000
"""Sync bits at the beginning of each frame (ISO/IEC 11172-3, 2.4.1.3)."""
_ADTS_SYNC, _ADTS_MASK = 0xFFF0_0000, 0xFFF6_0000
"""Sync bits and mask of AAC, whose layer is 0 (ISO/IEC 13818-7, 6.2)."""
_ADTS_HEAD_BYTES = 7
_MPEG_1, _RESERVED_VERSION = 3, 1
_LAYER_3 = 1
_RESERVED_RATE = 3
_RATES = (44_100, 48_000, 32_000)
"""Sample rates in Hz of MPEG-1; half of them in MPEG-2, a quarter in MPEG-2.5."""
_BITRATES = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0)
_LOWER_BITRATES = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0)
"""Layer III bit rates in kbit/s: of MPEG-1, and of MPEG-2 and 2.5 (ISO/IEC 13818-3); 0 is
invalid."""


def starts_with_frames(head: bytes) -> bool:
    """Return True if a file begins with two frames of MP3 or AAC (ADTS)."""
    size = _frame_bytes(head)
    return bool(size) and bool(_frame_bytes(head[size:]))


def _frame_bytes(head: bytes) -> int:
    """Return the size of the frame at the beginning; 0 if there is none."""
    bits = int.from_bytes(head[:4])
    if len(head) < _ADTS_HEAD_BYTES or bits & _SYNC != _SYNC:
        return 0
    if bits & _ADTS_MASK == _ADTS_SYNC:
        return (int.from_bytes(head[3:6]) >> 5) & 0x1FFF
    return _mp3_frame_bytes(bits)


def _mp3_frame_bytes(bits: int) -> int:
    version, layer = bits >> 19 & 3, bits >> 17 & 3
    rate, padding = bits >> 10 & 3, bits >> 9 & 1
    table = _BITRATES if version == _MPEG_1 else _LOWER_BITRATES
    bitrate = table[bits >> 12 & 15] * 1000
    if version == _RESERVED_VERSION or layer != _LAYER_3 or rate == _RESERVED_RATE or not bitrate:
        return 0
    if version == _MPEG_1:
        return 144 * bitrate // _RATES[rate] + padding
    per_second = _RATES[rate] >> (2 - version // 2)
    return 72 * bitrate // per_second + padding
