"""Codes of languages, of two or three letters."""

_TWO_LETTER_CODES = {
    "ara": "ar",
    "cmn": "zh",
    "deu": "de",
    "eng": "en",
    "fra": "fr",
    "hin": "hi",
    "ita": "it",
    "jpn": "ja",
    "kor": "ko",
    "nld": "nl",
    "pol": "pl",
    "por": "pt",
    "rus": "ru",
    "spa": "es",
    "tur": "tr",
    "ukr": "uk",
    "vie": "vi",
    "zho": "zh",
}
"""ISO 639-1 codes by their ISO 639-3 codes."""


def two_letter_code(code: str) -> str:
    """Return the ISO 639-1 code for an ISO 639-3 code, and any other code in lower case.

    A code with a region, such as "en-US", is not recognised as a language.
    """
    lower = code.lower()
    return _TWO_LETTER_CODES.get(lower, lower)
