"""Sessions in the history: written, read, moved, changed and deleted."""

import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from captions.errors import HistoryError
from captions.events import Word
from captions.history.sound.folders import session_folder
from captions.model.saved_transcript import SavedSegment, SavedSession, TranscriptSegment
from tests.history.conftest import NEW, STARTED, OpenHistory, segment

if TYPE_CHECKING:
    from collections.abc import Callable

BOTH = pytest.mark.parametrize("kept", [True, False], ids=["on disk", "in memory"])
RICH = TranscriptSegment(
    text="Hello, wörld. مرحبا",
    start=1.25,
    end=3.5,
    words=(
        Word("Hello,", 1.25, 1.5, -0.125),
        Word("wörld.", 1.625, 2.0),
        Word("مرحبا", 2.5, 3.5, -2.0),
    ),
    lane="mic",
    label="You",
    wall_time=STARTED + 1.25,
)


@BOTH
def test_a_session_is_read_as_it_was_written(history: OpenHistory, kept: bool) -> None:
    writer = history.start_session(NEW, kept=kept)
    writer.add_segment(RICH)
    writer.add_segment(TranscriptSegment(text="", start=4, end=9, is_gap=True))
    history.flush()
    stored, gap = history.read_segments(writer.id, 0, 10)
    assert stored == SavedSegment(
        id=1,
        session_id=writer.id,
        recognised_text=RICH.text,
        **{name: getattr(RICH, name) for name in TranscriptSegment.__dataclass_fields__},
    )
    assert not stored.is_corrected
    assert (gap.is_gap, gap.text, gap.start, gap.end) == (True, "", 4, 9)
    assert history.get_session(writer.id) == SavedSession(
        id=writer.id,
        seconds=9,
        word_count=3,
        segment_count=2,
        is_open=True,
        **{name: getattr(NEW, name) for name in type(NEW).__dataclass_fields__},
    )
    assert history.get_session(writer.id).is_kept == kept
    assert (writer.id > 0) == kept


@BOTH
def test_a_session_that_ends_has_its_duration(history: OpenHistory, kept: bool) -> None:
    writer = history.start_session(NEW, kept=kept)
    writer.add_segment(segment("One."))
    writer.end(60)
    history.flush()
    (session,) = history.list_sessions()
    assert (session.seconds, session.is_open) == (60, False)


@BOTH
def test_a_session_without_segments_is_deleted_when_it_ends(
    history: OpenHistory, kept: bool
) -> None:
    history.start_session(NEW, kept=kept).end(60)
    history.flush()
    assert history.list_sessions() == []


@BOTH
def test_segments_are_in_the_order_in_which_they_began(history: OpenHistory, kept: bool) -> None:
    writer = history.start_session(NEW, kept=kept)
    for text, start in (("a", 0), ("c", 5), ("d", 5), ("f", 9), ("b", 1), ("e", 5), ("", -1)):
        writer.add_segment(segment(text, start))
    history.flush()
    assert history.texts(writer.id) == ["", "a", "b", "c", "d", "e", "f"]
    assert [one.id for one in history.read_segments(writer.id, 2, 3)] == [5, 2, 3]


def test_a_clock_that_jumps_changes_no_order(history: OpenHistory) -> None:
    writer = history.start_session(NEW, kept=True)
    for number, wall in enumerate((500.0, 100.0, None, 300.0)):
        writer.add_segment(replace(segment(str(number), number), wall_time=wall))
    history.flush()
    assert history.texts(writer.id) == ["0", "1", "2", "3"]
    walls = [one.wall_time for one in history.read_segments(writer.id, 0, 9)]
    assert walls == [500.0, 100.0, None, 300.0]


def test_the_label_is_that_of_the_speaker_or_else_of_the_lane(history: OpenHistory) -> None:
    writer = history.start_session(NEW, kept=True)
    for lane, label in (("mic", "You"), ("mic", "Ann"), ("system", ""), ("", ""), ("other", "Bo")):
        writer.add_segment(replace(segment("x", lane=lane), label=label))
    history.flush()
    labels = [one.label for one in history.iter_segments(writer.id)]
    assert labels == ["You", "Ann", "Others", "", "Bo"]


