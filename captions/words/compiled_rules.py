"""Compiles word rules from the settings; rules for the same settings are compiled once."""

from collections.abc import Iterable
from functools import lru_cache

from captions.messages.message import Message
from captions.model.word_rules.replacements import find_problems
from captions.model.word_rules.word_rules import NO_RULES, ProfanityRule, WordRules
from captions.protocol.languages import find_locale_language
from captions.settings.schema import Settings
from captions.settings.words import WordSettings
from captions.words.profanity import load_profanity

_FALLBACK_LANGUAGE = "en"
_MAX_CACHED = 8
"""Number of compiled rules: those of the screen, of the outputs, and of the settings dialog."""


def compile_rules(choice: str, settings: Settings) -> WordRules:
    """Return the rules of the settings.

    Args:
        choice: which of them apply: ``all``, ``replacements`` only, or ``none``.
        settings: settings currently in use.
    """
    if choice == "none":
        return NO_RULES
    return _compile(settings.words, list_languages(settings), only_replacements=choice != "all")


def list_languages(settings: Settings) -> tuple[str, ...]:
    """Return the languages whose profanity is hidden, as ISO 639-1 codes.

    Lists of other languages must not apply: the German word for "please" is profanity in French.
    If the server detects the language, English and the language of the interface apply.
    """
    chosen: list[str] = []
    for spoken in map(find_locale_language, settings.spoken_languages):
        chosen += [spoken] if spoken else [_FALLBACK_LANGUAGE, settings.interface.language]
    return tuple(dict.fromkeys(language for language in chosen if language))


def list_problems(settings: Settings) -> tuple[Message, ...]:
    """Return which word rules cannot be used, in at most two sentences.

    Only the first of several replacements that are ignored is named.
    """
    return (*_list_replacement_problems(settings.words), *list_profanity_problems(settings))


def list_profanity_problems(settings: Settings) -> tuple[Message, ...]:
    """Return why profanity is not hidden in a language; empty if it is, or need not be."""
    if settings.words.profanity == "off":
        return ()
    found = (load_profanity(language).problem for language in list_languages(settings))
    return tuple(dict.fromkeys(problem for problem in found if problem is not None))[:1]


def _list_replacement_problems(words: WordSettings) -> tuple[Message, ...]:
    found = list(find_problems(words.replacements).values())
    if len(found) <= 1:
        return tuple(found)
    return (Message("replacements_ignored", count=len(found), line=found[0].parameters["line"]),)


@lru_cache(_MAX_CACHED)
def _compile(
    words: WordSettings, languages: tuple[str, ...], *, only_replacements: bool
) -> WordRules:
    if only_replacements:
        return WordRules(words.replacements)
    profanity = None
    if words.profanity != "off":
        hidden = frozenset(_load_all(languages))
        profanity = ProfanityRule(hidden, is_removed=words.profanity == "removed")
    return WordRules(words.replacements, profanity, words.alerts)


def _load_all(languages: Iterable[str]) -> Iterable[str]:
    for language in languages:
        yield from load_profanity(language).words
