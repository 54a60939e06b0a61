"""The transcript of a running app: store, live files, and what the user is told."""

import asyncio
import contextlib
import os
import sqlite3
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from captions.app.transcripts.running_transcript import RunningTranscript
from captions.events import CaptionEvent, Committed, Partial, Translated, Word
from captions.history.data_folder import FOLDER_VARIABLE, STORE_NAME
from captions.history.history import History
from captions.history.sound.folders import session_folder
from captions.history.sound.pieces import list_pieces
from captions.model.saved_transcript import Keeping, NewSession, TranscriptSegment
from captions.pcm import SAMPLE_BYTES, Chunk
from captions.settings.schema import HistorySettings, Settings, WindowSettings
from captions.settings.words import WordSettings
from tests.conftest import on_loop

SENTENCE = Committed("Hello there.", (Word("Hello", 0.1, 0.4), Word("there.", 0.5, 0.9)))


@pytest.fixture
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder))
    return folder


class Run:
    """A transcript with everything that it passes on and reports."""

    def __init__(self, history: HistorySettings) -> None:
        self.settings = Settings(history=history)
        self.passed: list[CaptionEvent] = []
        self.problems: list[str] = []
        self._arrival = asyncio.Event()
        self._captured = 0.0
        """Stream time of the next second."""
        self.transcript = RunningTranscript(
            self.settings, self._pass_on, lambda problem: self.problems.append(str(problem))
        )
        self.transcript.open()

    def say(self, event: CaptionEvent = SENTENCE) -> None:
        self.transcript.record_chunk("", Chunk(bytes(16_000 * SAMPLE_BYTES), 16_000, 0.0))
        self.transcript.record_event(event)

    async def record_seconds(self, count: int) -> None:
        """Capture seconds of silence, each one once the disk has taken the last."""
        for _ in range(count):
            chunk = Chunk(bytes(16_000 * SAMPLE_BYTES), 16_000, self._captured)
            self.transcript.record_chunk("", chunk)
            self._captured += 1.0
            await asyncio.to_thread(self.transcript.history.flush)

    async def wait_until_passed(self, count: int) -> None:
        """Wait until so many events are passed on."""
        while len(self.passed) < count:
            self._arrival.clear()
            await self._arrival.wait()

    def _pass_on(self, event: CaptionEvent) -> None:
        self.passed.append(event)
        self._arrival.set()


def test_speech_is_passed_on_in_order(data_folder: Path) -> None:
    async def run() -> None:
        started = Run(HistorySettings(keep="always"))
        partial = Partial("Hello")
        started.say(partial)
        started.say()
        started.say(Partial("next"))
        await started.wait_until_passed(3)
        assert started.passed == [partial, SENTENCE, Partial("next")]
        await started.transcript.close()
        assert started.problems == []

    on_loop(run())
    assert (data_folder / "history.sqlite3").exists()


def test_live_files_have_the_displayed_words_with_their_times(
    tmp_path: Path, data_folder: Path
) -> None:
    assert not data_folder.exists()
    path = tmp_path / "talk.txt"

    async def run() -> None:
        started = Run(HistorySettings(write=(str(path),)))
        words = WordSettings(replacements=("there => world", "um =>"))
        started.transcript.apply(replace(started.settings, words=words))
        started.say()
        started.say(Committed("Um."))
        assert started.passed == [SENTENCE, Committed("Um.")]
        await started.transcript.close()
        assert started.problems == []

    on_loop(run())
    assert path.read_text().split() == ["Hello", "world."]


def test_nothing_is_created_if_nothing_is_kept(data_folder: Path) -> None:
    async def run() -> None:
        started = Run(HistorySettings())
        started.say()
        assert started.passed == [SENTENCE]
        assert started.transcript.keeping is Keeping.NOTHING
        await started.transcript.close()

    on_loop(run())
    assert not data_folder.exists()


def test_live_files_follow_the_transcript(data_folder: Path, tmp_path: Path) -> None:
    text, subtitles = tmp_path / "live.txt", tmp_path / "live.srt"

    async def run() -> None:
        started = Run(HistorySettings(write=(str(text), str(subtitles))))
        started.say()
        await started.transcript.close()
        assert started.problems == []

    on_loop(run())
    assert text.read_text("utf-8") == "Hello there.\n"
    assert "Hello there." in subtitles.read_text("utf-8")
    assert not data_folder.exists()


