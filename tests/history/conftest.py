"""Stores in a temporary folder."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from captions.history.history import History
from captions.model.saved_transcript import NewSession, TranscriptSegment

if TYPE_CHECKING:
    from captions.messages.message import Message

STARTED = 1_700_000_000.0
NEW = NewSession(
    started=STARTED,
    utc_offset_seconds=3600,
    sources=("Microphone", "Computer"),
    lane_labels={"mic": "You", "system": "Others"},
    recogniser="moonshine-base",
    language="en",
    title="Meeting",
)


def segment(text: str, start: float = 0.0, lane: str = "") -> TranscriptSegment:
    """Return a segment of one second."""
    return TranscriptSegment(text=text, start=start, end=start + 1, lane=lane)


class OpenHistory(History):
    """A history that remembers its problems."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.problems: list[Message] = []
        self.on_problem = self.problems.append
        self.opening = self.open()

    def texts(self, session_id: int) -> list[str]:
        """Return the texts of a session in order."""
        return [one.text for one in self.iter_segments(session_id)]

    def find(self, words: str, session_id: int | None = None) -> list[str]:
        """Return the texts that a search finds, in order."""
        return [
            self.read_segments(hit.session_id, hit.position, 1)[0].text
            for hit in self.search(words, session_id)
        ]


@pytest.fixture
def history(tmp_path: Path) -> Iterator[OpenHistory]:
    """An empty history whose folder does not exist yet."""
    opened = OpenHistory(tmp_path / "data")
    yield opened
    opened.close()