def test_sessions_are_listed_from_the_newest(history: OpenHistory) -> None:
    for day, kept in ((2, True), (1, False), (3, True), (0, True)):
        started = replace(NEW, started=STARTED + day, title=str(day))
        history.start_session(started, kept=kept).add_segment(segment("x"))
    history.flush()
    assert [one.title for one in history.list_sessions()] == ["3", "2", "1", "0"]


@pytest.mark.parametrize("order", ["before the disk is read", "after the disk is read"])
def test_a_session_that_moves_while_all_are_listed_is_listed_once(
    history: OpenHistory, monkeypatch: pytest.MonkeyPatch, order: str
) -> None:
    writer = history.start_session(NEW, kept=False)
    disk = history._disk
    read_disk = disk.list_sessions

    def move_and_read() -> list[SavedSession]:
        if order.startswith("before"):
            writer.keep().wait()
            return read_disk()
        sessions = read_disk()
        writer.keep().wait()
        return sessions

    monkeypatch.setattr(disk, "list_sessions", move_and_read)
    assert [session.id for session in history.list_sessions()] == [writer.id]
    assert writer.id > 0


def test_a_session_in_memory_leaves_nothing_on_the_disk(history: OpenHistory) -> None:
    writer = history.start_session(NEW, kept=False)
    writer.add_segment(segment("Secret."))
    history.flush()
    assert history.find("secret") == ["Secret."]
    assert history.list_sessions()[0].id == writer.id
    assert not history.folder.exists()


def test_a_session_that_is_kept_later_moves_with_everything(history: OpenHistory) -> None:
    writer = history.start_session(NEW, kept=False)
    first = writer.id
    for number in range(3):
        writer.add_segment(segment(f"word {number}", number))
    history.correct_segment(first, 2, "better")
    history.rename_session(first, "New title")
    writer.keep()
    writer.add_segment(segment("word 3", 3))
    history.flush()
    assert writer.id > 0 > first
    assert history.texts(writer.id) == ["word 0", "better", "word 2", "word 3"]
    assert [one.id for one in history.iter_segments(writer.id)] == [1, 2, 3, 4]
    assert history.find("better") == ["better"]
    (session,) = history.list_sessions()
    assert (session.title, session.word_count, session.segment_count) == ("New title", 7, 4)
    assert history.get_session(first) == session, "the identifier before still works"
    history.close()
    again = OpenHistory(history.folder)
    assert again.texts(writer.id)[1] == "better"
    again.close()


def test_all_segments_are_read_even_if_the_session_moves_meanwhile(history: OpenHistory) -> None:
    writer = history.start_session(NEW, kept=False)
    texts = [f"word {number}" for number in range(1200)]
    for number, text in enumerate(texts):
        writer.add_segment(segment(text, number))
    reading = history.iter_segments(writer.id)
    read = [next(reading).text]
    for move in (writer.keep, writer.stop_keeping):
        move()
        history.flush()
        read += [next(reading).text for _ in range(550)]
    assert read + [one.text for one in reading] == texts


def test_a_session_that_has_ended_can_still_be_kept(history: OpenHistory) -> None:
    writer = history.start_session(NEW, kept=False)
    writer.add_segment(segment("word"))
    writer.end(60)
    writer.keep()
    history.flush()
    session = history.get_session(writer.id)
    assert (session.is_kept, session.is_open, session.seconds) == (True, False, 60)


def test_a_session_that_is_no_longer_kept_moves_to_memory(history: OpenHistory) -> None:
    writer = history.start_session(NEW, kept=True)
    first = writer.id
    writer.add_segment(segment("zebra", 5))
    history.correct_segment(first, 1, "xylophone")
    writer.stop_keeping()
    writer.add_segment(segment("earlier", 1))
    history.flush()
    assert writer.id < 0
    assert history.texts(first) == history.texts(writer.id) == ["earlier", "xylophone"]
    assert [one.id for one in history.list_sessions()] == [writer.id]
    assert history.get_session(writer.id).is_open
    for file in history.folder.iterdir():
        assert b"zebra" not in file.read_bytes()
        assert b"xylophone" not in file.read_bytes()
    writer.keep()
    history.flush()
    assert writer.id > first
    assert history.texts(first) == ["earlier", "xylophone"]


