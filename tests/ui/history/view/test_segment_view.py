"""The view of a transcript: what it paints, follows, selects and corrects."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from typing_extensions import override

from captions.model.live.translated_text import mark_translation
from captions.model.saved_transcript import SavedSegment
from captions.ui.history.segments.page_cache import MAX_PAGES
from captions.ui.history.segments.segment_model import SegmentModel
from captions.ui.history.segments.segment_texts import describe_segment
from captions.ui.history.view.row_layouts import MAX_LAYOUTS
from captions.ui.history.view.row_scroller import VisibleRow
from captions.ui.history.view.segment_editor import SegmentEditor
from captions.ui.history.view.segment_view import SegmentView
from tests.support.fakes.transcript_store import (
    FakeTranscriptStore,
    make_segment,
    make_session,
)

LONG = "It was the best of times, it was the worst of times, it was the age of wisdom. "
SHORT = 300
"""Segments of a session."""
LEFT = Qt.MouseButton.LeftButton
NONE, SHIFT, CONTROL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


class CountingView(SegmentView):
    """Counts the rows that it paints."""

    painted = 0

    @override
    def _paint_row(self, painter: object, shown: VisibleRow, area: object) -> None:
        self.painted += 1
        super()._paint_row(painter, shown, area)  # type: ignore[arg-type]  # as given


@cache
def make_segments(count: int) -> list[SavedSegment]:
    """Return segments of different lengths; those of a very long session have no word times."""
    untimed: dict[str, object] = {"words": ()} if count > SHORT else {}
    return [make_segment(n, f"{n}: {LONG * (n % 3)}yes.", **untimed) for n in range(count)]


class Stage:
    """A view of a session with three hundred segments of different lengths."""

    def __init__(self, count: int = SHORT) -> None:
        self.store = FakeTranscriptStore()
        self.store.add_session(make_session(1), make_segments(count))
        self.model = SegmentModel(self.store)
        self.view = CountingView(self.model)
        self.view.resize(600, 400)

    def open(self, *, is_live: bool = False) -> None:
        self.model.open_session(1)
        self.view.show_session(("Mary", "John"), 0, is_live=is_live)
        self.view.show()
        self.view.setFocus()

    def add(self, text: str = "New.", *, start: float | None = None) -> None:
        number = len(self.store.segments[1])
        begun = 5.0 * number if start is None else start
        self.store.add_segment(make_segment(number, text, start=begun, id=10_000 + number))
        self.model.refresh()

    def image(self) -> QImage:
        return self.view.viewport().grab().toImage()

    def rows(self) -> list[int]:
        return [shown.row for shown in self.view.rows.iter_visible()]

    def point(self, row: int, character: int) -> QPoint:
        """Return where the beginning of a character is, in the first line of a segment."""
        area = self.view.locate_text(row)
        found = self.view.layouts.get_row(row)
        assert found is not None
        y = area.top() + self.view.look.line_height // 2
        for x in range(area.left(), area.right()):
            if self.view.find_character(row, QPoint(x, y), nearest=True) == character:
                return QPoint(x + 1, y)
        raise AssertionError("The first line does not reach the character.")

    def click(self, row: int, character: int = 1, modifier: Qt.KeyboardModifier = NONE) -> None:
        QTest.mouseClick(self.view.viewport(), LEFT, modifier, self.point(row, character))

    def double_click(self, row: int, character: int = 1) -> None:
        QTest.mouseDClick(self.view.viewport(), LEFT, NONE, self.point(row, character))

    def drag(self, start: QPoint, end: QPoint) -> None:
        surface = self.view.viewport()
        QTest.mousePress(surface, LEFT, NONE, start)
        for step in range(1, 11):
            QTest.mouseMove(surface, start + (end - start) * step / 10)
        QTest.mouseRelease(surface, LEFT, NONE, end)

    @property
    def selected_span(self) -> tuple[int, int] | None:
        selection = self.view.marker.selection
        return None if selection is None else selection.span

    @property
    def editor(self) -> SegmentEditor:
        editor = self.view.findChild(SegmentEditor)
        assert isinstance(editor, SegmentEditor)
        return editor


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    made = Stage()
    qtbot.addWidget(made.view)
    yield made
    made.view.close()


def test_a_saved_session_begins_at_its_beginning_and_a_live_one_at_its_end(stage: Stage) -> None:
    stage.open()
    assert stage.rows()[0] == 0
    stage.open(is_live=True)
    assert stage.rows()[-1] == 300
    assert stage.view.verticalScrollBar().value() == stage.view.verticalScrollBar().maximum()


def test_the_live_end_is_followed(stage: Stage) -> None:
    stage.open(is_live=True)
    stage.view.show_partials({"Mary": LONG})
    stage.add()
    stage.view.show_partials({"Mary": "", "John": LONG * 3})
    stage.add()
    *_, last = stage.view.rows.iter_visible()
    assert last.row == 302
    assert last.top + last.height == stage.view.viewport().height()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda stage: stage.add(), id="a segment at the end"),
        pytest.param(lambda stage: stage.add(start=5.0 * 280.5), id="a segment above what is read"),
        pytest.param(lambda stage: stage.view.show_partials({"Mary": LONG * 9}), id="a partial"),
        pytest.param(lambda stage: stage.model.delete_rows([3, 4, 289]), id="deleted rows above"),
    ],
)
def test_what_is_being_read_does_not_move(stage: Stage, change: object) -> None:
    assert callable(change)
    stage.open(is_live=True)
    stage.view.scroll_by(-200)
    before = stage.image()
    change(stage)
    stage.model.refresh()
    assert stage.image() == before


def test_scrolling_to_the_end_follows_again(stage: Stage, qtbot: QtBot) -> None:
    stage.open(is_live=True)
    with qtbot.waitSignal(stage.view.following_changed):
        stage.view.scroll_by(-200)
    assert not stage.view.follows_end
    with qtbot.waitSignal(stage.view.following_changed):
        stage.view.scroll_by(2000)
    assert stage.view.follows_end


@pytest.mark.parametrize(
    ("keys", "row"),
    [
        pytest.param(["End"], 299, id="End"),
        pytest.param(["End", "Home"], 0, id="Home"),
        pytest.param(["Home", "Down", "Down", "Up"], 1, id="arrows"),
        pytest.param(["Home", "Up"], 0, id="up at the beginning"),
        pytest.param(["End", "Down"], 299, id="down at the end"),
        pytest.param(["Home", "PageDown", "PageUp", "PageUp"], 0, id="pages"),
    ],
)
def test_keys_move_and_show_the_current_segment(stage: Stage, keys: list[str], row: int) -> None:
    stage.open()
    for key in keys:
        QTest.keyClick(stage.view, getattr(Qt.Key, f"Key_{key}"))
    assert stage.view.currentIndex().row() == row
    assert row in stage.rows()
    assert stage.view.list_ranges() == [(row, row)]


def test_a_page_is_about_what_is_visible(stage: Stage) -> None:
    stage.open()
    visible = len(stage.rows())
    QTest.keyClick(stage.view, Qt.Key.Key_Home)
    QTest.keyClick(stage.view, Qt.Key.Key_PageDown)
    assert visible - 3 <= stage.view.currentIndex().row() <= visible


def test_shift_extends_and_control_adds(stage: Stage) -> None:
    stage.open()
    stage.click(1)
    stage.click(3, modifier=SHIFT)
    assert stage.view.list_ranges() == [(1, 3)]
    stage.click(5, modifier=CONTROL)
    stage.click(2, modifier=CONTROL)
    assert stage.view.list_ranges() == [(1, 1), (3, 3), (5, 5)]
    QTest.keyClick(stage.view, Qt.Key.Key_Home)
    QTest.keyClick(stage.view, Qt.Key.Key_Down, SHIFT)
    assert stage.view.list_ranges() == [(0, 1)]
    QTest.keyClick(stage.view, Qt.Key.Key_A, CONTROL)
    assert stage.view.list_ranges() == [(0, 299)]


def test_dragging_within_a_segment_selects_its_characters(stage: Stage) -> None:
    stage.open()
    stage.drag(stage.point(1, 3), stage.point(1, 18))
    within = stage.selected_span
    stage.drag(stage.point(1, 3), stage.point(4, 2))
    assert (within, stage.selected_span) == ((3, 18), None)
    assert stage.view.list_ranges() == [(1, 4)]


def test_a_clicked_word_is_played_unless_it_is_edited(stage: Stage, qtbot: QtBot) -> None:
    stage.open()
    QApplication.setDoubleClickInterval(80)
    with qtbot.waitSignal(stage.view.word_clicked) as clicked:
        stage.click(0, 1)
    assert clicked.args == [0.0]
    with qtbot.waitSignal(stage.view.word_clicked) as clicked:
        stage.click(0, 4)
    assert clicked.args == [2.0]
    with qtbot.assertNotEmitted(stage.view.word_clicked, wait=200):
        stage.click(0, 4)
        stage.double_click(0, 4)
    QApplication.setDoubleClickInterval(400)


def test_a_double_click_corrects_the_word_below_it(stage: Stage) -> None:
    stage.open()
    stage.double_click(1, 8)
    assert stage.editor.textCursor().selectedText() == "was"
    QTest.keyClicks(stage.editor, "is")
    QTest.keyClick(stage.editor, Qt.Key.Key_Return)
    assert stage.store.segments[1][1].text.startswith("1: It is the best of times")
    assert not stage.view.is_editing


def test_escape_leaves_the_text_as_it_was(stage: Stage) -> None:
    stage.open()
    before = stage.store.segments[1][0].text
    QTest.keyClick(stage.view, Qt.Key.Key_Home)
    QTest.keyClick(stage.view, Qt.Key.Key_F2)
    QTest.keyClicks(stage.editor, "nothing")
    QTest.keyClick(stage.editor, Qt.Key.Key_Escape)
    assert stage.store.segments[1][0].text == before
    assert not stage.view.is_editing


def test_tab_commits_and_corrects_the_next_segment(stage: Stage) -> None:
    stage.open()
    QTest.keyClick(stage.view, Qt.Key.Key_Home)
    QTest.keyClick(stage.view, Qt.Key.Key_Return)
    QTest.keyClicks(stage.editor, "!")
    QTest.keyClick(stage.editor, Qt.Key.Key_Tab)
    assert stage.store.segments[1][0].text == "0: yes.!"
    assert stage.view.is_editing
    assert stage.view.currentIndex().row() == 1


def test_new_segments_disturb_no_correction(stage: Stage) -> None:
    stage.open(is_live=True)
    stage.view.edit_row(297)
    QTest.keyClicks(stage.editor, " And more")
    before = stage.editor.geometry()
    for _ in range(30):
        stage.add()
    stage.add(start=5.0 * 290.5)
    assert stage.editor.geometry() == before
    QTest.keyClicks(stage.editor, "!")
    QTest.keyClick(stage.editor, Qt.Key.Key_Return)
    assert [item.text for item in stage.store.segments[1] if "And more" in item.text] == [
        "297: yes. And more!"
    ]


def test_the_editor_grows_with_its_text_and_scrolls_with_the_view(stage: Stage) -> None:
    stage.open()
    stage.view.edit_row(0)
    height, second = stage.editor.height(), stage.view.locate_text(1).top()
    stage.editor.insertPlainText(LONG * 4)
    grown = stage.editor.height() - height
    assert grown >= 3 * stage.view.look.line_height
    assert stage.view.locate_text(1).top() == second + grown
    top = stage.editor.y()
    stage.view.scroll_by(50)
    assert stage.editor.y() == top - 50
    stage.view.scroll_by(5000)
    assert not stage.editor.geometry().intersects(stage.view.viewport().rect())
    assert stage.view.is_editing


def test_text_does_not_move_when_its_editor_opens(stage: Stage) -> None:
    stage.open()
    text = stage.view.locate_text(1)
    stage.view.edit_row(1)
    assert stage.editor.geometry() == text


def test_a_sentence_without_a_speaker_does_not_stand_below_the_name_of_another(
    stage: Stage,
) -> None:
    labels = ["", "Speaker 1", "Speaker 1", "", "", "Speaker 1"]
    for number, label in enumerate(labels):
        stage.store.segments[1][number] = make_segment(number, "Yes.", label=label)
    stage.open()
    rows = [stage.view.layouts.get_row(number) for number in range(len(labels))]
    shown = [row.layout.label for row in rows if row]
    assert shown == ["", "Speaker 1", "", "Speaker unknown", "", "Speaker 1"]


def test_a_gap_cannot_be_corrected(stage: Stage) -> None:
    gap = make_segment(300, "", is_gap=True, label="", end=1512.0)
    stage.store.add_segment(gap)
    stage.open(is_live=True)
    stage.view.edit_row(300)
    assert not stage.view.is_editing


def test_only_visible_rows_are_read_laid_out_and_painted(qtbot: QtBot) -> None:
    stage = Stage(count=60_000)
    qtbot.addWidget(stage.view)
    stage.open()
    stage.image()
    stage.store.reads.clear()
    stage.view.painted = 0
    frames, most = 300, 0
    for frame in range(frames):
        if frame % 3:
            stage.view.scroll_by(72)
        else:
            stage.view.verticalScrollBar().setValue(frame * 12_000)
        before = stage.view.painted
        stage.image()
        most = max(most, stage.view.painted - before)
        assert stage.view.painted - before == len(stage.rows())
    assert most <= 400 // 28 + 2
    assert len(stage.store.reads) <= 2 * frames
    assert len(stage.view.layouts._rows) <= MAX_LAYOUTS
    assert len(stage.model._pages._pages) <= MAX_PAGES
    QTest.keyClick(stage.view, Qt.Key.Key_End)
    assert stage.rows()[-1] == 60_000


def test_selecting_everything_reads_nothing(qtbot: QtBot) -> None:
    stage = Stage(count=60_000)
    qtbot.addWidget(stage.view)
    stage.open()
    stage.image()
    stage.store.reads.clear()
    stage.view.selectAll()
    stage.image()
    assert stage.view.list_ranges() == [(0, 59_999)]
    assert stage.store.reads == []


def test_a_segment_taller_than_the_view_scrolls_by_pixels(stage: Stage) -> None:
    stage.store.segments[1][1] = make_segment(1, LONG * 125)
    stage.open()
    for _ in range(20):
        stage.view.scroll_by(72)
    assert stage.rows() == [1]
    assert stage.view.rows.position.hidden > 1000
    stage.view.change_zoom(1)
    assert stage.rows()[0] == 1


def test_any_width_shows_whole_words_and_long_words_are_broken(stage: Stage) -> None:
    stage.store.segments[1][0] = make_segment(0, "x" * 500)
    stage.open()
    for width in (200, 333, 600, 1500):
        stage.view.resize(width, 400)
        area = stage.view.locate_text(0)
        assert area.right() < stage.view.viewport().width()
        assert area.height() == stage.view.look.line_height * (
            area.height() // stage.view.look.line_height
        )
        assert area.width() <= stage.view.look.max_text_width


def inked(image: QImage, area: object) -> list[int]:
    """Return the columns of an area that are not only background."""
    part = image.copy(area)  # type: ignore[call-overload]  # a rectangle
    paper = part.pixelColor(0, 0)
    return [
        x
        for x in range(part.width())
        if any(part.pixelColor(x, y) != paper for y in range(0, part.height(), 2))
    ]


def test_right_to_left_text_begins_at_the_right(stage: Stage) -> None:
    stage.store.segments[1][0] = make_segment(0, "שלום לכולם")
    stage.store.segments[1][1] = make_segment(1, "Good morning")
    stage.open()
    hebrew = inked(stage.image(), stage.view.locate_text(0))
    english = inked(stage.image(), stage.view.locate_text(1))
    assert hebrew[-1] > stage.view.locate_text(0).width() - 8
    assert hebrew[0] > 100
    assert english[0] < 8


@pytest.mark.parametrize(
    "text",
    [
        "Zoe\u0308 and 👩‍🦰 and \U0001d518nicode",
        "שלום Zoë 👩\u200d🦰 שלום",
        "e\u0301\u0302\u0303 x",
        "😀😀😀 end",
    ],
    ids=["emoji", "both directions", "combining marks", "many emoji"],
)
def test_every_character_can_be_selected(stage: Stage, text: str) -> None:
    stage.store.segments[1][0] = make_segment(0, text)
    stage.open()
    area = stage.view.locate_text(0)
    y = area.top() + 4
    found = {
        stage.view.find_character(0, QPoint(x, y), nearest=True)
        for x in range(area.left(), area.right())
    }
    assert {0, len(text)} <= found
    assert all(index is not None and 0 <= index <= len(text) for index in found)
    stage.drag(QPoint(area.left(), y), QPoint(area.right(), y))
    assert stage.selected_span == (0, len(text))


def count_colour(stage: Stage, colour: QColor) -> int:
    image = stage.image()
    points = ((x, y) for x in range(image.width()) for y in range(0, image.height(), 2))
    return sum(image.pixelColor(x, y) == colour for x, y in points)


def test_matches_and_the_spoken_word_are_highlighted(stage: Stage) -> None:
    stage.open()
    look = stage.view.look
    assert count_colour(stage, look.hit) == count_colour(stage, look.spoken) == 0
    stage.view.marker.query = "wors"
    stage.view.marker.current_hit = 2
    assert count_colour(stage, look.hit) > count_colour(stage, look.current_hit) > 20


@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
def test_colours_have_enough_contrast(stage: Stage, is_dark: bool) -> None:
    if is_dark:
        stage.view.setPalette(QPalette(QColor("#3a3d44"), QColor("#24262b")))
    look = stage.view.look
    for colour in (look.text, look.muted, *look.speakers):
        assert contrast(colour, look.paper) >= 4.5
    for background in (look.hit, look.current_hit, look.spoken):
        assert contrast(look.text, background) >= 4.5


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast ratio of two colours as WCAG 2.2 defines it."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_zooming_keeps_the_place_and_has_limits(stage: Stage) -> None:
    stage.open()
    stage.view.go_to_row(100)
    first = stage.rows()[0]
    normal = stage.view.look.line_height
    for _ in range(40):
        stage.view.change_zoom(1)
    assert normal * 2.5 < stage.view.look.line_height < normal * 4
    assert stage.rows()[0] == first
    for _ in range(80):
        stage.view.change_zoom(-1)
    assert stage.view.look.line_height >= normal * 0.6
    stage.view.change_zoom(0)
    assert stage.view.look.line_height == normal


def test_times_can_be_the_time_of_day(stage: Stage) -> None:
    stage.open()
    segment = stage.store.segments[1][20]
    assert stage.view.format_time(segment) == "1:40"
    stage.view.show_clock_times(shown=True)
    assert "14:01" in stage.view.format_time(segment) or "2:01" in stage.view.format_time(segment)


def test_translation_is_below_its_text_once_it_arrives(stage: Stage) -> None:
    stage.open()
    row = stage.view.layouts.measure(20)
    segments = stage.store.segments[1]
    segments[20] = replace(segments[20], translation="Good morning.")
    stage.model.refresh()
    grown = stage.view.layouts.measure(20)
    assert grown == row + stage.view.look.line_height
    assert describe_segment(segments[20]).count("Machine translation: Good morning.") == 1


def test_matches_in_a_translation_are_marked_but_not_its_mark(stage: Stage) -> None:
    stage.open()
    segments = stage.store.segments[1]
    segments[2] = replace(segments[2], translation="A \N{GRINNING FACE} weather report.")
    stage.model.refresh()
    marker, look = stage.view.marker, stage.view.look
    marker.query = "en"
    assert marker.find_translation_marks(segments[2], look) == []
    marker.query = "weath"
    before = count_colour(stage, look.hit)
    (mark,) = marker.find_translation_marks(segments[2], look)
    shown = mark_translation(segments[2].translation)
    assert shown[mark.first : mark.after] == "weath"
    assert before > 20
    marker.current_hit = segments[2].id
    assert count_colour(stage, look.current_hit) > 20
