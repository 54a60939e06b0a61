"""What the transcript window needs of the store."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from captions.model.saved_transcript import SavedSegment, SavedSession, SearchHit


class TranscriptStore(Protocol):
    """Sessions kept on disk, and those in memory.

    Reading is fast, because a call returns at most some hundred rows. Changes are queued, and
    appear in what is read after a moment. Every method may raise `CaptionsError`.
    """

    def list_sessions(self) -> Sequence[SavedSession]:
        """Return all sessions, the newest first."""

    def count_segments(self, session_id: int) -> int:
        """Return the number of segments of a session; 0 if it does not exist."""

    def read_segments(self, session_id: int, first: int, count: int) -> Sequence[SavedSegment]:
        """Return segments in order, from position ``first``; fewer at the end of the session."""

    def iter_segments(self, session_id: int) -> Iterator[SavedSegment]:
        """Yield all segments of a session in order."""

    def search(
        self, words: str, session_id: int | None = None, limit: int = 1000
    ) -> Sequence[SearchHit]:
        """Return the segments that contain all words, of one session or of all."""

    def rename_session(self, session_id: int, title: str) -> None:
        """Change the title of a session; an empty one removes it."""

    def correct_segment(self, session_id: int, segment_id: int, text: str) -> None:
        """Change the text of a segment; the recognised text is kept beside it."""

    def rename_speaker(self, session_id: int, name: str, other: str) -> None:
        """Give a speaker another name in all segments of a session; an empty one is ignored."""

    def delete_segments(self, session_id: int, segment_ids: Sequence[int]) -> None:
        """Delete segments of a session."""

    def delete_session(self, session_id: int) -> None:
        """Delete a session and all its segments."""

    def delete_all(self) -> None:
        """Delete all sessions."""
