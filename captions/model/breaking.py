r"""Where a text may be broken into rows, and where a reader would rather have it broken.

A text is cut into *pieces*, between which a row may end: words and, in scripts that are written
without spaces, single characters. Each piece begins with the space that stands before it, if any,
so that pieces are joined by nothing.

Better and worse places are those of the subtitling guides of the BBC and of Netflix: after
punctuation, before conjunctions and prepositions, never behind an article or a preposition. Rules
for Chinese and Japanese, the most important ones of JIS X 4051: no row begins with closing marks,
small kana or marks of repetition, none ends with opening brackets.
"""

import re
import unicodedata
from collections.abc import Iterator

from captions.model import punctuation

# Scripts without spaces: kana, ideographs and their wide punctuation.
_OPENING = "「『（《〈【〔［｛"  # noqa: RUF001
_CLOSING = (
    "」』）》〉】〕］｝、。，．・：；？！々ーゝゞヽヾ"  # noqa: RUF001
    "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef"
)
_UNSPACED = "\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_PIECE = re.compile(
    rf"\s*(?:[{_OPENING}]*[{_UNSPACED}][{_CLOSING}]*|[{_OPENING}]*[^\s{_UNSPACED}{_OPENING}]+"
    rf"|[{_OPENING}]+)"
)
_UNSPACED_START = re.compile(rf"[{_OPENING}{_UNSPACED}]")
_JOINER = "\u200d"
_TONES = range(0x1F3FB, 0x1F400)
"""Colours of skin, behind the emoji that they colour."""

# English, German, French, and one line for Spanish, Italian and Portuguese each.
_LEANING = """
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
_LEANS = frozenset(_LEANING.split())
"""Words that lean on the one behind them: articles, prepositions, conjunctions, possessives."""


def pieces(text: str) -> list[str]:
    """Cut a text into its pieces; the first has the space that parts it from a text before."""
    text = text.strip()
    spaced = text if _UNSPACED_START.match(text) else f" {text}"
    return [_spaced(piece) for piece in _PIECE.findall(spaced)]


def cuts(word: str) -> Iterator[int]:
    """Yield the places in a word where it can be cut if it must be, but for its end."""
    for place in range(1, len(word)):
        if not _belongs(word[place - 1], word[place]):
            yield place


def leans(piece: str) -> bool:
    """Say whether a piece should not be the last of its row."""
    return piece.strip().casefold() in _LEANS


def cost(before: str, after: str) -> float:
    """Return how bad it is to end a row between two pieces: from 0, at a sentence's end, to 1."""
    if punctuation.ends_sentence(before):
        return 0.0
    if punctuation.ends_clause(before):
        return 0.2
    if leans(before):
        return 1.0
    return 0.4 if leans(after) else 0.6


def _spaced(piece: str) -> str:
    bare = piece.lstrip()
    return bare if bare == piece else f" {bare}"


def _belongs(before: str, after: str) -> bool:
    """Say whether a character is drawn together with the one before it."""
    return (
        unicodedata.category(after).startswith("M")
        or _JOINER in (before, after)
        or ord(after) in _TONES
    )
