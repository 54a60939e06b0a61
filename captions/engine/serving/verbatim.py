"""Removes disfluencies from a transcript: fillers, cut-off words and false starts.

* A *filler* is a hesitation sound: um, uh, er, hmm, mhm. Words that can carry meaning ("like", "you
  know", "well") stay, and so do intended repetitions ("very very", "no, no").
* A *cut-off word* ends in a hyphen: "wh- what".
* A *false start* is a function word, or a phrase that starts with one, that the speaker repeats
  immediately: "I I think", "we were, we were going".

The punctuation is repaired: a sentence keeps its full stop and its capital, and a comma that only
separated a filler is removed.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from captions.events import Committed
from captions.model.writing.scripts import is_unspaced

_FILLER = re.compile(r"(?:u+h+|u+m+|u+h+m+|e+r+m*|e+h+|a+h+|h+m+|m+h+m+|m{2,}|mm-hmm)")
_FUNCTION_WORD = re.compile(
    "a|an|the|this|these|those|my|your|his|her|its|our|their|i|you|he|she|it|we|they|i'm|i've|i'll"
    "|i'd|you're|he's|she's|it's|we're|we've|they're|there's|there|and|but|or|if|as|when|what|who"
    "|how|why|where|because|to|of|in|on|at|for|with|from|by|about|into|just"
)
"""Function words, which speakers rarely repeat on purpose."""
_AUXILIARY_VERB = re.compile(
    "is|was|are|were|am|will|would|can|could|should|have|has|do|did|don't|didn't|isn't|wasn't"
)
"""Auxiliary verbs; repeated after a comma they may be a question tag: "it is, is it?"."""
_IDIOMS = frozenset({("and", "on"), ("on", "and")})
"""Phrases of intended repetitions: "and on and on"."""
_SUSPENDED = frozenset({"and", "or", "to"})
"""Words after a suspended hyphen, which marks no cut-off word: "pre- and post-war"."""
_MAX_PHRASE_WORDS = 4
"""Maximum number of words in a false start."""
_END_MARKS = ".?!"
_QUOTES = "\u201c\u201d\u2018\u2019"
_PUNCTUATION = f",.?!;:\u2026\"'()[]{_QUOTES}"
_DASHES = ("-", "\u2013", "\u2014")


class _TextPart(NamedTuple):
    """A word that is kept, and its index in the original text."""

    text: str
    position: int


def clean_text(text: str) -> str:
    """Return a text without its disfluencies."""
    if is_unspaced(text):
        return text
    return " ".join(part.text for part in _clean_words(text.split()))


def clean_segment(committed: Committed) -> Committed:
    """Return a segment without its disfluencies; its words still join to its text."""
    if is_unspaced(committed.text):
        return committed
    if not committed.words:
        return replace(committed, text=clean_text(committed.text))
    parts = _clean_words([word.text for word in committed.words])
    words = tuple(replace(committed.words[part.position], text=part.text) for part in parts)
    return replace(committed, text=" ".join(word.text for word in words), words=words)


def _clean_words(texts: Sequence[str]) -> list[_TextPart]:
    """Return the words that are kept, with repaired punctuation."""
    plain = [_normalise_word(text) for text in texts]
    left_out = {index for index in range(len(texts)) if _is_filler_or_cut_off(texts, plain, index)}
    kept = [index for index in range(len(texts)) if index not in left_out]
    left_out |= _false_starts(texts, plain, kept)
    return _repair_punctuation(texts, plain, left_out)


def _normalise_word(text: str) -> str:
    return text.strip(_PUNCTUATION).lower().replace("\u2019", "'")


def _is_filler_or_cut_off(texts: Sequence[str], plain: Sequence[str], index: int) -> bool:
    """Return True if a word is a filler or was cut off."""
    word = plain[index]
    if word.endswith(_DASHES):
        follows = plain[index + 1] if index + 1 < len(plain) else ""
        return len(word) > 1 and follows not in _SUSPENDED
    if not _FILLER.fullmatch(word):
        return False
    bare = texts[index].strip(_PUNCTUATION)
    is_unit = word == "mm" and index > 0 and plain[index - 1][-1:].isdigit()
    return not is_unit and not (len(bare) > 1 and bare.isupper())


def _false_starts(texts: Sequence[str], plain: Sequence[str], kept: list[int]) -> set[int]:
    """Return the indices of false starts among the kept indices."""
    left_out: set[int] = set()
    start = 0
    while start < len(kept):
        length = _repeated_length(texts, plain, kept[start : start + 2 * _MAX_PHRASE_WORDS])
        left_out.update(kept[start : start + length])
        start += max(1, length)
    return left_out


def _repeated_length(texts: Sequence[str], plain: Sequence[str], next_indices: list[int]) -> int:
    """Return the length of the phrase that the next words repeat immediately; 0 for none."""
    for length in range(len(next_indices) // 2, 0, -1):
        phrase = tuple(plain[index] for index in next_indices[:length])
        repeated = tuple(plain[index] for index in next_indices[length : 2 * length])
        ends = any(texts[index][-1] in _END_MARKS for index in next_indices[:length])
        if phrase == repeated and _is_stumble(phrase, texts[next_indices[0]]) and not ends:
            return length
    return 0


def _is_stumble(phrase: tuple[str, ...], first: str) -> bool:
    """Return True if the repetition of a phrase is unintended.

    Args:
        phrase: the normalised words.
        first: the first word with its punctuation.
    """
    if phrase in _IDIOMS:
        return False
    is_question = len(phrase) == 1 and first.endswith(",")
    return bool(
        _FUNCTION_WORD.fullmatch(phrase[0])
        or (_AUXILIARY_VERB.fullmatch(phrase[0]) and not is_question)
    )


def _repair_punctuation(
    texts: Sequence[str], plain: Sequence[str], left_out: set[int]
) -> list[_TextPart]:
    """Return the kept words with the punctuation and capitals of the removed words."""
    parts: list[_TextPart] = []
    needs_capital = False
    """True if the first word of the sentence was removed, so that the next needs its capital."""
    for index, text in enumerate(texts):
        if index in left_out:
            needs_capital = needs_capital or (_at_start(parts) and _is_capital(text))
            _move_punctuation(parts, plain, text)
        else:
            parts.append(_TextPart(text[:1].upper() + text[1:] if needs_capital else text, index))
            needs_capital = False
    if parts and len(texts) - 1 in left_out:
        text, position = parts[-1]
        parts[-1] = _TextPart(text.rstrip(","), position)
    return parts


def _is_capital(text: str) -> bool:
    """Return True if a word is capitalised by position; "I" is capitalised everywhere."""
    return text[:1].isupper() and text.split("'", maxsplit=1)[0].rstrip(_PUNCTUATION) != "I"


def _at_start(parts: list[_TextPart]) -> bool:
    return not parts or parts[-1].text[-1] in _END_MARKS


def _move_punctuation(parts: list[_TextPart], plain: Sequence[str], text: str) -> None:
    """Move the punctuation of a removed word to the word before it."""
    if not parts:
        return
    previous, position = parts[-1]
    mark = text[-1]
    if mark in _END_MARKS and not text.endswith("..") and previous[-1] not in _END_MARKS:
        parts[-1] = _TextPart(previous.rstrip(",;:") + mark, position)
    elif mark == "," and previous.endswith(",") and _FUNCTION_WORD.fullmatch(plain[position]):
        # The commas only separated the filler: "I, um, think".
        parts[-1] = _TextPart(previous[:-1], position)
