"""A session in one of the stores."""

import sqlite3
import threading
from collections.abc import Callable
from typing import TypeAlias

from typing_extensions import override

from captions.errors import HistoryError
from captions.history.store.session_store import SessionStore


class SessionPlace:
    """A session in a store, which may not have arrived there yet.

    Attributes:
        store: the store.
        session_id: identifier in that store; 0 until it is known.
    """

    def __init__(self, store: SessionStore, session_id: int = 0) -> None:
        self.store = store
        self.session_id = session_id
        self._lock = threading.Lock()
        self._held: list[Callable[[], None]] | None = None
        """Changes to queue later, if there are to be any."""

    @property
    def public_id(self) -> int:
        """Identifier for other parts of the program."""
        return self.store.sign * self.session_id

    def submit(
        self,
        change: "Change",
        on_committed: "Callable[[SessionPlace], None] | None" = None,
        on_attempted: Callable[[HistoryError | None], None] | None = None,
    ) -> None:
        """Queue a change; the other arguments are those of `WriteJob`."""

        def queue_change() -> None:
            self.store.submit(
                lambda connection: change(connection, self),
                None if on_committed is None else lambda: on_committed(self),
                on_attempted,
            )

        with self._lock:
            if self._held is None:
                queue_change()
            else:
                self._held.append(queue_change)

    def hold_changes(self) -> None:
        """Hold changes back until `release_changes`, because the segments are yet to come."""
        with self._lock:
            self._held = []

    def release_changes(self) -> None:
        """Queue the changes that were held back, in order."""
        with self._lock:
            held, self._held = self._held or [], None
            for queue_change in held:
                queue_change()

    @override
    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, SessionPlace)
            and other.store is self.store
            and other.session_id == self.session_id
        )

    __hash__ = None  # type: ignore[assignment]  # The identifier changes.


Change: TypeAlias = Callable[[sqlite3.Connection, SessionPlace], object]
"""Changes a session in one of the stores, through a connection within a transaction."""