@pytest.mark.parametrize("moves", ["ks", "ksk", "ksks", "kssk"])
def test_keeping_may_be_revoked_before_it_has_begun(history: OpenHistory, moves: str) -> None:
    writer = history.start_session(NEW, kept=False)
    writer.add_segment(segment("before"))
    texts = ["before", *(f"word {number}" for number in range(len(moves)))]
    with blocked_disk(history):
        for number, move in enumerate(moves):
            {"k": writer.keep, "s": writer.stop_keeping}[move]()
            writer.add_segment(segment(texts[number + 1], number + 1))
    history.flush()
    assert writer.is_kept == (moves[-1] == "k")
    assert (writer.id > 0) == writer.is_kept
    assert writer.kept_id == max(writer.id, 0)
    assert history.texts(writer.id) == texts
    assert history.find("before") == ["before"]
    assert [one.id for one in history.list_sessions() if one.title == NEW.title] == [writer.id]


@contextmanager
def blocked_disk(history: OpenHistory) -> Iterator[None]:
    """Let the thread of the disk wait, so that it takes what is queued meanwhile at once."""
    is_blocked, may_continue = threading.Event(), threading.Event()

    def block_once() -> None:
        if not is_blocked.is_set():
            is_blocked.set()
            may_continue.wait()

    other = history.start_session(NEW, kept=True)
    history.flush()
    history.on_change = block_once
    history.rename_session(other.id, "Other")
    is_blocked.wait()
    yield
    may_continue.set()


def test_keeping_may_be_revoked_at_any_moment(history: OpenHistory) -> None:
    for number in range(60):
        writer = history.start_session(NEW, kept=False)
        writer.add_segment(segment("word"))
        attempted = writer.keep()
        attempted.wait(number / 10_000)  # Not yet, just now or long since.
        writer.stop_keeping()
        history.flush()
        assert history.texts(writer.id) == ["word"]
        assert writer.id < 0
    history.flush()
    assert all(one.id < 0 for one in history.list_sessions())


@BOTH
@pytest.mark.parametrize("displayed", ["Hi, world and all", ""])
def test_a_session_keeps_the_recognised_and_the_displayed_text(
    history: OpenHistory, kept: bool, displayed: str
) -> None:
    writer = history.start_session(NEW, kept=kept)
    writer.add_segment(replace(RICH, displayed_text=displayed))
    (pending,) = writer.list_pending() or history.read_segments(writer.id, 0, 1)
    history.flush()
    (stored,) = history.read_segments(writer.id, 0, 1)
    assert stored == pending
    assert (stored.text, stored.displayed_text) == (displayed, displayed)
    assert (stored.recognised_text, stored.words) == (RICH.text, RICH.words)
    assert not stored.is_corrected
    assert history.get_session(writer.id).word_count == len(displayed.split())
    history.correct_segment(writer.id, 1, RICH.text)
    history.flush()
    (stored,) = history.read_segments(writer.id, 0, 1)
    assert (stored.text, stored.displayed_text) == (RICH.text, displayed)
    assert stored.is_corrected
    history.correct_segment(writer.id, 1, displayed)
    history.flush()
    assert not history.read_segments(writer.id, 0, 1)[0].is_corrected


def test_the_displayed_text_is_found_and_moves_with_its_session(history: OpenHistory) -> None:
    writer = history.start_session(NEW, kept=False)
    writer.add_segment(replace(RICH, displayed_text="Goodbye"))
    history.flush()
    writer.keep()
    history.flush()
    assert history.texts(writer.id) == ["Goodbye"]
    assert len(history.search("goodbye")) == 1
    assert not history.search("hello")
    history.delete_segments(writer.id, [1])
    history.flush()
    assert history.get_session(writer.id).word_count == 0


@BOTH
def test_a_correction_keeps_the_recognised_text(history: OpenHistory, kept: bool) -> None:
    writer = history.start_session(NEW, kept=kept)
    writer.add_segment(RICH)
    for text, is_corrected, words in (
        ("Hello, world", True, 2),
        ("日本語", True, 3),
        ("", True, 0),
        (RICH.text, False, 3),
    ):
        history.correct_segment(writer.id, 1, text)
        history.flush()
        (stored,) = history.read_segments(writer.id, 0, 1)
        assert (stored.text, stored.recognised_text) == (text, RICH.text)
        assert stored.is_corrected == is_corrected
        assert stored.words == RICH.words
        assert history.get_session(writer.id).word_count == words


