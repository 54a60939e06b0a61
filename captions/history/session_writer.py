"""One open session: appends the segments that are committed."""

import contextlib
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping

from captions.errors import HistoryError
from captions.history.session_place import SessionPlace
from captions.history.store import changes
from captions.history.store.failures import is_lasting
from captions.history.store.session_store import SessionStore
from captions.history.store.stored_values import preview_segment
from captions.model.saved_transcript import NewSession, SavedSegment, TranscriptSegment

_CREATION_SECONDS = 0.5
"""Longest wait for a session in memory, which takes a fraction of a millisecond."""


class SessionWriter:
    """An open session; none of its methods waits for the disk.

    `id` is negative while the session is only in memory. It becomes positive once the session is on
    disk. `History` accepts both from then on.
    """

    def __init__(
        self,
        new: NewSession,
        memory: SessionStore,
        disk: SessionStore,
        memory_ids: Iterator[int],
    ) -> None:
        """Start a session in memory.

        Args:
            new: what is known about it.
            memory: the store in memory.
            disk: the store on disk.
            memory_ids: unused identifiers in memory.
        """
        self._new = new
        self._memory = memory
        self._disk = disk
        self._memory_ids = memory_ids
        self._target = self._create_in_memory()
        """Where changes are made."""
        self._place = self._target
        """Where the session is read; differs from the target while the session moves."""
        self._known_ids = {self._place.public_id}
        self._last_number = 0
        self._pending: dict[int, TranscriptSegment] = {}
        """Segments that are not in the store yet, by number; guarded by the lock."""
        self._lock = threading.Lock()

    @property
    def id(self) -> int:
        """Identifier of the session; negative if it ends with the app."""
        return self._place.public_id

    @property
    def place(self) -> SessionPlace:
        """Where the session can be read."""
        return self._place

    @property
    def target(self) -> SessionPlace:
        """Where changes are to be made, after those that are queued."""
        return self._target

    @property
    def known_ids(self) -> set[int]:
        """All identifiers that the session has had."""
        return set(self._known_ids)

    def add_segment(
        self, segment: TranscriptSegment, on_written: Callable[[], None] | None = None
    ) -> None:
        """Append a segment.

        Args:
            segment: a committed segment or a gap.
            on_written: called on the writer's thread once the segment is on disk, or once writing
                has failed for the first time; the segment is retried then.
        """
        self._last_number += 1
        with self._lock:
            self._pending[self._last_number] = segment
        self._submit_segment(self._last_number, segment, on_written)

    def list_pending(self) -> list[SavedSegment]:
        """Return the segments that may not be in the store yet, in the order of their numbers."""
        with self._lock:
            pending = list(self._pending.items())
        labels = self._new.lane_labels
        return [preview_segment(segment, number, self.id, labels) for number, segment in pending]

    def keep(self, on_kept: Callable[[int], None] | None = None) -> threading.Event:
        """Move the session with all its segments to disk; without effect if it is there.

        Args:
            on_kept: called on the writer's thread with the new identifier once it is on disk.

        Returns:
            An event that is set once the session is on disk, or the first attempt has failed.
        """
        attempted = threading.Event()
        before = self._target
        if before.store is self._disk:
            attempted.set()
            return attempted
        self._target = after = SessionPlace(self._disk)

        def move(connection: sqlite3.Connection, place: SessionPlace) -> None:
            before.store.wait()  # Its queue has what was said before the move.
            content = before.store.read_copy(before.session_id)
            place.session_id = place.store.insert_session(connection, self._new)
            changes.insert_copy(connection, place.session_id, content)

        def finish(place: SessionPlace) -> None:
            self._arrive_at(place)
            before.submit(
                lambda memory, old: changes.delete_session(memory, old.session_id, is_open=False)
            )
            if on_kept is not None:
                on_kept(place.public_id)

        def report(error: HistoryError | None) -> None:
            if error is not None and is_lasting(error):
                self._abandon_disk(after)
            attempted.set()

        after.submit(move, on_committed=finish, on_attempted=report)
        return attempted

    def stop_keeping(self) -> None:
        """Move the session with all its segments to memory, and delete it from disk."""
        before = self._target
        if before.store is self._memory:
            return
        after = self._create_in_memory()
        after.hold_changes()
        self._target = after

        def move(connection: sqlite3.Connection, place: SessionPlace) -> None:
            if self._place is not after:  # Otherwise, this is a retry.
                content = changes.read_copy(connection, place.session_id)
                self._arrive_in_memory(after, content, {})
            changes.delete_session(connection, place.session_id, is_open=False)

        def report(error: HistoryError | None) -> None:
            if error is not None and self._place is not after:
                self._leave_disk(before, after)

        before.submit(move, lambda place: place.store.delete_sound(place.session_id), report)

    def end(self, seconds: float) -> None:
        """Close the session; one without segments is deleted.

        Args:
            seconds: duration of the session.
        """
        self._target.submit(
            lambda connection, place: changes.end_session(connection, place.session_id, seconds)
        )

    def _create_in_memory(self) -> SessionPlace:
        created = SessionPlace(self._memory, next(self._memory_ids))
        done = threading.Event()
        created.submit(
            lambda memory, place: place.store.insert_session(memory, self._new, place.session_id),
            on_attempted=lambda _error: done.set(),
        )
        done.wait(_CREATION_SECONDS)
        return created

    def _arrive_at(self, place: SessionPlace) -> None:
        """Read the session in another store from now on; it keeps its former identifiers."""
        self._known_ids.add(place.public_id)
        self._place = place

    def _arrive_in_memory(
        self,
        place: SessionPlace,
        content: changes.SessionCopy,
        pending: Mapping[int, TranscriptSegment],
    ) -> None:
        """Insert what was written, then what was not, and then what came during the move."""

        def insert(memory: sqlite3.Connection) -> None:
            changes.insert_copy(memory, place.session_id, content)
            for number, segment in pending.items():
                changes.insert_segment(memory, place.session_id, number, segment)

        self._memory.submit(insert)
        self._memory.wait()
        self._arrive_at(place)
        place.release_changes()

    def _leave_disk(self, before: SessionPlace, after: SessionPlace) -> None:
        """Continue in memory, because the disk fails; called on the thread of the disk."""
        content = changes.NO_COPY
        with contextlib.suppress(HistoryError):  # What was written may be damaged as well.
            content = before.store.read_copy(before.session_id)
        with self._lock:
            pending = dict(self._pending)
        self._arrive_in_memory(after, content, pending)

    def _abandon_disk(self, place: SessionPlace) -> None:
        """Continue in memory, because the file must be left as it is; called on its thread."""
        if self._target is not place:
            return
        if self._place is not place:  # The session has not moved to the disk.
            self._target = self._place
            return
        after = self._create_in_memory()
        after.hold_changes()
        self._target = after
        self._leave_disk(place, after)

    def _submit_segment(
        self, number: int, segment: TranscriptSegment, on_written: Callable[[], None] | None
    ) -> None:
        target = self._target

        def insert(connection: sqlite3.Connection, place: SessionPlace) -> None:
            place.store.ensure_session(connection, self._new, place.session_id)
            changes.insert_segment(connection, place.session_id, number, segment)

        def forget_pending(_: SessionPlace) -> None:
            with self._lock:
                self._pending.pop(number, None)

        def report(error: HistoryError | None) -> None:
            if error is not None and is_lasting(error):
                self._abandon_disk(target)
                self._submit_segment(number, segment, None)
            if on_written is not None:
                on_written()

        target.submit(insert, forget_pending, report)
