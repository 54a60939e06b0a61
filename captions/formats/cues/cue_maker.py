"""Makes consecutive cues of the segments of all lanes.

Speech of several lanes is ordered by time, also within segments. Two speakers share a cue, with a
line each, if they speak at once. A cue that was returned never changes, so files can be appended
to.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from captions.formats.cues.alignment import TimeSpan
from captions.formats.cues.cue import MIN_CUE_SECONDS, Cue, TimedPiece
from captions.formats.cues.cue_clock import CueClock
from captions.formats.cues.draft import Draft, DraftPart, extend_part, split_line
from captions.formats.cues.line_layout import CueRoom, count_pieces
from captions.formats.cues.passages import Passage, PassageQueue, Speaker
from captions.formats.cues.time_grid import TimeGrid
from captions.formats.cues.timed_pieces import shift_pieces, time_pieces
from captions.model.line_breaking import find_cuts
from captions.model.live.translated_text import (
    TranslationChoice,
    is_translation_lane,
    list_marked_texts,
    translation_lane,
)
from captions.model.saved_transcript import TranscriptSegment
from captions.model.writing.reading_limits import count_cells, find_limits
from captions.printable import make_printable

_MIN_OVERLAP_SECONDS = 0.25
"""Shorter overlaps of two speakers are inaccuracies of word times."""
_LIVE_GRACE_SECONDS = 0.5
"""Maximum time that a live cue is extended for reading; a sentence commits later than that."""
_MAX_NAME_CELLS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class CueOptions:
    """What a format needs of its cues."""

    grid: TimeGrid = field(default_factory=TimeGrid)
    show_names: bool = True
    """True if a speaker's name is written before the first words; otherwise two speakers in one
    cue are marked by hyphens only."""
    is_live: bool = False
    """True to return all cues of a segment at once; otherwise they are planned with what follows,
    and segments must come in the order of their start."""
    text: TranslationChoice = TranslationChoice.ORIGINAL
    """Which text is shown of segments that were translated; both share a cue, with a line each."""
    offset_seconds: float = 0.0
    """Added to all times; what was spoken before the file begins is omitted."""


class CueMaker:
    """Cuts segments into consecutive cues that do not overlap."""

    def __init__(self, options: CueOptions | None = None) -> None:
        self._options = options or CueOptions()
        self._queue = PassageQueue()
        self._draft: Draft | None = None
        self._lane_times: dict[str, TimeSpan] = {}
        """Time of the last piece of each lane in seconds of stream time."""
        self._segment_count = 0
        self._clock = CueClock(self._options.grid)
        self._last_label = ""

    def feed(self, segment: TranscriptSegment) -> Iterator[Cue]:
        """Yield the cues that a segment completes."""
        texts = [] if segment.is_gap else list_marked_texts(segment, self._options.text)
        starts = [start for text in texts if (start := self._add_passage(*text)) is not None]
        if not starts:
            return
        if self._options.is_live:
            yield from self._make_cues(math.inf)
            yield from self._end_draft(_LIVE_GRACE_SECONDS)
        else:  # Another lane may speak until the next segment begins, if there are several.
            has_lanes = segment.lane or len(starts) > 1
            yield from self._make_cues(min(starts) if has_lanes else math.inf)

    def finish(self) -> Iterator[Cue]:
        """Yield the cues that are held back, if any."""
        yield from self._make_cues(math.inf)
        yield from self._end_draft(math.inf)

    def _add_passage(self, segment: TranscriptSegment, mark: str) -> float | None:
        """Queue the text of a segment; return the start of its speech, or `None` without text."""
        pieces = self._time_pieces(segment)
        if not pieces:
            return None
        self._segment_count += 1
        speaker = Speaker(segment.lane, " ".join(make_printable(segment.label).split()))
        limits = find_limits(segment.text)
        passage = Passage(pieces, speaker, self._segment_count, limits=limits, mark=mark)
        self._queue.add_passage(passage)
        return pieces[0].start

    def _time_pieces(self, segment: TranscriptSegment) -> list[TimedPiece]:
        pieces = time_pieces(segment, self._lane_times.get(segment.lane, TimeSpan(0.0, 0.0)))
        if pieces:
            self._lane_times[segment.lane] = TimeSpan(pieces[-1].start, pieces[-1].end)
        offset = self._options.offset_seconds
        return shift_pieces(pieces, offset) if offset else pieces

    def _make_cues(self, until: float) -> Iterator[Cue]:
        while (passage := self._queue.pop_passage(until)) is not None:
            if self._draft is not None:
                if self._share_draft(self._draft, passage):
                    continue
                yield self._finish_draft(self._draft, passage.start, is_followed=True)
            self._begin_draft(passage)

    def _end_draft(self, grace: float) -> Iterator[Cue]:
        """Yield the last cue, extended for reading by at most some seconds of silence."""
        if self._draft is not None:
            until = self._draft.end + grace
            yield self._finish_draft(self._draft, until, is_followed=False)
            self._draft = None

    def _finish_draft(self, draft: Draft, until: float, *, is_followed: bool) -> Cue:
        speakers = [part.speaker for part in draft.parts]
        spoken = [speaker for speaker in speakers if not is_translation_lane(speaker.lane)]
        self._last_label = spoken[-1].label if spoken else self._last_label
        return self._clock.make_cue(draft, until, is_followed=is_followed)

    def _begin_draft(self, passage: Passage) -> None:
        mark = self._single_mark(passage)
        begin = max(passage.start, self._clock.ready)
        room = CueRoom(begin, count_cells(mark), passage.limits)
        count = count_pieces(passage.pieces, passage.first, room)
        part = DraftPart(passage, count, mark)
        self._queue.add_passage(part.rest)
        self._draft = Draft.from_parts(begin, part)

    def _share_draft(self, draft: Draft, passage: Passage) -> bool:
        """Add the passage to the next cue if that has no time to be read; return True if so."""
        available = passage.start - draft.begin
        if available >= draft.needed or draft.is_pair:
            return False
        if passage.speaker == draft.parts[0].speaker:
            is_alike = passage.mark == draft.parts[0].passage.mark
            return is_alike and not draft.is_closed and self._extend_draft(draft, passage)
        overlaps = passage.start < draft.end - _MIN_OVERLAP_SECONDS
        return (overlaps or available < MIN_CUE_SECONDS) and self._pair_speakers(draft, passage)

    def _extend_draft(self, draft: Draft, passage: Passage) -> bool:
        part = extend_part(draft.parts[0], passage, draft.begin)
        if part is None:
            return False
        self._queue.add_passage(part.rest)
        self._draft = Draft.from_parts(draft.begin, part)
        return True

    def _pair_speakers(self, draft: Draft, passage: Passage) -> bool:
        """Give each of two speakers a line, or shorten the cue to the line of the first."""
        part = draft.parts[0]
        mark, other_mark = self._pair_marks(part.passage, passage)
        count = split_line(part.passage, part.count, draft.begin, mark)
        other_count = split_line(passage, None, draft.begin, other_mark)
        if not count or not other_count:
            return False
        if count == part.count:
            other = DraftPart(passage, other_count, other_mark)
            pair = [replace(part, mark=mark), other]
            pair.sort(key=lambda one: is_translation_lane(one.speaker.lane))  # The original first.
            self._draft = Draft.from_parts(draft.begin, *pair)
            self._queue.add_passage(other.rest)
            return True
        self._queue.remove_passage(part.rest)
        first = replace(part, count=count)
        self._draft = Draft.from_parts(draft.begin, first, is_closed=True)
        self._queue.add_passage(first.rest)
        self._queue.add_passage(passage)
        return True

    def _single_mark(self, passage: Passage) -> str:
        """Return the mark of speech that has a cue of its own."""
        speaker = passage.speaker
        is_known = is_translation_lane(speaker.lane) or speaker.label == self._last_label
        if is_known or not self._options.show_names:
            return passage.mark
        # Without a mark, words of an unknown speaker would be read as those of the last one.
        return f"{self._name_mark(speaker) or '-'}{passage.mark}"

    def _pair_marks(self, first: Passage, second: Passage) -> tuple[str, str]:
        """Return the marks of two speakers in one cue; a translation has no name of its own."""
        if second.speaker.lane == translation_lane(first.speaker.lane):
            return self._single_mark(first), second.mark
        if first.speaker.lane == translation_lane(second.speaker.lane):
            return first.mark, self._single_mark(second)
        return self._pair_mark(first), self._pair_mark(second)

    def _pair_mark(self, passage: Passage) -> str:
        return f"{self._name_mark(passage.speaker) or '-'}{passage.mark}"

    def _name_mark(self, speaker: Speaker) -> str:
        if not speaker.label or not self._options.show_names:
            return ""
        return f"{_shorten_name(speaker.label)}: "


def _shorten_name(label: str) -> str:
    """Return a label that leaves room for words in its line."""
    if count_cells(label) <= _MAX_NAME_CELLS:
        return label
    cuts = [place for place in find_cuts(label) if count_cells(label[:place]) < _MAX_NAME_CELLS]
    return f"{label[: cuts[-1]].rstrip() if cuts else ''}…"