@BOTH
def test_positions_stay_dense_when_a_segment_is_deleted(history: OpenHistory, kept: bool) -> None:
    writer = history.start_session(NEW, kept=kept)
    for number in range(5):
        writer.add_segment(segment(f"word {number}", number))
    history.delete_segments(writer.id, [2])
    history.flush()
    assert history.count_segments(writer.id) == 4
    assert history.texts(writer.id) == ["word 0", "word 2", "word 3", "word 4"]
    assert history.read_segments(writer.id, 3, 5)[0].text == "word 4"
    assert history.search("4")[0].position == 3
    assert history.get_session(writer.id).word_count == 8


@BOTH
def test_many_segments_are_deleted_at_once(history: OpenHistory, kept: bool) -> None:
    writer = history.start_session(NEW, kept=kept)
    for number in range(9):
        writer.add_segment(segment(f"word {number}", number))
    history.delete_segments(writer.id, [2, 9, 5, 5, 77, 1])
    history.flush()
    assert history.texts(writer.id) == ["word 2", "word 3", "word 5", "word 6", "word 7"]
    assert [hit.position for hit in history.search("word")] == [0, 1, 2, 3, 4]
    session = history.get_session(writer.id)
    assert (session.segment_count, session.word_count) == (5, 10)


def test_deleting_a_session_deletes_its_sound(history: OpenHistory) -> None:
    writers = [history.start_session(NEW, kept=True) for _ in range(2)]
    for writer in writers:
        writer.add_segment(segment("x"))
        folder = session_folder(history.folder, writer.id)
        folder.mkdir(parents=True)
        (folder / "mic-0.opus").write_bytes(b"sound")
        writer.end(1)
    history.flush()
    assert all(session.has_sound for session in history.list_sessions())
    history.delete_session(writers[0].id)
    history.flush()
    (left,) = history.list_sessions()
    assert (left.id, left.has_sound) == (writers[1].id, True)
    assert not session_folder(history.folder, writers[0].id).exists()
    history.delete_all()
    history.flush()
    assert list((history.folder / "sound").iterdir()) == []


def test_a_session_without_segments_is_deleted_with_its_sound(history: OpenHistory) -> None:
    writer = history.start_session(NEW, kept=True)
    session_folder(history.folder, writer.id).mkdir(parents=True)
    writer.end(60)
    history.flush()
    assert list((history.folder / "sound").iterdir()) == []


def test_sound_of_a_session_that_a_crash_left_empty_is_deleted(history: OpenHistory) -> None:
    writer = history.start_session(NEW, kept=True)
    history.flush()
    session_folder(history.folder, writer.id).mkdir(parents=True)
    history.close()  # Without its end, as after a crash.
    again = OpenHistory(history.folder)
    again.close()
    assert list((again.folder / "sound").iterdir()) == []


def test_no_file_with_sound_is_open_when_it_is_deleted(history: OpenHistory) -> None:
    writer = history.start_session(NEW, kept=True)
    folder = session_folder(history.folder, writer.id)
    folder.mkdir(parents=True)
    existed: list[bool] = []

    @contextmanager
    def pause(session_id: int) -> Iterator[None]:
        assert session_id == writer.id
        existed.append(folder.exists())
        yield
        existed.append(folder.exists())

    history.pause_sound(pause)
    history.delete_session(writer.id)
    history.flush()
    assert existed == [True, False]


def test_sound_that_a_crash_left_without_its_session_is_deleted(history: OpenHistory) -> None:
    history.start_session(NEW, kept=True).add_segment(segment("x"))
    history.flush()
    history.close()
    for name in ("1", "7", "notes"):
        (history.folder / "sound" / name).mkdir(parents=True)
    again = OpenHistory(history.folder)
    again.close()
    assert sorted(path.name for path in (again.folder / "sound").iterdir()) == ["1", "notes"]


@BOTH
def test_an_open_session_that_is_deleted_goes_on_empty(history: OpenHistory, kept: bool) -> None:
    writer = history.start_session(NEW, kept=kept)
    writer.add_segment(segment("before"))
    history.delete_session(writer.id)
    writer.add_segment(segment("after"))
    history.flush()
    assert history.texts(writer.id) == ["after"]
    history.delete_all()
    writer.add_segment(segment("last"))
    writer.end(5)
    history.flush()
    assert history.texts(writer.id) == ["last"]


