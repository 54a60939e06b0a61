"""Codes of languages, of two or three letters."""

_TWO_LETTER_CODES = {
    "ara": "ar",
    "bul": "bg",
    "ces": "cs",
    "cmn": "zh",
    "dan": "da",
    "deu": "de",
    "ell": "el",
    "eng": "en",
    "est": "et",
    "fin": "fi",
    "fra": "fr",
    "heb": "he",
    "hin": "hi",
    "hrv": "hr",
    "hun": "hu",
    "ita": "it",
    "jpn": "ja",
    "kor": "ko",
    "lav": "lv",
    "lit": "lt",
    "mlt": "mt",
    "nld": "nl",
    "nob": "no",
    "nor": "no",
    "pol": "pl",
    "por": "pt",
    "ron": "ro",
    "rus": "ru",
    "slk": "sk",
    "slv": "sl",
    "spa": "es",
    "swe": "sv",
    "tha": "th",
    "tur": "tr",
    "ukr": "uk",
    "vie": "vi",
    "zho": "zh",
}
"""ISO 639-1 codes by their ISO 639-3 codes."""


def two_letter_code(code: str) -> str:
    """Return the ISO 639-1 code for an ISO 639-3 code, and any other code in lower case.

    A language without a code of two letters, such as Cantonese (``yue``), keeps its own.

    A code with a region, such as "en-US", is not recognised as a language.
    """
    lower = code.lower()
    return _TWO_LETTER_CODES.get(lower, lower)
