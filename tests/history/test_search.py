"""Search in saved transcripts."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.history.store.index_text import index_query, index_text
from captions.model.search_words import count_words, find_matches, split_query
from tests.history.conftest import NEW, OpenHistory, segment

TEXTS = (
    "The meeting begins at nine.",
    "Don't forget the e-mail about Zürich!",
    "今日は東京で会議があります。",
    "我们在北京开会",
    "ประชุมพรุ่งนี้",
    "الاجتماع غدًا في القاهرة",
    "הפגישה מחר בְּיְרוּשָׁלַיִם",
    "Straße und Café: NAÏVE résumé",
    "한국어 회의록",
    "बैठक कल है",
    "Version 2.50 of the AND operator",
)


@pytest.fixture
def filled(history: OpenHistory) -> OpenHistory:
    """A history with the texts in one session on disk."""
    writer = history.start_session(NEW, kept=True)
    for number, text in enumerate(TEXTS):
        writer.add_segment(segment(text, number))
    history.flush()
    return history


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("meeting", [0]),
        ("MEET", [0]),
        ("nine the", [0]),
        ("meeting zürich", []),
        ("zurich", [1]),
        ("ZÜRICH", [1]),
        ("don't", [1]),
        ("dont", []),
        ("e-mail", [1]),
        ("mail", [1]),
        ("eti", []),
        ("東京", [2]),
        ("会議", [2]),
        ("京", [2, 3]),
        ("東会", []),
        ("北京开会", [3]),
        ("พรุ่ง", [4]),
        ("القاهرة", [5]),
        ("غدا", [5]),
        ("ירושלים", []),
        ("בירושלים", [6]),
        ("strasse", [7]),
        ("cafe naive resume", [7]),
        ("한국", [8]),
        ("회의", [8]),
        ("बैठक", [9]),
        ("2.50", [10]),
        ("AND", [10]),
        ("a", [0, 1, 10]),
        ("", []),
        (" .,!? ", []),
        ('"', []),
        ('"meeting', [0]),
        ("meet*", [0]),
        ("NOT meeting", []),
        ("meeting OR zurich", []),
        ("tokens:meeting", []),
        ("NEAR(the meeting)", []),
        ("^the", [0, 1, 10]),
        ("); DROP TABLE sessions", []),
        ("a\x00b", []),
        ("\ud800", []),
        ("x" * 100_000, []),
        ("the " * 10_000, [0, 1, 10]),
        ("東" * 10_000, []),
    ],
)
def test_words_are_found_in_every_script(filled: OpenHistory, words: str, found: list[int]) -> None:
    assert filled.find(words) == [TEXTS[index] for index in found]
    assert filled.find(words, 1) == [TEXTS[index] for index in found]


def test_the_newest_sessions_come_first_and_each_is_in_order(history: OpenHistory) -> None:
    for session in range(3):
        writer = history.start_session(NEW, kept=session != 1)
        for number in (2, 0, 1):
            writer.add_segment(segment(f"word {session}{number}", number))
    history.flush()
    in_memory = ["word 10", "word 11", "word 12"]
    on_disk = ["word 20", "word 21", "word 22", "word 00", "word 01", "word 02"]
    assert history.find("word") == in_memory + on_disk
    assert [hit.session_id for hit in history.search("word", limit=4)] == [-2, -2, -2, 2]
    assert history.find("word", 2) == on_disk[:3]


def test_a_search_finds_the_correction_instead_of_the_recognised_text(
    history: OpenHistory,
) -> None:
    writer = history.start_session(NEW, kept=True)
    writer.add_segment(segment("recognise speech"))
    history.correct_segment(writer.id, 1, "wreck a nice beach")
    history.flush()
    assert history.find("speech") == []
    assert history.find("beach") == ["wreck a nice beach"]


def test_deleted_segments_are_not_found(filled: OpenHistory) -> None:
    filled.delete_segments(1, [1])
    filled.flush()
    assert filled.search("meeting") == []
    assert filled.find("e-mail") == [TEXTS[1]]
    filled.delete_session(1)
    filled.flush()
    assert filled.search("e-mail") == []


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("one", 1), (" Don't  stop - now ", 4), ("東京タワー", 5), ("abc 日本", 3)],
)
def test_words_are_counted_in_every_script(text: str, count: int) -> None:
    assert count_words(text) == count


ANY_TEXT = st.text(st.characters(codec="utf-8"), max_size=20)


@given(ANY_TEXT, ANY_TEXT)
def test_what_is_found_can_be_highlighted(text: str, words: str) -> None:
    """The index agrees with `find_matches`, which highlights in the window."""
    tokens = f" {index_text(text)} "
    for word in split_query(words):
        if f" {index_text(word)}" in tokens and index_text(word):
            assert find_matches(text, word)


@given(ANY_TEXT)
def test_a_query_contains_no_operator(words: str) -> None:
    phrases = index_query(words).split('"')
    assert all(part.strip(" *") == "" for part in phrases[::2])
    assert all(part.replace(" ", "").isalnum() for part in phrases[1::2])


def test_words_of_a_translation_are_found_whenever_it_arrives(history: OpenHistory) -> None:
    writer = history.start_session(NEW, kept=True)
    known = replace(segment("Es regnet."), translation="It rains.")
    numbers = [writer.add_segment(known), writer.add_segment(segment("Der Zug fährt.", start=2.0))]
    writer.translate_segment(numbers[1], "The train leaves.")
    history.flush()
    assert _found(history, "rains") == [numbers[0]]
    assert _found(history, "train zug") == [numbers[1]]
    history.correct_segment(writer.id, numbers[1], "Der Bus fährt.")
    history.flush()
    assert _found(history, "zug") == []
    assert _found(history, "bus train") == [numbers[1]]
    history.delete_segments(writer.id, [numbers[1]])
    history.flush()
    assert _found(history, "train") == []


def test_phrase_does_not_begin_in_a_text_and_end_in_its_translation(history: OpenHistory) -> None:
    writer = history.start_session(NEW, kept=True)
    writer.add_segment(replace(segment("雨が降る"), translation="る雨"))
    history.flush()
    assert _found(history, "降る") == [1]
    assert _found(history, "るる") == []


def test_translation_is_found_after_the_session_moved(history: OpenHistory) -> None:
    writer = history.start_session(NEW, kept=False)
    writer.add_segment(replace(segment("Es regnet."), translation="It rains."))
    history.flush()
    assert _found(history, "rains") == [1]
    writer.keep().wait()
    history.flush()
    assert _found(history, "rains") == [1]


def _found(history: OpenHistory, words: str) -> list[int]:
    return [hit.segment_id for hit in history.search(words)]
