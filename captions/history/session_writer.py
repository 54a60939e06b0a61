"""One open session: appends the segments that are committed."""

import contextlib
import sqlite3
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

from captions.errors import HistoryError
from captions.history.session_place import SessionPlace
from captions.history.store import changes
from captions.history.store.failures import is_lasting, is_store_failure
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
        self._origin = self._target
        """Where changes were made before `keep`, in case that is called off."""
        self._moving = threading.Lock()
        """Guards the three."""
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
    def is_kept(self) -> bool:
        """True if the session is on disk, or about to be."""
        return self._target.store is self._disk

    @property
    def kept_id(self) -> int:
        """Identifier on disk; 0 before the session arrives there, and once it leaves."""
        place = self._place
        return place.session_id if self.is_kept and place is self._target else 0

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

    @property
    def other_ids(self) -> set[int]:
        """Identifiers under which a copy may be found that is not the one to read."""
        return {*self._known_ids, self._target.public_id} - {self.id}

    def add_segment(
        self, segment: TranscriptSegment, on_written: Callable[[], None] | None = None
    ) -> int:
        """Append a segment, and return its number.

        Args:
            segment: a committed segment or a gap.
            on_written: called on the writer's thread once the segment is on disk, or once writing
                has failed for the first time; the segment is retried then.
        """
        self._last_number += 1
        with self._lock:
            self._pending[self._last_number] = segment
        self._submit_segment(self._last_number, segment, on_written)
        return self._last_number

    def translate_segment(self, number: int, text: str) -> None:
        """Add the machine translation of a segment, which may not be written yet."""
        with self._lock:
            if number in self._pending:
                self._pending[number] = replace(self._pending[number], translation=text)
        self._target.submit(
            lambda connection, place: changes.translate_segment(
                connection, place.session_id, number, text
            )
        )

    def list_pending(self) -> list[SavedSegment]:
        """Return the segments that may not be in the store yet, in the order of their numbers."""
        with self._lock:
            pending = list(self._pending.items())
        labels = self._new.lane_labels
        return [preview_segment(segment, number, self.id, labels) for number, segment in pending]

    def keep(self) -> threading.Event:
        """Move the session with all its segments to disk; without effect if it is there.

        Returns:
            An event that is set once the session is on disk, or the first attempt has failed.
        """
        attempted = threading.Event()
        before = self._target
        if before.store is self._disk:
            attempted.set()
            return attempted
        after = SessionPlace(self._disk)
        with self._moving:
            self._origin, self._target = before, after

        def move(connection: sqlite3.Connection) -> None:
            after.session_id = 0
            if after.is_given_up:
                return
            before.store.wait()  # Its queue has what was said before the move.
            content = before.store.read_copy(before.session_id)
            after.session_id = after.store.insert_session(connection, self._new)
            changes.insert_copy(connection, after.session_id, content)

        def finish() -> None:
            left = before if self._arrive_at(after) else after
            if left.session_id:
                left.store.submit(
                    lambda connection: changes.delete_session(
                        connection, left.session_id, is_open=False
                    )
                )

        def report(error: HistoryError | None) -> None:
            if error is not None and (is_lasting(error) or not is_store_failure(error)):
                self._abandon_disk(after)
            attempted.set()

        self._disk.submit(move, finish, report)
        return attempted

    def stop_keeping(self) -> None:
        """Move the session with all its segments to memory, and delete it from disk."""
        before = self._target
        if before.store is self._memory or self._call_off(before):
            return
        after = self._turn_to_memory(before)
        if after is None:
            return

        def move(connection: sqlite3.Connection) -> None:
            if self._place is not after:  # Otherwise, this is a retry.
                content = changes.read_copy(connection, before.session_id)
                self._arrive_in_memory(after, content)
            changes.delete_session(connection, before.session_id, is_open=False)

        def report(error: HistoryError | None) -> None:
            if error is not None and self._place is not after:
                self._leave_disk(before, after)

        self._disk.submit(move, lambda: self._disk.delete_sound(before.session_id), report)

    def end(self, seconds: float) -> None:
        """Close the session; one without segments is deleted, with its sound.

        Args:
            seconds: duration of the session.
        """
        is_deleted = False

        def end_session(connection: sqlite3.Connection, place: SessionPlace) -> None:
            nonlocal is_deleted
            is_deleted = changes.end_session(connection, place.session_id, seconds)

        def delete_sound(place: SessionPlace) -> None:
            if is_deleted:
                place.store.delete_sound(place.session_id)

        self._target.submit(end_session, delete_sound)

    def _create_in_memory(self) -> SessionPlace:
        created = SessionPlace(self._memory, next(self._memory_ids))
        done = threading.Event()
        created.submit(
            lambda memory, place: place.store.insert_session(memory, self._new, place.session_id),
            on_attempted=lambda _error: done.set(),
        )
        done.wait(_CREATION_SECONDS)
        return created

    def _turn_to_memory(self, before: SessionPlace) -> SessionPlace | None:
        """Make changes in memory from now on; they wait until the session arrives there.

        Returns `None` if the session has turned elsewhere meanwhile.
        """
        after = self._create_in_memory()
        after.hold_changes()
        with self._moving:
            if self._target is not before:
                return None
            self._target = after
            return after

    def _arrive_at(self, place: SessionPlace) -> bool:
        """Read the session in another store from now on; it keeps its former identifiers.

        Returns False if the move was called off.
        """
        with self._moving:
            if place.is_given_up:
                return False
            self._known_ids.add(place.public_id)
            self._place = place
            return True

    def _call_off(self, place: SessionPlace) -> bool:
        """Stay where the session was before `keep`; return False if it has moved already."""
        with self._moving:
            if self._place is place or self._target is not place:
                return False
            self._target = self._origin
            place.give_up(self._origin)
            return True

    def _arrive_in_memory(self, place: SessionPlace, content: changes.SessionCopy) -> None:
        """Insert what was written, then what was not, and then what came during the move."""
        self._memory.submit(lambda memory: changes.insert_copy(memory, place.session_id, content))
        self._memory.wait()
        self._arrive_at(place)
        place.release_changes()

    def _leave_disk(self, before: SessionPlace, after: SessionPlace) -> None:
        """Continue in memory, because the disk fails; called on the thread of the disk."""
        content = changes.NO_COPY
        with contextlib.suppress(HistoryError):  # What was written may be damaged as well.
            content = self._disk.read_copy(before.session_id)
        before.give_up(after, come_first=True)
        self._arrive_in_memory(after, content)

    def _abandon_disk(self, place: SessionPlace) -> None:
        """Continue in memory, because the file must be left as it is; called on its thread."""
        if self._call_off(place) or self._target is not place:
            return
        after = self._turn_to_memory(place)
        if after is not None:
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
            if on_written is not None:
                on_written()

        target.submit(insert, forget_pending, report)
