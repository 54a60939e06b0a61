"""Saved transcripts: sessions kept on disk, and sessions that end with the app."""

import contextlib
import itertools
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from captions.errors import CaptionsError, HistoryError
from captions.history.data_folder import find_data_folder
from captions.history.session_place import Change, SessionPlace
from captions.history.session_writer import SessionWriter
from captions.history.store import changes
from captions.history.store.schema import MAX_SESSION
from captions.history.store.session_store import PauseSound, SessionStore
from captions.messages.message import Message
from captions.model.saved_transcript import NewSession, SavedSegment, SavedSession, SearchHit
from captions.model.search_words import find_matches, split_query

Result = TypeVar("Result")

_START_SECONDS = 0.5
_DAY_SECONDS = 86_400
_BATCH_SEGMENTS = 500
"""Segments that are read at once while all are iterated."""


class History:
    """Sessions on disk, in one SQLite file, and sessions in memory.

    Reading is fast enough for the event loop. Changes are queued to the thread of the file or of
    the memory; `flush` waits for them. The file is created when the first session is kept.

    Attributes:
        folder: the data folder.
        on_change: called on a writer's thread after each transaction.
        on_problem: called on a writer's thread once per problem with a queued change, in one
            sentence.
    """

    on_change: Callable[[], None] | None = None
    on_problem: Callable[[Message], None] | None = None

    def __init__(self, folder: Path | None = None) -> None:
        """Choose the folder.

        Args:
            folder: the data folder; by default `find_data_folder`.
        """
        self.folder = folder or find_data_folder()
        self._changes = itertools.count()
        self._change_count = next(self._changes)
        self._data_version = -1
        self._memory = SessionStore(None, self._report_change, self._report_problem)
        self._disk = SessionStore(self.folder, self._handle_disk_change, self._report_problem)
        self._disk_problem: HistoryError | None = None
        """Reason why the file is not used."""
        self._memory_ids = itertools.count(1)
        self._writers: list[SessionWriter] = []
        """All sessions of this run, including those that have ended."""

    @property
    def change_count(self) -> int:
        """Number that differs after any change, also by other programs."""
        with contextlib.suppress(HistoryError):  # It is reported when it is read or changed.
            version = self._disk.reader.data_version()
            if version != self._data_version:
                self._data_version = version
                self._change_count = next(self._changes)
        return self._change_count

    def open(self) -> tuple[Message, ...]:
        """Open the file, migrate it, and close sessions that a crash left open.

        Creates nothing. Returns problems in one sentence each; sessions are in memory then.
        """
        try:
            self._disk.open()
        except HistoryError as error:
            self._disk_problem = error
            return (error.message,)
        self._disk_problem = None
        return ()

    def pause_sound(self, pause: PauseSound) -> None:
        """Set what closes the files with the sound of a session before they are deleted.

        Args:
            pause: enters a context in which none of these files is open; used on a thread of the
                store.
        """
        self._disk.pause_sound = pause

    def start_session(
        self, new: NewSession, *, kept: bool, wait_seconds: float = _START_SECONDS
    ) -> SessionWriter:
        """Start a session.

        Args:
            new: what is known about it.
            kept: True to keep it on disk. If the file cannot be used, it is in memory.
            wait_seconds: longest wait for a kept session to be on disk; it moves there later
                otherwise.
        """
        if kept and self._disk_problem is not None:
            self.open()  # The user may have solved the problem.
        writer = SessionWriter(new, self._memory, self._disk, self._memory_ids)
        self._writers.append(writer)
        if kept and self._disk_problem is None:
            writer.keep().wait(wait_seconds)
        return writer

    def list_sessions(self) -> Sequence[SavedSession]:
        """Return all sessions, in memory and on disk, the newest first."""
        sessions, elsewhere = self._read_sessions()
        shown = [session for session in sessions if session.id not in elsewhere]
        return sorted(shown, key=lambda session: (session.started, abs(session.id)), reverse=True)

    def get_session(self, session_id: int) -> SavedSession:
        """Return a session.

        Raises:
            HistoryError: the session does not exist (``session_unknown``), or the file cannot be
                read. All methods that take a session raise these.
        """
        return self._read(session_id, lambda place: place.store.get_session(place.session_id))

    def count_segments(self, session_id: int) -> int:
        """Return the number of segments, including those that are not on disk yet."""
        pending = self._list_pending(session_id)
        return self._read(
            session_id,
            lambda place: place.store.reader.count_segments(place.session_id, pending),
        )

    def read_segments(self, session_id: int, first: int, count: int) -> Sequence[SavedSegment]:
        """Return a page of segments, ordered by the time at which they began.

        Args:
            session_id: identifier of the session.
            first: position of the first segment, counted from 0.
            count: maximum number of segments.
        """
        pending = self._list_pending(session_id)
        return self._read(
            session_id,
            lambda place: place.store.reader.read_page(place.session_id, first, count, pending),
        )

    def read_numbers(self, session_id: int, numbers: Sequence[int]) -> Sequence[SavedSegment]:
        """Return some segments in order; those that are deleted or not in the store are left out.

        Args:
            session_id: identifier of the session.
            numbers: identifiers of the segments.
        """
        return self._read(
            session_id,
            lambda place: place.store.reader.read_numbers(place.session_id, numbers),
        )

    def iter_segments(self, session_id: int) -> Iterator[SavedSegment]:
        """Return all segments in order; segments that are deleted meanwhile are left out."""
        pending = self._list_pending(session_id)
        numbers, unwritten = self._read(
            session_id,
            lambda place: place.store.reader.list_numbers(place.session_id, pending),
        )
        batches = map(partial(self.read_numbers, session_id), _split(numbers))
        return itertools.chain(itertools.chain.from_iterable(batches), unwritten)

    def search(
        self, words: str, session_id: int | None = None, limit: int = 1000
    ) -> Sequence[SearchHit]:
        """Return the segments that contain every word, or words that begin with it.

        Case, accents and punctuation are ignored. Sessions are sorted from the newest, and hits by
        position within each.

        Args:
            words: what to search for; without a letter or digit there are no hits.
            session_id: a session; `None` for all.
            limit: maximum number of hits; the newest are returned.
        """
        if session_id is not None:
            hits = self._read(
                session_id, lambda place: place.store.search(words, place.session_id, limit)
            )
            return hits + self._search_pending(words, session_id)
        hits = self._memory.search(words, None, limit)
        if self._disk_problem is None:
            hits += self._disk.search(words, None, limit)
        return hits[:limit]

    def rename_session(self, session_id: int, title: str) -> None:
        """Change the title of a session; an empty one removes it."""
        self._submit(
            session_id,
            lambda connection, place: changes.rename_session(connection, place.session_id, title),
        )

    def correct_segment(self, session_id: int, segment_id: int, text: str) -> None:
        """Replace the text of a segment; the recognised text is kept."""
        self._submit(
            session_id,
            lambda connection, place: changes.correct_segment(
                connection, place.session_id, segment_id, text
            ),
        )

    def rename_speaker(self, session_id: int, name: str, other: str) -> None:
        """Give a speaker another name in all segments of a session; an empty one is ignored."""
        self._submit(
            session_id,
            lambda connection, place: changes.rename_speaker(
                connection, place.session_id, name, other
            ),
        )

    def delete_segments(self, session_id: int, segment_ids: Sequence[int]) -> None:
        """Delete segments at once, which is much faster than one after the other."""
        self._submit(
            session_id,
            lambda connection, place: changes.delete_segments(
                connection, place.session_id, segment_ids
            ),
        )

    def delete_session(self, session_id: int) -> None:
        """Delete a session and its sound; an open one loses its segments and stays open."""
        self._submit(
            session_id,
            lambda connection, place: place.store.remove_session(connection, place.session_id),
            lambda place: place.store.delete_sound(place.session_id),
        )

    def delete_all(self) -> None:
        """Delete every session, except those that another program is writing.

        Raises:
            HistoryError: the file cannot be used.
        """
        self._memory.delete_all()
        if self._disk_problem is not None:
            raise self._disk_problem
        self._disk.delete_all()

    def delete_older(self, days: float, now: float) -> int:
        """Delete the sessions that began long ago, unless they are open; return their number.

        Args:
            days: age in days.
            now: current time in seconds since 1970.
        """
        limit = now - days * _DAY_SECONDS
        expired = [one for one in self.list_sessions() if one.started < limit and not one.is_open]
        for session in expired:
            self.delete_session(session.id)
        return len(expired)

    def flush(self) -> None:
        """Wait until all queued changes are on disk and deleted text is erased.

        Raises:
            HistoryError: a change has failed since the last `flush`.
        """
        self._disk.flush()
        self._memory.flush()

    def close(self) -> None:
        """Write the queued changes, as far as possible, and close the file."""
        self._disk.close()
        self._memory.close()

    def _read_sessions(self) -> tuple[list[SavedSession], set[int]]:
        """Return the sessions of both stores, and those of them that are to be read elsewhere."""
        while True:
            before = [writer.id for writer in self._writers]
            sessions = self._memory.list_sessions()
            if self._disk_problem is None:
                sessions += self._disk.list_sessions()
            elsewhere = {one for writer in self._writers for one in writer.other_ids}
            # A session that moved meanwhile may be in neither list.
            if before == [writer.id for writer in self._writers]:
                return sessions, elsewhere

    def _find_writer(self, session_id: int) -> SessionWriter | None:
        return next((one for one in self._writers if session_id in one.known_ids), None)

    def _find_place(self, session_id: int) -> SessionPlace:
        """Return where a session is.

        Raises:
            HistoryError: the file cannot be used.
        """
        if writer := self._find_writer(session_id):
            return writer.place
        if abs(session_id) > MAX_SESSION:
            raise HistoryError("session_unknown", session=session_id)
        if session_id <= 0:
            return SessionPlace(self._memory, -session_id)
        if self._disk_problem is not None:
            raise self._disk_problem
        return SessionPlace(self._disk, session_id)

    def _read(self, session_id: int, read: Callable[[SessionPlace], Result]) -> Result:
        """Return what is read from where a session is, even if it moves meanwhile."""
        while True:
            place = self._find_place(session_id)
            try:
                return read(place)
            except HistoryError:
                if self._find_place(session_id) == place:
                    raise

    def _submit(
        self,
        session_id: int,
        change: Change,
        on_committed: Callable[[SessionPlace], None] | None = None,
    ) -> None:
        """Queue a change to a session.

        Raises:
            HistoryError: the session does not exist, or the file cannot be read.
        """
        writer = self._find_writer(session_id)
        if writer is None:
            place = self._find_place(session_id)
            place.store.get_session(place.session_id)
        else:
            place = writer.target
        place.submit(change, on_committed)

    def _list_pending(self, session_id: int) -> list[SavedSegment]:
        """Return the segments of a session that may not be in a store yet."""
        writer = self._find_writer(session_id)
        return [] if writer is None else writer.list_pending()

    def _search_pending(self, words: str, session_id: int) -> list[SearchHit]:
        """Return the hits among the segments that are not in a store yet."""
        parts = split_query(words)
        pending = self._list_pending(session_id)
        if not parts or not pending:
            return []
        unwritten = self._read(
            session_id,
            lambda place: place.store.reader.list_unwritten(place.session_id, pending),
        )
        return [
            SearchHit(session_id=segment.session_id, segment_id=segment.id, position=position)
            for position, segment in unwritten
            if all(find_matches(segment.text, part) for part in parts)
        ]

    def _handle_disk_change(self) -> None:
        self._disk_problem = None
        self._report_change()

    def _report_change(self) -> None:
        self._change_count = next(self._changes)
        if self.on_change is not None:
            self.on_change()

    def _report_problem(self, error: CaptionsError) -> None:
        if self.on_problem is not None:
            self.on_problem(error.message)


def _split(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield the numbers in batches."""
    for start in range(0, len(numbers), _BATCH_SEGMENTS):
        yield numbers[start : start + _BATCH_SEGMENTS]
