"""Texts in the letters of CEA-608, and when they are sent."""

# ruff: noqa: RUF001  # Letters that resemble ASCII are what is tested.

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.outputs.obs.caption_pairs import count_pairs, pad_rows
from captions.outputs.obs.stream_text import (
    MAX_TEXT_BYTES,
    convert_text,
    make_stream_text,
    measure_text,
)


@pytest.mark.parametrize(
    ("text", "converted"),
    [
        pytest.param("plain words, 100 %", "plain words, 100 %", id="ASCII stays"),
        pytest.param('don\'t … no – "yes"', 'don’t ... no - "yes"', id="punctuation is replaced"),
        pytest.param("“quoted” ‘text’ „so“", '"quoted" ’text’ "so"', id="quotes are simple ones"),
        pytest.param("5 € or £4", "5 EUR or £4", id="a currency becomes its code"),
        pytest.param("tab\there\u00a0and\nthere", "tab here and there", id="spaces are alike"),
        pytest.param("Ärger, naïve café, Ñandú", "Ärger, naïve café, Ñandú", id="accents stay"),
        pytest.param("e\u0301tude", "étude", id="accents are composed"),
        pytest.param("Łódź, Dvořák, Šimić", "Lódz, Dvorák, Simic", id="other accents are removed"),
        pytest.param("Æsir, œuvre, Þór, ﬁn", "AEsir, oeuvre, Thór, fin", id="ligatures are split"),
        pytest.param("H₂O, x², ¼", "H2O, x2, 1/4", id="small digits become normal"),
        pytest.param("ABC 漢字 DEF", "ABC DEF", id="other scripts are left out"),
        pytest.param("Привет", "", id="Cyrillic is left out"),
        pytest.param("well done 🎉👍🏽", "well done", id="emoji are left out"),
        pytest.param("שלום hi مرحبا", "hi", id="right-to-left text is left out"),
        pytest.param("a\u202eb\x00c\ud800d", "abcd", id="controls and surrogates are left out"),
        pytest.param("straße—¿qué?", "straße—¿qué?", id="letters of the extended set stay"),
    ],
)
def test_text_is_converted_to_letters_of_cea_608(text: str, converted: str) -> None:
    assert convert_text(text) == converted


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        pytest.param(["one", "two", "three"], "two\nthree", id="the newest rows are sent"),
        pytest.param(["", "one", " "], "one", id="empty rows are left out"),
        pytest.param([], "", id="an empty screen is empty"),
        pytest.param(["漢字"], "", id="a row without letters is left out"),
        pytest.param(["x" * 300], "x" * 25, id="a long word is cut"),
    ],
)
def test_rows_are_joined(rows: list[str], text: str) -> None:
    assert make_stream_text(rows).text == text


@pytest.mark.parametrize(
    ("row", "complete"),
    [
        ("plain", True), ("e\u0301 a\u0306 5 € …", True), ("a\u200bb\ufe0f\t", True),
        ("well done 🎉", False), ("漢字", False), ("да", False), ("5 ∰", False),
    ],
)  # fmt: skip
def test_visible_characters_that_are_left_out_are_reported(row: str, complete: bool) -> None:
    assert make_stream_text([row]).is_complete is complete


def test_long_text_loses_its_accents_rather_than_its_words() -> None:
    rows = ["é" * 32] * 3
    assert make_stream_text(rows, 3, 32).text == "\n".join(["e" * 32] * 3)


def test_caption_that_obs_would_split_at_its_end_is_padded() -> None:
    rows = ["x" * 25, "y" * 25]
    assert count_pairs(rows) == 32
    assert make_stream_text(rows).text == "x" * 25 + "  \n" + "y" * 25


@given(st.lists(st.text(), max_size=5), st.integers(1, 3), st.integers(16, 32))
def test_any_text_fits(rows: list[str], count: int, chars: int) -> None:
    text = make_stream_text(rows, count, chars).text
    assert len(text.encode()) <= MAX_TEXT_BYTES
    lines = text.split("\n")
    assert len(lines) <= count
    assert all(len(line.rstrip()) <= chars for line in lines)
    assert all(len(line) <= 32 for line in lines)
    assert not text or count_pairs(lines) not in {32, 61, 90}


@given(st.text())
def test_conversion_is_stable_and_measured(text: str) -> None:
    converted = convert_text(text)
    assert convert_text(converted) == converted
    assert len(converted) <= measure_text(text)


@given(st.lists(st.text("abc ' “é½", min_size=1, max_size=28), min_size=1, max_size=3))
def test_padding_changes_only_the_ends_of_rows(rows: list[str]) -> None:
    padded = pad_rows(rows)
    assert [row.rstrip() for row in padded] == [row.rstrip() for row in rows]
    assert count_pairs(padded) not in {32, 61, 90}
