"""The state of a search: its matches, and which of them is current."""

from collections import Counter
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication, QLocale

from captions.model.saved_transcript import SearchHit
from captions.ui.history.ports import TranscriptStore

MAX_HITS = 1000
"""Maximum number of matches that are counted."""


class TranscriptSearch:
    """Searches the store; a match is a segment with all words."""

    def __init__(self, store: TranscriptStore) -> None:
        self._store = store
        self.query = ""
        """What is searched for; empty for nothing."""
        self.searches_all = False
        """True if all sessions are searched."""
        self.is_stale = False
        """True if the store changed after the search."""
        self._hits: Sequence[SearchHit] = ()
        self._index = -1

    @property
    def current(self) -> SearchHit | None:
        """The match that is shown."""
        return self._hits[self._index] if 0 <= self._index < len(self._hits) else None

    @property
    def has_hits(self) -> bool:
        """True if there is a match."""
        return bool(self._hits)

    @property
    def matches_by_session(self) -> Mapping[int, int] | None:
        """Number of matches by session; `None` unless all matches of all sessions are known."""
        if not self.query or not self.searches_all or len(self._hits) >= MAX_HITS:
            return None
        return Counter(hit.session_id for hit in self._hits)

    def start(self, query: str, session_id: int | None, *, searches_all: bool) -> None:
        """Search for words, in one session or in all.

        Raises:
            CaptionsError: the store cannot be read.
        """
        self.query, self.searches_all = query, searches_all
        self.is_stale = False
        self._index = -1
        self._hits = ()
        if query and (searches_all or session_id is not None):
            self._hits = self._store.search(query, None if searches_all else session_id, MAX_HITS)

    def repeat(self, session_id: int | None) -> None:
        """Search again after the store changed, and stay at the current match.

        Raises:
            CaptionsError: the store cannot be read.
        """
        before = self.current
        self.start(self.query, session_id, searches_all=self.searches_all)
        if before is not None:
            keys = [(hit.session_id, hit.segment_id) for hit in self._hits]
            key = (before.session_id, before.segment_id)
            self._index = keys.index(key) if key in keys else -1

    def go_to_nearest(self, session_id: int | None, row: int) -> SearchHit | None:
        """Make the first match from a row of a session the current one.

        Without one there, it is the first of the session, or else the first of all.
        """
        own = [index for index, hit in enumerate(self._hits) if hit.session_id == session_id]
        below = [index for index in own if self._hits[index].position >= row]
        self._index = next(iter(below or own), 0)
        return self.current

    def step(self, direction: int) -> SearchHit | None:
        """Go to the next match (1) or the previous one (-1), in a circle."""
        if self._hits:
            start = self._index if self._index >= 0 else min(0, -direction)
            self._index = (start + direction) % len(self._hits)
        return self.current

    def format_count(self) -> str:
        """Return a text such as ``3 of 17``; empty without a search."""
        if not self.query:
            return ""
        if not self._hits:
            return QCoreApplication.translate("TranscriptSearch", "No matches")
        locale = QLocale()
        count = locale.toString(len(self._hits)) + ("+" if len(self._hits) >= MAX_HITS else "")
        template = QCoreApplication.translate("TranscriptSearch", "{number} of {count}")
        return template.format(number=locale.toString(self._index + 1), count=count)
