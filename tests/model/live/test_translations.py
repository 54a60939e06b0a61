"""Which of a segment's texts is shown: the original, the translation, or both."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.events import CaptionEvent, Committed, Partial, Speech, Translated
from captions.model.live.translated_text import TranslationChoice, translation_lane
from captions.model.live.translations import TranslationFilter

HALLO = Committed("Guten Morgen.", segment_id="a")
HELLO = Translated("Good morning.", "a")
WETTER = Committed("Es regnet.", segment_id="b")
WEATHER = Translated("It rains.", "b")


def shown(translations: TranslationFilter, *events: CaptionEvent, now: float = 0.0) -> list[Speech]:
    return [shown for event in events for shown in translations.apply(event, now)]


def texts(events: list[Speech]) -> list[tuple[bool, str]]:
    """Return for each event whether it is final, and its text."""
    return [(isinstance(event, Committed), event.text) for event in events]


def grey(text: str) -> Partial:
    return Partial(text, marked=True)


def test_original_is_shown_as_it_is() -> None:
    original = TranslationFilter(TranslationChoice.ORIGINAL)
    partial = Partial("Es", settled_text="Es")
    assert shown(original, HALLO, partial, HELLO) == [HALLO, partial]
    assert original.next_deadline is None


def test_segment_is_grey_until_its_translation_replaces_it() -> None:
    translations = TranslationFilter(TranslationChoice.TRANSLATION, marks=False)
    events = shown(translations, Partial("Guten", settled_text="Guten"), HALLO, HELLO)
    assert events[:2] == [grey("Guten"), grey("Guten Morgen.")]
    assert texts(events[2:]) == [(True, "Good morning.")]


def test_speech_goes_on_behind_a_segment_that_waits() -> None:
    translations = TranslationFilter(TranslationChoice.TRANSLATION)
    events = shown(translations, HALLO, Partial("Es reg"), HELLO, WETTER, WEATHER)
    assert texts(events) == [
        (False, "Guten Morgen."),
        (False, "Guten Morgen. Es reg"),
        (True, "[EN] Good morning."),
        (False, "Es reg"),
        (False, "Es regnet."),
        (True, "[EN] It rains."),
    ]


def test_scripts_without_spaces_are_joined_without_any() -> None:
    translations = TranslationFilter(TranslationChoice.TRANSLATION)
    shown(translations, Committed("おはよう。", segment_id="a"))
    assert texts(shown(translations, Partial("雨が"))) == [(False, "おはよう。雨が")]


def test_segment_that_needs_no_translation_keeps_its_place() -> None:
    translations = TranslationFilter(TranslationChoice.TRANSLATION, marks=False)
    english = Committed("Thank you.")
    assert shown(translations, english) == [english]
    events = shown(translations, HALLO, english, HELLO)
    assert texts(events) == [
        (False, "Guten Morgen."),
        (False, "Guten Morgen. Thank you."),
        (True, "Good morning."),
        (True, "Thank you."),
    ]


def test_lost_translation_leaves_the_original() -> None:
    """The connection broke after the first segment."""
    translations = TranslationFilter(TranslationChoice.TRANSLATION, marks=False)
    shown(translations, HALLO, WETTER)
    assert texts(shown(translations, WEATHER)) == [(True, "Guten Morgen."), (True, "It rains.")]
    assert shown(translations, HELLO) == []


def test_an_original_among_marked_rows_has_the_mark_of_its_own_language() -> None:
    german = replace(HALLO, language="de")
    cases: list[list[CaptionEvent]] = [[german, Translated("", "a")], [german, WETTER, WEATHER]]
    for events in cases:
        translations = TranslationFilter(TranslationChoice.TRANSLATION, marks=False)
        assert (True, "[DE] Guten Morgen.") in texts(shown(translations, *events))
    translations = TranslationFilter(TranslationChoice.TRANSLATION, marks=False)
    shown(translations, german)
    assert texts(translations.poll(10.0)) == [(True, "[DE] Guten Morgen.")]
    english = TranslationFilter(TranslationChoice.TRANSLATION, marks=False)
    assert shown(english, german, HELLO)[-1].text == "Good morning."


def test_translation_that_was_left_out_leaves_the_original() -> None:
    translations = TranslationFilter(TranslationChoice.TRANSLATION)
    assert texts(shown(translations, HALLO, Translated("", "a")))[1:] == [(True, "Guten Morgen.")]


def test_original_is_shown_after_a_while() -> None:
    translations = TranslationFilter(TranslationChoice.TRANSLATION)
    shown(translations, HALLO, now=5.0)
    assert translations.next_deadline == 15.0
    assert translations.poll(14.9) == []
    assert translations.poll(15.0) == [HALLO]
    assert translations.next_deadline is None


def test_both_texts_are_shown_each_in_a_lane_of_its_own() -> None:
    both = TranslationFilter(TranslationChoice.BOTH)
    *before, translation = shown(both, HALLO, Partial("Es reg"), HELLO)
    assert before == [HALLO, Partial("Es reg")]
    assert translation == Committed("[EN] Good morning.", (), "en", translation_lane(""))


@pytest.mark.parametrize("choice", [TranslationChoice.TRANSLATION, TranslationChoice.BOTH])
def test_translation_of_a_segment_that_was_cleared_or_never_shown_is_not_shown(
    choice: TranslationChoice,
) -> None:
    translations = TranslationFilter(choice)
    shown(translations, HALLO, Partial("Es reg"))
    is_joined = choice is TranslationChoice.TRANSLATION
    assert translations.clear() == ([grey("Es reg")] if is_joined else [])
    assert shown(translations, HELLO, WEATHER) == []
    assert translations.next_deadline is None


def test_few_segments_wait_for_a_server_that_never_translates() -> None:
    translations = TranslationFilter(TranslationChoice.TRANSLATION)
    many = [Committed(f"{number}", segment_id=f"{number}") for number in range(1000)]
    final = [event for event in shown(translations, *many) if isinstance(event, Committed)]
    assert final == many[: 1000 - 64]


def test_lanes_wait_for_their_own_translations() -> None:
    translations = TranslationFilter(TranslationChoice.TRANSLATION, marks=False)
    mine = Committed("Ja.", lane="mic", segment_id="m")
    shown(translations, mine, Committed("Nein.", lane="system", segment_id="s"))
    events = shown(translations, Translated("No.", "s", lane="system"))
    assert [(event.lane, event.text) for event in events] == [("system", "No.")]


EVENTS = st.lists(
    st.one_of(
        st.integers(0, 5).map(lambda number: Partial(f"p{number}")),
        st.tuples(st.integers(0, 9), st.booleans()).map(
            lambda pair: Committed(f"c{pair[0]}", segment_id=f"{pair[0]}" if pair[1] else "")
        ),
        st.tuples(st.integers(0, 9), st.booleans()).map(
            lambda pair: Translated(f"t{pair[0]}" if pair[1] else "", f"{pair[0]}")
        ),
    )
)


@given(EVENTS)
def test_every_segment_is_shown_once_in_order_whatever_arrives(events: list[CaptionEvent]) -> None:
    translations = TranslationFilter(TranslationChoice.TRANSLATION, marks=False)
    final = [*shown(translations, *events), *translations.poll(float("inf"))]
    expected = [event.text[1:] for event in events if isinstance(event, Committed)]
    assert [event.text[1:] for event in final if isinstance(event, Committed)] == expected
    assert all(not event.settled_text for event in final if isinstance(event, Partial))
    assert translations.next_deadline is None
