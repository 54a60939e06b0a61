"""The dialog before an export: what it offers for each format, and what the user chose."""

from fractions import Fraction

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QPushButton
from pytestqt.qtbot import QtBot

from captions.formats.options import ExportOptions, TextFormat
from captions.model.live.translated_text import TranslationChoice
from captions.ui.history.exporting.export_dialog import ExportDialog


def show(qtbot: QtBot, text_format: TextFormat, selected: int = 0) -> ExportDialog:
    dialog = ExportDialog(text_format, selected)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def visible_boxes(dialog: ExportDialog) -> set[str]:
    return {
        box.text().replace("&", "") for box in dialog.findChildren(QCheckBox) if box.isVisible()
    }


def check(dialog: ExportDialog, text: str) -> None:
    (box,) = [box for box in dialog.findChildren(QCheckBox) if text in box.text().replace("&", "")]
    box.setChecked(True)


@pytest.mark.parametrize(
    ("text_format", "boxes", "has_offset", "has_rate"),
    [
        (TextFormat.TXT, {"Times before each line"}, False, False),
        (TextFormat.MARKDOWN, set(), True, False),
        (TextFormat.SRT, set(), True, True),
        (TextFormat.VTT, {"Times of words"}, True, True),
        (TextFormat.ASS, set(), True, True),
        (TextFormat.TTML, set(), True, True),
        (TextFormat.JSONL, set(), True, False),
        (TextFormat.CSV, set(), True, False),
    ],
)
def test_a_format_shows_the_options_that_it_has(
    qtbot: QtBot, text_format: TextFormat, boxes: set[str], has_offset: bool, has_rate: bool
) -> None:
    dialog = show(qtbot, text_format)
    _, texts, rates = dialog.findChildren(QComboBox)
    assert texts.isVisible() is (text_format is not TextFormat.JSONL)  # It always has both.
    assert visible_boxes(dialog) == boxes
    (offset,) = dialog.findChildren(QDoubleSpinBox)
    assert offset.isVisible() == has_offset
    assert rates.isVisible() == has_rate
    dialog.choice.options.check_format(text_format)


def test_the_choices_are_returned(qtbot: QtBot) -> None:
    dialog = show(qtbot, TextFormat.VTT)
    formats, texts, rates = dialog.findChildren(QComboBox)
    (offset,) = dialog.findChildren(QDoubleSpinBox)
    offset.setValue(-2.5)
    rates.setCurrentIndex([rates.itemText(row)[:2] for row in range(9)].index("29"))
    check(dialog, "Times of words")
    assert dialog.choice.options == ExportOptions(
        offset_seconds=-2.5, frame_rate=Fraction(30_000, 1001), word_times=True
    )
    formats.setCurrentIndex(0)
    assert dialog.choice.options == ExportOptions()
    check(dialog, "Times before")
    assert dialog.choice.options == ExportOptions(offset_seconds=-2.5, times=True)
    texts.setCurrentIndex(2)
    assert dialog.choice.options.text is TranslationChoice.BOTH


@pytest.mark.parametrize(
    ("selected", "box", "is_selection"),
    [
        pytest.param(0, set(), False, id="nothing is selected"),
        pytest.param(1, {"Only the selected segment"}, False, id="one segment"),
        pytest.param(3, {"Only the 3 selected segments"}, True, id="several segments"),
    ],
)
def test_a_selection_is_offered(
    qtbot: QtBot, selected: int, box: set[str], is_selection: bool
) -> None:
    dialog = show(qtbot, TextFormat.SRT, selected)
    assert visible_boxes(dialog) == box
    assert dialog.choice.is_selection == is_selection


def test_enter_exports(qtbot: QtBot) -> None:
    dialog = show(qtbot, TextFormat.SRT)
    assert [button.text() for button in dialog.findChildren(QPushButton) if button.isDefault()] == [
        "&Export…"
    ]
    assert dialog.focusWidget() is dialog.findChildren(QComboBox)[0]
