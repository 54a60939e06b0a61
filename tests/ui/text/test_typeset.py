"""How texts are laid out: their direction, their case, and how much of them."""

import pytest
from PySide6.QtGui import QFont, QGlyphRun

from captions.model.writing.direction import is_right_to_left
from captions.ui.text.typeset import MAX_CHARS, Typesetter, strip_controls, utf16_length
from tests.support.ui.pictures import row

pytestmark = pytest.mark.usefixtures("qapp")


def glyphs(runs: list[QGlyphRun]) -> int:
    return sum(len(run.glyphIndexes()) for run in runs)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("a\x00b\x1b[31mc\x7f\x85", "ab[31mc"),
        ("two\nlines\tand\u2028more", "twolinesandmore"),
        ("<b>bold</b> &amp;", "<b>bold</b> &amp;"),
        ("e\u0301 👩‍👧", "e\u0301 👩‍👧"),
    ],
)
def test_only_control_characters_are_dropped(text: str, shown: str) -> None:
    assert strip_controls(text) == shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [("abc שלום", False), ("שלום abc", True), ("123 مرحبا", True), ("123 …", False), ("", False)],
)
def test_the_first_letter_tells_the_direction(text: str, expected: bool) -> None:
    assert is_right_to_left(text) is expected


@pytest.mark.parametrize(
    ("text", "upper"),
    [("Straße", "STRASSE"), ("fi", "FI"), ("über, Ωδ!", "ÜBER, ΩΔ!"), ("42", "42")],
)
def test_upper_case_is_that_of_every_letter(text: str, upper: str) -> None:
    font = QFont("DejaVu Sans")
    assert Typesetter(font, upper_case=True).measure(text) == Typesetter(font).measure(upper)


def test_committed_and_guessed_words_are_told_apart_in_upper_case() -> None:
    line = Typesetter(QFont("DejaVu Sans"), upper_case=True).typeset_row(row("Maß", "stab"))
    assert (glyphs(line.committed), glyphs(line.partial)) == (4, 4)


@pytest.mark.parametrize("split", [0, 100, 9000])
def test_of_a_flood_of_characters_only_the_first_are_laid_out(split: int) -> None:
    flood = "\u0301" * 10_000
    line = Typesetter(QFont("DejaVu Sans")).typeset_row(row(flood[:split], flood[split:]))
    # A mark on the border of the two belongs to both.
    assert 0 < glyphs(line.committed) + glyphs(line.partial) <= MAX_CHARS + 1


def test_length_is_counted_as_qt_counts_it() -> None:
    assert utf16_length("a👩b") == 4
