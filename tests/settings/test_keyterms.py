"""A term is added to the keyterms only if the settings and the server accept the list then."""

import pytest

from captions.errors import UsageError
from captions.protocol.options import MAX_KEYTERMS
from captions.settings.keyterms import add_keyterm
from captions.settings.paths import check_value

FULL = tuple(f"term {number}" for number in range(MAX_KEYTERMS))
PERSIAN_NAME = "\u0639\u0644\u06cc\u200c\u0631\u0636\u0627"
"""Ali-Reza, with a zero-width non-joiner (a format character) between its parts."""


@pytest.mark.parametrize(
    ("known", "term", "keyterms"),
    [
        ((), "Siobhán", ("Siobhán",)),
        (("Ada",), "Siobhán", ("Ada", "Siobhán")),
        (("Ada",), "Ada", ("Ada",)),
        (("Ada",), "ADA", ("Ada", "ADA")),
        ((), "  Ada\n Lovelace ", ("Ada Lovelace",)),
        ((), "a" * 20, ("a" * 20,)),
        ((), "a b c d e", ("a b c d e",)),
        ((), PERSIAN_NAME, (PERSIAN_NAME,)),
        (FULL[:-1], "Siobhán", (*FULL[:-1], "Siobhán")),
        (FULL, "term 7", FULL),
    ],
    ids=[
        "the first",
        "another",
        "a known one",
        "another spelling",
        "white space",
        "the longest",
        "the most words",
        "a joined name",
        "the last place",
        "a known one of a full list",
    ],
)
def test_a_term_is_added_once(known: tuple[str, ...], term: str, keyterms: tuple[str, ...]) -> None:
    assert add_keyterm(known, term) == keyterms
    assert check_value("recognition.keyterms", list(keyterms)) == keyterms


@pytest.mark.parametrize(
    ("known", "term", "sentence"),
    [
        (
            FULL,
            "Siobhán",
            (
                "“Siobhán” was not added: the settings have 50 names and rare words, the most that "
                "a speech server accepts; remove one there and try again."
            ),
        ),
        (
            (),
            "a" * 21,
            (
                f"“{'a' * 21}” was not added: names and rare words have at most 20 characters and "
                "5 words; enter a shorter one in the settings."
            ),
        ),
        (
            (),
            "a b c d e f",
            (
                "“a b c d e f” was not added: names and rare words have at most 20 characters and "
                "5 words; enter a shorter one in the settings."
            ),
        ),
        (
            (),
            "A\x00da",
            (
                "This text was not added, because it contains invisible characters: type it in the "
                "settings under names and rare words."
            ),
        ),
        ((), "\ud83d", "This text was not added, because it contains invisible characters"),
    ],
    ids=["a full list", "a long term", "a long phrase", "a control character", "half a character"],
)
def test_a_term_that_the_server_refuses_is_not_added(
    known: tuple[str, ...], term: str, sentence: str
) -> None:
    with pytest.raises(UsageError) as refused:
        add_keyterm(known, term)
    assert str(refused.value).startswith(sentence)
