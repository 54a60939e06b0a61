"""Alert words are found, marked on screen and reported once."""

import pytest

from captions.events import Committed, Partial, Speech
from captions.model.rows import Row, TextRun
from captions.model.word_rules.alerts import AlertFinder, AlertTracker

FINDER = AlertFinder(["Anna", "New  York", "!!", ""])


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        pytest.param("I saw ANNA's cat.", [("Anna", 6, 10)], id="any case, with a possessive"),
        pytest.param("Annabel, Joanna", [], id="no parts of words"),
        pytest.param("anna in new-york", [("Anna", 0, 4), ("New York", 8, 16)], id="two words"),
    ],
)
def test_alert_words_are_found_with_their_positions(
    text: str, matches: list[tuple[str, int, int]]
) -> None:
    assert FINDER.find_matches(text) == matches


def test_alert_words_are_marked_across_rows_and_colours() -> None:
    rows = (
        Row((TextRun("Hi Anna, from New", settled=True),)),
        Row((TextRun("Yo", settled=True), TextRun("rk", settled=False))),
        Row(),
    )
    assert FINDER.mark_rows(rows) == (
        Row(
            (
                TextRun("Hi ", settled=True),
                TextRun("Anna", settled=True, is_alert=True),
                TextRun(", from ", settled=True),
                TextRun("New", settled=True, is_alert=True),
            )
        ),
        Row(
            (
                TextRun("Yo", settled=True, is_alert=True),
                TextRun("rk", settled=False, is_alert=True),
            )
        ),
        Row(),
    )


def test_rows_without_alert_words_stay_the_same() -> None:
    rows = (Row((TextRun("Hi", settled=True),)),)
    assert FINDER.mark_rows(rows) is rows
    assert AlertFinder([]).mark_rows(rows) is rows


def test_a_word_is_reported_once_when_it_is_spoken() -> None:
    tracker = AlertTracker()
    conversation: list[tuple[float, Speech, list[str]]] = [
        (0.0, Partial("Anna", lane="system"), []),  # Is the beginning of "Annabel".
        (0.0, Partial("Annabel", lane="system"), []),
        (0.0, Partial("Hello Ann"), []),
        (0.5, Partial("Hello Anna"), []),  # May become another word.
        (1.0, Partial("Hello Anna how"), ["Anna"]),
        (40.0, Partial("Hello Anna how are"), []),  # The same occurrence.
        (41.0, Committed("Hello Anna how are you?"), []),
        (42.0, Committed("Anna"), ["Anna"]),
        (50.0, Committed("Anna"), []),  # Less than 30 s later.
        (50.0, Committed("New York"), ["New York"]),
        (71.9, Partial("Anna", settled_text="Anna"), []),
        (80.0, Partial(""), []),
        (80.0, Committed("Anna Anna", lane="mic"), ["Anna"]),
    ]
    found = [tracker.find_new(event, FINDER, now) for now, event, _ in conversation]
    assert found == [expected for _, _, expected in conversation]
