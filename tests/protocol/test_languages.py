"""Codes of languages: clients of the vendor's service write three letters."""

import pytest

from captions.engine.library.catalogue import MODELS
from captions.protocol.languages import two_letter_code


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("deu", "de"),
        ("CAT", "ca"),
        ("fas", "fa"),
        ("ind", "id"),
        ("mya", "my"),
        ("nob", "no"),
        ("fil", "tl"),
        ("zho", "zh"),
        ("yue", "yue"),
        ("de", "de"),
        ("en-US", "en-us"),
    ],
)
def test_codes_of_three_letters_name_the_same_languages(code: str, expected: str) -> None:
    assert two_letter_code(code) == expected


def test_every_language_of_a_model_can_be_chosen_with_three_letters() -> None:
    languages = {language for model in MODELS for language in model.languages}
    letters = "abcdefghijklmnopqrstuvwxyz"
    codes = (a + b + c for a in letters for b in letters for c in letters)
    known = {two_letter_code(code) for code in codes}
    assert languages <= known
