"""The list of sessions: by day, renamed in place, several at once."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QTextDocumentFragment
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from captions.model.saved_transcript import MAX_TITLE_CHARS, SavedSession
from captions.ui.history.sessions import session_texts
from captions.ui.history.sessions.session_list import SessionList
from captions.ui.history.sessions.session_model import SessionModel
from tests.support.fakes.transcript_store import DAY, NOW, make_session

TODAY = date(2026, 11, 23)


def make_sessions() -> list[SavedSession]:
    return [
        make_session(-1, title="Launch meeting", is_open=True),
        make_session(2, started=NOW - 3600),
        make_session(3, title="Museum", started=NOW - DAY),
        make_session(4, title="", sources=("interview.m4a",), started=NOW - 9 * DAY, seconds=35.4),
        make_session(5, title="New year", started=NOW - 327 * DAY),
    ]


@pytest.fixture(autouse=True)
def british() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


@pytest.fixture
def model(qtmodeltester: ModelTester) -> SessionModel:
    made = SessionModel(lambda: TODAY)
    qtmodeltester.check(made)  # type: ignore[no-untyped-call]  # of pytest-qt
    made.show_sessions(make_sessions())
    return made


@pytest.fixture
def listed(qtbot: QtBot, model: SessionModel) -> SessionList:
    shown = SessionList(model)
    qtbot.addWidget(shown)
    shown.resize(240, 500)
    shown.show()
    return shown


def texts(model: SessionModel) -> list[str]:
    return [str(model.index(row).data()) for row in range(model.rowCount())]


def test_sessions_are_listed_by_day(model: SessionModel) -> None:
    assert texts(model) == [
        "Today", "Launch meeting", "13:00 Microphone and computer audio",
        "Yesterday", "Museum",
        "Saturday 14 November", "14:00 interview.m4a",
        "Wednesday 31 December 2025", "New year",
    ]  # fmt: skip


def test_details_tell_when_how_long_and_what_is_not_kept(model: SessionModel) -> None:
    details = [model.format_details(session) for session in make_sessions()]
    assert details == [
        "43\u00a0min · not kept", "43\u00a0min", "14:00 · 43\u00a0min", "35\u00a0s",
        "14:00 · 43\u00a0min",
    ]  # fmt: skip


def test_the_session_s_own_time_zone_decides_its_day() -> None:
    late = make_session(1, started=NOW + 9 * 3600, utc_offset_seconds=5 * 3600)
    assert session_texts.find_day(late) == date(2026, 11, 24)
    assert session_texts.format_start(late) == "04:00"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0\u00a0s"),
        (59.9, "59\u00a0s"),
        (60, "1\u00a0min"),
        (3599, "59\u00a0min"),
        (3600, "1\u00a0h 0\u00a0min"),
    ],
)
def test_lengths_are_rounded_down(seconds: float, text: str) -> None:
    assert session_texts.format_duration(seconds) == text


def test_a_session_that_comes_or_goes_keeps_the_selection(
    listed: SessionList, model: SessionModel
) -> None:
    listed.show_session(3)
    newer = make_session(6, title="Newer", started=NOW + 60)
    model.show_sessions([newer, *make_sessions()[1:]])
    assert listed.selected_ids == (3,)
    assert texts(model)[:2] == ["Today", "Newer"]
    model.show_sessions(make_sessions()[2:])
    assert listed.selected_ids == (3,)
    assert texts(model)[:2] == ["Yesterday", "Museum"]


def test_only_sessions_with_matches_are_listed_while_all_are_searched(model: SessionModel) -> None:
    model.show_sessions(make_sessions(), {3: 1, 5: 1200})
    assert texts(model) == ["Yesterday", "Museum", "Wednesday 31 December 2025", "New year"]
    details = [model.format_details(session) for session in make_sessions()]
    assert (details[2], details[4]) == ("1 match", "1,200 matches")


def test_days_are_skipped_by_keys(listed: SessionList, qtbot: QtBot) -> None:
    listed.show_session(2)
    with qtbot.waitSignal(listed.chosen) as chosen:
        QTest.keyClick(listed, Qt.Key.Key_Down)
    assert chosen.args == [3]


def test_a_title_is_edited_in_place(listed: SessionList, model: SessionModel, qtbot: QtBot) -> None:
    listed.show_session(3)
    QTest.keyClick(listed, Qt.Key.Key_F2)
    editor = listed.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    assert (editor.text(), editor.selectedText()) == ("Museum", "Museum")
    assert editor.maxLength() == MAX_TITLE_CHARS
    QTest.keyClicks(editor, "Museum  call")
    model.show_sessions(make_sessions())
    with qtbot.waitSignal(model.renamed) as renamed:
        QTest.keyClick(editor, Qt.Key.Key_Return)
    assert renamed.args == [3, "Museum call"]


def test_an_untitled_session_shows_its_time_while_a_title_is_entered(
    listed: SessionList, model: SessionModel, qtbot: QtBot
) -> None:
    listed.show_session(4)
    listed.edit(model.index(model.find_row(4)))
    editor = listed.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    assert (editor.text(), editor.placeholderText()) == ("", "14:00 interview.m4a")
    with qtbot.assertNotEmitted(model.renamed):
        QTest.keyClick(editor, Qt.Key.Key_Escape)


def test_several_sessions_are_exported_or_deleted_at_once(
    listed: SessionList, qtbot: QtBot
) -> None:
    listed.show_session(2)
    QTest.keyClick(listed, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    menu = listed.make_menu()
    rename, export, delete, _, everything = menu.actions()
    assert not rename.isEnabled()
    with qtbot.waitSignal(listed.export_requested) as exported:
        export.trigger()
    assert exported.args == [(2, 3)]
    with qtbot.waitSignal(listed.delete_requested) as deleted:
        delete.trigger()
    assert deleted.args == [(2, 3)]
    with qtbot.waitSignal(listed.delete_all_requested):
        everything.trigger()
    with qtbot.waitSignal(listed.delete_requested):
        QTest.keyClick(listed, Qt.Key.Key_Delete)


def test_screen_readers_hear_all_that_is_painted(model: SessionModel) -> None:
    spoken = model.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Launch meeting, 43\u00a0min · not kept, live"


def test_a_very_long_title_is_one_line(model: SessionModel, listed: SessionList) -> None:
    model.show_sessions([make_session(1, title="word\n" * 2000)])
    assert "\n" not in texts(model)[1]
    assert len(str(model.index(1).data(Qt.ItemDataRole.ToolTipRole))) == MAX_TITLE_CHARS
    assert listed.visualRect(model.index(1)).height() < 60
    assert not listed.horizontalScrollBar().isVisible()


def test_a_title_with_markup_is_shown_as_it_was_typed(model: SessionModel) -> None:
    model.show_sessions([make_session(1, title="Ask <b>Zoë</b> & John")])
    tooltip = str(model.index(1).data(Qt.ItemDataRole.ToolTipRole))
    assert QTextDocumentFragment.fromHtml(tooltip).toPlainText() == "Ask <b>Zoë</b> & John"
