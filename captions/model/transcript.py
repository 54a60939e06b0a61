"""The transcript: everything that was committed, and the present guess for what comes next."""

from dataclasses import dataclass, replace

from captions.events import Committed, Partial, Speech


@dataclass(frozen=True, slots=True)
class Transcript:
    """All of what has been said; each event makes a new one."""

    segments: tuple[Committed, ...] = ()
    """Committed segments that hold words, in order; they only ever grow in number."""
    partial: str = ""
    """The guess for the open segment; empty between segments."""

    def apply(self, event: Speech) -> "Transcript":
        """Return the transcript after an event."""
        match event:
            case Partial(text):
                return replace(self, partial=text)
            case Committed(text) if text.strip():
                return Transcript((*self.segments, event), "")
            case Committed():
                return replace(self, partial="")

    @property
    def text(self) -> str:
        """Every committed word, in one line."""
        return " ".join(segment.text.strip() for segment in self.segments)
