r"""Break opportunities in a text, and the readability of a break at each of them.

A text is split into *pieces*; a row may end after any piece. Pieces are words or, in scripts
written without spaces, single characters. Each piece starts with the space before it, if any, so
pieces are joined without a separator.

The preferred breaks are those of the BBC and Netflix subtitling guides: after punctuation, and
before conjunctions and prepositions, but never after an article or a preposition. Chinese and
Japanese follow the main rules of JIS X 4051: no row starts with a closing mark, a small kana or an
iteration mark. No row ends with an opening bracket.
"""

import re
import unicodedata
from collections.abc import Iterator

from captions.model import punctuation

# Scripts written without spaces: kana, ideographs and their wide punctuation. Escaped are wide
# forms of ASCII punctuation (U+FF01 to U+FF5D) and tortoise shell brackets (U+3014, U+3015).
_OPENING = "「『《〈【\uff08\u3014\uff3b\uff5b"
_CLOSING = (
    "」』》〉】\uff09\u3015\uff3d\uff5d、。・\uff0c\uff0e\uff1a\uff1b\uff1f\uff01々ーゝゞヽヾ"
    "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef"
)
_UNSPACED = "\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_PIECE = re.compile(
    rf"\s*(?:[{_OPENING}]*[{_UNSPACED}][{_CLOSING}]*|[{_OPENING}]*[^\s{_UNSPACED}{_OPENING}]+"
    rf"|[{_OPENING}]+)"
)
_UNSPACED_START = re.compile(rf"[{_OPENING}{_UNSPACED}]")
_JOINER = "\u200d"
_SKIN_TONES = range(0x1F3FB, 0x1F400)
"""Emoji modifiers for skin tone; each follows the emoji that it colours."""

# English, German, French, then one line each for Spanish, Italian and Portuguese.
_LEANING_WORD_LIST = """
a an the of to in on at by for with from into onto as than that and or but nor if so because while
when where which who whose about over under between through during before after against without
within upon per via my your his her its our their this these those no
der die das den dem des ein eine einen einem einer eines und oder aber denn dass weil wenn ob als
im am zum zur vom ins ans mit von zu für auf aus bei nach über unter zwischen gegen ohne durch vor
mein meine dein deine sein seine ihr ihre unser unsere kein keine
le la les un une du au aux et ou mais que qui dans sur sous avec pour par sans chez entre vers
mon ma mes ta tes sa ses notre nos votre vos leur leurs ce cet cette ces
el los las unos unas del al y e o u pero con para por en entre hasta desde mi su sus
il lo gli uno di da nel nella nei delle dei degli dal dalla sul sulla ed ma che per tra fra
os um uma do dos das na nos nas pelo pela com sem em mas
"""
_LEANING_WORDS = frozenset(_LEANING_WORD_LIST.split())
"""Words that belong to the next word: articles, prepositions, conjunctions and possessives."""


def split_pieces(text: str) -> list[str]:
    """Split a text into its pieces; the first starts with a space if the script uses spaces."""
    text = text.strip()
    spaced = text if _UNSPACED_START.match(text) else f" {text}"
    return [_normalise_spacing(piece) for piece in _PIECE.findall(spaced)]


def find_cuts(word: str) -> Iterator[int]:
    """Yield the positions inside a word at which it can be cut if it is too long for a row."""
    for place in range(1, len(word)):
        if not _is_combining(word[place - 1], word[place]):
            yield place


def leans_on_next(piece: str) -> bool:
    """Return True if a piece should not be the last of its row."""
    return piece.strip().casefold() in _LEANING_WORDS


def break_cost(before: str, after: str) -> float:
    """Return the cost of ending a row between two pieces: from 0, at a sentence end, to 1."""
    if punctuation.ends_sentence(before):
        return 0.0
    if punctuation.ends_clause(before):
        return 0.2
    if leans_on_next(before):
        return 1.0
    return 0.4 if leans_on_next(after) else 0.6


def _normalise_spacing(piece: str) -> str:
    bare = piece.lstrip()
    return bare if bare == piece else f" {bare}"


def _is_combining(before: str, after: str) -> bool:
    """Return True if a character combines with the one before it into one glyph."""
    return (
        unicodedata.category(after).startswith("M")
        or _JOINER in (before, after)
        or ord(after) in _SKIN_TONES
    )
