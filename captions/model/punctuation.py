"""Detects ends of sentences and clauses by their punctuation alone."""

import re

_ENGLISH_OPENING = "\N{LEFT DOUBLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}"
_ENGLISH_CLOSING = "\N{RIGHT DOUBLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"
_WIDE_CLOSING = "」』】〉》\N{FULLWIDTH RIGHT PARENTHESIS}\N{FULLWIDTH RIGHT SQUARE BRACKET}"
_QUOTES = f"\"'{_ENGLISH_CLOSING}{_ENGLISH_OPENING})]}}»{_WIDE_CLOSING}"
"""Closing marks that may follow the end of a sentence or a clause; German closes quotations with
the marks with which English opens them."""
_OPENING = f"\"'{_ENGLISH_OPENING}(«[„"
_SENTENCE_ENDS = (
    *(".", "?", "!", "…"),
    *("。", "｡", "\N{FULLWIDTH FULL STOP}"),
    *("\N{FULLWIDTH EXCLAMATION MARK}", "\N{FULLWIDTH QUESTION MARK}"),
    *("؟", "\N{ARABIC FULL STOP}", "।", "॥"),  # Arabic, Urdu, Hindi
    # Amharic, Armenian, Burmese, Khmer, Thai
    *("።", "\N{ARMENIAN FULL STOP}", "။", "។", "๚", "๛"),
)
_CLAUSE_ENDS = (
    *(",", ";", ":", "—", "\N{EN DASH}"),
    *("、", "､", "\N{FULLWIDTH COMMA}", "\N{FULLWIDTH SEMICOLON}", "\N{FULLWIDTH COLON}"),
    *("،", "؛", "၊"),  # Arabic, Burmese
)
CLAUSE_MARKS = "".join(_CLAUSE_ENDS)
"""Marks at the ends of clauses."""
SENTENCE_MARKS = "".join(_SENTENCE_ENDS)
"""Marks at the ends of sentences."""
END_MARKS = SENTENCE_MARKS + CLAUSE_MARKS
"""Marks at the ends of sentences and clauses."""
_ABBREVIATION = re.compile(
    r"(?:mr|mrs|ms|dr|st|prof|gen|col|capt|lt|sgt|rev|hon|sen|rep|gov|pres|jr|sr|mt|vs|cf|approx"
    r"|hr|fr|mme)\."
    r"|(?:[^\W\d_]\.)+",
    re.IGNORECASE,
)
"""Titles, initials and abbreviations that do not end a sentence: "Dr.", "J.", "e.g."."""
_NUMBER_SIGN = "no."


def ends_sentence(word: str, following: str = "") -> bool:
    """Return True if a word ends a sentence.

    Args:
        word: as written, with its punctuation.
        following: the next word, if known; a lower-case initial means that the sentence
            continues.
    """
    bare = word.strip().rstrip(_QUOTES)
    if not bare.endswith(_SENTENCE_ENDS) or following[:1].islower():
        return False
    is_numbered = bare.casefold() == _NUMBER_SIGN and following[:1].isdigit()
    return not is_numbered and not _ABBREVIATION.fullmatch(bare.lstrip(_OPENING))


def ends_clause(word: str) -> bool:
    """Return True if a word ends a clause but not a sentence."""
    return word.strip().rstrip(_QUOTES).endswith(_CLAUSE_ENDS)
