"""Reads the captions in a recorded stream: FLV, H.264, SEI, A/53 caption data, and CEA-608.

ffmpeg 5.1 finds none in the streams of OBS, whose SEI follow their picture. Sources: Adobe Flash
Video File Format 10.1 (annex E), ITU-T H.264 (7.3.1, 7.3.2.3), ATSC A/53 part 4 (6.2.3), and
CEA-608 as in 47 CFR 15.119.
"""

# ruff: noqa: RUF001  # The letters of CEA-608 include some that resemble ASCII.

from collections.abc import Iterable, Iterator
from pathlib import Path

_FLV_HEADER_BYTES = 13
_VIDEO_TAG, _AVC_DATA, _SEI = 9, 1, 6
_USER_DATA = 4
_CAPTION_DATA = b"\xb5\x00\x31GA94\x03"
"""Country, provider and type of caption data."""
_ERASE_HIDDEN, _SHOW = (0x14, 0x2E), (0x14, 0x2F)
_BASIC = {
    0x27: "’", 0x2A: "á", 0x5C: "é", 0x5E: "í", 0x5F: "ó", 0x60: "ú", 0x7B: "ç", 0x7C: "÷",
    0x7D: "Ñ", 0x7E: "ñ", 0x7F: "█",
}  # fmt: skip
"""Letters that differ from ASCII."""
_SPECIAL = "®°½¿™¢£♪à\u00a0èâêîôû"
_EXTENDED = {
    0x12: "ÁÉÓÚÜü‘¡*'—©℠•“”ÀÂÇÈÊËëÎÏïÔÙùÛ«»",
    0x13: "ÃãÍÌìÒòÕõ{}\\^_|~ÄäÖöß¥¤¦ÅåØø┌┐└┘",
}

Pair = tuple[int, int]


def read_captions(file: Path) -> list[str]:
    """Return the texts that a viewer sees one after another; rows are separated by line feeds."""
    return list(_decode_pairs(_iter_pairs(_iter_units(file.read_bytes()))))


def _iter_units(data: bytes) -> Iterator[bytes]:
    """Yield the NAL units of an FLV file; the last tag may be incomplete."""
    at = _FLV_HEADER_BYTES
    while at + 11 <= len(data):
        size = int.from_bytes(data[at + 1 : at + 4], "big")
        body = data[at + 11 : at + 11 + size]
        if data[at] == _VIDEO_TAG and len(body) > 5 and body[1] == _AVC_DATA:
            place = 5
            while place + 4 <= len(body):
                length = int.from_bytes(body[place : place + 4], "big")
                yield body[place + 4 : place + 4 + length]
                place += 4 + length
        at += 11 + size + 4


def _iter_pairs(units: Iterable[bytes]) -> Iterator[Pair]:
    """Yield the bytes of field 1 in the caption data, without parity."""
    for unit in units:
        if not unit or unit[0] & 0x1F != _SEI:
            continue
        for payload in _iter_payloads(unit[1:].replace(b"\0\0\3", b"\0\0")):
            if payload.startswith(_CAPTION_DATA):
                content = payload[len(_CAPTION_DATA) :]
                for number in range(content[0] & 0x1F):
                    kind, first, second = content[2 + 3 * number : 5 + 3 * number]
                    if kind & 0x07 == 0x04:  # It is valid, and belongs to field 1.
                        yield first & 0x7F, second & 0x7F


def _iter_payloads(data: bytes) -> Iterator[bytes]:
    """Yield the user data of a SEI unit."""
    at = 0
    while at + 2 < len(data):
        values = []
        for _ in ("type", "size"):
            value = 0
            while data[at] == 0xFF:
                value, at = value + 0xFF, at + 1
            values.append(value + data[at])
            at += 1
        kind, size = values
        if kind == _USER_DATA:
            yield data[at : at + size]
        at += size


def _decode_pairs(pairs: Iterable[Pair]) -> Iterator[str]:
    """Yield the text on screen after each pair that shows a pop-on caption.

    Such a pair exchanges the hidden and the visible text. Control codes are sent twice, and ignored
    if they follow each other immediately.
    """
    hidden, visible, before = "", "", (0, 0)
    for pair in pairs:
        if pair == before and 0x10 <= pair[0] < 0x20:
            before = (0, 0)
            continue
        before = pair
        if pair == _SHOW:
            hidden, visible = visible, hidden
            yield visible.strip("\n")
        elif pair == _ERASE_HIDDEN:
            hidden = ""
        else:
            hidden = _add_pair(hidden, *pair)


def _add_pair(text: str, first: int, second: int) -> str:
    """Return a text with the letters of a pair."""
    if first == 0x11 and 0x30 <= second < 0x40:
        return text + _SPECIAL[second - 0x30]
    if first in _EXTENDED and 0x20 <= second < 0x40:
        return text[:-1] + _EXTENDED[first][second - 0x20]  # It replaces a basic letter.
    if 0x10 <= first < 0x20:
        return f"{text}\n" if second >= 0x40 else text  # A preamble address code begins a row.
    return text + "".join(_BASIC.get(code, chr(code)) for code in (first, second) if code)
