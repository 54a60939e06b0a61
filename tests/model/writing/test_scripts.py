"""What is known of writing systems: their limits of reading, and their direction."""

import pytest

from captions.model.writing.direction import is_right_to_left
from captions.model.writing.reading_limits import ReadingLimits, count_cells, find_limits
from captions.model.writing.scripts import Script, find_script


@pytest.mark.parametrize(
    ("text", "script", "limits"),
    [
        pytest.param("Good day", Script.ALPHABETIC, ReadingLimits(42, 20), id="English"),
        pytest.param("Добрый день", Script.ALPHABETIC, ReadingLimits(42, 20), id="Russian"),
        pytest.param("عن مدينة 北", Script.ALPHABETIC, ReadingLimits(42, 20), id="one ideograph"),
        pytest.param("北京Python大会很好", Script.CHINESE, ReadingLimits(32, 18), id="Chinese"),
        pytest.param("東京タワーへ行く", Script.JAPANESE, ReadingLimits(26, 14), id="Japanese"),
        pytest.param("우리는 漢字", Script.KOREAN, ReadingLimits(32, 24), id="Korean"),
        pytest.param("สวัสดีครับ", Script.THAI, ReadingLimits(35, 17), id="Thai"),
        pytest.param("12:30", Script.ALPHABETIC, ReadingLimits(42, 20), id="no letters"),
    ],
)
def test_script_determines_the_limits(text: str, script: Script, limits: ReadingLimits) -> None:
    assert find_script(text) is script
    assert find_limits(text) == limits


@pytest.mark.parametrize(
    ("text", "cells"),
    [("abc", 3), ("天气", 4), ("ｱ", 1), ("e\u0301", 1), ("กำลัง", 4), ("नमस्ते", 4), ("한", 2)],
)
def test_width_counts_what_is_seen(text: str, cells: int) -> None:
    assert count_cells(text) == cells


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("so it is", False, id="English"),
        pytest.param("مرحبا بكم", True, id="Arabic"),
        pytest.param("שלום", True, id="Hebrew"),
        pytest.param("iPhone 15 هو جهاز جديد", True, id="an Arabic row that begins with a name"),
        pytest.param("He said שלום to us", False, id="a Hebrew word in English"),
        pytest.param("12:30: موعد", True, id="numbers have no direction"),
        pytest.param("...", False, id="no letters"),
    ],
)
def test_most_words_of_a_row_decide_its_direction(text: str, expected: bool) -> None:
    assert is_right_to_left(text) is expected