def test_identifiers_of_deleted_sessions_are_not_used_again(history: OpenHistory) -> None:
    ids = []
    for _ in range(3):
        writer = history.start_session(NEW, kept=True)
        writer.add_segment(segment("x"))
        writer.end(1)
        history.delete_all()
        history.flush()
        ids.append(writer.id)
    assert ids == [1, 2, 3]


def test_expired_sessions_are_deleted_but_not_the_open_one(history: OpenHistory) -> None:
    for age in (40, 31, 29, 0):
        writer = history.start_session(replace(NEW, started=STARTED - 86_400 * age), kept=True)
        writer.add_segment(segment("x"))
        if age != 40:
            writer.end(1)
    history.flush()
    assert history.delete_older(30, STARTED) == 1
    history.flush()
    ages = [(STARTED - one.started) / 86_400 for one in history.list_sessions()]
    assert ages == [0, 29, 40]


@pytest.mark.parametrize("session_id", [0, -9, 9, 10**30, -(10**30)])
def test_an_unknown_session_is_an_error(history: OpenHistory, session_id: int) -> None:
    history.start_session(NEW, kept=True).add_segment(segment("x"))
    history.flush()
    uses: tuple[Callable[[], object], ...] = (
        lambda: history.get_session(session_id),
        lambda: history.count_segments(session_id),
        lambda: history.read_segments(session_id, 0, 1),
        lambda: history.iter_segments(session_id),
        lambda: history.rename_session(session_id, "x"),
        lambda: history.correct_segment(session_id, 1, "x"),
        lambda: history.delete_session(session_id),
    )
    for use in uses:
        with pytest.raises(HistoryError, match=f"Session {session_id} does not exist"):
            use()


@pytest.mark.parametrize("number", [0, 2, -1, 1 << 24, 10**30])
def test_an_unknown_segment_is_an_error_once_the_change_is_due(
    history: OpenHistory, number: int
) -> None:
    writer = history.start_session(NEW, kept=True)
    writer.add_segment(segment("x"))
    history.start_session(NEW, kept=True).add_segment(segment("y"))
    changes: tuple[Callable[[], None], ...] = (
        lambda: history.correct_segment(writer.id, number, "z"),
        lambda: history.delete_segments(writer.id, [number]),
    )
    for change in changes:
        change()
        with pytest.raises(HistoryError, match="no longer exists"):
            history.flush()
    history.flush()
    assert history.find("x") == ["x"]
    assert history.find("y") == ["y"]


@pytest.mark.parametrize(
    ("title", "stored"),
    [
        ("t" * 10_000, "t" * 199 + "…"),
        (" a\nb\x1b[31m\u202e ", "a b [31m"),
        ("שלום e\u0301", "שלום e\u0301"),
        ("\ud800", "\ufffd"),
        ("", ""),
    ],
    ids=["long", "controls", "right to left", "surrogate", "empty"],
)
def test_a_title_is_one_harmless_line(history: OpenHistory, title: str, stored: str) -> None:
    writer = history.start_session(replace(NEW, title=title), kept=True)
    other = history.start_session(NEW, kept=False)
    history.rename_session(other.id, title)
    history.flush()
    assert history.get_session(writer.id).title == stored
    assert history.get_session(other.id).title == stored


def test_control_characters_in_a_segment_become_harmless(history: OpenHistory) -> None:
    writer = history.start_session(NEW, kept=True)
    text = "a\x00b\n\x1b]\u2028\ud800 \u200fמשה\u200d e\u0301"
    words = tuple(Word(part, 0, 1) for part in text.split(" "))
    writer.add_segment(replace(segment(text, float("nan")), words=words, end=float("inf")))
    history.flush()
    (stored,) = history.read_segments(writer.id, 0, 1)
    assert stored.text == "a b  ] \ufffd \u200fמשה\u200d e\u0301"
    assert " ".join(word.text for word in stored.words) == stored.text
    assert math.isnan(stored.start)


