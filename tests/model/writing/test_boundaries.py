"""Boundaries of lines, words and characters in real text of many scripts."""

import subprocess
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from captions.model.line_breaking import break_costs, find_cuts, split_pieces
from captions.model.row_fitter import RowFitter
from captions.model.writing import boundaries

SCRIPTS = "ab é天気。、「」ーゃ한국กำเ่ใครับសួស្តី नमस्ते مرحبا،؟שלום👩\u200d🚀🏽\u0301\u00a0!?«»()-\ud800"
TEXTS = st.text(st.sampled_from(SCRIPTS), max_size=40)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        pytest.param(
            "ฉันไปกรุงเทพมหานคร แต่ฝนตก",
            [" ฉัน", "ไป", "กรุงเทพมหานคร", " แต่", "ฝน", "ตก"],
            id="Thai words come from a dictionary",
        ),
        pytest.param("សួស្តីពិភពលោក", [" សួស្តី", "ពិភពលោក"], id="Khmer words, too"),
        pytest.param("ສະບາຍດີຊາວໂລກ", [" ສະບາຍດີ", "ຊາວໂລກ"], id="and Lao words"),
        pytest.param(
            "言った\uff08笑\uff09…そう——です",
            ["言っ", "た", "\uff08笑\uff09…", "そ", "う", "——", "で", "す"],
            id="Japanese dots stay with what they follow",
        ),
        pytest.param(
            "e-mail\uff08foo-bar\uff09",
            [" e-mail", "\uff08foo-bar\uff09"],
            id="compounds stay whole",
        ),
        pytest.param("iPhone 15を", [" iPhone", " 15", "を"], id="Latin words in Japanese"),
        pytest.param(
            "Bonjour ! « Très bien » : oui",
            [" Bonjour !", " « Très", " bien » :", " oui"],
            id="French marks stay with their words",
        ),
        pytest.param("10\u00a0000 €", [" 10\u00a0000", " €"], id="a no-break space"),
        pytest.param("كيف حالك؟ نعم.", [" كيف", " حالك؟", " نعم."], id="Arabic"),
        pytest.param("मौसम अच्छा है।", [" मौसम", " अच्छा", " है।"], id="Hindi"),
    ],
)
def test_text_is_broken_where_its_script_allows(text: str, pieces: list[str]) -> None:
    assert split_pieces(text) == pieces


@pytest.mark.parametrize(
    ("text", "best"),
    [
        pytest.param("明日東京タワーへ行きます", "明日", id="between Japanese phrases"),
        pytest.param("我们今天去北京大学", "我们", id="between Chinese words"),
        pytest.param("ฉันไป แต่ฝนตก", "ฉันไป", id="at a Thai space"),
        pytest.param("今日は、東京です", "今日は、", id="after a comma"),
    ],
)
def test_best_break_is_between_phrases(text: str, best: str) -> None:
    pieces = split_pieces(text)
    costs = break_costs(pieces)
    at = min(range(len(costs)), key=costs.__getitem__)
    assert "".join(pieces[: at + 1]).strip() == best


def test_break_within_a_word_costs_most() -> None:
    costs = break_costs(split_pieces("北京大学"))
    assert costs[0] > costs[1] < costs[2]


@given(TEXTS, st.integers(1, 9))
def test_rows_joined_give_the_text_back(text: str, width: int) -> None:
    fitter = RowFitter(len, width)
    pieces = fitter.split_pieces(text)
    rows, first = [], 0
    for end in fitter.fill_rows(pieces):
        rows.append("".join(pieces[first:end]))
        first = end
    assert "".join("".join(rows).split()) == "".join(text.split())


@given(TEXTS)
@example("? \N{COMBINING ACUTE ACCENT}")
def test_no_piece_begins_within_a_character(text: str) -> None:
    text = " ".join(text.split())
    # Lines may break after any space (UAX #14, LB18), even before a mark that UAX #29 adds to it.
    after_spaces = {place + 1 for place, character in enumerate(text) if character == " "}
    ends = {0, *find_cuts(text), len(text), *after_spaces}
    place = 0
    for piece in split_pieces(text):
        place = text.index(piece.strip(), place)
        assert place in ends
        place += len(piece.strip())


@given(TEXTS)
def test_boundaries_lose_nothing(text: str) -> None:
    for split in (boundaries.split_lines, boundaries.split_words, boundaries.split_characters):
        assert "".join(split(text)) == text
    words = [text[first:after] for first, after in boundaries.find_word_spans(text)]
    assert "".join("".join(words).split()) == "".join(text.split())


@given(TEXTS)
def test_each_break_but_the_last_has_a_cost(text: str) -> None:
    pieces = split_pieces(text)
    assert len(break_costs(pieces)) == max(0, len(pieces) - 1)


def test_icu_is_loaded_only_for_text_that_needs_it() -> None:
    code = (
        "import sys; from captions.model.line_breaking import *;"
        "break_costs(split_pieces('Schöne « Grüße » : so it is مرحبا 한국'));"
        "print('icu4py' in sys.modules); split_pieces('天'); print('icu4py' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]
