"""The text of segments for the clipboard."""

from collections.abc import Callable, Iterable

from captions.model.saved_transcript import SavedSegment


def format_segments(
    segments: Iterable[SavedSegment], format_time: Callable[[SavedSegment], str] | None = None
) -> str:
    """Return segments as lines of text; several carry the names of their speakers.

    Args:
        segments: the segments; gaps are left out.
        format_time: returns the time to write before a line; `None` for none.
    """
    spoken = [segment for segment in segments if not segment.is_gap]
    if format_time is None:
        if len(spoken) == 1:  # A quotation.
            return spoken[0].text
        return "\n".join(map(_format_line, spoken))
    return "\n".join(f"[{format_time(segment)}] {_format_line(segment)}" for segment in spoken)


def _format_line(segment: SavedSegment) -> str:
    return f"{segment.label}: {segment.text}" if segment.label else segment.text
