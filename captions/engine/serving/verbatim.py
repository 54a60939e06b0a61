"""Leaves out what a careful writer would: fillers, words that were cut off, and false starts.

* A *filler* is a sound of hesitation: um, uh, er, hmm, mhm. Words that can mean something ("like",
  "you know", "well") stay, and so do doublings that are meant ("very very", "no, no").
* A word that was *cut off* ends in a hyphen: "wh- what".
* A *false start* says again, at once, a small word or a phrase that begins with one: "I I think",
  "we were, we were going".

What is left reads well: a sentence keeps its full stop and its capital, and no comma stands where
only a filler was set apart.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from captions.events import Committed

_FILLER = re.compile(r"(?:u+h+|u+m+|u+h+m+|e+r+m*|e+h+|a+h+|h+m+|m+h+m+|m{2,}|mm-hmm)")
_STUMBLE = re.compile(
    "a|an|the|this|these|those|my|your|his|her|its|our|their|i|you|he|she|it|we|they|i'm|i've|i'll"
    "|i'd|you're|he's|she's|it's|we're|we've|they're|there's|there|and|but|or|if|as|when|what|who"
    "|how|why|where|because|to|of|in|on|at|for|with|from|by|about|into|just"
)
"""Small words, which nobody says twice on purpose."""
_VERB = re.compile(
    "is|was|are|were|am|will|would|can|could|should|have|has|do|did|don't|didn't|isn't|wasn't"
)
"""Small as well, but with a comma between them they may be a question: "it is, is it?"."""
_IDIOMS = frozenset({("and", "on"), ("on", "and")})
"""Phrases that are meant to go round: "and on and on"."""
_SUSPENDED = frozenset({"and", "or", "to"})
"""Behind these a hyphen only waits for its other half: "pre- and post-war"."""
_LONGEST_PHRASE = 4
_END_MARKS = ".?!"
_QUOTES = "\u201c\u201d\u2018\u2019"
_MARKS = f",.?!;:\u2026\"'()[]{_QUOTES}"
_DASHES = ("-", "\u2013", "\u2014")


class _Part(NamedTuple):
    """A word of the text, and where it stands in what was given."""

    text: str
    place: int


def clean_text(text: str) -> str:
    """Return a text without what is left out."""
    return " ".join(part.text for part in _clean(text.split()))


def clean(committed: Committed) -> Committed:
    """Return a segment without what is left out; its words still join to its text."""
    if not committed.words:
        return replace(committed, text=clean_text(committed.text))
    parts = _clean([word.text for word in committed.words])
    words = tuple(replace(committed.words[part.place], text=part.text) for part in parts)
    return replace(committed, text=" ".join(word.text for word in words), words=words)


def _clean(texts: Sequence[str]) -> list[_Part]:
    """Return the words that stay, mended."""
    plain = [_plain(text) for text in texts]
    left_out = {index for index in range(len(texts)) if _is_noise(texts, plain, index)}
    kept = [index for index in range(len(texts)) if index not in left_out]
    left_out |= _false_starts(texts, plain, kept)
    return _mended(texts, plain, left_out)


def _plain(text: str) -> str:
    return text.strip(_MARKS).lower().replace("\u2019", "'")


def _is_noise(texts: Sequence[str], plain: Sequence[str], index: int) -> bool:
    """Say whether a word is a filler, or was cut off."""
    word = plain[index]
    if word.endswith(_DASHES):
        follows = plain[index + 1] if index + 1 < len(plain) else ""
        return len(word) > 1 and follows not in _SUSPENDED
    if not _FILLER.fullmatch(word):
        return False
    bare = texts[index].strip(_MARKS)
    is_unit = word == "mm" and index > 0 and plain[index - 1][-1:].isdigit()
    return not is_unit and not (len(bare) > 1 and bare.isupper())


def _false_starts(texts: Sequence[str], plain: Sequence[str], kept: list[int]) -> set[int]:
    """Return the words that are said again at once, out of those that are kept."""
    left_out: set[int] = set()
    start = 0
    while start < len(kept):
        length = _repeated(texts, plain, kept[start : start + 2 * _LONGEST_PHRASE])
        left_out.update(kept[start : start + length])
        start += max(1, length)
    return left_out


def _repeated(texts: Sequence[str], plain: Sequence[str], ahead: list[int]) -> int:
    """Return how many of the next words are a phrase that comes again at once; 0 for none."""
    for length in range(len(ahead) // 2, 0, -1):
        phrase = tuple(plain[index] for index in ahead[:length])
        again = tuple(plain[index] for index in ahead[length : 2 * length])
        ends = any(texts[index][-1] in _END_MARKS for index in ahead[:length])
        if phrase == again and _stumbles(phrase, texts[ahead[0]]) and not ends:
            return length
    return 0


def _stumbles(phrase: tuple[str, ...], first: str) -> bool:
    """Say whether nobody would say a phrase twice on purpose, ``first`` being its first word."""
    if phrase in _IDIOMS:
        return False
    is_question = len(phrase) == 1 and first.endswith(",")
    return bool(_STUMBLE.fullmatch(phrase[0]) or (_VERB.fullmatch(phrase[0]) and not is_question))


def _mended(texts: Sequence[str], plain: Sequence[str], left_out: set[int]) -> list[_Part]:
    """Return what is kept, with the marks and the capitals that what is left out leaves behind."""
    parts: list[_Part] = []
    begins = False
    """Whether a capital is owed: what began a sentence was left out."""
    for index, text in enumerate(texts):
        if index in left_out:
            begins = begins or (_at_start(parts) and _is_capital(text))
            _inherit(parts, plain, text)
        else:
            parts.append(_Part(text[:1].upper() + text[1:] if begins else text, index))
            begins = False
    if parts and len(texts) - 1 in left_out:
        text, place = parts[-1]
        parts[-1] = _Part(text.rstrip(","), place)
    return parts


def _is_capital(text: str) -> bool:
    """Say whether a word has a capital for its place: "I" has it anywhere."""
    return text[:1].isupper() and text.split("'", maxsplit=1)[0].rstrip(_MARKS) != "I"


def _at_start(parts: list[_Part]) -> bool:
    return not parts or parts[-1].text[-1] in _END_MARKS


def _inherit(parts: list[_Part], plain: Sequence[str], text: str) -> None:
    """Give the mark behind a word that is left out to the word before it."""
    if not parts:
        return
    before, place = parts[-1]
    mark = text[-1]
    if mark in _END_MARKS and not text.endswith("..") and before[-1] not in _END_MARKS:
        parts[-1] = _Part(before.rstrip(",;:") + mark, place)
    elif mark == "," and before.endswith(",") and _STUMBLE.fullmatch(plain[place]):
        # Only the filler was set apart: "I, um, think".
        parts[-1] = _Part(before[:-1], place)
