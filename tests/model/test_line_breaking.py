"""Where a text may be broken, and where it had better be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.model import line_breaking
from captions.model.row_fitter import RowFitter


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        pytest.param("", [], id="nothing has no pieces"),
        pytest.param("so it is", [" so", " it", " is"], id="words are pieces"),
        pytest.param("  so\n\tit ", [" so", " it"], id="any space is one space"),
        pytest.param(
            "天气。好", ["天", "气。", "好"], id="ideographs part, but not from their stops"
        ),
        pytest.param("「天」気", ["「天」", "気"], id="brackets stay with what they hold"),
        pytest.param("コーヒーちゃん", ["コー", "ヒー", "ちゃ", "ん"], id="small kana follow"),
        pytest.param(
            "用Python写", ["用", "Python", "写"], id="words among ideographs need no space"
        ),
        pytest.param("你好 世界", ["你", "好", " 世", "界"], id="a space among ideographs is kept"),
        pytest.param("안녕 세계", [" 안녕", " 세계"], id="Korean parts at its spaces"),
        pytest.param("「", ["「"], id="a lone bracket is not lost"),
        pytest.param("<b>no</b>", [" <b>no</b>"], id="markup is text"),
    ],
)
def test_a_text_is_cut_where_its_script_allows(text: str, pieces: list[str]) -> None:
    assert line_breaking.split_pieces(text) == pieces


@given(st.text(st.sampled_from("ab「」。ーゃ天気안 \n\u3099\u200d"), max_size=30))
def test_nothing_but_spaces_is_lost_by_cutting(text: str) -> None:
    cut = "".join(line_breaking.split_pieces(text))
    assert cut.split() == text.split()
    assert all(piece.strip() for piece in line_breaking.split_pieces(text))


def test_it_is_the_better_to_end_a_row_the_more_ends_with_it() -> None:
    ends = [("end.", "The"), ("so,", "he"), ("cat", "and"), ("black", "cat"), ("the", "cat")]
    costs = [line_breaking.break_cost(f" {before}", f" {after}") for before, after in ends]
    assert costs == sorted(costs)
    assert len(set(costs)) == len(costs)


def test_a_quotation_mark_does_not_hide_the_end_of_a_sentence() -> None:
    assert line_breaking.break_cost(" it.”", " He") == line_breaking.break_cost(" it.", " He")


@pytest.mark.parametrize("word", ["the", " The", " of", " Die", " avec"])
def test_articles_and_prepositions_lean_on_the_next_word(word: str) -> None:
    assert line_breaking.leans_on_next(word)


@pytest.mark.parametrize("word", ["in,", " cat", ""])
def test_other_words_and_whatever_has_a_stop_do_not(word: str) -> None:
    assert not line_breaking.leans_on_next(word)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        pytest.param("abcdefg", [" abc", "def", "g"], id="a long word is cut where the row ends"),
        pytest.param("abe\u0301e", [" ab", "e\u0301e"], id="an accent stays on its letter"),
        pytest.param("ab👍🏽c", [" ab", "👍🏽c"], id="an emoji keeps its colour"),
        pytest.param("a👩\u200d🚀b", [" a", "👩\u200d🚀", "b"], id="a joined emoji stays joined"),
        pytest.param("\u0301" * 4, [" " + "\u0301" * 3, "\u0301"], id="nothing but accents is cut"),
    ],
)
def test_a_word_that_no_row_can_hold_is_cut_between_letters(text: str, pieces: list[str]) -> None:
    assert RowFitter(len, 3).split_pieces(text) == pieces


@given(st.text("abe\u0301👩\u200d🏽天。 ", max_size=40), st.integers(1, 9))
def test_no_piece_is_wider_than_a_row_and_none_is_lost(text: str, width: int) -> None:
    room = RowFitter(len, width)
    pieces = room.split_pieces(text)
    assert "".join(pieces).split() == text.split()
    assert all(room.fits(piece.strip()) for piece in pieces)
