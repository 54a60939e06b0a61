"""A store of transcripts in memory, and invented sessions to fill it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from captions.errors import CaptionsError
from captions.events import Word
from captions.model.saved_transcript import SavedSegment, SavedSession, SearchHit
from captions.model.search_words import find_matches, split_query

DAY = 86_400
NOW = 1_795_442_400.0
"""Monday 23 November 2026, 14:00 UTC."""


class FakeTranscriptStore:
    """Keeps sessions in lists; changes wait for `flush` if ``is_slow``, as a writer's thread may.

    Attributes:
        reads: first position and number of each page that was read.
        on_change: called after changes.
        search_count: number of searches.
        problem: raised by every method that reads or changes, if it is set.
    """

    def __init__(self, *, is_slow: bool = False) -> None:
        self.sessions: dict[int, SavedSession] = {}
        self.segments: dict[int, list[SavedSegment]] = {}
        self.reads: list[tuple[int, int]] = []
        self.search_count = 0
        self.problem: CaptionsError | None = None
        self.on_change: Callable[[], None] = lambda: None
        self.is_slow = is_slow
        self._aliases: dict[int, int] = {}
        self._waiting: list[Callable[[], None]] = []

    def add_session(self, session: SavedSession, segments: Sequence[SavedSegment] = ()) -> None:
        self.sessions[session.id] = session
        self.segments[session.id] = list(segments)

    def add_segment(self, segment: SavedSegment) -> None:
        """Add a segment in the order of the beginnings."""
        rows = self.segments[segment.session_id]
        rows.append(segment)
        rows.sort(key=lambda item: (item.start, item.id))

    def move_session(self, before: int, after: int) -> None:
        """Give a session another identifier, as keeping it does; the old one remains valid."""
        session = self.sessions.pop(before)
        rows = self.segments.pop(before)
        self._aliases[before] = after
        self.add_session(
            replace(session, id=after), [replace(item, session_id=after) for item in rows]
        )

    def flush(self) -> None:
        """Carry out the changes that wait."""
        for change in self._waiting:
            change()
        self._waiting.clear()
        self.on_change()

    def flush_one(self) -> None:
        """Carry out the first change that waits."""
        self._waiting.pop(0)()

    def list_sessions(self) -> Sequence[SavedSession]:
        self._check()
        found = [self._counted(key) for key in self.sessions]
        return sorted(found, key=lambda session: -session.started)

    def count_segments(self, session_id: int) -> int:
        return len(self._rows(session_id))

    def read_segments(self, session_id: int, first: int, count: int) -> Sequence[SavedSegment]:
        self.reads.append((first, count))
        return self._rows(session_id)[first : first + count]

    def iter_segments(self, session_id: int) -> Iterator[SavedSegment]:
        yield from list(self._rows(session_id))

    def search(
        self, words: str, session_id: int | None = None, limit: int = 1000
    ) -> Sequence[SearchHit]:
        self._check()
        self.search_count += 1
        wanted = split_query(words)
        hits = [
            SearchHit(session_id=session.id, segment_id=item.id, position=position)
            for session in self.list_sessions()
            if session_id in (None, session.id)
            for position, item in enumerate(self.segments[session.id])
            if wanted
            and all(find_matches(f"{item.text}\n{item.translation}", word) for word in wanted)
        ]
        return hits[:limit]

    def rename_session(self, session_id: int, title: str) -> None:
        self._check()
        self._change(lambda: self._replace_session(session_id, title=title))

    def rename_speaker(self, session_id: int, name: str, other: str) -> None:
        self._check()

        def rename() -> None:
            rows = self.segments[session_id]
            rows[:] = [replace(item, label=other) if item.label == name else item for item in rows]

        self._change(rename)

    def correct_segment(self, session_id: int, segment_id: int, text: str) -> None:
        self._check()

        def correct() -> None:
            rows = self.segments[session_id]
            rows[:] = [replace(item, text=text) if item.id == segment_id else item for item in rows]

        self._change(correct)

    def delete_segments(self, session_id: int, segment_ids: Sequence[int]) -> None:
        self._check()

        def delete() -> None:
            rows = self.segments[session_id]
            rows[:] = [item for item in rows if item.id not in segment_ids]

        self._change(delete)

    def delete_session(self, session_id: int) -> None:
        self._check()

        def delete() -> None:
            del self.sessions[session_id], self.segments[session_id]

        self._change(delete)

    def delete_all(self) -> None:
        self._check()
        self._change(self.sessions.clear)
        self._change(self.segments.clear)

    def _change(self, change: Callable[[], None]) -> None:
        self._waiting.append(change)
        if not self.is_slow:
            self.flush()

    def _rows(self, session_id: int) -> list[SavedSegment]:
        self._check()
        found = self.segments.get(self._aliases.get(session_id, session_id))
        if found is None:
            raise CaptionsError("session_unknown", session=session_id)
        return found

    def _check(self) -> None:
        if self.problem is not None:
            raise self.problem

    def _replace_session(self, session_id: int, title: str) -> None:
        self.sessions[session_id] = replace(self.sessions[session_id], title=title)

    def _counted(self, session_id: int) -> SavedSession:
        rows = self.segments[session_id]
        words = sum(len(item.text.split()) for item in rows)
        return replace(self.sessions[session_id], word_count=words, segment_count=len(rows))


def make_session(session_id: int, **changes: object) -> SavedSession:
    """Return a session of two people that began now."""
    session = SavedSession(
        id=session_id,
        started=NOW,
        utc_offset_seconds=0,
        sources=("mic", "system"),
        lane_labels={"mic": "Mary", "system": "John"},
        seconds=2580.0,
    )
    return replace(session, **changes)  # type: ignore[arg-type]  # any field


def make_segment(number: int, text: str, **changes: object) -> SavedSegment:
    """Return the segment of a session with a number, five seconds after the one before."""
    start = 5.0 * number
    spoken = () if "words" in changes else text.split()
    words = tuple(
        Word(word, start + index * 4 / len(spoken), start + (index + 1) * 4 / len(spoken))
        for index, word in enumerate(spoken)
    )
    segment = SavedSegment(
        id=number + 1,
        session_id=1,
        text=text,
        recognised_text=text,
        start=start,
        end=start + 4,
        words=words,
        label="Mary" if number % 2 == 0 else "John",
        wall_time=NOW + start,
    )
    return replace(segment, **changes)  # type: ignore[arg-type]  # any field
