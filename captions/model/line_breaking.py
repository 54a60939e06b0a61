r"""Break opportunities in a text, and the readability of a break at each of them.

A text is split into *pieces*; a row may end after any piece. Pieces are words or, in Chinese and
Japanese, mostly single characters. Each piece starts with the space before it, if any, so pieces
are joined without a separator.

Text without spaces is split by the Unicode line breaking algorithm (`writing.boundaries`), so no
row begins with a closing mark, a small kana or a vowel sign, and none ends with an opening bracket.
Text with spaces is split at these only; compounds such as "e-mail" stay whole. A mark between
spaces, as in French, stays with the word before it.

The preferred breaks are those of the BBC and Netflix subtitling guides: after punctuation, and
before conjunctions and prepositions, but never after an article or a preposition. In scripts
without spaces they are between phrases, then between words.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from captions.model import punctuation
from captions.model.writing import boundaries
from captions.model.writing.scripts import (
    Script,
    find_script,
    has_dictionary_words,
    is_unspaced,
    needs_boundaries,
)

# No row ends at a no-break space.
_GLUE = "\u00a0\u2007\u202f"
_SPACE = rf"[^\S{_GLUE}]"
_GLYPH = rf"[\S{_GLUE}]"
_SPACES = re.compile(rf"{_SPACE}+")
_OPENING = r"«¿¡(\[{"
_CLOSING = r"!?:;.,…»)\]}"
_PIECE = re.compile(
    rf"{_SPACE}*(?:[{_OPENING}]+{_SPACE}+)?{_GLYPH}+(?:{_SPACE}+[{_CLOSING}]+(?!{_GLYPH}))*"
)

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
_CLAUSE_COST = 0.2
_SPACE_COST = 0.3
_PHRASE_COST = 0.5
_WORD_COST = 0.8
_CUT_COST = 1.3
"""Costs of breaks in scripts without spaces: at a space, which ends a clause; between phrases of
Japanese; between words; within a word."""
_HIRAGANA = re.compile("[\u3041-\u309f]")


def split_pieces(text: str) -> list[str]:
    """Split a text into its pieces; the first starts with a space if one separates sentences."""
    text = text.strip()
    if needs_boundaries(text):
        return _split_unspaced(text)
    return [_normalise_spacing(piece) for piece in _PIECE.findall(f" {text}")]


def find_cuts(word: str) -> Iterator[int]:
    """Yield the positions inside a word at which it can be cut if it is too long for a row."""
    yield from accumulate(map(len, boundaries.split_characters(word)[:-1]))


def leans_on_next(piece: str) -> bool:
    """Return True if a piece should not be the last of its row."""
    return piece.strip().casefold() in _LEANING_WORDS


def break_cost(before: str, after: str) -> float:
    """Return the cost of ending a row between two pieces: from 0, at a sentence end, to 1."""
    if punctuation.ends_sentence(before):
        return 0.0
    if punctuation.ends_clause(before):
        return _CLAUSE_COST
    if leans_on_next(before):
        return 1.0
    return 0.4 if leans_on_next(after) else 0.6


def break_costs(pieces: Sequence[str]) -> list[float]:
    """Return the cost of ending a row after each piece of a text but the last."""
    costs = [break_cost(before, after) for before, after in pairwise(pieces)]
    text = "".join(pieces).lstrip()
    if len(pieces) < 2 or not is_unspaced(text):  # noqa: PLR2004  # a pair
        return costs
    words = boundaries.find_word_ends(text)
    is_japanese = find_script(text) is Script.JAPANESE
    phrases = boundaries.find_phrase_ends(text) if is_japanese else set()
    skipped = sum(map(len, pieces)) - len(text)
    ends = accumulate(map(len, pieces))
    for number, ((before, after), end) in enumerate(zip(pairwise(pieces), ends, strict=False)):
        if costs[number] > _CLAUSE_COST and needs_boundaries(before[-1] + after.lstrip()[0]):
            costs[number] = _unspaced_cost(after, end - skipped, words, phrases)
    return costs


def _unspaced_cost(after: str, place: int, words: set[int], phrases: set[int]) -> float:
    """Return the cost of a break between characters of which one is of a script without spaces."""
    if after[0] == " ":
        return _SPACE_COST
    # Before hiragana, ICU also finds ends of phrases between a verb and its ending.
    if place in phrases and not _HIRAGANA.match(after):
        return _PHRASE_COST
    return _WORD_COST if place in words else _CUT_COST


def _split_unspaced(text: str) -> list[str]:
    """Split a text by the rules of Unicode, but text with spaces at these only."""
    pieces: list[str] = []
    cuts, place = set(find_cuts(text)), 0
    for unit in boundaries.split_lines(text):
        last = pieces[-1] if pieces else ""
        is_break = last[-1:].isspace() or needs_boundaries(last[-1:] + unit[0])
        if last and not (is_break and place in cuts):
            pieces[-1] += unit
        else:
            pieces.append(unit)
        place += len(unit)
    # In Thai, Lao, Khmer and Burmese, a space separates sentences.
    spaced = " " if has_dictionary_words(text[:1]) or not needs_boundaries(text[:1]) else ""
    moved: list[str] = []
    for piece in pieces:
        if piece.strip():
            moved.append(_SPACES.sub(" ", spaced + piece.strip()))
        spaced = " " if piece[-1].isspace() else ""
    return moved


def _normalise_spacing(piece: str) -> str:
    return f" {_SPACES.sub(' ', piece.strip())}"
