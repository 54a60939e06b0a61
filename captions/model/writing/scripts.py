"""Writing systems, as far as they differ in spaces, widths and reading speed."""

import re
from enum import Enum

IDEOGRAPHIC = (
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f"  # Japanese
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Chinese characters
)
"""Characters of Chinese and Japanese, for a character class: each may stand for a word."""
SOUTH_EAST_ASIAN = (
    "\u0e00-\u0eff"  # Thai and Lao
    "\u1000-\u109f"  # Burmese
    "\u1780-\u17ff"  # Khmer
)
"""Characters of scripts whose words only a dictionary can find, for a character class."""
UNSPACED = SOUTH_EAST_ASIAN + IDEOGRAPHIC
"""Characters of scripts without spaces between words, for a character class."""
_WIDE_MARKS = "\u3001-\u3004\u3008-\u303f\uff00-\uff65\uffe0-\uffee"
"""Punctuation of Chinese and Japanese, and full-width letters."""
_UNSPACED_CHARACTER = re.compile(f"[{UNSPACED}]")
_UNSPACED_OR_MARK = re.compile(f"[{UNSPACED}{_WIDE_MARKS}]")
_SOUTH_EAST_ASIAN_CHARACTER = re.compile(f"[{SOUTH_EAST_ASIAN}]")
_KANA = re.compile("[\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f]")
_IDEOGRAPH = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")
_THAI = re.compile("[\u0e00-\u0e7f]")
_OTHER_THAN_ALPHABETIC = re.compile(f"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3{UNSPACED}]")
_LETTER = re.compile(r"[^\W\d_]")
_MIN_SHARE = 1 / 3
"""Minimum share of the letters of a text that determines its script; words in Latin letters are
longer than others."""
_MIN_KANA_SHARE = 1 / 6
"""Minimum share of kana in Japanese; Chinese has none, except in names."""


class Script(Enum):
    """Script of a text, as far as it determines limits of reading."""

    ALPHABETIC = "alphabetic"
    """Any alphabet or syllabary whose letters are about as wide as Latin ones."""
    CHINESE = "chinese"
    JAPANESE = "japanese"
    KOREAN = "korean"
    THAI = "thai"


def is_unspaced(text: str) -> bool:
    """Return True if a text contains a character of a script without spaces between words."""
    return not text.isascii() and _UNSPACED_CHARACTER.search(text) is not None


def needs_boundaries(text: str) -> bool:
    """Return True if a text may be broken elsewhere than at its spaces."""
    return not text.isascii() and _UNSPACED_OR_MARK.search(text) is not None


def has_dictionary_words(text: str) -> bool:
    """Return True if a text contains a script whose words only a dictionary can find."""
    return not text.isascii() and _SOUTH_EAST_ASIAN_CHARACTER.search(text) is not None


def find_script(text: str) -> Script:
    """Return the script of a text; foreign words and names in it do not count."""
    if text.isascii() or _OTHER_THAN_ALPHABETIC.search(text) is None:
        return Script.ALPHABETIC
    kana = len(_KANA.findall(text))
    counts = {
        Script.JAPANESE: kana + len(_IDEOGRAPH.findall(text)),
        Script.KOREAN: len(_HANGUL.findall(text)),
        Script.THAI: len(_THAI.findall(text)),
    }
    script, count = max(counts.items(), key=lambda item: item[1])
    if count < _MIN_SHARE * len(_LETTER.findall(text)):
        return Script.ALPHABETIC
    is_chinese = script is Script.JAPANESE and kana < _MIN_KANA_SHARE * count
    return Script.CHINESE if is_chinese else script
