"""Codes of languages: the vendor's clients write three letters, and systems write locales."""

import pytest
from PySide6.QtCore import QLocale

from captions.engine.library.catalogue import LANGUAGES
from captions.protocol.languages import find_locale_language, two_letter_code


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("deu", "de"),
        ("CAT", "ca"),
        ("fas", "fa"),
        ("ind", "id"),
        ("mya", "my"),
        ("nob", "no"),
        ("nb", "no"),
        ("nn", "nn"),
        ("nno", "nn"),
        ("iw", "he"),
        ("in", "id"),
        ("ji", "yi"),
        ("jw", "jv"),
        ("mo", "ro"),
        ("sh", "sr"),
        ("fil", "tl"),
        ("tl", "tl"),
        ("cmn", "zh"),
        ("zho", "zh"),
        ("chi", "zh"),
        ("ger", "de"),
        ("fre", "fr"),
        ("yue", "yue"),
        ("gsw", "de"),
        ("arb", "ar"),
        ("prs", "fa"),
        ("de", "de"),
        ("en-US", "en-us"),
        ("", ""),
    ],
)
def test_codes_of_the_same_language_are_one(code: str, expected: str) -> None:
    assert two_letter_code(code) == expected


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("nb-NO", "no"),
        ("nb_NO.UTF-8", "no"),
        ("no_NO", "no"),
        ("nn_NO", "nn"),
        ("de_AT.UTF-8@euro", "de"),
        ("gsw-CH", "de"),
        ("en-US", "en"),
        ("en-us", "en"),
        ("zh-Hant-TW", "zh"),
        ("zh_TW.Big5", "zh"),
        ("zh-Hans", "zh"),
        ("yue-Hant-HK", "yue"),
        ("zh-yue-HK", "yue"),
        ("zh-cmn-Hans-CN", "zh"),
        ("cmn-Hans-CN", "zh"),
        ("iw_IL", "he"),
        ("he-IL", "he"),
        ("in_ID", "id"),
        ("ji", "yi"),
        ("fil-PH", "tl"),
        ("tl_PH", "tl"),
        ("sr-Latn-RS", "sr"),
        ("sr_RS@latin", "sr"),
        ("ca_ES@valencia", "ca"),
        ("pt-BR", "pt"),
        ("fa_AF", "fa"),
        ("C", ""),
        ("C.UTF-8", ""),
        ("POSIX", ""),
        ("", ""),
    ],
)
def test_locale_names_a_language(locale: str, expected: str) -> None:
    assert find_locale_language(locale) == expected


def test_every_language_of_a_model_can_be_chosen_with_three_letters() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    codes = (a + b + c for a in letters for b in letters for c in letters)
    known = {two_letter_code(code) for code in codes}
    assert set(LANGUAGES) <= known


def test_every_locale_of_a_language_that_a_model_knows_selects_it() -> None:
    """Qt names each language by its shortest code, and the system by any of several."""
    known = {QLocale.codeToLanguage(code) for code in LANGUAGES}
    missed = set()
    for locale in QLocale.matchingLocales(
        QLocale.Language.AnyLanguage, QLocale.Script.AnyScript, QLocale.Country.AnyCountry
    ):
        if locale.language() in known:
            names = {locale.name(), locale.bcp47Name(), *locale.uiLanguages()}
            missed |= {name for name in names if find_locale_language(name) not in LANGUAGES}
    assert not missed


def test_languages_of_the_models_are_named_in_one_way() -> None:
    assert [two_letter_code(code) for code in LANGUAGES] == list(LANGUAGES)
