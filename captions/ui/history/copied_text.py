"""The text of segments for the clipboard."""

from collections.abc import Callable, Iterable

from captions.model.live.translated_text import TranslationChoice, list_texts
from captions.model.saved_transcript import SavedSegment


def format_segments(
    segments: Iterable[SavedSegment],
    format_time: Callable[[SavedSegment], str] | None = None,
) -> str:
    """Return segments as lines of text; several carry the names of their speakers.

    A machine translation follows its segment in a line of its own.

    Args:
        segments: the segments; gaps are left out.
        format_time: returns the time to write before a line; `None` for none.
    """
    spoken = [
        shown
        for segment in segments
        if not segment.is_gap
        for shown in list_texts(segment, TranslationChoice.BOTH)
    ]
    if format_time is None:
        if len(spoken) == 1:  # A quotation.
            return spoken[0].text
        return "\n".join(map(_format_line, spoken))
    return "\n".join(f"[{format_time(segment)}] {_format_line(segment)}" for segment in spoken)


def _format_line(segment: SavedSegment) -> str:
    return f"{segment.label}: {segment.text}" if segment.label else segment.text
