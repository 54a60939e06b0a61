"""Finds controls by words of their labels and explanations, in the language of the interface.

This module computes with texts alone; `control_finder` collects them from the pages.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import itemgetter

MAX_MATCHES = 40
"""Maximum number of results."""
_BEST_RANK = (-1, 0)


@dataclass(frozen=True, slots=True)
class ControlTexts:
    """What is written about a control."""

    label: str
    explanation: str = ""
    place: str = ""
    """Page, and the card on it, such as “Listening, Input”."""
    names: tuple[str, ...] = field(default=(), compare=False)
    """Names of the setting in the file and in messages of speech servers; found as a whole only."""


def find_matches(query: str, controls: Iterable[ControlTexts]) -> list[int]:
    """Return the numbers of the controls that match, the best ones first.

    Every word of the query must be part of the label, the explanation or the place. Labels that
    begin with the query come first, then labels with its words at the beginning of theirs, then
    other labels, then the rest in the same order. Case and accents do not matter. A query that is
    the whole name of a setting finds that one first.
    """
    words = fold_text(query).split()
    if not words:
        return []
    ranked = []
    for number, control in enumerate(controls):
        label = fold_text(control.label)
        everything = f"{label} {fold_text(control.explanation)} {fold_text(control.place)}"
        if query.strip().lower() in control.names:
            ranked.append((_BEST_RANK, number))
        elif all(word in everything for word in words):
            rank = (_rank_text(label, words), _rank_text(everything, words))
            ranked.append((rank, number))
    return [number for _, number in sorted(ranked, key=itemgetter(0))][:MAX_MATCHES]


def fold_text(text: str) -> str:
    """Return a text without case and accents, for comparison."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))


def _rank_text(text: str, words: list[str]) -> int:
    if text.startswith(" ".join(words)):
        return 0
    if all(f" {word}" in f" {text}" for word in words):
        return 1
    return 2 if all(word in text for word in words) else 3