@BOTH
def test_segments_without_times_stay_in_their_order(history: OpenHistory, kept: bool) -> None:
    writer = history.start_session(NEW, kept=kept)
    for text, start in (("a", 5), ("b", math.nan), ("c", math.nan), ("d", 9), ("e", 7)):
        writer.add_segment(segment(text, start))
    history.flush()
    assert history.texts(writer.id) == ["a", "b", "c", "e", "d"]
    starts = [one.start for one in history.iter_segments(writer.id)]
    assert [start for start in starts if not math.isnan(start)] == [5, 7, 9]
    ends = [one.end for one in history.iter_segments(writer.id)]
    assert [math.isnan(end) for end in ends] == [False, True, True, False, False]
    writer.stop_keeping()
    writer.keep()
    history.flush()
    assert history.texts(writer.id) == ["a", "b", "c", "e", "d"]


def test_pages_beyond_the_end_are_empty(history: OpenHistory) -> None:
    writer = history.start_session(NEW, kept=True)
    writer.add_segment(segment("x"))
    history.flush()
    assert history.read_segments(writer.id, 1, 5) == []
    assert history.read_segments(writer.id, 0, -1) == []


def test_changes_are_reported(history: OpenHistory) -> None:
    reported: list[int] = []
    history.on_change = lambda: reported.append(1)
    before = history.change_count
    writer = history.start_session(NEW, kept=True)
    writer.add_segment(segment("x"))
    history.flush()
    assert reported
    count = history.change_count
    assert count != before
    assert history.change_count == count
    other = OpenHistory(history.folder)
    other.rename_session(writer.id, "Other")
    other.close()
    assert history.change_count != count
    assert history.get_session(writer.id).title == "Other"


@BOTH
def test_segments_are_read_by_their_numbers(history: OpenHistory, kept: bool) -> None:
    writer = history.start_session(NEW, kept=kept)
    for text, start in (("Second.", 2.0), ("First.", 1.0), ("Third.", 3.0)):
        writer.add_segment(segment(text, start))
    history.flush()
    by_text = {one.text: one.id for one in history.iter_segments(writer.id)}
    history.delete_segments(writer.id, [by_text["First."]])
    history.flush()
    found = history.read_numbers(writer.id, [by_text[text] for text in ("Third.", "First.")])
    assert [one.text for one in found] == ["Third."]
    found = history.read_numbers(writer.id, list(reversed(by_text.values())))
    assert [one.text for one in found] == ["Second.", "Third."]


@pytest.mark.parametrize("kept", [True, False])
def test_a_speaker_is_renamed_in_the_whole_session(history: OpenHistory, kept: bool) -> None:
    writer = history.start_session(NEW, kept=kept)
    for number, label in enumerate(("Speaker 1", "Speaker 2", "Others", "Speaker 1")):
        spoken = segment(f"Sentence {number}.", number, "system")
        writer.add_segment(replace(spoken, label=label))
    history.flush()
    history.rename_speaker(writer.id, "Speaker 1", "Ada")
    history.rename_speaker(writer.id, "Others", "Nobody")
    history.rename_speaker(writer.id, "Speaker 2", " ")
    history.flush()
    labels = [one.label for one in history.iter_segments(writer.id)]
    assert labels == ["Ada", "Speaker 2", "Others", "Ada"]
    assert history.problems == []


def test_a_speaker_of_another_session_keeps_the_name(history: OpenHistory) -> None:
    first, second = (history.start_session(NEW, kept=True) for _ in range(2))
    for writer in (first, second):
        writer.add_segment(replace(segment("Hello."), label="Speaker 1"))
    history.flush()
    history.rename_speaker(first.id, "Speaker 1", "Ada")
    history.flush()
    assert [one.label for one in history.iter_segments(second.id)] == ["Speaker 1"]


@BOTH
def test_translation_stays_with_its_segment_wherever_the_session_goes(
    history: OpenHistory, kept: bool
) -> None:
    writer = history.start_session(NEW, kept=kept)
    writer.add_segment(segment("Guten Morgen."))
    number = writer.add_segment(segment("Es regnet.", 2.0))
    writer.translate_segment(number, "It\nrains.")
    if kept:
        writer.stop_keeping()
    else:
        writer.keep()
    history.flush()
    stored = list(history.iter_segments(writer.id))
    assert [one.translation for one in stored] == ["", "It rains."]
    history.correct_segment(writer.id, number, "Es regnet nicht.")
    history.delete_segments(writer.id, [1])
    history.flush()
    (left,) = history.iter_segments(writer.id)
    assert (left.text, left.translation) == ("Es regnet nicht.", "It rains.")
