"""The transcript window as a whole: what it shows, changes and asks the app to do."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QItemSelectionModel,
    QLocale,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QAction, QGuiApplication, QTextDocumentFragment
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from captions.errors import CaptionsError
from captions.formats.options import TextFormat
from captions.ui import translation
from captions.ui.history.exporting.export_dialog import ExportDialog
from captions.ui.history.exporting.export_request import ExportRequest
from captions.ui.history.header import TitleField
from captions.ui.history.transcript_search import MAX_HITS
from captions.ui.history.view.segment_editor import SegmentEditor
from captions.ui.history.view.text_marks import TextSelection
from captions.ui.history.window import TranscriptWindow
from captions.ui.widgets.controls.flat_button import FlatButton
from captions.ui.widgets.controls.live_button import LiveButton
from tests.support.fakes.transcript_store import (
    DAY,
    NOW,
    FakeTranscriptStore,
    make_segment,
    make_session,
)

CHOOSE = QItemSelectionModel.SelectionFlag.ClearAndSelect
LIVE, MUSEUM, OLD = -1, 3, 4
SENTENCES = ("Good morning.", "We launch on Monday.", "Who will launch it?", "Zoë will.")


class Stage:
    """The window with a live session and two others, and what it emitted."""

    def __init__(self) -> None:
        self.store = FakeTranscriptStore()
        self.add_session(LIVE, "Launch meeting", NOW, 40, is_open=True)
        self.add_session(MUSEUM, "Museum", NOW - DAY, 12, has_sound=True)
        self.add_session(OLD, "", NOW - 30 * DAY, 5)
        self.window = TranscriptWindow(self.store, lambda: NOW)
        self.view = self.window.pane.view
        self.bar = self.window.pane.search_bar
        self.emitted: list[tuple[object, ...]] = []
        for name in ("keyterm", "play", "stop", "keep", "export", "sound_export"):
            signal = getattr(self.window, f"{name}_requested")
            signal.connect(lambda *values, name=name: self.emitted.append((name, *values)))

    def add_session(
        self, key: int, title: str, started: float, count: int, **changes: object
    ) -> None:
        rows = [make_segment(n, f"{SENTENCES[n % 4]} ({n})", session_id=key) for n in range(count)]
        session = make_session(key, title=title, started=started, **changes)
        self.store.add_session(session, rows)

    def commit(self, text: str) -> None:
        number = len(self.store.segments[LIVE])
        self.store.add_segment(make_segment(number, text, session_id=LIVE))
        self.window.show_changed()

    def search(self, words: str, *, everywhere: bool = False) -> None:
        field = self.bar.findChild(QLineEdit)
        scope = self.bar.findChild(QComboBox)
        assert isinstance(field, QLineEdit)
        assert isinstance(scope, QComboBox)
        scope.setCurrentIndex(int(everywhere))
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, words)
        QTest.keyClick(field, Qt.Key.Key_Return)

    def choose(self, key: int) -> None:
        listed, model = self.window.session_list, self.window.session_model
        index = model.index(model.find_row(key))
        listed.selectionModel().setCurrentIndex(index, CHOOSE)

    def correct(self, row: int, text: str) -> None:
        self.view.edit_row(row)
        editor = self.view.findChild(SegmentEditor)
        assert isinstance(editor, SegmentEditor)
        editor.selectAll()
        editor.insertPlainText(text)  # QTest has no keys for letters outside ASCII.
        QTest.keyClick(editor, Qt.Key.Key_Return)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def answer(self, text: str) -> None:
        """Press a button of the question that is open."""
        (box,) = [item for item in self.window.findChildren(QMessageBox) if item.isVisible()]
        (button,) = [item for item in box.buttons() if item.text().replace("&", "") == text]
        button.click()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        self.window.show_changed()

    @property
    def shown(self) -> int | None:
        session = self.window.pane.session
        return None if session is None else session.id

    @property
    def current_text(self) -> str:
        return str(self.view.currentIndex().data())

    @property
    def labels(self) -> set[str]:
        return {item.text() for item in self.window.findChildren(QLabel) if item.isVisible()}

    def button(self, text: str) -> QPushButton:
        buttons = self.window.findChildren(QPushButton)
        (found,) = [item for item in buttons if item.text().replace("&", "") == text]
        return found


@pytest.fixture(autouse=True)
def british(qapp: QApplication) -> Iterator[None]:
    translation.install_language(qapp, "en")
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    made = Stage()
    qtbot.addWidget(made.window)
    made.window.show()
    yield made
    made.window.close()


def action(menu: QMenu, text: str) -> QAction:
    (found,) = [item for item in menu.actions() if item.text().replace("&", "") == text]
    return found


def test_the_session_being_written_is_shown_at_its_end(stage: Stage) -> None:
    assert stage.shown == LIVE
    assert stage.view.follows_end
    assert stage.labels >= {"Today, 14:00 · 43\u00a0min · 160 words", "Deleted when Captions quits"}
    assert stage.window.session_list.selected_ids == (LIVE,)


def test_without_transcripts_the_window_says_what_it_is_for(qtbot: QtBot) -> None:
    window = TranscriptWindow(FakeTranscriptStore(), lambda: NOW)
    qtbot.addWidget(window)
    window.show()
    texts = {item.text() for item in window.findChildren(QLabel) if item.isVisible()}
    assert texts == {"No transcripts yet", "One starts when someone speaks."}


def test_an_empty_session_fills_as_people_speak(qtbot: QtBot) -> None:
    stage = Stage()
    qtbot.addWidget(stage.window)
    stage.store.segments[LIVE].clear()
    stage.window.show()
    assert stage.labels >= {"Nothing has been said yet", "The transcript appears here."}
    stage.window.show_partial("Good", "Mary")
    assert stage.view.isVisible()
    stage.window.show_partial("", "Mary")
    stage.commit("Good morning.")
    assert stage.view.isVisible()


def test_new_segments_are_counted_while_the_user_reads_above(stage: Stage) -> None:
    live = stage.window.findChild(LiveButton)
    assert isinstance(live, LiveButton)
    assert not live.isVisible()
    stage.view.scroll_by(-300)
    assert (live.isVisible(), live.text()) == (True, "Live")
    stage.commit("One more.")
    stage.commit("And another.")
    assert live.text() == "Live, 2 new"
    live.click()
    assert stage.view.follows_end
    assert not live.isVisible()


def test_a_session_that_ends_is_no_longer_followed(stage: Stage, qtbot: QtBot) -> None:
    stage.window.show_partial("Open", "Mary")
    session = replace(stage.store.sessions[LIVE], is_open=False)
    stage.store.sessions[LIVE] = session
    stage.window.show_changed()
    qtbot.waitUntil(lambda: not stage.view.is_live)
    assert not stage.view.follows_end
    assert stage.view.layouts.partials == []
    assert not stage.button("Keep this transcript").isVisible()


def test_changes_while_the_window_is_hidden_are_shown_when_it_opens(stage: Stage) -> None:
    stage.window.hide()
    reads = len(stage.store.reads)
    stage.commit("Unseen.")
    assert len(stage.store.reads) == reads
    stage.window.show()
    assert stage.window.pane.model.rowCount() == 41


def test_many_changes_read_little(stage: Stage) -> None:
    stage.store.reads.clear()
    for number in range(100):
        stage.commit(f"Sentence {number}.")
    assert len(stage.store.reads) <= 3 * 100


def test_keeping_is_asked_of_the_app_and_shown(stage: Stage, qtbot: QtBot) -> None:
    stage.button("Keep this transcript").click()
    assert stage.emitted == [("keep", True)]
    stage.view.scroll_by(-200)
    before = stage.view.rows.position
    stage.store.move_session(LIVE, 9)
    stage.window.show_changed()
    qtbot.waitUntil(lambda: stage.shown == 9)
    assert stage.view.rows.position == before
    assert "Kept on this computer" in stage.labels
    stage.button("Do not keep").click()
    assert stage.emitted[-1] == ("keep", False)


def test_only_the_app_s_own_session_can_be_kept_or_followed(stage: Stage) -> None:
    stage.add_session(7, "Another program's", NOW + 60, 3, is_open=True)
    stage.window.set_live_session(LIVE)
    stage.window.session_list.chosen.emit(LIVE)
    stage.choose(7)
    assert stage.shown == 7
    assert not stage.view.follows_end
    assert not stage.button("Do not keep").isVisible()


def type_title(stage: Stage) -> None:
    field = stage.window.pane.header.title_field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "Trip")


@pytest.mark.parametrize(
    ("touch", "shown"),
    [
        pytest.param(lambda _: None, LIVE, id="nothing"),
        pytest.param(type_title, MUSEUM, id="typing a title"),
        pytest.param(lambda stage: stage.view.edit_row(1), MUSEUM, id="correcting"),
        pytest.param(lambda stage: stage.view.scroll_by(50), MUSEUM, id="scrolling"),
        pytest.param(lambda stage: stage.view.select_rows(1, 2), MUSEUM, id="selecting"),
    ],
)
def test_a_live_session_replaces_one_that_the_user_does_not_touch(
    qtbot: QtBot, touch: Callable[[Stage], None], shown: int
) -> None:
    stage = Stage()
    qtbot.addWidget(stage.window)
    live = stage.store.sessions.pop(LIVE)
    stage.window.show()
    assert stage.shown == MUSEUM
    touch(stage)
    stage.store.sessions[LIVE] = live
    stage.window.set_live_session(LIVE)
    assert stage.shown == shown
    assert stage.view.is_editing == (stage.view.findChild(SegmentEditor) is not None)


@pytest.mark.parametrize(
    "follow",
    [
        pytest.param(lambda stage: stage.view.scroll_by(10_000), id="scrolling"),
        pytest.param(lambda stage: QTest.keyClick(stage.view, Qt.Key.Key_End), id="a key"),
        pytest.param(lambda stage: stage.window.findChild(LiveButton).click(), id="the button"),
    ],
)
def test_a_live_session_whose_end_is_followed_is_replaced_by_the_next_one(
    stage: Stage, follow: Callable[[Stage], None]
) -> None:
    stage.view.scroll_by(-300)
    follow(stage)
    stage.store.sessions[LIVE] = replace(stage.store.sessions[LIVE], is_open=False)
    stage.add_session(7, "Next", NOW + 60, 3, is_open=True)
    stage.window.set_live_session(7)
    assert stage.shown == 7


def test_a_title_with_markup_is_shown_as_it_was_typed(stage: Stage) -> None:
    stage.window.commands.rename_session(LIVE, "<i>Launch</i>")
    stage.window.set_live_session(LIVE)
    field = stage.window.pane.header.title_field
    assert field.text() == "<i>Launch</i>"
    shown = QTextDocumentFragment.fromHtml(field.toolTip()).toPlainText()
    assert shown == "<i>Launch</i>"


def test_a_title_that_is_being_typed_is_of_the_session_that_was_shown(stage: Stage) -> None:
    stage.choose(MUSEUM)
    type_title(stage)
    stage.window.session_list.chosen.emit(LIVE)
    titles = [stage.store.sessions[key].title for key in (MUSEUM, LIVE)]
    assert titles == ["Trip", "Launch meeting"]
    assert stage.window.pane.header.title_field.text() == "Launch meeting"


def test_the_title_is_renamed_where_it_stands(stage: Stage) -> None:
    field = stage.window.findChild(TitleField)
    assert isinstance(field, TitleField)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "Stand-up")
    stage.window.show_changed()
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert stage.store.sessions[LIVE].title == "Stand-up"
    QTest.keyClicks(field, "!")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "Stand-up"
    assert stage.window.isVisible()


@pytest.mark.parametrize(
    ("words", "everywhere", "count", "text"),
    [
        pytest.param("launch", False, "1 of 20", "We launch on Monday. (1)", id="a word"),
        pytest.param("zoe WILL", False, "1 of 10", "Zoë will. (3)", id="accents and case"),
        pytest.param("monday la", False, "1 of 10", "We launch on Monday. (1)", id="two words"),
        pytest.param("launch", True, "1 of 28", "We launch on Monday. (1)", id="everywhere"),
        pytest.param("absent", False, "No matches", "", id="nothing"),
        pytest.param("?!", False, "No matches", "", id="punctuation"),
    ],
)
def test_search_shows_the_first_match_from_here(
    stage: Stage, words: str, everywhere: bool, count: str, text: str
) -> None:
    QTest.keyClick(stage.view, Qt.Key.Key_Home)
    stage.search(words, everywhere=everywhere)
    assert stage.bar.count_text == count
    if text:
        assert stage.current_text == text
        assert not stage.view.follows_end


def test_matches_are_walked_in_a_circle_and_across_sessions(stage: Stage) -> None:
    QTest.keyClick(stage.view, Qt.Key.Key_Home)
    stage.search("monday", everywhere=True)
    seen = []
    for _ in range(15):
        seen.append((stage.shown, stage.bar.count_text))
        QTest.keyClick(stage.window, Qt.Key.Key_F3)
    assert [key for key, _ in seen] == [LIVE] * 10 + [MUSEUM] * 3 + [OLD] + [LIVE]
    assert [text for _, text in seen][-2:] == ["14 of 14", "1 of 14"]
    QTest.keyClick(stage.window, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert stage.bar.count_text == "1 of 14"


def test_sessions_without_matches_are_hidden_while_all_are_searched(stage: Stage) -> None:
    stage.store.segments[OLD].clear()
    stage.search("monday", everywhere=True)
    assert stage.window.session_model.find_row(OLD) == -1
    stage.choose(MUSEUM)
    assert (stage.shown, stage.bar.count_text) == (MUSEUM, "11 of 13")
    QTest.keyClick(stage.window, Qt.Key.Key_Escape)
    assert stage.window.session_model.find_row(OLD) >= 0


def test_sessions_stay_listed_while_not_all_matches_are_known(stage: Stage) -> None:
    stage.add_session(LIVE, "Launch meeting", NOW, 4 * MAX_HITS, is_open=True)
    stage.window.set_live_session(LIVE)
    stage.search("monday", everywhere=True)
    stage.choose(OLD)
    assert stage.shown == OLD
    assert stage.window.session_model.find_row(OLD) >= 0
    assert stage.view.marker.current_hit is None
    assert stage.bar.count_text.endswith(" of 1,000+")


def test_the_search_of_a_session_that_cannot_be_read_is_reported(stage: Stage) -> None:
    stage.search("monday")
    stage.store.problem = CaptionsError("settings_file_unreadable", file="f", reason="no disk")
    stage.choose(MUSEUM)
    assert stage.bar.count_text == "No matches"
    stage.store.problem = None


def test_all_transcripts_are_searched_again_only_now_and_then(stage: Stage, qtbot: QtBot) -> None:
    stage.search("monday", everywhere=True)
    searches = stage.store.search_count
    for number in range(3):
        with qtbot.waitSignal(stage.window._pause.timeout):
            stage.commit(f"Monday {number}.")
    assert stage.store.search_count == searches
    assert stage.bar.count_text.endswith(" of 14")
    stage.window._search_pause.start(0)
    qtbot.waitUntil(lambda: stage.bar.count_text.endswith(" of 17"))
    assert stage.store.search_count == searches + 1


def test_new_matches_are_counted_and_the_current_one_stays(stage: Stage, qtbot: QtBot) -> None:
    QTest.keyClick(stage.view, Qt.Key.Key_Home)
    stage.search("monday")
    QTest.keyClick(stage.window, Qt.Key.Key_F3)
    before = stage.current_text
    stage.commit("Not on Monday.")
    qtbot.waitUntil(lambda: stage.bar.count_text == "2 of 11")
    assert stage.current_text == before


def test_escape_ends_the_search_and_then_closes_the_window(stage: Stage) -> None:
    stage.search("monday")
    QTest.keyClick(stage.bar.focusWidget(), Qt.Key.Key_Escape)
    assert (stage.bar.query, stage.bar.count_text) == ("", "")
    assert stage.window.isVisible()
    QTest.keyClick(stage.view, Qt.Key.Key_Escape)
    assert not stage.window.isVisible()


def test_typing_searches_after_a_short_pause(stage: Stage, qtbot: QtBot) -> None:
    QTest.keyClick(stage.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    field = stage.bar.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    assert field.hasFocus()
    QTest.keyClicks(field, "mond")
    qtbot.waitUntil(lambda: "of 10" in stage.bar.count_text)


@pytest.mark.parametrize(
    ("prepare", "text"),
    [
        pytest.param(lambda view: view.select_rows(3, 3), "Zoë will. (3)", id="a quotation"),
        pytest.param(
            lambda view: view.select_rows(0, 1),
            "Mary: Good morning. (0)\nJohn: We launch on Monday. (1)",
            id="a conversation",
        ),
    ],
)
def test_selected_segments_are_copied(
    stage: Stage, prepare: Callable[[object], None], text: str
) -> None:
    prepare(stage.view)
    QTest.keyClick(stage.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == text


@pytest.mark.parametrize(
    ("select", "count"),
    [
        pytest.param(
            lambda stage: QTest.keyClick(
                stage.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier
            ),
            12,
            id="everything",
        ),
        pytest.param(lambda stage: stage.view.go_to_row(4), 1, id="a match elsewhere"),
        pytest.param(lambda stage: stage.view.go_to_row(1), 1, id="a match in the same segment"),
        pytest.param(lambda stage: mark_characters(stage, 1, 5, 5), 1, id="no characters"),
    ],
)
def test_what_was_selected_last_is_copied(
    stage: Stage, select: Callable[[Stage], None], count: int
) -> None:
    stage.choose(MUSEUM)
    mark_characters(stage, 1, 3, 9)
    select(stage)
    QTest.keyClick(stage.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text().splitlines()
    assert len(copied) == count
    assert all(line.endswith(")") for line in copied)


def test_everything_is_copied_from_a_transcript_of_one_segment(stage: Stage) -> None:
    stage.add_session(7, "Short", NOW - 2 * DAY, 1)
    stage.window.set_live_session(LIVE)
    stage.choose(7)
    mark_characters(stage, 0, 0, 4)
    QTest.keyClick(stage.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(stage.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Good morning. (0)"


def mark_characters(stage: Stage, row: int, anchor: int, end: int) -> None:
    """Select characters as a drag does."""
    stage.view.select_rows(row, row)
    place = QPersistentModelIndex(stage.window.pane.model.index(row))
    stage.view.marker.selection = TextSelection(place, anchor, end)


def test_everything_is_copied_with_times_if_nothing_is_selected(stage: Stage) -> None:
    stage.choose(MUSEUM)
    stage.view.clearSelection()
    action(stage.window.pane.copy_menu, "Copy with times").trigger()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 12
    assert lines[1] == "[0:05] John: We launch on Monday. (1)"


def test_a_corrected_word_is_offered_as_a_keyterm_and_stays_offered(stage: Stage) -> None:
    stage.choose(MUSEUM)
    stage.correct(1, "We lunch with Siobhán on Monday. (1)")
    assert stage.store.segments[MUSEUM][1].text == "We lunch with Siobhán on Monday. (1)"
    assert stage.window.pane.notice.text.startswith("Corrected.")
    stage.window.pane.notice.click_action()
    assert stage.emitted == [("keyterm", "Siobhán")]
    menu = stage.window.commands.make_menu()
    action(menu, "Add “Siobhán” to rare words").trigger()
    assert stage.emitted[-1] == ("keyterm", "Siobhán")


def test_a_correction_of_punctuation_offers_nothing(stage: Stage) -> None:
    stage.choose(MUSEUM)
    stage.correct(0, "Good morning! (0)")
    assert stage.window.pane.notice.text == ""


def test_a_speaker_is_renamed_in_the_whole_session(stage: Stage) -> None:
    stage.choose(MUSEUM)
    before = [segment.label for segment in stage.store.segments[MUSEUM]]
    renamed: list[tuple[int, str, str]] = []
    stage.window.commands.speaker_renamed.connect(lambda *facts: renamed.append(facts))
    stage.view.select_rows(1, 1)
    action(stage.window.commands.make_menu(), "Rename “John”…").trigger()
    question = stage.window.findChild(QInputDialog)
    assert question is not None
    assert question.textValue() == "John"
    question.setTextValue("  Jon \n Doe ")
    question.accept()
    after = [segment.label for segment in stage.store.segments[MUSEUM]]
    assert after == ["Jon Doe" if label == "John" else label for label in before]
    assert renamed == [(MUSEUM, "John", "Jon Doe")]


def test_segments_are_deleted_after_a_question(stage: Stage) -> None:
    stage.choose(MUSEUM)
    stage.view.select_rows(1, 2)
    QTest.keyClick(stage.view, Qt.Key.Key_Delete)
    stage.answer("Cancel")
    assert len(stage.store.segments[MUSEUM]) == 12
    QTest.keyClick(stage.view, Qt.Key.Key_Delete)
    stage.answer("Delete")
    assert [item.id for item in stage.store.segments[MUSEUM]][:2] == [1, 4]
    assert stage.window.pane.model.rowCount() == 10


def test_a_question_deletes_nothing_of_a_session_that_came_in_between(stage: Stage) -> None:
    stage.choose(MUSEUM)
    stage.view.select_rows(1, 2)
    QTest.keyClick(stage.view, Qt.Key.Key_Delete)
    stage.window.session_list.chosen.emit(OLD)
    stage.answer("Delete")
    assert [len(stage.store.segments[key]) for key in (MUSEUM, OLD)] == [12, 5]


def test_deleting_all_segments_is_deleting_the_transcript(stage: Stage) -> None:
    stage.choose(MUSEUM)
    stage.view.selectAll()
    QTest.keyClick(stage.view, Qt.Key.Key_Delete)
    (box,) = [item for item in stage.window.findChildren(QMessageBox) if item.isVisible()]
    assert box.text() == "Delete “Museum”?"
    stage.answer("Delete")
    assert MUSEUM not in stage.store.sessions


def test_a_deleted_session_gives_way_to_another(stage: Stage, qtbot: QtBot) -> None:
    stage.choose(MUSEUM)
    stage.window.pane.delete_requested.emit()
    stage.answer("Delete")
    qtbot.waitUntil(lambda: stage.shown == LIVE)
    assert sorted(stage.store.sessions) == [LIVE, OLD]


def test_everything_can_be_deleted(stage: Stage, qtbot: QtBot) -> None:
    action(stage.window.session_list.make_menu(), "Delete all transcripts…").trigger()
    stage.answer("Delete")
    qtbot.waitUntil(lambda: stage.shown is None)
    assert stage.store.sessions == {}


def find_export_dialog(stage: Stage) -> ExportDialog:
    (dialog,) = [item for item in stage.window.findChildren(ExportDialog) if item.isVisible()]
    return dialog


def save(stage: Stage, dialog: ExportDialog, path: Path) -> ExportRequest:
    """Accept the dialog, and choose a file or a folder."""
    dialog.accept()
    (chooser,) = [item for item in stage.window.findChildren(QFileDialog) if item.isVisible()]
    chooser.fileSelected.emit(str(path))
    chooser.reject()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    _, request = stage.emitted[-1]
    assert isinstance(request, ExportRequest)
    return request


def test_a_session_is_exported(stage: Stage, tmp_path: Path) -> None:
    stage.choose(MUSEUM)
    stage.view.clearSelection()
    action(stage.window.pane.export_menu, "WebVTT subtitles…").trigger()
    dialog = find_export_dialog(stage)
    assert dialog.choice.text_format is TextFormat.VTT
    request = save(stage, dialog, tmp_path / "museum.vtt")
    assert (request.session_ids, request.segment_ids) == ((MUSEUM,), None)
    assert (request.text_format, request.path) == (TextFormat.VTT, tmp_path / "museum.vtt")
    assert not request.is_folder


def test_the_audio_of_a_session_is_exported(stage: Stage, tmp_path: Path) -> None:
    menu = stage.window.pane.export_menu
    names = []
    for key in (LIVE, MUSEUM):
        stage.choose(key)
        menu.popup(stage.window.pos())
        names.append([item.text() for item in menu.actions()])
        menu.hide()
    assert names[1][: len(names[0])] == names[0]
    assert "Audio…" not in names[0]
    action(menu, "Audio…").trigger()
    (chooser,) = [item for item in stage.window.findChildren(QFileDialog) if item.isVisible()]
    chooser.fileSelected.emit(str(tmp_path / "museum.opus"))
    chooser.reject()
    assert stage.emitted[-1] == ("sound_export", MUSEUM, tmp_path / "museum.opus")


def test_a_selection_is_exported(stage: Stage, tmp_path: Path) -> None:
    stage.choose(MUSEUM)
    stage.view.select_rows(1, 3)
    QTest.keyClick(stage.window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    request = save(stage, find_export_dialog(stage), tmp_path / "quote.txt")
    assert request.segment_ids == frozenset({2, 3, 4})


def test_several_sessions_are_exported_into_a_folder(stage: Stage, tmp_path: Path) -> None:
    stage.window.session_list.export_requested.emit((LIVE, MUSEUM))
    request = save(stage, find_export_dialog(stage), tmp_path)
    assert request.is_folder
    assert (request.session_ids, request.path) == ((LIVE, MUSEUM), tmp_path)


def test_sound_is_played_from_here_and_the_word_is_marked(stage: Stage) -> None:
    stage.choose(MUSEUM)
    stage.view.go_to_row(2)
    QTest.keyClick(stage.view, Qt.Key.Key_Space)
    assert stage.emitted == [("play", MUSEUM, 10.0)]
    stage.window.set_playing(MUSEUM, 16.2)
    spoken = stage.view.marker.spoken
    assert spoken is not None
    assert (spoken[0], spoken[1].start) == (4, 15.0)
    stage.window.set_playing(LIVE, 3.0)
    assert stage.view.marker.spoken == spoken
    QTest.keyClick(stage.view, Qt.Key.Key_Space)
    assert stage.emitted[-1] == ("stop",)
    stage.window.set_playing(MUSEUM, None)
    assert stage.view.marker.spoken is None


@pytest.mark.parametrize("is_audible", [False, True], ids=["about to play", "audible"])
@pytest.mark.parametrize(
    "leave",
    [
        pytest.param(lambda stage: stage.choose(LIVE), id="another session"),
        pytest.param(lambda stage: stage.window.close(), id="closing"),
    ],
)
def test_playing_ends_when_its_session_is_left(
    stage: Stage, leave: Callable[[Stage], None], is_audible: bool
) -> None:
    stage.choose(MUSEUM)
    stage.view.word_clicked.emit(3.0)
    if is_audible:
        stage.window.set_playing(MUSEUM, 3.2)
    leave(stage)
    assert stage.emitted == [("play", MUSEUM, 3.0), ("stop",)]


def test_another_session_can_be_played_at_once(stage: Stage) -> None:
    stage.add_session(7, "Another", NOW - 2 * DAY, 3, has_sound=True)
    stage.window.set_live_session(LIVE)
    stage.choose(MUSEUM)
    QTest.keyClick(stage.view, Qt.Key.Key_Space)
    stage.window.set_playing(MUSEUM, 3.2)
    play = next(item for item in stage.window.findChildren(FlatButton) if item.text() == "Stop")
    stage.choose(7)
    assert play.text() == "Play"
    play.click()
    assert stage.emitted[-2:] == [("stop",), ("play", 7, 0.0)]


def test_without_sound_nothing_is_played(stage: Stage) -> None:
    QTest.keyClick(stage.view, Qt.Key.Key_Space)
    stage.view.word_clicked.emit(3.0)
    assert stage.emitted == []


def test_playing_keeps_the_word_visible_until_the_user_scrolls(stage: Stage) -> None:
    stage.add_session(8, "Long", NOW - 2 * DAY, 2000, has_sound=True)
    stage.window.set_live_session(LIVE)
    stage.window.session_list.chosen.emit(8)
    stage.view.word_clicked.emit(0.0)
    stage.window.set_playing(8, 7501.0)
    assert 1500 in [item.row for item in stage.view.rows.iter_visible()]
    stage.view.scroll_by(-3000)
    before = stage.view.rows.position
    stage.window.set_playing(8, 7511.0)
    assert stage.view.rows.position == before


@pytest.mark.parametrize(
    "act",
    [
        pytest.param(lambda stage: stage.window.show_changed(), id="refreshing"),
        pytest.param(lambda stage: stage.search("launch"), id="searching"),
        pytest.param(lambda stage: stage.window.commands.rename_session(LIVE, "x"), id="renaming"),
        pytest.param(lambda stage: stage.choose(MUSEUM), id="choosing"),
    ],
)
def test_a_store_that_fails_is_reported_in_the_window(
    stage: Stage, act: Callable[[Stage], None]
) -> None:
    stage.store.problem = CaptionsError("settings_file_unreadable", file="f", reason="no disk")
    act(stage)
    assert stage.window.pane.notice.text == "The settings file f cannot be read: no disk."
    stage.store.problem = None
    stage.window.show_changed()


def test_the_language_changes_while_the_window_is_open(stage: Stage, qapp: QApplication) -> None:
    try:
        translation.install_language(qapp, "de")
        QCoreApplication.processEvents()
        assert stage.window.windowTitle() == "Transkripte"
        assert "Wird beim Beenden von Captions gelöscht" in stage.labels
        names = {item.text() for item in stage.window.pane.copy_menu.actions()}
        assert "Mit &Zeiten kopieren" in names
        assert str(stage.window.session_model.index(0).data()) == "Heute"
    finally:
        translation.install_language(qapp, "en")


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("has_search", [False, True], ids=["plain", "searching"])
def test_nothing_is_cut_off_in_a_small_window(
    stage: Stage, qapp: QApplication, language: str, has_search: bool
) -> None:
    try:
        translation.install_language(qapp, language)
        stage.window.resize(720, 480)
        if has_search:
            stage.search("launch", everywhere=True)
        stage.correct(2, "Siobhán")
        QCoreApplication.processEvents()
        assert stage.window.size().toTuple() == (720, 480)
        for widget in stage.window.pane.findChildren(QWidget):
            if isinstance(widget, QPushButton | QComboBox | QLabel) and widget.isVisible():
                assert widget.width() >= needed_width(widget), widget
                inside = widget.mapTo(stage.window, widget.rect().bottomRight())
                assert stage.window.rect().contains(inside), widget
    finally:
        translation.install_language(qapp, "en")


def needed_width(widget: QWidget) -> int:
    """Return the width of a button's text, or of the longest word of a label that wraps."""
    if isinstance(widget, QLabel):
        words = widget.text().split() if widget.wordWrap() else [widget.text()]
        return max((widget.fontMetrics().horizontalAdvance(word) for word in words), default=0)
    return widget.sizeHint().width()
