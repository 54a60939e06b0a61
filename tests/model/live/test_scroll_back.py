"""Scrolling back: earlier rows stay where they are, and live captions return by themselves."""

import pytest

from captions.events import Committed
from captions.model.layout.caption_mode import create_display
from captions.model.layout.style import CaptionMode, CaptionStyle
from captions.model.live.live_transcript import LiveCaptions
from captions.model.live.scroll_back import RETURN_SECONDS
from captions.model.rows import MAX_EARLIER_ROWS
from tests.support.transcripts.simulated_display import texts

WIDTH = 10


def spoken(count: int, mode: CaptionMode = CaptionMode.ROLL_UP) -> LiveCaptions:
    """Return captions of so many sentences, each of which fills a row; the last two are live."""
    captions = LiveCaptions(create_display(CaptionStyle(mode), len, WIDTH), clear_seconds=0)
    for number in range(count):
        captions.apply(Committed(f"Row {number}, ok."), number * 10.0)
        captions.poll_rows(number * 10.0 + 5)
    return captions


def test_the_wheel_scrolls_back_row_by_row_and_no_further_than_the_first() -> None:
    captions, now = spoken(6), 60.0
    assert texts(captions.poll_rows(now)) == ["Row 4, ok.", "Row 5, ok."]
    assert texts(captions.scroll(1, now)) == ["Row 3, ok.", "Row 4, ok."]
    assert texts(captions.scroll(2, now)) == ["Row 1, ok.", "Row 2, ok."]
    assert texts(captions.scroll(9, now)) == ["Row 0, ok.", "Row 1, ok."]
    assert not captions.is_live


def test_the_present_is_reached_at_the_bottom_at_once() -> None:
    captions, now = spoken(6), 60.0
    captions.scroll(3, now)
    assert texts(captions.scroll(-1, now)) == ["Row 2, ok.", "Row 3, ok."]
    assert texts(captions.scroll(-2, now)) == ["Row 4, ok.", "Row 5, ok."]
    assert captions.is_live
    assert captions.next_deadline(now) is None


def test_live_captions_return_some_time_after_the_last_turn_of_the_wheel() -> None:
    captions, now = spoken(6), 60.0
    captions.scroll(3, now)
    captions.scroll(1, now + 4)
    assert captions.next_deadline(now + 4) == now + 4 + RETURN_SECONDS
    assert texts(captions.poll_rows(now + 3 + RETURN_SECONDS)) == ["Row 0, ok.", "Row 1, ok."]
    assert texts(captions.poll_rows(now + 4 + RETURN_SECONDS)) == ["Row 4, ok.", "Row 5, ok."]


def test_what_is_read_stays_in_place_while_speech_goes_on() -> None:
    captions, now = spoken(6), 60.0
    before = captions.scroll(3, now)
    for later in range(3):
        captions.apply(Committed("More of it."), now + later)
        assert captions.poll_rows(now + later + 0.5) == before


def test_without_earlier_rows_nothing_scrolls() -> None:
    captions = spoken(2)
    assert texts(captions.scroll(1, 30)) == ["Row 0, ok.", "Row 1, ok."]
    assert captions.is_live


def test_rows_that_silence_has_cleared_can_be_read_again() -> None:
    captions, now = spoken(3), 60.0
    assert captions.clear(now) == ()
    assert texts(captions.scroll(1, now)) == ["Row 2, ok."]
    assert texts(captions.scroll(2, now)) == ["Row 0, ok.", "Row 1, ok."]


@pytest.mark.parametrize("mode", [CaptionMode.POP_ON, CaptionMode.PAINT_ON])
def test_earlier_blocks_and_pages_can_be_read_again(mode: CaptionMode) -> None:
    captions = spoken(6, mode)
    shown = texts(captions.scroll(20, 90))
    assert shown[0] == "Row 0, ok."


def test_another_width_neither_loses_nor_repeats_earlier_words() -> None:
    captions, now = spoken(30), 400.0
    for width in (25, 12, 40, WIDTH):
        captions.resize(len, width, 2)
        captions.poll_rows(now)
        captions.scroll(1000, now)
        seen: list[str] = []
        while not captions.is_live:
            seen += texts(captions.poll_rows(now))[:1]
            captions.scroll(-1, now)
        seen += texts(captions.poll_rows(now))
        words = " ".join(seen).split()
        assert words == [word for number in range(30) for word in ("Row", f"{number},", "ok.")]
        assert all(len(row) <= width for row in seen)


def test_the_oldest_rows_are_forgotten() -> None:
    captions = LiveCaptions(create_display(CaptionStyle(), len, WIDTH), clear_seconds=0)
    for number in range(MAX_EARLIER_ROWS + 22):
        captions.apply(Committed(f"number{number:03}."), number)
        captions.poll_rows(number + 0.5)
    assert texts(captions.scroll(5000, 99_999))[0] == "number020."


def test_another_mode_keeps_what_can_be_scrolled_back_to() -> None:
    captions, now = spoken(4), 60.0
    captions.replace_display(create_display(CaptionStyle(CaptionMode.PAINT_ON), len, WIDTH))
    captions.poll_rows(now)
    assert texts(captions.scroll(9, now)) == ["Row 0, ok.", "Row 1, ok."]
