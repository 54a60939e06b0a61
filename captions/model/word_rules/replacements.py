"""Replacements as the user writes them: ``words to replace => new words``."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from captions.messages.message import Message
from captions.model.word_rules.tokens import split_tokens

ARROW = "=>"
_WORD = re.compile(r"[^\W\d_]\S*")


@dataclass(frozen=True, slots=True)
class WordReplacement:
    """Words to replace, and the new words."""

    phrase: str
    text: str
    """New words; empty to leave the phrase out."""


def parse_replacement(line: str) -> WordReplacement | Message:
    """Return the replacement in a line, or why it has none."""
    phrase, arrow, text = line.partition(ARROW)
    if not arrow:
        return Message("replacement_without_arrow", line=line.strip())
    if not split_tokens(phrase):
        return Message("replacement_without_words", line=line.strip())
    return WordReplacement(phrase.strip(), " ".join(text.split()))


def find_problems(lines: Iterable[str]) -> dict[str, Message]:
    """Return why lines are ignored, by line; the first of several for the same words is used."""
    problems: dict[str, Message] = {}
    known: set[tuple[str, ...]] = set()
    for line in lines:
        parsed = parse_replacement(line)
        if isinstance(parsed, Message):
            problems[line] = parsed
            continue
        keys = tuple(token.key for token in split_tokens(parsed.phrase))
        if keys in known:
            problems[line] = Message("replacement_repeated", line=line, phrase=parsed.phrase)
        known.add(keys)
    return problems


def match_case(text: str, spoken: str) -> str:
    """Return the new words in the case of those that they replace.

    A text with capitals of its own, such as ``OpenAI``, keeps them. Otherwise, ``GONNA`` becomes
    ``GOING TO``, ``Gonna`` becomes ``Going to``, and ``Open A Eye`` becomes ``New Name``.
    """
    if text != text.lower():
        return text
    letters = [character for character in spoken if character.isalpha()]
    if len(letters) > 1 and all(letter.isupper() for letter in letters):
        return text.upper()
    words = _WORD.findall(spoken)
    if not words or not words[0][0].isupper():
        return text
    if len(words) > 1 and all(word[0].isupper() for word in words):
        return " ".join(map(capitalise_first, text.split(" ")))
    return capitalise_first(text)


def capitalise_first(text: str) -> str:
    """Return a text whose first character is a capital."""
    return text[:1].upper() + text[1:]