def test_a_file_named_twice_is_written_once(data_folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "live.txt"
    spelt_otherwise = str(tmp_path / "x" / ".." / "live.txt")
    (tmp_path / "x").mkdir()

    async def run() -> None:
        started = Run(HistorySettings(write=(str(path), spelt_otherwise)))
        started.say()
        await started.transcript.close()

    on_loop(run())
    assert path.read_text("utf-8") == "Hello there.\n"
    assert not data_folder.exists()


def test_a_file_is_added_and_removed_while_captions_run(data_folder: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first.txt", tmp_path / "second.txt"

    async def run() -> None:
        started = Run(HistorySettings(write=(str(first),)))
        started.say()
        changed = HistorySettings(write=(str(second),))
        started.transcript.apply(replace(started.settings, history=changed))
        started.say(Committed("Again."))
        await started.transcript.close()

    on_loop(run())
    assert first.read_text("utf-8") == "Hello there.\n"
    assert second.read_text("utf-8") == "Again.\n"
    assert not data_folder.exists()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("notes.doc", ".txt, .srt, .vtt, .jsonl"), ("missing/notes.txt", "does not exist")],
    ids=["an unknown ending", "a missing folder"],
)
def test_a_file_that_cannot_be_written_is_one_sentence_and_captions_continue(
    data_folder: Path, tmp_path: Path, name: str, sentence: str
) -> None:
    async def run() -> None:
        started = Run(HistorySettings(write=(str(tmp_path / name),)))
        started.say()
        assert started.passed == [SENTENCE]
        (problem,) = started.problems
        assert sentence in problem
        await started.transcript.close()

    on_loop(run())
    assert not data_folder.exists()


def test_a_damaged_store_is_reported_and_left_alone(data_folder: Path) -> None:
    data_folder.mkdir()
    store = data_folder / "history.sqlite3"
    store.write_bytes(b"no database at all, but long enough for a header" * 100)
    before = store.read_bytes()

    async def run() -> None:
        started = Run(HistorySettings(keep="always"))
        started.say()
        await started.wait_until_passed(1)
        assert len(started.problems) == 1
        assert started.transcript.keeping is Keeping.NOTHING
        session_id = started.transcript.session_id
        assert session_id is not None
        segments = list(started.transcript.history.iter_segments(session_id))
        assert [segment.text for segment in segments] == ["Hello there."]
        await started.transcript.close()

    on_loop(run())
    assert store.read_bytes() == before


def keep_two_sessions() -> None:
    """Keep a session of yesterday, and one of nine days ago."""
    history = History()
    history.open()
    for days in (1, 9):
        started = time.time() - days * 86_400
        new = NewSession(started=started, utc_offset_seconds=0, title=f"{days} days ago")
        writer = history.start_session(new, kept=True)
        writer.add_segment(TranscriptSegment(text="Hello.", start=0.0, end=1.0))
        writer.end(1.0)
    history.close()


def test_expired_transcripts_are_deleted_at_the_start(data_folder: Path) -> None:
    keep_two_sessions()

    async def run() -> None:
        started = Run(HistorySettings(keep="days", keep_days=7))
        await started.transcript.close()

    on_loop(run())
    reopened = History()
    reopened.open()
    assert [session.title for session in reopened.list_sessions()] == ["1 days ago"]
    reopened.close()
    assert data_folder.exists()


def test_a_shorter_time_deletes_nothing_before_the_next_start(data_folder: Path) -> None:
    keep_two_sessions()

    async def run() -> None:
        started = Run(HistorySettings(keep="always"))
        for history in (HistorySettings(keep="days", keep_days=1), HistorySettings(keep="always")):
            started.transcript.apply(Settings(history=history))
        await started.transcript.close()

    on_loop(run())
    reopened = History()
    reopened.open()
    assert len(reopened.list_sessions()) == 2
    reopened.close()
    assert data_folder.exists()


def test_a_damaged_value_is_one_sentence_when_transcripts_expire(data_folder: Path) -> None:
    history = History()
    history.open()
    writer = history.start_session(NewSession(started=1.0, utc_offset_seconds=0), kept=True)
    writer.add_segment(TranscriptSegment(text="Hello.", start=0.0, end=1.0))
    history.close()
    with contextlib.closing(sqlite3.connect(data_folder / STORE_NAME)) as connection:
        connection.execute("UPDATE sessions SET sources = '[1'")
        connection.commit()

    async def run() -> None:
        started = Run(HistorySettings(keep="days"))
        (problem,) = started.problems
        assert "damaged" in problem
        started.say()
        await started.wait_until_passed(1)
        await started.transcript.close()

    on_loop(run())


