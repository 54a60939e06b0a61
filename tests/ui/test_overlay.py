"""The overlay's frames, place and wishes, on Qt's offscreen platform."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QCloseEvent, QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from captions.model.rollup import Rows
from captions.settings import AppearanceSettings, CaptionSettings, WindowSettings
from captions.ui.overlay import Overlay
from captions.ui.placement import at_edge, within
from tests.ui.pictures import row

# The offscreen platform has no window manager, and says so whenever one would be asked.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

Make = Callable[..., Overlay]


@pytest.fixture
def make(qtbot: QtBot) -> Make:
    def build(
        appearance: AppearanceSettings | None = None,
        captions: CaptionSettings | None = None,
        window: WindowSettings | None = None,
    ) -> Overlay:
        overlay = Overlay(
            appearance or AppearanceSettings(),
            captions or CaptionSettings(),
            window or WindowSettings(),
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
    monkeypatch.setattr(overlay, "_fitting_row_width", lambda: 200.0)
    with qtbot.waitSignal(overlay.row_width_changed) as changed:
        QGuiApplication.primaryScreen().availableGeometryChanged.emit(QRect(0, 0, 300, 300))
    assert changed.args == [200.0]
    assert overlay.row_width == 200
    assert overlay.width() < 250


def test_measure_is_that_of_the_font(make: Make) -> None:
    small, large = make(AppearanceSettings(font_px=20)), make(AppearanceSettings(font_px=40))
    assert large.measure("words") == pytest.approx(2 * small.measure("words"), rel=0.02)


def test_a_drag_moves_the_window_but_not_off_the_screen(make: Make) -> None:
    overlay = make(AppearanceSettings(font_px=12), CaptionSettings(row_chars=16))
    start, grip = overlay.pos(), QPoint(5, 5)
    QTest.mousePress(overlay, Qt.MouseButton.LeftButton, pos=grip)
    QTest.mouseMove(overlay, grip + QPoint(-30, -40))
    assert overlay.pos() == start + QPoint(-30, -40)
    QTest.mouseMove(overlay, grip + QPoint(-9000, -9000))
    assert overlay.pos() == QPoint(0, 0)
    QTest.mouseRelease(overlay, Qt.MouseButton.LeftButton, pos=grip)
    QTest.mouseMove(overlay, grip + QPoint(50, 50))
    assert overlay.pos() == QPoint(0, 0)


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
    assert within(QPoint(*corner), QSize(200, 100), area) == QPoint(*expected)


def test_a_margin_wider_than_the_screen_is_cut() -> None:
    area = QRect(100, 50, 1000, 800)
    place = at_edge(QSize(200, 100), area, at_bottom=True, margin=2000)
    assert place == QPoint(500, 50)
