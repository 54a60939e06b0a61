"""Saved transcripts as values: sessions and their segments.

A *session* is one run of the app, from the first sound to quitting. Its segments are the committed
segments of all lanes, in the order in which they began, and gaps where audio was dropped.
"""

from dataclasses import dataclass, field
from enum import Enum

from captions.events import Word

MAX_TITLE_CHARS = 200
"""Maximum length of a session's title in characters."""


class Keeping(Enum):
    """Part of the current session that remains after the app quits."""

    NOTHING = "nothing"
    TEXT = "text"
    SOUND = "sound"
    """Text and sound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptSegment:
    """A committed segment with what is needed to display or export it."""

    text: str
    """What was said: as recognised while it is recorded, later as displayed or as corrected by the
    user; empty for a gap."""
    displayed_text: str | None = None
    """The text after the word rules in use when it was spoken; `None` if they left it as it was."""
    start: float
    """Stream time of its beginning in seconds; NaN if the server sends no times."""
    end: float
    """Stream time of its end in seconds; for a gap, `end` - `start` is its duration."""
    words: tuple[Word, ...] = ()
    """The recognised words with their times; empty if the server sends none."""
    lane: str = ""
    """Name of the lane; empty if there is only one."""
    label: str = ""
    """Who speaks: the speaker or the label of the lane; empty for none."""
    wall_time: float | None = None
    """When it began, in seconds since 1970 (UTC); `None` if that is unknown."""
    language: str = ""
    """ISO 639 code of the language of ``text`` while it is live; empty if it is unknown. It is not
    stored."""
    translation: str = ""
    """Machine translation of the recognised text into English; empty if there is none."""
    is_gap: bool = False
    """True if this stands for audio that was dropped without captions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSegment(TranscriptSegment):
    """A segment in the store."""

    id: int
    """Identifier of the segment in its store."""
    session_id: int
    recognised_text: str
    """The text as it was recognised, before word rules and corrections."""

    @property
    def shown_text(self) -> str:
        """The text as it was shown, before corrections."""
        return self.recognised_text if self.displayed_text is None else self.displayed_text

    @property
    def is_corrected(self) -> bool:
        """True if the user changed the text."""
        return self.text != self.shown_text


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSession:
    """What is known about a session when it begins."""

    started: float
    """Seconds since 1970 (UTC)."""
    utc_offset_seconds: int
    """Offset of the local time from UTC."""
    sources: tuple[str, ...] = ()
    """Names of the audio sources, such as ``mic`` or a file's name; never a URL with a key."""
    lane_labels: dict[str, str] = field(default_factory=dict)
    """Label of each lane by its name."""
    recogniser: str = ""
    """Name of the on-device model, or the address of the speech server."""
    language: str = ""
    """ISO 639 code of the language that was set; empty if it was detected."""
    title: str = ""
    """Title chosen by the user; empty for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSession(NewSession):
    """A session in the store."""

    id: int
    """Positive if the session is kept on disk, negative if it ends with the app."""
    seconds: float
    """Duration."""
    word_count: int = 0
    segment_count: int = 0
    is_open: bool = False
    """True while the session is being written."""
    has_sound: bool = False
    """True if its sound was kept as well."""

    @property
    def is_kept(self) -> bool:
        """True if the session is kept on disk."""
        return self.id > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """A segment that contains what was searched for."""

    session_id: int
    segment_id: int
    position: int
    """Index of the segment in its session, counted from 0."""
