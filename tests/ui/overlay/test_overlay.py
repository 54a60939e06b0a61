"""The overlay's frames, place and wishes, on Qt's offscreen platform."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QCloseEvent,
    QContextMenuEvent,
    QGuiApplication,
    QWheelEvent,
    QWindow,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from captions.model.rows import Rows
from captions.settings.schema import AppearanceSettings, CaptionSettings, WindowSettings
from captions.ui.overlay.caption_window import SetHidden
from captions.ui.overlay.look import compute_look
from captions.ui.overlay.overlay import Overlay
from captions.ui.overlay.placement import OverlayPlacement, clamp_corner, corner_at_edge
from captions.ui.platform import screen_sharing
from tests.support.ui.pictures import row

# The offscreen platform has no window manager, and says so whenever one would be asked.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

Make = Callable[..., Overlay]


@pytest.fixture
def make(qtbot: QtBot) -> Make:
    def build(
        appearance: AppearanceSettings | None = None,
        captions: CaptionSettings | None = None,
        window: WindowSettings | None = None,
        set_hidden: SetHidden = screen_sharing.set_hidden,
    ) -> Overlay:
        overlay = Overlay(
            appearance or AppearanceSettings(),
            captions or CaptionSettings(),
            window or WindowSettings(),
            set_hidden,
        )
        qtbot.addWidget(overlay)
        overlay.show()
        qtbot.waitExposed(overlay)
        return overlay

    return build


def test_rows_are_told_when_they_have_been_painted(make: Make, qtbot: QtBot) -> None:
    overlay, rows = make(), (row("hello"),)
    with qtbot.waitSignal(overlay.painted) as painted:
        overlay.show_rows(rows)
    assert painted.args == [rows]


def test_of_many_rows_within_a_frame_only_the_newest_are_painted(make: Make, qtbot: QtBot) -> None:
    overlay, seen = make(), list[Rows]()
    overlay.painted.connect(seen.append)
    for number in range(100):
        overlay.show_rows((row("", f"guess {number}"),))
    qtbot.waitUntil(lambda: seen[-1:] == [(row("", "guess 99"),)])
    assert len(seen) <= 10


def test_the_same_rows_are_no_work(make: Make, qtbot: QtBot) -> None:
    overlay, seen = make(), list[Rows]()
    with qtbot.waitSignal(overlay.painted):
        overlay.show_rows((row("hello"),))
    overlay.painted.connect(seen.append)
    overlay.show_rows((row("hello"),))
    overlay.repaint()
    qtbot.wait(40)
    assert seen == []


def test_a_status_is_no_frame_of_captions(make: Make, qtbot: QtBot) -> None:
    overlay, seen = make(), list[Rows]()
    overlay.painted.connect(seen.append)
    overlay.show_status("No microphone: plug one in")
    qtbot.waitUntil(lambda: overlay.mask().boundingRect().height() > 1)
    overlay.show_status("")
    qtbot.waitUntil(lambda: overlay.mask().boundingRect().height() == 1)
    assert seen == []


def test_what_is_not_painted_is_not_the_windows(make: Make, qtbot: QtBot) -> None:
    overlay = make()
    assert overlay.mask().boundingRect().size() == QSize(1, 1)
    with qtbot.waitSignal(overlay.painted):
        overlay.show_rows((row("hello"),))
    box = overlay.mask().boundingRect()
    assert box.bottom() == overlay.rect().bottom()
    assert box.height() < overlay.height()


def test_the_window_takes_no_focus_and_stays_on_top(make: Make) -> None:
    flags = make().windowFlags()
    assert flags & Qt.WindowType.WindowDoesNotAcceptFocus
    assert flags & Qt.WindowType.WindowStaysOnTopHint
    assert flags & Qt.WindowType.FramelessWindowHint


def test_a_locked_window_lets_clicks_through_once_it_is_shown(make: Make, qtbot: QtBot) -> None:
    overlay = make(window=WindowSettings(click_through=True))
    handle = overlay.windowHandle()
    qtbot.waitUntil(lambda: bool(handle.flags() & Qt.WindowType.WindowTransparentForInput))


@pytest.mark.parametrize("position", ["top", "bottom"])
def test_the_window_stands_in_the_middle_of_its_edge(make: Make, position: str) -> None:
    overlay = make(window=WindowSettings(position=position, margin_px=20))
    screen = QGuiApplication.primaryScreen().availableGeometry()
    place = overlay.geometry()
    assert abs(place.center().x() - screen.center().x()) <= 1
    gap = place.top() - screen.top() if position == "top" else screen.bottom() - place.bottom()
    assert gap == 20


def test_a_screen_that_is_not_there_is_the_primary_one(make: Make) -> None:
    overlay = make(window=WindowSettings(screen="No such screen"))
    assert QGuiApplication.primaryScreen().geometry().contains(overlay.geometry())


def test_a_row_has_the_width_of_so_many_average_letters(make: Make) -> None:
    few, more = (
        make(AppearanceSettings(font_px=16), CaptionSettings(row_chars=chars)).row_width
        for chars in (16, 32)
    )
    assert more == pytest.approx(2 * few, abs=1)


def test_a_narrower_screen_is_told_and_fitted(
    make: Make, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    overlay = make()
    monkeypatch.setattr("captions.ui.overlay.overlay.row_width", lambda *_: 200.0)
    with qtbot.waitSignal(overlay.row_width_changed) as changed:
        QGuiApplication.primaryScreen().availableGeometryChanged.emit(QRect(0, 0, 300, 300))
    assert changed.args == [200.0]
    assert overlay.row_width == 200
    assert overlay.width() < 250


def test_measure_is_that_of_the_font(make: Make) -> None:
    small, large = make(AppearanceSettings(font_px=20)), make(AppearanceSettings(font_px=40))
    assert large.measure("words") == pytest.approx(2 * small.measure("words"), rel=0.02)


def drag(overlay: Overlay, start: QPoint, *stops: QPoint) -> None:
    """Hold the window at a place, go to others, which are relative to it, and let go."""
    at = overlay.mapToGlobal(start)
    QTest.mousePress(overlay, Qt.MouseButton.LeftButton, pos=start)
    for stop in stops:
        QTest.mouseMove(overlay, overlay.mapFromGlobal(at + stop))
    QTest.mouseRelease(
        overlay, Qt.MouseButton.LeftButton, pos=overlay.mapFromGlobal(at + stops[-1])
    )


def box_of(overlay: Overlay) -> QRect:
    """Return where the box of the captions stands."""
    return overlay._caption_box()


def middle(overlay: Overlay) -> QPoint:
    return overlay.rect().center()


SMALL = (AppearanceSettings(font_px=12), CaptionSettings(row_chars=16))


def test_a_drag_moves_the_captions_but_not_off_the_screen(make: Make, qtbot: QtBot) -> None:
    overlay = make(*SMALL)
    start = box_of(overlay)
    with qtbot.waitSignal(overlay.moved) as moved:
        drag(overlay, middle(overlay), QPoint(-10, -9), QPoint(-30, -40))
    assert box_of(overlay) == start.translated(-30, -40)
    assert moved.args == [start.topLeft() + QPoint(-30, -40)]
    drag(overlay, middle(overlay), QPoint(-9000, -9000))
    assert overlay.pos() == box_of(overlay).topLeft() == QPoint(0, 0)
    QTest.mouseMove(overlay, middle(overlay) + QPoint(50, 50))
    assert overlay.pos() == QPoint(0, 0)


def test_a_click_is_no_drag(make: Make, qtbot: QtBot) -> None:
    overlay = make(*SMALL)
    with qtbot.assertNotEmitted(overlay.moved), qtbot.assertNotEmitted(overlay.resized):
        QTest.mouseClick(overlay, Qt.MouseButton.LeftButton, pos=middle(overlay))
        QTest.mouseClick(overlay, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))


def test_captions_in_the_upper_half_grow_down_and_in_the_lower_half_up(make: Make) -> None:
    overlay = make(*SMALL)
    assert box_of(overlay).bottom() == overlay.geometry().bottom()
    drag(overlay, middle(overlay), QPoint(0, -9000))
    assert box_of(overlay).top() == overlay.geometry().top() == 0
    drag(overlay, middle(overlay), QPoint(0, 9000))
    assert box_of(overlay).bottom() == overlay.geometry().bottom()


RIGHT, LEFT = 1, -1


def drag_end(overlay: Overlay, end: int, way: int) -> list[CaptionSettings]:
    """Drag an end of the rows, and return what was told of it."""
    told: list[CaptionSettings] = []
    overlay.resized.connect(told.append)
    at = QPoint(2 if end == LEFT else overlay.width() - 2, overlay.height() - 4)
    drag(overlay, at, QPoint(way // 2, 0), QPoint(way, 0))
    return told


@pytest.mark.parametrize("end", [RIGHT, LEFT])
def test_centred_captions_are_made_longer_at_both_ends(make: Make, end: int) -> None:
    overlay, widths = make(*SMALL), list[float]()
    overlay.row_width_changed.connect(widths.append)
    before, letter = box_of(overlay), compute_look(SMALL[0]).char_width
    [captions] = drag_end(overlay, end, 60 * end)
    after = box_of(overlay)
    assert after.width() == pytest.approx(before.width() + 120, abs=letter)
    assert abs(after.center().x() - before.center().x()) <= 1
    assert captions.row_chars == round(overlay.row_width / letter)
    assert widths[-1] == overlay.row_width


@pytest.mark.parametrize("end", [RIGHT, LEFT])
def test_captions_at_a_place_of_their_own_are_made_longer_at_one_end(make: Make, end: int) -> None:
    overlay = make(*SMALL, WindowSettings(position="free"))
    overlay.restore_position(QPoint(200, 300))
    before, letter = box_of(overlay), compute_look(SMALL[0]).char_width
    drag_end(overlay, end, 80 * end)
    after = box_of(overlay)
    assert after.width() == pytest.approx(before.width() + 80, abs=letter)
    assert after.left() == before.left() if end == RIGHT else after.right() == before.right()


@pytest.mark.parametrize(("way", "chars"), [(-9000, 16), (9000, 120)])
def test_rows_are_as_short_and_as_long_as_the_settings_allow(
    make: Make, way: int, chars: int
) -> None:
    overlay = make(AppearanceSettings(font_px=10), CaptionSettings(row_chars=30))
    [captions] = drag_end(overlay, RIGHT, way)
    assert captions.row_chars == chars


def test_a_length_in_percent_stays_one(make: Make) -> None:
    overlay = make(AppearanceSettings(font_px=12), CaptionSettings(row_percent=50))
    assert box_of(overlay).width() == pytest.approx(400, abs=1)
    [captions] = drag_end(overlay, RIGHT, 40)
    assert captions == CaptionSettings(row_percent=60)


@pytest.mark.parametrize(("way", "rows"), [(-9000, 1), (-16, 1), (17, 3), (9000, 6)])
def test_rows_are_as_few_and_as_many_as_the_settings_allow(make: Make, way: int, rows: int) -> None:
    overlay, told = make(*SMALL), list[CaptionSettings]()
    overlay.resized.connect(told.append)
    bottom = QPoint(overlay.width() // 2, overlay.height() - 2)
    drag(overlay, bottom, QPoint(0, way // 2), QPoint(0, way))
    assert told == [replace(SMALL[1], rows=rows)]


def test_the_pointer_shows_what_a_drag_would_change(make: Make) -> None:
    overlay = make(*SMALL)
    overlay.show_rows((row("hello"),))
    box = overlay.mask().boundingRect()
    for point, cursor in (
        (box.center(), Qt.CursorShape.SizeAllCursor),
        (QPoint(1, box.center().y()), Qt.CursorShape.SizeHorCursor),
        (QPoint(box.center().x(), box.bottom() - 1), Qt.CursorShape.SizeVerCursor),
    ):
        QTest.mouseMove(overlay, point)
        assert overlay.cursor().shape() is cursor


def test_a_hint_takes_the_place_of_the_status_for_a_while(make: Make, qtbot: QtBot) -> None:
    overlay = make()
    overlay.show_status("Paused")
    overlay.show_hint("Captions are locked", seconds=0.05)
    assert overlay._scene.status == "Captions are locked"
    overlay.show_status("Listening", "listening")
    assert overlay._scene.status == "Captions are locked"
    qtbot.waitUntil(lambda: overlay._scene.status == "Listening")
    overlay.show_notice("Earlier captions")
    assert overlay._scene.status == "Earlier captions"
    overlay.show_hint("Captions are locked")
    assert overlay._scene.status == "Captions are locked"
    overlay.show_hint("")
    overlay.show_notice("")
    assert overlay._scene.status == "Listening"


def test_parts_of_a_notch_add_up(make: Make) -> None:
    overlay, told = make(), list[int]()
    overlay.scrolled.connect(told.append)
    for angle in (40, 40, 50, -130, 240):
        place = QPointF(5, 5)
        overlay.wheelEvent(
            QWheelEvent(
                place, place, QPoint(), QPoint(0, angle), Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,  # Qt's own
            )
        )  # fmt: skip
    assert told == [1, -1, 2]


def test_a_double_click_asks_for_the_transcript_and_moves_nothing(make: Make, qtbot: QtBot) -> None:
    overlay = make(*SMALL)
    before = overlay.pos()
    with qtbot.waitSignal(overlay.transcript_requested), qtbot.assertNotEmitted(overlay.moved):
        QTest.mouseDClick(overlay, Qt.MouseButton.LeftButton, pos=middle(overlay))
    assert overlay.pos() == before


def test_new_settings_take_effect_at_once(make: Make, qtbot: QtBot) -> None:
    overlay = make(*SMALL)
    overlay.show_rows((row("hello"),))
    with qtbot.waitSignal(overlay.row_width_changed):
        overlay.apply(AppearanceSettings(font_px=24), SMALL[1], WindowSettings(position="top"))
    assert box_of(overlay).top() == overlay.geometry().top() == WindowSettings().margin_px
    assert overlay.isVisible()
    handle = overlay.windowHandle()
    for locked in (True, False):
        overlay.apply(*SMALL, WindowSettings(click_through=locked))
        assert bool(handle.flags() & Qt.WindowType.WindowTransparentForInput) == locked
    assert overlay.windowHandle() is handle


def test_what_changes_no_letter_lays_no_row_out_anew(make: Make, qtbot: QtBot) -> None:
    overlay = make(*SMALL)
    with qtbot.assertNotEmitted(overlay.row_width_changed):
        overlay.apply(replace(SMALL[0], committed_colour="#ff0000"), SMALL[1], WindowSettings())


def test_an_edge_takes_the_captions_back_from_a_place_of_their_own(make: Make) -> None:
    overlay = make(*SMALL)
    start = box_of(overlay)
    drag(overlay, middle(overlay), QPoint(-30, -300))
    moved = box_of(overlay)
    overlay.apply(*SMALL, WindowSettings(position="free"))
    assert box_of(overlay) == moved
    overlay.apply(*SMALL, WindowSettings())
    assert box_of(overlay) == start
    overlay.restore_position(QPoint(5, 5))
    assert box_of(overlay) == start


def test_captions_come_back_when_their_screen_is_smaller(
    make: Make, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    overlay = make(*SMALL, WindowSettings(position="free"))
    overlay.restore_position(QPoint(700, 700))
    monkeypatch.setattr(OverlayPlacement, "area", property(lambda _: QRect(0, 0, 400, 300)))
    with qtbot.waitSignal(overlay.screens_changed):
        QGuiApplication.primaryScreen().availableGeometryChanged.emit(QRect(0, 0, 400, 300))
    assert QRect(0, 0, 400, 300).contains(box_of(overlay))


def test_on_windows_captions_are_put_on_top_again_and_again_while_they_are_seen(
    make: Make, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    raised: list[QWindow] = []

    def note(window: QWindow) -> None:
        raised.append(window)

    monkeypatch.setattr(QGuiApplication, "platformName", staticmethod(lambda: "windows"))
    monkeypatch.setattr(QWindow, "raise_", note)
    monkeypatch.setattr("captions.ui.platform.topmost.RAISE_MS", 1)
    overlay = make()
    overlay.show_rows((row("hello"),))
    qtbot.waitUntil(lambda: len(raised) > 2)
    menu = QMenu(overlay)
    menu.addAction("an entry")
    menu.popup(QPoint(0, 0))
    raised.clear()
    after_more_than_a_raise(qtbot)
    assert raised == []
    menu.close()
    qtbot.waitUntil(lambda: len(raised) > 2)
    overlay.hide()
    raised.clear()
    after_more_than_a_raise(qtbot)
    assert raised == []


def after_more_than_a_raise(qtbot: QtBot) -> None:
    """Wait until a timer of the same length has fired several times."""
    fired = list[None]()
    timer = QTimer(interval=1)
    timer.timeout.connect(lambda: fired.append(None))
    timer.start()
    qtbot.waitUntil(lambda: len(fired) > 5)


def test_screen_readers_are_told_committed_sentences_politely(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, QAccessible.AnnouncementPoliteness]] = []

    def hear(event: QAccessibleAnnouncementEvent) -> None:
        told.append((event.message(), event.politeness()))

    monkeypatch.setattr("captions.ui.widgets.announcing.QAccessible.updateAccessibility", hear)
    overlay = make()
    overlay.show_rows((row("It was the", "best of times"),))
    overlay.announce_sentence("It was the best of times.")
    polite = QAccessible.AnnouncementPoliteness.Polite
    assert told == [("It was the best of times.", polite)]
    reader = QAccessible.queryAccessibleInterface(overlay)
    assert reader.text(QAccessible.Text.Name) == "Captions"
    assert reader.text(QAccessible.Text.Description) == "It was the best of times."


def test_what_wayland_does_not_allow_is_said_once_with_the_way_out(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    overlay, told = make(), list[str]()
    overlay.problem_found.connect(told.append)
    monkeypatch.setattr(QGuiApplication, "platformName", staticmethod(lambda: "wayland"))
    for _ in range(2):
        overlay.hide()
        overlay.show()
    assert len(told) == 1
    assert "XWayland" in told[0]


def test_what_the_system_cannot_hide_is_said_once(make: Make) -> None:
    asked: list[bool] = []

    def set_hidden(_window: int, *, hidden: bool) -> str:
        asked.append(hidden)
        return "It is seen." if hidden else ""

    overlay, told = make(set_hidden=set_hidden), list[str]()
    overlay.problem_found.connect(told.append)
    for hidden in (True, True, False, True):
        overlay.apply(*SMALL, WindowSettings(hide_from_sharing=hidden))
    assert asked == [False, True, True, False, True]
    assert told == ["It is seen.", "It is seen."]


def test_only_the_left_button_drags(make: Make) -> None:
    overlay = make()
    start = overlay.pos()
    QTest.mousePress(overlay, Qt.MouseButton.MiddleButton, pos=QPoint(5, 5))
    QTest.mouseMove(overlay, QPoint(0, 0))
    assert overlay.pos() == start


def test_the_menu_is_asked_for_where_the_right_button_was_pressed(make: Make, qtbot: QtBot) -> None:
    overlay = make()
    with qtbot.waitSignal(overlay.menu_requested) as asked:
        QGuiApplication.sendEvent(
            overlay,
            QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(5, 5), QPoint(70, 80)),
        )
    assert asked.args == [QPoint(70, 80)]


def test_the_app_may_close_the_window(make: Make) -> None:
    event = QCloseEvent()
    make().closeEvent(event)
    assert event.isAccepted()


@pytest.mark.parametrize(
    ("corner", "expected"),
    [((10, 10), (10, 10)), ((-5, 900), (0, 700)), ((990, -1), (800, 0))],
)
def test_a_window_is_kept_within_its_screen(
    corner: tuple[int, int], expected: tuple[int, int]
) -> None:
    area = QRect(0, 0, 1000, 800)
    assert clamp_corner(QPoint(*corner), QSize(200, 100), area) == QPoint(*expected)


def test_a_margin_wider_than_the_screen_is_cut() -> None:
    area = QRect(100, 50, 1000, 800)
    place = corner_at_edge(QSize(200, 100), area, at_bottom=True, margin=2000)
    assert place == QPoint(500, 50)
