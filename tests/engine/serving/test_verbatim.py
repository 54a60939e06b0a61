"""What is left out of a text that is not to be verbatim, and how the rest reads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.engine.serving.verbatim import clean_segment, clean_text
from captions.events import Committed, Word


@pytest.mark.parametrize(
    ("said", "read"),
    [
        pytest.param("Um, so I think.", "So I think.", id="a filler at the start owes a capital"),
        pytest.param("um so we go", "so we go", id="there is none to owe in small letters"),
        pytest.param("I like it, um.", "I like it.", id="its full stop stays"),
        pytest.param("I like it, um", "I like it", id="no comma waits at the end"),
        pytest.param("Is it, uh?", "Is it?", id="its question mark stays"),
        pytest.param("I think, uhm, it is", "I think, it is", id="a comma stays behind a clause"),
        pytest.param("I, um, think", "I think", id="commas around a filler go with it"),
        pytest.param("apples, um, pears", "apples, pears", id="but not those of a list"),
        pytest.param("I went to, uh... the shop", "I went to, the shop", id="dots go with it"),
        pytest.param("Yes. Uh. No.", "Yes. No.", id="a sentence of its own"),
        pytest.param("Hmm. Mhm. Ah, er, yes.", "Yes.", id="one after the other"),
        pytest.param("Um.", "", id="nothing else"),
        pytest.param("", "", id="nothing at all"),
        pytest.param("5 mm of rain in the ER", "5 mm of rain in the ER", id="units and letters"),
        pytest.param("wh- what is it", "what is it", id="a word that was cut off"),
        pytest.param("Wh- what is it?", "What is it?", id="with its capital"),
        pytest.param("I was go- I went", "I was I went", id="cut off for another"),
        pytest.param("pre- and post-war", "pre- and post-war", id="a hyphen that waits"),
        pytest.param("a dash - here", "a dash - here", id="a dash on its own"),
        pytest.param("I I I think", "I think", id="a word over and over"),
        pytest.param("The the cat", "The cat", id="a capital goes over"),
        pytest.param("I, I think", "I think", id="with a comma"),
        pytest.param("we were, we were going", "we were going", id="a phrase"),
        pytest.param("in the in the in the end", "in the end", id="a phrase twice more"),
        pytest.param("and I and I went", "and I went", id="no capital for the sake of I"),
        pytest.param("to, uh, to the sea", "to the sea", id="with a filler in between"),
        pytest.param("It is, is it?", "It is, is it?", id="a question that asks for assent"),
        pytest.param("very very good, no, no", "very very good, no, no", id="what is meant"),
        pytest.param("on and on and on", "on and on and on", id="going round"),
        pytest.param("I know I. I know", "I know I. I know", id="another sentence"),
        pytest.param("that that was, had had", "that that was, had had", id="grammar"),
    ],
)
def test_text_reads_well(said: str, read: str) -> None:
    assert clean_text(said) == read


def test_words_keep_their_times_and_join_to_the_text() -> None:
    texts = ["Um,", "so", "so", "I", "I", "go", "now,", "uh."]
    words = tuple(Word(text, index, index + 0.5) for index, text in enumerate(texts))
    cleaned = clean_segment(Committed(" ".join(texts), words))
    assert cleaned.text == "So so I go now."
    assert [(word.text, word.start) for word in cleaned.words] == [
        ("So", 1),
        ("so", 2),
        ("I", 4),
        ("go", 5),
        ("now.", 6),
    ]


def test_segment_without_times_is_cleaned_too() -> None:
    assert clean_segment(Committed("Um, yes.")) == Committed("Yes.")


PIECES = "I|the|um,|uh.|Um|wh-|what|was,|we|no|no.|go...|mm|5|-|is?|\u2014|and"
WORDS = st.sampled_from(PIECES.split("|"))


@given(st.lists(WORDS, max_size=12))
def test_cleaning_never_adds_a_word_and_is_done_at_once(texts: list[str]) -> None:
    words = tuple(Word(text, index, index + 1) for index, text in enumerate(texts))
    cleaned = clean_segment(Committed(" ".join(texts), words))
    assert " ".join(word.text for word in cleaned.words) == cleaned.text
    assert [word.start for word in cleaned.words] == sorted({w.start for w in cleaned.words})
    assert len(clean_text(cleaned.text).split()) <= len(cleaned.text.split()) <= len(texts)
