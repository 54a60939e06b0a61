"""Notes and the bar that shows results: their colours and icons."""

import itertools

import pytest
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from captions.ui.theme.palette import find_colours
from captions.ui.widgets.controls.drawn_icon import DrawnIcon
from captions.ui.widgets.notes import NoteLabel, NoteTone
from captions.ui.widgets.notice_bar import NoticeBar

TONES = {
    NoteTone.QUIET: "quiet_text",
    NoteTone.GOOD: "good",
    NoteTone.ATTENTION: "attention",
    NoteTone.BAD: "bad",
}


@pytest.mark.parametrize("ground", [QPalette.ColorRole.Window, QPalette.ColorRole.Base])
@pytest.mark.parametrize(("tone", "colour"), TONES.items())
def test_note_has_the_colour_of_its_tone_on_any_ground(
    qtbot: QtBot, ground: QPalette.ColorRole, tone: NoteTone, colour: str
) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.setBackgroundRole(ground)
    note = NoteLabel("Kept on this computer", tone)
    QVBoxLayout(page).addWidget(note)
    page.show()
    expected = QColor(getattr(find_colours(page.palette()), colour))
    assert note.palette().color(note.foregroundRole()) == expected


def count_ink(label: QLabel) -> int:
    label.resize(200, label.heightForWidth(200))
    picture = label.grab().toImage()
    ground = picture.pixelColor(199, 0)
    points = itertools.product(range(200), range(picture.height()))
    return sum(picture.pixelColor(x, y) != ground for x, y in points)


@pytest.mark.parametrize("text", ["Öffnet das Fenster", "ÅÉÎ", "words", "An Ähre\nÜber"])
@pytest.mark.parametrize("font_px", [11, 12, 13, 15, 20])
def test_accents_of_capital_letters_are_shown_as_a_whole(
    text: str, font_px: int, qtbot: QtBot
) -> None:
    note = NoteLabel()
    qtbot.addWidget(note)
    font = QFont("DejaVu Sans")  # Its accents are higher than its ascent.
    font.setPixelSize(font_px)
    note.setFont(font)
    note.show_text(text)
    shown = count_ink(note)
    note.setContentsMargins(0, 20, 0, 0)
    assert shown == count_ink(note)


@pytest.mark.parametrize("tone", TONES)
def test_result_has_an_icon_besides_its_colour(qtbot: QtBot, tone: NoteTone) -> None:
    bar = NoticeBar()
    qtbot.addWidget(bar)
    bar.show_notice("The disk is full.", tone)
    icon = bar.findChild(DrawnIcon)
    assert isinstance(icon, DrawnIcon)
    assert icon.isVisible() is (tone is not NoteTone.QUIET)
    if icon.isVisible():
        colour = QColor(getattr(find_colours(bar.palette()), TONES[tone]))
        image = icon.grab().toImage()
        inks = list(itertools.starmap(image.pixelColor, itertools.product(range(16), repeat=2)))
        assert min(measure_distance(ink, colour) for ink in inks) < 40  # Thin lines are blended.


def measure_distance(one: QColor, other: QColor) -> int:
    """Return the sum of the distances of red, green and blue."""
    pairs = zip(one.getRgb(), other.getRgb(), strict=True)  # type: ignore[call-overload]  # a tuple
    return sum(abs(first - second) for first, second in pairs)
