"""After any changes, the store agrees with a simple list of segments, and with itself."""

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from captions.events import Word
from captions.history.data_folder import STORE_NAME
from captions.history.store.index_text import index_text
from captions.history.store.location import StoreLocation
from captions.history.store.stored_values import pack_words, to_milliseconds, unpack_words
from captions.model.saved_transcript import TranscriptSegment
from captions.model.search_words import count_words
from tests.history.conftest import NEW, OpenHistory, segment

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), max_size=12)
TIMES = st.integers(0, 20).map(float)
OPERATIONS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), TEXTS, TIMES),
        st.tuples(st.just("correct"), st.integers(1, 12), TEXTS),
        st.tuples(st.just("delete"), st.integers(1, 12)),
        st.tuples(st.sampled_from(["empty", "keep", "stop"])),
    ),
    max_size=25,
)


class Session:
    """A session in the history, and what it should contain."""

    def __init__(self, history: OpenHistory) -> None:
        self.history = history
        self.writer = history.start_session(NEW, kept=True)
        self.texts: dict[int, str] = {}
        self.starts: dict[int, float] = {}

    def apply(self, name: str, *values: Any) -> None:  # noqa: ANN401  # Each has its own.
        if name in ("correct", "delete") and values[0] not in self.texts:
            return
        getattr(self, name)(*values)

    def add(self, text: str, start: float) -> None:
        number = len(self.starts) + 1
        self.texts[number], self.starts[number] = text, start
        self.writer.add_segment(segment(text, start))

    def correct(self, number: int, text: str) -> None:
        self.texts[number] = text
        self.history.correct_segment(self.writer.id, number, text)

    def delete(self, number: int) -> None:
        del self.texts[number]
        self.history.delete_segments(self.writer.id, [number])

    def empty(self) -> None:
        self.texts.clear()
        self.history.delete_session(self.writer.id)

    def keep(self) -> None:
        self.writer.keep()

    def stop(self) -> None:
        self.writer.stop_keeping()

    def ordered(self) -> list[tuple[int, str]]:
        numbers = sorted(self.texts, key=lambda number: (self.starts[number], number))
        return [(number, self.texts[number]) for number in numbers]


@settings(max_examples=60)
@given(OPERATIONS)
def test_the_store_agrees_with_a_list(operations: list[tuple[Any, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        history = OpenHistory(Path(folder))
        session = Session(history)
        for operation in operations:
            session.apply(*operation)
        session.keep()
        history.flush()
        assert history.problems == []
        check_content(session)
        history.close()
        check_index(Path(folder))


def check_content(session: Session) -> None:
    """Check that the segments and the counters of a session are as they should be."""
    history, session_id = session.history, session.writer.id
    stored = list(history.iter_segments(session_id))
    assert [(one.id, one.text) for one in stored] == session.ordered()
    saved = history.get_session(session_id)
    assert saved.segment_count == len(stored)
    assert saved.word_count == sum(count_words(one.text) for one in stored)


def check_index(folder: Path) -> None:
    """Check that the full-text index and the positions agree with the segments."""
    connection = StoreLocation(folder / STORE_NAME).open_writer()
    connection.execute("INSERT INTO segment_index (segment_index) VALUES ('integrity-check')")
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    indexed = dict(connection.execute("SELECT rowid, tokens FROM segment_index"))
    shown = connection.execute("SELECT id, coalesce(correction, text) FROM segments").fetchall()
    assert indexed == {key: index_text(text) for key, text in shown if index_text(text)}
    positions = connection.execute("SELECT position FROM segments ORDER BY position").fetchall()
    assert [row[0] for row in positions] == list(range(len(shown)))
    connection.close()


MILLISECONDS = st.integers(-10_000, 10**8)
WORDS = st.builds(
    lambda text, start, length, logprob: Word(
        text, start / 1000, (start + length) / 1000, None if logprob is None else logprob / 1000
    ),
    TEXTS,
    MILLISECONDS,
    st.integers(0, 100_000),
    st.none() | st.integers(-50_000, 0),
)


@given(st.lists(WORDS, max_size=6), st.booleans(), MILLISECONDS)
def test_words_in_milliseconds_survive_packing(words: list[Word], joined: bool, start: int) -> None:
    text = " ".join(word.text for word in words) if joined else "something else"
    assert unpack_words(pack_words(words, text, start), text, start) == tuple(words)


@given(st.lists(st.builds(Word, st.text(), st.floats(), st.floats(), st.none() | st.floats())))
def test_whatever_a_server_sends_can_be_stored(words: list[Word]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        history = OpenHistory(Path(folder))
        writer = history.start_session(NEW, kept=False)
        odd = replace(segment(""), words=tuple(words), start=words[0].start if words else 0.0)
        writer.add_segment(odd)
        history.flush()
        (stored,) = history.read_segments(writer.id, 0, 1)
        assert len(stored.words) == len(words)
        history.close()


@given(st.floats())
def test_any_time_becomes_a_whole_number_of_milliseconds(seconds: float) -> None:
    assert isinstance(to_milliseconds(seconds), int)
    assert abs(to_milliseconds(seconds)) <= 1 << 53


def test_words_are_stored_compactly() -> None:
    texts = ["one", "two", "three", "four", "five", "six", "seven", "eight"]
    words = [
        Word(text, 3600 + 0.3 * index, 3600.2 + 0.3 * index, -0.1)
        for index, text in enumerate(texts)
    ]
    packed = pack_words(words, " ".join(texts), 3_600_000)
    assert packed is not None
    assert len(packed) <= 9 * len(words), "bytes for two times and a probability"


def test_a_gap_has_no_words_to_count() -> None:
    with tempfile.TemporaryDirectory() as folder:
        history = OpenHistory(Path(folder))
        writer = history.start_session(NEW, kept=True)
        writer.add_segment(TranscriptSegment(text="", start=0, end=3, is_gap=True))
        history.delete_segments(writer.id, [1])
        history.flush()
        assert history.get_session(writer.id).word_count == 0
        history.close()
