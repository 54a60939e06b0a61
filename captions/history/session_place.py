"""A session in one of the stores."""

import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from typing_extensions import override

from captions.errors import HistoryError
from captions.history.store.failures import is_store_failure
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
        self._lock = threading.RLock()  # A store that is closed answers at once.
        self._unwritten: list[_PlacedChange] = []
        """Changes that are not written yet, in order."""
        self._is_holding = False
        """True while changes wait for `release_changes`."""
        self._successor: SessionPlace | None = None
        """Where changes are made instead, once this place is given up."""

    @property
    def public_id(self) -> int:
        """Identifier for other parts of the program."""
        return self.store.sign * self.session_id

    @property
    def is_given_up(self) -> bool:
        """True once the session continues elsewhere."""
        return self._successor is not None

    def submit(
        self,
        change: "Change",
        on_committed: "Callable[[SessionPlace], None] | None" = None,
        on_attempted: Callable[[HistoryError | None], None] | None = None,
    ) -> None:
        """Queue a change; the other arguments are those of `WriteJob`."""
        self._take_over([_PlacedChange(change, on_committed, on_attempted)], come_first=False)

    def hold_changes(self) -> None:
        """Hold changes back until `release_changes`, because the segments are yet to come."""
        with self._lock:
            self._is_holding = True

    def release_changes(self) -> None:
        """Queue the changes that were held back, in order."""
        with self._lock:
            self._is_holding = False
            for placed in tuple(self._unwritten):
                self._queue_change(placed)

    def give_up(self, successor: "SessionPlace", *, come_first: bool = False) -> None:
        """Make all changes that are not written yet, and all later ones, in another place.

        Args:
            successor: the other place.
            come_first: True if they precede the changes that are held back there.
        """
        with self._lock:
            self._successor = successor
            unwritten, self._unwritten = self._unwritten, []
            successor._take_over(unwritten, come_first=come_first)  # noqa: SLF001  # of this class

    def _take_over(self, changes: "list[_PlacedChange]", *, come_first: bool) -> None:
        with self._lock:
            if self._successor is not None:
                self._successor._take_over(changes, come_first=come_first)  # noqa: SLF001
                return
            if come_first:
                self._unwritten[:0] = changes
            else:
                self._unwritten += changes
            if not self._is_holding:
                for placed in changes:
                    self._queue_change(placed)

    def _queue_change(self, placed: "_PlacedChange") -> None:
        def run_change(connection: sqlite3.Connection) -> None:
            if not self.is_given_up:
                placed.change(connection, self)

        def finish_change() -> None:
            if self._remove_change(placed) and placed.on_committed is not None:
                placed.on_committed(self)

        def report_attempt(error: HistoryError | None) -> None:
            if error is not None and not is_store_failure(error):
                self._remove_change(placed)  # It would fail in any store.
            if placed.on_attempted is not None:
                placed.on_attempted(error)

        self.store.submit(run_change, finish_change, report_attempt)

    def _remove_change(self, placed: "_PlacedChange") -> bool:
        """Forget a change that needs no other place; return False if it was given another one."""
        with self._lock:
            if placed not in self._unwritten:
                return False
            self._unwritten.remove(placed)
            return True

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


@dataclass(frozen=True, slots=True, eq=False)
class _PlacedChange:
    """A change with the reactions to it, as in `SessionPlace.submit`."""

    change: Change
    on_committed: Callable[[SessionPlace], None] | None
    on_attempted: Callable[[HistoryError | None], None] | None