def test_speech_behind_the_move_to_the_disk_waits_for_it(data_folder: Path) -> None:
    async def run() -> None:
        started = Run(HistorySettings())
        started.say()
        started.transcript.keep_session(kept=True)
        started.say(Committed("Again."))
        assert started.passed == [SENTENCE], "the second is not on disk yet"
        assert started.transcript.keeping is Keeping.TEXT
        await started.wait_until_passed(2)
        await started.transcript.close()

    on_loop(run())
    assert (data_folder / STORE_NAME).exists()


def test_the_first_speech_does_not_wait_for_the_disk(data_folder: Path) -> None:
    async def run() -> None:
        started = Run(HistorySettings(keep="always"))
        started.say(Partial("Hello"))
        assert started.passed == [Partial("Hello")]
        assert started.transcript.session_id == -1, "on its way to the disk"
        assert started.transcript.keeping is Keeping.TEXT
        started.say()
        await started.wait_until_passed(2)
        assert started.transcript.session_id == 1
        await started.transcript.close()

    on_loop(run())
    assert (data_folder / STORE_NAME).exists()


def test_sound_from_the_first_chunk_on_is_kept(data_folder: Path) -> None:
    async def run() -> None:
        started = Run(HistorySettings(keep="always", keep_sound=True))
        await started.record_seconds(3)
        started.transcript.record_event(SENTENCE)
        await started.transcript.close()

    on_loop(run())
    (piece,) = list_pieces(session_folder(data_folder, 1))[""]
    assert piece.start == pytest.approx(0.0, abs=0.1)


def test_a_change_of_another_setting_does_not_divide_the_sound(data_folder: Path) -> None:
    async def run() -> None:
        started = Run(HistorySettings(keep_sound=True))
        started.transcript.keep_session(kept=True)
        await started.record_seconds(2)
        started.transcript.apply(
            replace(started.settings, window=WindowSettings(click_through=True))
        )
        await started.record_seconds(2)
        started.transcript.record_event(SENTENCE)
        await started.transcript.close()

    on_loop(run())
    assert len(list_pieces(session_folder(data_folder, 1))[""]) == 1


def test_sound_without_a_segment_is_deleted_at_the_end(data_folder: Path) -> None:
    async def run() -> None:
        started = Run(HistorySettings(keep="always", keep_sound=True))
        await started.record_seconds(2)
        await started.transcript.close()
        assert started.problems == []

    on_loop(run())
    assert list((data_folder / "sound").iterdir()) == []


def test_sound_after_the_open_session_was_deleted_is_kept(data_folder: Path) -> None:
    async def run() -> None:
        started = Run(HistorySettings(keep="always", keep_sound=True))
        await started.record_seconds(2)
        started.transcript.history.delete_all()
        await asyncio.to_thread(started.transcript.history.flush)
        await started.record_seconds(2)
        started.transcript.record_event(SENTENCE)
        await started.transcript.close()
        assert started.problems == []

    on_loop(run())
    assert list_pieces(session_folder(data_folder, 1))[""]


def test_a_session_that_is_no_longer_kept_leaves_no_sound(data_folder: Path) -> None:
    async def run() -> None:
        started = Run(HistorySettings(keep="always", keep_sound=True))
        await started.record_seconds(2)
        started.transcript.keep_session(kept=False)
        await started.record_seconds(2)
        started.transcript.record_event(SENTENCE)
        await started.transcript.close()
        assert started.problems == []

    on_loop(run())
    assert list((data_folder / "sound").iterdir()) == []


def test_a_file_that_is_removed_does_not_stop_captions(data_folder: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    async def run() -> None:
        started = Run(HistorySettings(write=(str(pipe),)))
        started.say()
        started.transcript.apply(replace(started.settings, history=HistorySettings()))
        assert "live transcript" in [thread.name for thread in threading.enumerate()]
        # It may be named again before it is closed.
        started.transcript.apply(started.settings)
        await started.transcript.close()
        assert "live transcript" not in [thread.name for thread in threading.enumerate()]

    on_loop(run())
    assert not data_folder.exists()


def test_live_file_has_each_sentence_with_its_translation(
    tmp_path: Path, data_folder: Path
) -> None:
    assert not data_folder.exists()
    path = tmp_path / "talk.txt"

    async def run() -> None:
        started = Run(HistorySettings(write=(str(path),)))
        started.say(Committed("Guten Morgen.", segment_id="a"))
        started.say(Committed("Thank you."))
        started.say(Committed("Es regnet.", segment_id="b"))
        started.say(Translated("Good morning.", "a"))
        assert [type(event) for event in started.passed] == [Committed] * 3 + [Translated]
        await started.transcript.close()

    on_loop(run())
    assert path.read_text().splitlines() == [
        "Guten Morgen.",
        "[EN] Good morning.",
        "Thank you.",
        "Es regnet.",
    ]
