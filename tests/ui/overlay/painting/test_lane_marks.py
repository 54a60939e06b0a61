"""Who speaks: names and marks in a column of their own, which differ without colours too."""

from itertools import pairwise

import numpy as np
import pytest

from captions.model.rows import Row, Rows, TextRun
from captions.settings.schema import AppearanceSettings
from captions.ui.overlay.look import compute_look
from captions.ui.overlay.painter import CaptionPainter
from captions.ui.overlay.painting.lane_marks import LaneMarks
from captions.ui.overlay.painting.painter_shape import PainterShape
from captions.ui.presets import PRESETS, AppearancePreset
from tests.support.ui.pictures import Picture, contrast, picture

pytestmark = pytest.mark.usefixtures("qapp")

LABELS = {"mic": "You", "system": "Others"}
PLAIN = AppearanceSettings(font_px=30)


def said(lane: str, text: str = "Hello") -> Row:
    return Row((TextRun(text, settled=True),), lane)


def names(rows: Rows, labels: dict[str, str] = LABELS) -> list[str]:
    marks = LaneMarks(compute_look(PLAIN), labels)
    return [speaker.name for speaker in marks.find_speakers(rows)]


@pytest.mark.parametrize(
    ("lanes", "expected"),
    [
        ("mms", ["You", "", "Others"]),
        ("ss", ["Others", ""]),
        ("msm", ["You", "Others", "You"]),
        ("m-ms", ["You", "", "", "Others"]),
    ],
    ids=["a turn and its answer", "the rest of a turn", "three turns", "an empty row"],
)
def test_the_name_is_on_the_top_row_of_each_turn(lanes: str, expected: list[str]) -> None:
    by_letter = {"m": said("mic"), "s": said("system"), "-": Row()}
    assert names(tuple(by_letter[letter] for letter in lanes)) == expected


def test_a_row_of_no_lane_has_no_mark() -> None:
    assert names((said(""), said("mic"))) == ["", "You"]
    assert LaneMarks(compute_look(PLAIN)).width == 0


def test_a_long_name_is_cut_off() -> None:
    look = compute_look(PLAIN)
    long = LaneMarks(look, {"mic": "The right honourable " * 5, "system": ""})
    assert LaneMarks(look, LABELS).width < long.width < 7 * PLAIN.font_px


def painted(rows: Rows, labels: dict[str, str] = LABELS) -> Picture:
    marks = tuple(labels.items())
    shape = PainterShape(compute_look(PLAIN), 400, len(rows), at_bottom=True, labels=marks)
    painter = CaptionPainter(shape)
    return picture(painter, rows, "#000000")


def test_words_stand_at_the_same_place_with_and_without_a_name() -> None:
    look = compute_look(PLAIN)
    width = look.pad_x + LaneMarks(look, LABELS).width
    alone = painted((said("mic", "One"), said("mic", "Two")))
    height = look.row_height
    top = alone.shape[0] - look.pad_y - height
    for rows in ((said("mic", "One"), said("mic", "Two")), (said("system"), said("mic", "Two"))):
        words = painted(rows)[top : top + height, width:]
        assert (words == alone[top : top + height, width:]).all()


def test_marks_differ_without_colours() -> None:
    look = compute_look(PLAIN)
    labels = dict.fromkeys(("mic", "system", "speaker_1", "speaker_2"), "")
    column = look.pad_x + LaneMarks(look, labels).width
    rows = tuple(map(said, labels))
    seen = painted(rows, labels)
    top = seen.shape[0] - look.pad_y - len(rows) * look.row_height
    gaps = []
    for number in range(len(rows)):
        first = top + number * look.row_height
        strip = seen[first : first + look.row_height, look.pad_x : column].max(axis=(1, 2)) > 100
        gaps.append(sum(before and not after for before, after in pairwise(strip)))
    assert gaps == [1, 3, 2, 5]
    assert len({colour.name() for colour in look.lane_colours}) == 6


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
@pytest.mark.parametrize("ground", [0, 255], ids=["over black", "over white"])
def test_names_are_readable_in_every_look(preset: AppearancePreset, ground: int) -> None:
    look = compute_look(preset.appearance)
    behind = [look.window, look.background]
    below = next((colour for colour in behind if colour.alpha()), None)
    if below is None:  # An edge surrounds the letters.
        assert look.edge.is_visible
        below = look.edge.colour
    share = below.alphaF()
    mixed = [
        round(share * part + (1 - share) * ground)
        for part in (below.red(), below.green(), below.blue())
    ]
    for colour in look.lane_colours:
        letters = np.array([colour.red(), colour.green(), colour.blue()], np.uint8)
        assert contrast(letters, np.array(mixed, np.uint8)) >= 4.5


def test_dark_letters_have_dark_names() -> None:
    look = compute_look(AppearanceSettings(committed_colour="#000000"))
    white = np.array([255, 255, 255], np.uint8)
    for colour in look.lane_colours:
        letters = np.array([colour.red(), colour.green(), colour.blue()], np.uint8)
        assert contrast(letters, white) >= 4.5


def test_a_row_of_a_speaker_has_the_speakers_name_and_others_that_of_the_lane() -> None:
    labels = {**LABELS, "speaker_1": "Ada", "speaker_2": "Bo"}
    speakers = ["speaker_1", "speaker_1", "speaker_2", "", "speaker_1", "speaker_9"]
    rows = tuple(Row((TextRun("Hello", settled=True),), "system", who) for who in speakers)
    assert names(rows, labels) == ["Ada", "", "Bo", "Others", "Ada", "Others"]


def test_a_row_whose_speaker_is_not_certain_has_no_name_in_a_single_lane() -> None:
    speakers = ["speaker_1", "", "speaker_1"]
    rows = tuple(Row((TextRun("Hello", settled=True),), "", who) for who in speakers)
    assert names(rows, {"speaker_1": "Ada"}) == ["Ada", "", "Ada"]
