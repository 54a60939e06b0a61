"""The sessions of the store, as they were last read, and which of them this app is writing."""

from collections.abc import Iterable

from captions.model.saved_transcript import SavedSession
from captions.ui.history.ports import TranscriptStore


class KnownSessions:
    """Knows the sessions in the order of the store, the newest first."""

    def __init__(self, store: TranscriptStore) -> None:
        """Know none until they are read from ``store``."""
        self._store = store
        self._by_id: dict[int, SavedSession] = {}
        self._live_id: int | None = None
        self._knows_live = False
        """True once the app has said which session it is writing."""

    def read_store(self) -> None:
        """Read the sessions again.

        Raises:
            CaptionsError: the store cannot be read; the sessions read before stay known.
        """
        self._by_id = {session.id: session for session in self._store.list_sessions()}

    def set_live(self, session_id: int | None) -> bool:
        """Set the session that this app is writing; other programs may write others.

        Returns:
            True if that is new.
        """
        if self._knows_live and session_id == self._live_id:
            return False
        self._live_id, self._knows_live = session_id, True
        return True

    def is_live(self, session: SavedSession) -> bool:
        """Return True if this app is writing a session."""
        return session.is_open and (not self._knows_live or session.id == self._live_id)

    def list_all(self) -> tuple[SavedSession, ...]:
        """Return all sessions."""
        return tuple(self._by_id.values())

    def list_known(self, ids: Iterable[int]) -> list[SavedSession]:
        """Return the sessions with these identifiers, without those that are gone."""
        return [self._by_id[key] for key in ids if key in self._by_id]

    def find_session(self, session_id: int) -> SavedSession | None:
        """Return a session; None if it is gone."""
        return self._by_id.get(session_id)

    def find_present(self, shown: SavedSession) -> SavedSession | None:
        """Return the present state of a session that was read earlier.

        When a session is kept, it moves to disk and gets another identifier.
        """
        if shown.id in self._by_id:
            return self._by_id[shown.id]
        moved = (item for item in self._by_id.values() if item.started == shown.started)
        return next(moved, None)

    def find_default(self) -> SavedSession | None:
        """Return the session that is being written, or else the newest."""
        live = (session for session in self._by_id.values() if self.is_live(session))
        return next(live, next(iter(self._by_id.values()), None))
