"""The transcript window on the real store, which has its own threads."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from captions.history.history import History
from captions.model.saved_transcript import NewSession, TranscriptSegment
from captions.ui.history.window import TranscriptWindow
from tests.support.fakes.transcript_store import NOW


class Stage:
    """The window on a store with a session that is being written."""

    def __init__(self, folder: Path) -> None:
        self.history = History(folder)
        assert self.history.open() == ()
        new = NewSession(started=NOW, utc_offset_seconds=0, lane_labels={"mic": "Mary"})
        self.writer = self.history.start_session(new, kept=False)
        self.window = TranscriptWindow(self.history, lambda: NOW)
        for number in range(50):
            self.say(f"Sentence {number}.")
        self.window.set_live_session(self.writer.id)
        self.update()

    def say(self, text: str, start: float | None = None) -> None:
        count = self.history.count_segments(self.writer.id)
        begun = 5.0 * count if start is None else start
        self.writer.add_segment(
            TranscriptSegment(text=text, start=begun, end=begun + 4, lane="mic", label="Mary")
        )
        self.history.flush()

    def update(self) -> None:
        self.history.flush()
        self.window.set_live_session(self.writer.id)
        self.window.show_changed()

    @property
    def texts(self) -> list[str]:
        model = self.window.pane.model
        return [str(model.index(row).data()) for row in range(model.rowCount())]


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    made = Stage(tmp_path)
    qtbot.addWidget(made.window)
    made.window.show()
    yield made
    made.window.close()
    made.history.close()


def test_speech_appears_where_it_began(stage: Stage) -> None:
    stage.say("New.")
    stage.say("Earlier.", start=5.0 * 48.5)
    stage.update()
    assert stage.texts[-4:] == ["Sentence 48.", "Earlier.", "Sentence 49.", "New."]
    assert stage.window.pane.view.follows_end


def test_keeping_changes_nothing_that_is_seen(stage: Stage, qtbot: QtBot) -> None:
    before = stage.texts
    stage.window.pane.view.scroll_by(-200)
    position = stage.window.pane.view.rows.position
    stage.writer.keep()
    stage.update()
    qtbot.waitUntil(lambda: stage.window.pane.session.id > 0)  # type: ignore[union-attr]
    assert stage.texts == before
    assert stage.window.pane.view.rows.position == position
    assert stage.window.pane.view.is_live
    stage.say("Kept.")
    stage.update()
    assert stage.texts[-1] == "Kept."


def test_corrections_and_deletions_reach_the_store(stage: Stage) -> None:
    model = stage.window.pane.model
    model.setData(model.index(3), "Corrected.")
    model.delete_rows([1, 2, 40])
    stage.update()
    stored = [item.text for item in stage.history.iter_segments(stage.writer.id)]
    assert stage.texts == stored
    assert stored[:3] == ["Sentence 0.", "Corrected.", "Sentence 4."]
    assert len(stored) == 47


def test_the_search_counts_what_the_store_finds(stage: Stage) -> None:
    stage.window.pane.search_bar.focus_field()
    QTest.keyClicks(stage.window.pane.search_bar.focusWidget(), "sentence 4")
    stage.window.pane.search_bar.query_changed.emit("sentence 4")
    assert stage.window.pane.search_bar.count_text.endswith(" of 11")


def test_a_deleted_session_disappears(stage: Stage, qtbot: QtBot) -> None:
    stage.writer.end(250.0)
    stage.update()
    stage.history.delete_session(stage.writer.id)
    stage.update()
    qtbot.waitUntil(lambda: stage.window.pane.session is None)
    assert stage.window.pane.notice.text == ""
