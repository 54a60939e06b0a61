"""Blocks that are read at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.model import line_breaking
from captions.model.layout import caption_blocks
from captions.model.row_fitter import RowFitter
from tests.support.transcripts.simulated_display import WORDS

ROOM = RowFitter(len, 42)
TEXTS = WORDS.map(lambda text: f"{text}. the {text}, and 天気。")


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        pytest.param("All is well.", ["All is well."], id="what fits a row is one"),
        pytest.param(
            "The old man went down to the river and the boat was gone.",
            ["The old man went down to the river", "and the boat was gone."],
            id="before a conjunction",
        ),
        pytest.param(
            "If it does not rain tomorrow, we shall all go to the lake.",
            ["If it does not rain tomorrow,", "we shall all go to the lake."],
            id="after a comma",
        ),
        pytest.param(
            "She put all of the letters that came into the drawer.",
            ["She put all of the letters", "that came into the drawer."],
            id="not behind an article",
        ),
    ],
)
def test_a_block_is_broken_where_a_reader_would_break_it(text: str, rows: list[str]) -> None:
    assert caption_blocks.break_rows(line_breaking.split_pieces(text), ROOM) == rows


def test_a_block_ends_with_a_sentence_if_that_leaves_it_half_full() -> None:
    first = "It had been a long day, and everybody was tired of it."
    pieces = line_breaking.split_pieces(f"{first} Nobody wanted to speak about what had happened")
    assert "".join(pieces[: caption_blocks.find_block_end(pieces, ROOM, 2)]).strip() == first


def test_a_sentence_that_ends_too_soon_does_not_end_the_block() -> None:
    pieces = line_breaking.split_pieces("No. " + "word " * 30)
    assert len("".join(pieces[: caption_blocks.find_block_end(pieces, ROOM, 2)])) > 42


@given(TEXTS, st.integers(8, 42), st.integers(1, 6))
def test_a_block_has_no_more_rows_than_wanted_and_loses_nothing(
    text: str, width: int, most: int
) -> None:
    room = RowFitter(len, width)
    pieces = room.split_pieces(text)
    end = caption_blocks.find_block_end(pieces, room, most)
    rows = caption_blocks.break_rows(pieces[:end], room)
    assert 1 <= end <= caption_blocks.count_fitting(pieces, room, most) <= len(pieces)
    assert 1 <= len(rows) <= most
    assert all(room.fits(row) for row in rows)
    assert "".join("".join(rows).split()) == "".join("".join(pieces[:end]).split())


def test_nothing_is_no_block() -> None:
    assert caption_blocks.find_block_end([], ROOM, 2) == 0
    assert caption_blocks.break_rows([], ROOM) == []
