"""Rules follow the settings."""

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from captions.settings.paths import DEFAULTS, with_value
from captions.settings.toml_text import parse_settings
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
        ("deu", "", ("de",)),
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


def test_profanity_of_both_languages_of_a_call_is_hidden() -> None:
    settings = with_value(SETTINGS, "recognition.language", "de")
    settings = with_value(settings, "recognition.computer_language", "en-US")
    assert list_languages(settings) == ("de",)
    assert list_languages(with_value(settings, "sound.source", "mic+system")) == ("de", "en")


def find_sentences(text: str) -> list[str]:
    """Return what the user is told about a settings file at the start."""
    loaded = parse_settings(text)
    return [*map(str, loaded.problems), *map(str, list_problems(loaded.settings))]


@pytest.mark.parametrize(
    ("replacements", "expected"),
    [
        ('"text"', "words.replacements = 'text' should be a list of strings; using []."),
        ("[1, 2]", "words.replacements should be a list of strings; left out: 1, 2."),
        ('["no arrow"]', "“no arrow” is ignored: write the spoken words, then => and the words "),
        ('["=> x"]', "“=> x” is ignored: write the spoken words before =>."),
        ('["", "um => a"]', "“” is ignored: write the spoken words, then =>"),
        ('["um => a", "UM => b"]', "there is another replacement for “UM”; remove one of them."),
        ('["a", "b", "c => d"]', "2 replacements are ignored, such as “a”: correct them in the "),
        (f'["{"x" * 201}"]', "should have items of at most 200 characters; left out: 'xxx"),
        (json.dumps([f"w{i} => x" for i in range(10_000)]), "and 8997 more."),
        (json.dumps([f"no arrow {i}" for i in range(999)]), "999 replacements are ignored, such"),
    ],
    ids=[
        *("no list", "numbers", "no arrow", "no spoken words", "an empty line", "the same words"),
        *("two", "a long line", "10,000", "999 without arrows"),
    ],
)
def test_bad_replacements_are_one_sentence(replacements: str, expected: str) -> None:
    (sentence,) = find_sentences(f"[words]\nreplacements = {replacements}\n")
    assert expected in sentence
    assert len(sentence) < 300


@pytest.mark.parametrize(
    ("replacements", "text", "shown"),
    [
        (["[.* => (", "\\d+ => digits", "a => b"], "a 12 [.* aa", "b 12 ( aa"),
        (["new york => NY", "york => Jork", "new => old"], "new york york new", "NY Jork old"),
        (["a => b", "b => a"], "a b", "b a"),
        (["{0} => {1}", "%s => %d"], "{0} %s {text}", "{1} %d {text}"),
    ],
    ids=["regular expressions", "overlapping", "in a circle", "placeholders"],
)
def test_special_characters_and_overlapping_phrases_are_fine(
    replacements: list[str], text: str, shown: str
) -> None:
    settings = f"[words]\nreplacements = {json.dumps(replacements)}\n"
    assert find_sentences(settings) == []
    assert compile_rules("all", parse_settings(settings).settings).apply_text(text) == shown


@pytest.mark.parametrize(
    ("profanity", "spoken", "expected"),
    [("off", "it", []), ("masked", "fr", []), ("masked", "", []), ("masked", "it", ["(it)"])],
)
def test_a_language_without_a_list_is_reported_if_profanity_should_be_hidden(
    profanity: str, spoken: str, expected: list[str]
) -> None:
    text = f'[words]\nprofanity = "{profanity}"\n[recognition]\nlanguage = "{spoken}"\n'
    sentences = find_sentences(text)
    assert len(sentences) == len(expected)
    assert all(part in sentence for part, sentence in zip(expected, sentences, strict=True))
