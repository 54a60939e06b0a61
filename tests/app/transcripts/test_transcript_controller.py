"""The transcript window, as the app opens it, feeds it and obeys it."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel

from captions.app.transcripts.running_transcript import RunningTranscript
from captions.app.transcripts.transcript_controller import TranscriptController
from captions.events import CaptionEvent, Committed, Partial, Speech, Word
from captions.formats.options import ExportOptions, TextFormat
from captions.history.data_folder import FOLDER_VARIABLE
from captions.settings.keyterms import add_keyterm
from captions.settings.schema import (
    HistorySettings,
    InterfaceSettings,
    Settings,
    SoundSettings,
)
from captions.ui.history.exporting.export_request import ExportRequest
from captions.ui.history.window import TranscriptWindow
from captions.ui.widgets.window_placement import CaptionPlace
from tests.conftest import on_loop

pytestmark = pytest.mark.usefixtures("qapp", "data_folder")
SETTINGS = Settings(history=HistorySettings(keep="always"))
FIRST = Committed("Hello there.", (Word("Hello", 0.1, 0.4), Word("there.", 0.5, 0.9)))
SECOND = Committed("And again.", (Word("And", 1.1, 1.4), Word("again.", 1.5, 1.9)))


@pytest.fixture
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "data"))
    return tmp_path / "data"


class Desk:
    """A running transcript with its window, and what the window asks the app for."""

    def __init__(self) -> None:
        self.transcript = RunningTranscript(SETTINGS, self._show_speech, lambda _: None)
        self.requests: list[object] = []
        self.keyterms: tuple[str, ...] = ()
        self.captions = CaptionPlace()
        """Where the captions are."""
        self.controller = TranscriptController(
            self.transcript, SETTINGS, self._add_keyterm, lambda: self.captions
        )
        self.controller.keep_requested.connect(self.requests.append)
        self.transcript.open()

    @property
    def window(self) -> TranscriptWindow:
        assert self.controller.window is not None
        return self.controller.window

    def count_rows(self) -> int:
        return self.window.pane.model.rowCount()

    def _add_keyterm(self, term: str) -> bool:
        before, self.keyterms = self.keyterms, add_keyterm(self.keyterms, term)
        return self.keyterms != before

    def _show_speech(self, event: CaptionEvent) -> None:
        if isinstance(event, Speech):
            self.controller.show_speech(event)


def at_desk(work: Callable[[Desk], Coroutine[Any, Any, None]]) -> None:
    async def run() -> None:
        desk = Desk()
        try:
            await work(desk)
        finally:
            await desk.controller.close()
            await desk.transcript.close()

    on_loop(run())


async def until(condition: Callable[[], object]) -> None:
    while not condition():
        QApplication.processEvents()
        await asyncio.sleep(0.005)


def test_the_window_shows_what_was_said_before_and_after_it_was_opened() -> None:
    async def work(desk: Desk) -> None:
        desk.transcript.record_event(FIRST)
        await until(lambda: desk.transcript.session_id)
        desk.controller.open_window()
        await until(lambda: desk.count_rows() == 1)
        desk.transcript.record_event(SECOND)
        await until(lambda: desk.count_rows() == 2)
        texts = [desk.window.pane.model.get_segment(row) for row in range(2)]
        assert [segment and segment.text for segment in texts] == [FIRST.text, SECOND.text]

    at_desk(work)


def test_the_window_opens_beside_the_captions() -> None:
    async def work(desk: Desk) -> None:
        area = QGuiApplication.primaryScreen().availableGeometry()
        box = QRect(area.left(), area.bottom() - 200, area.width(), 120)
        desk.captions = CaptionPlace(box, box)
        desk.controller.open_window()
        assert desk.window.isVisible()
        assert not desk.window.frameGeometry().intersects(box)
        assert area.contains(desk.window.frameGeometry().topLeft() + QPoint(1, 1))

    at_desk(work)


def test_the_open_segment_is_shown_until_it_is_committed() -> None:
    async def work(desk: Desk) -> None:
        desk.transcript.record_event(Partial("Hello"))
        desk.controller.open_window()
        layouts = desk.window.pane.view.layouts
        await until(lambda: layouts.partials)
        assert desk.count_rows() == 0
        desk.transcript.record_event(FIRST)
        await until(lambda: desk.count_rows() == 1 and not layouts.partials)

    at_desk(work)


def test_an_open_segment_follows_the_label_of_its_lane() -> None:
    def both(mic: str, system: str) -> Settings:
        sound = SoundSettings(source="mic+system", mic_label=mic, system_label=system)
        return replace(SETTINGS, sound=sound)

    async def work(desk: Desk) -> None:
        desk.controller.apply(both("Ada", "Bo"))
        desk.transcript.record_event(Partial("Hello", lane="mic"))
        desk.controller.open_window()
        layouts = desk.window.pane.view.layouts

        def list_partials() -> set[tuple[str, str]]:
            return {(layout.label, layout.text) for layout in layouts.partials}

        await until(lambda: list_partials() == {("Ada", "Hello")})
        desk.controller.apply(both("Eve", "Bo"))
        await until(lambda: list_partials() == {("Eve", "Hello")})
        desk.transcript.record_event(Partial("Yes", lane="system"))
        await until(lambda: list_partials() == {("Eve", "Hello"), ("Bo", "Yes")})
        desk.controller.apply(both("Bo", "Eve"))
        await until(lambda: list_partials() == {("Bo", "Hello"), ("Eve", "Yes")})

    at_desk(work)


def test_a_transcript_is_exported_and_the_window_says_so(tmp_path: Path) -> None:
    path = tmp_path / "talk.srt"

    async def work(desk: Desk) -> None:
        desk.transcript.record_event(FIRST)
        desk.controller.open_window()
        await until(lambda: desk.count_rows() == 1)
        session_id = desk.transcript.session_id
        assert session_id is not None
        request = ExportRequest(
            session_ids=(session_id,),
            text_format=TextFormat.SRT,
            options=ExportOptions(),
            path=path,
        )
        desk.window.export_requested.emit(request)
        await until(lambda: list_texts(desk.window, str(path)))

    at_desk(work)
    assert "Hello there." in path.read_text("utf-8")


def test_an_export_that_fails_is_one_sentence_in_the_window(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        desk.transcript.record_event(FIRST)
        desk.controller.open_window()
        await until(lambda: desk.count_rows() == 1)
        desk.window.sound_export_requested.emit(desk.transcript.session_id, tmp_path / "talk.opus")
        await until(lambda: list_texts(desk.window, "This transcript has no audio"))

    at_desk(work)


def test_requests_of_the_window_reach_the_app() -> None:
    async def work(desk: Desk) -> None:
        desk.controller.open_window()
        desk.window.keep_requested.emit(False)  # a signal
        assert desk.requests == [False]

    at_desk(work)


@pytest.mark.parametrize(
    ("known", "term", "sentence"),
    [
        ((), "Siobhán", "“Siobhán” was added to the names and rare words."),
        (("Siobhán",), "Siobhán", "“Siobhán” is already one of the names and rare words."),
        (
            tuple(f"term {number}" for number in range(50)),
            "Siobhán",
            (
                "“Siobhán” was not added: the settings have 50 names and rare words, the most that "
                "a speech server accepts; remove one there and try again."
            ),
        ),
    ],
    ids=["there is room", "it is known already", "the list is full"],
)
def test_the_window_says_whether_a_rare_word_was_added(
    known: tuple[str, ...], term: str, sentence: str
) -> None:
    async def work(desk: Desk) -> None:
        desk.keyterms = known
        desk.controller.open_window()
        desk.window.keyterm_requested.emit(term)
        assert desk.window.pane.notice.text == sentence

    at_desk(work)


def list_texts(window: TranscriptWindow, words: str) -> list[str]:
    """Return the visible texts that contain some words."""
    labels = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    return [text for text in labels if words in text]


def test_the_window_opens_as_it_was_left_and_reports_changes() -> None:
    async def work(desk: Desk) -> None:
        changes: list[tuple[bool, int]] = []
        desk.controller.display_changed.connect(lambda *change: changes.append(change))
        interface = InterfaceSettings(transcript_clock=True, transcript_percent=150)
        desk.controller.apply(replace(SETTINGS, interface=interface))
        desk.controller.open_window()
        view = desk.window.pane.view
        assert view.shows_clock
        height = view.look.line_height
        view.change_zoom(0)
        assert height == pytest.approx(1.5 * view.look.line_height, rel=0.05)
        view.change_zoom(1)
        view.show_clock_times(shown=False)
        assert changes == [(True, 100), (True, 110), (False, 110)]
        desk.controller.apply(SETTINGS)
        assert len(changes) == 3
        assert not view.shows_clock

    at_desk(work)
