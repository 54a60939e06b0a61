"""Text of captions in a stream (CEA-608), as OBS can encode it.

OBS takes one text for the whole screen, of at most 128 bytes of UTF-8. A letter that CEA-608 does
not contain would end its row (measured with OBS 29), so such letters are replaced or left out.
"""

# ruff: noqa: RUF001  # The letters of CEA-608 include some that resemble ASCII.

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from captions.outputs.obs.caption_pairs import pad_rows

MAX_TEXT_BYTES = 128
"""Length of OBS' buffer, CAPTION_LINE_BYTES."""
_MAX_PLAIN_CHARS = MAX_TEXT_BYTES - 4
"""The same without the spaces that `pad_rows` may add."""
_ASCII = frozenset(map(chr, range(0x20, 0x7F))) - set("`'")
_BEYOND_ASCII = frozenset(
    "áéíóúàèâêîôûÁÉÓÚÜüÀÂÇÈÊËëÎÏïÔÙùÛÄäÖößÅåØøÃãÍÌìÒòÕõÑñç’—«»•°½¿®™©℠¢£¥¤¦¡♪÷"
)
"""All of them appear in a stream of OBS 29. So do the quotes that are replaced below, but those are
in the optional set of CEA-608, and simple decoders show a space instead."""
_REPLACEMENTS = {
    **dict.fromkeys("'`´′ʼ‘‛‚‹›", "’"),
    **dict.fromkeys("“”„‟″", '"'),
    **dict.fromkeys("‐‑‒–―−", "-"),
    "…": "...", "⁄": "/", "∕": "/", "×": "x", "·": "•", "‣": "•", "●": "•", "♫": "♪", "♬": "♪",
    "€": "EUR", "₤": "£", "₹": "INR", "₽": "RUB", "₩": "KRW", "₺": "TRY", "₴": "UAH", "₿": "BTC",
    "ẞ": "SS", "Æ": "AE", "æ": "ae", "Œ": "OE", "œ": "oe", "Ĳ": "IJ", "ĳ": "ij",
    "Ð": "D", "ð": "d", "Đ": "D", "đ": "d", "Þ": "Th", "þ": "th", "Ł": "L", "ł": "l",
    "Ħ": "H", "ħ": "h", "ı": "i", "Ŀ": "L", "ŀ": "l", "Ŋ": "NG", "ŋ": "ng", "Ŧ": "T", "ŧ": "t",
    "ĸ": "k", "ŉ": "'n", "ə": "e", "Ə": "E", "№": "No.", "≤": "<=", "≥": ">=", "≠": "!=",
    "≈": "~", "→": "->", "←": "<-", "¬": "-", "§": "S", "¶": "P", "†": "+", "±": "+/-", "µ": "u",
    "ª": "a", "º": "o",
}  # fmt: skip
"""Characters that are in neither set and do not decompose into them."""
_TO_ASCII = {
    "ß": "ss", "Ø": "O", "ø": "o", "’": "'", "—": "-", "«": '"', "»": '"', "•": "*", "°": "o",
    "½": "1/2", "¿": "?", "®": "(R)", "™": "(TM)", "©": "(C)", "℠": "(SM)", "¢": "c", "£": "GBP",
    "¥": "JPY", "¤": "$", "¦": "|", "¡": "!", "♪": "#", "÷": "/",
}  # fmt: skip
"""Replacements for a text that would be too long in UTF-8."""


@dataclass(frozen=True, slots=True)
class StreamText:
    """Text for the stream."""

    text: str
    """Rows, separated by line feeds; empty for an empty screen."""
    is_complete: bool = True
    """False if characters had to be left out."""


def make_stream_text(rows: Iterable[str], max_rows: int = 2, max_chars: int = 25) -> StreamText:
    """Return the newest rows as OBS can encode them.

    Args:
        rows: texts of the rows on screen; empty rows are left out.
        max_rows: maximum number of rows.
        max_chars: maximum number of characters in a row.
    """
    originals = [row for row in rows if row.strip()]
    converted = list(filter(None, map(convert_text, originals)))
    # Longer rows cannot be laid out by `measure_text`; only their ends would be new.
    cut = [row[-max_chars:].strip() for row in converted[-max_rows:]]
    text = _limit_bytes("\n".join(cut))
    return StreamText(
        "\n".join(pad_rows(text.split("\n"))), not any(map(_loses_letters, originals))
    )


def convert_text(text: str) -> str:
    """Return one row in the characters of CEA-608; letters without an equivalent are left out."""
    composed = unicodedata.normalize("NFC", text)
    return " ".join("".join(map(_convert_letter, composed)).split())


def measure_text(text: str) -> float:
    """Return the width of a text in the stream, in characters, for the layout of rows.

    Letters that are left out count as one, so that a row in another script has an end.
    """
    return sum(map(_measure_letter, text))


def _limit_bytes(text: str) -> str:
    """Return the text without accents if it is too long with them, and cut if it still is."""
    if len(text.encode()) <= _MAX_PLAIN_CHARS:
        return text
    plain = "".join(_TO_ASCII.get(letter) or _remove_accent(letter) for letter in text)
    return plain[-_MAX_PLAIN_CHARS:]


def _loses_letters(text: str) -> bool:
    """Return True if something visible is left out, such as a letter of another script."""
    composed = unicodedata.normalize("NFC", text)
    return any(_is_visible(letter) and not _convert_letter(letter) for letter in composed)


def _is_visible(letter: str) -> bool:
    """Return True for letters, digits, punctuation and symbols; combining marks do not count."""
    return unicodedata.category(letter)[0] in "LNPS"


@lru_cache(maxsize=4096)
def _convert_letter(letter: str) -> str:
    if letter in _ASCII or letter in _BEYOND_ASCII:
        return letter
    if letter.isspace():
        return " "
    if letter in _REPLACEMENTS:
        return _REPLACEMENTS[letter]
    decomposed = unicodedata.normalize("NFKD", letter)
    if decomposed == letter:
        return ""
    return "".join(map(_convert_letter, decomposed))


@lru_cache(maxsize=4096)
def _measure_letter(letter: str) -> int:
    return 0 if unicodedata.combining(letter) else max(1, len(_convert_letter(letter)))


def _remove_accent(letter: str) -> str:
    return unicodedata.normalize("NFKD", letter)[0]
