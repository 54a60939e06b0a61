"""Rules follow the settings."""

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from captions.settings.paths import DEFAULTS, with_value
from captions.settings.words import WordSettings
from captions.words.compiled_rules import compile_rules, list_languages, list_problems

if TYPE_CHECKING:
    from captions.settings.schema import Settings

WORDS = WordSettings(
    replacements=("open a eye => OpenAI", "no arrow"), profanity="masked", alerts=("Anna",)
)
SETTINGS = replace(DEFAULTS, words=WORDS)
TEXT = "Anna said fuck at open a eye"


@pytest.mark.parametrize(
    ("choice", "shown", "alerts"),
    [
        ("all", "Anna said f*** at OpenAI", 1),
        ("replacements", "Anna said fuck at OpenAI", 0),
        ("none", TEXT, 0),
    ],
)
def test_a_choice_selects_the_rules(choice: str, shown: str, alerts: int) -> None:
    rules = compile_rules(choice, SETTINGS)
    assert rules.apply_text(TEXT) == shown
    assert len(rules.alerts.find_matches(TEXT)) == alerts
    assert compile_rules(choice, replace(SETTINGS)) is rules


def test_profanity_can_be_removed_or_shown() -> None:
    removed = with_value(SETTINGS, "words.profanity", "removed")
    assert compile_rules("all", removed).apply_text(TEXT) == "Anna said at OpenAI"
    shown = with_value(SETTINGS, "words.profanity", "off")
    assert compile_rules("all", shown).apply_text(TEXT) == "Anna said fuck at OpenAI"


@pytest.mark.parametrize(
    ("spoken", "interface", "languages"),
    [
        ("de", "en", ("de",)),
        ("pt-BR", "", ("pt",)),
        ("", "", ("en",)),
        ("", "de", ("en", "de")),
        ("", "en", ("en",)),
    ],
)
def test_profanity_of_the_spoken_language_is_hidden(
    spoken: str, interface: str, languages: tuple[str, ...]
) -> None:
    settings: Settings = with_value(SETTINGS, "recognition.language", spoken)
    settings = with_value(settings, "interface.language", interface)
    assert list_languages(settings) == languages


def test_bad_replacements_are_reported() -> None:
    (problem,) = list_problems(WORDS)
    assert problem.code == "replacement_without_arrow"
