"""Pop-on captions: whole sentences in white, each block for as long as it takes to read.

A block is built from settled words once the previous block has been read. Short sentences that had
to wait therefore share a block. It contains words of one lane, after the label of the lane, and
ends with a sentence. A sentence longer than a block is split at a clause. The beginning of a
sentence waits for its end for a limited time, because the speaker may have stopped. It does so
however much the other lane says meanwhile: each lane builds its next block on its own, and the
block that is complete first is shown first. If speakers are told apart, a block contains words of
one speaker, after the name of the speaker. Who has spoken is known once a segment is committed, so
only committed words are shown then.

Estimated settled words may still be revised (see `stability`). The display then updates the block
on screen.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from typing_extensions import override

from captions.events import Committed
from captions.model import punctuation, reading_time
from captions.model.closed_segments import ClosedSegments, find_open_segments
from captions.model.layout import caption_blocks
from captions.model.layout.lane_progress import LaneProgress
from captions.model.layout.style import CaptionStyle
from captions.model.prefix_alignment import align_prefix
from captions.model.row_fitter import RowFitter
from captions.model.rows import (
    NO_LABELS,
    CaptionDisplay,
    EarlierRows,
    Measure,
    Row,
    Rows,
    TextRun,
    lane_label,
)
from captions.model.transcript import PendingSegment, Transcript
from captions.model.writing.joining import join_words

_MAX_PAUSE_SECONDS = 1.0
"""Maximum time in seconds for which the beginning of a sentence waits for more speech after a
commit."""
_MAX_SENTENCE_SECONDS = 6.0
"""Maximum time in seconds for which it waits for its end while the speaker continues."""

_FindBlockEnd = Callable[[Sequence[str], RowFitter, int], int]
"""Function that returns the number of pieces in a block; 0 if the block is not complete yet."""


@dataclass(frozen=True, slots=True)
class _ShownBlock:
    """The block on screen."""

    lane: str = ""
    speaker: str = ""
    closed: Sequence[str] = ()
    """Words of closed segments."""
    earlier: Sequence[str] = ()
    """Words of the open segment that earlier blocks contained."""
    open: Sequence[str] = ()
    """Words of the open segment, which follow ``closed``."""
    shown_at: float = float("-inf")
    rows: Rows = ()

    @property
    def pieces(self) -> Sequence[str]:
        return [*self.closed, *self.open]


@dataclass(frozen=True, slots=True)
class _PendingWords:
    """Final words of one lane and one speaker that were not shown yet."""

    lane: str
    speaker: str
    pieces: Sequence[str]


@dataclass(frozen=True, slots=True)
class _NextBlock:
    """Candidate words for the next block: closed words, then settled words of the open segment."""

    lane: str
    speaker: str
    closed: Sequence[str]
    open: Sequence[str]
    first_settled_at: float
    """When the first word was settled."""
    last_settled_at: float
    """When the last word was settled."""

    @property
    def pieces(self) -> Sequence[str]:
        return [*self.closed, *self.open]


class PopOn(CaptionDisplay):
    """Shows the blocks of a transcript one after another."""

    next_deadline: float | None = None

    def __init__(
        self, style: CaptionStyle, fitter: RowFitter, labels: Mapping[str, str] = NO_LABELS
    ) -> None:
        """Create a display with an empty screen.

        Args:
            style: rows per block, and the minimum display time of a block without a backlog.
            fitter: the row width and how to measure it.
            labels: names by lane and by speaker; blocks of those without a name have no label.
        """
        self._style = style
        self._fitter = fitter
        self.row_count = style.rows
        self.earlier_rows = EarlierRows()
        self._labels = labels
        self._block = _ShownBlock()
        self._queue: list[_PendingWords] = []
        self._next_blocks: dict[str, _NextBlock] = {}
        """Candidates for the next block, by lane."""
        self._closed_segments = ClosedSegments()
        self._open_segments: Sequence[PendingSegment] = ()
        self._progress = LaneProgress()
        """Words of the open segments that were shown, or wait as final words."""

    @override
    def show(self, transcript: Transcript, now: float) -> Rows:
        self._open_segments = find_open_segments(transcript)
        for segment in self._closed_segments.collect_closed(transcript):
            self._enqueue_segment(segment)
        self._progress.keep_lanes(turn.lane for turn in self._open_segments)
        for turn in self._open_segments:
            self._revise_block(turn.lane, self._fitter.split_pieces(turn.text))
        self._next_blocks = self._find_next_blocks(now)
        if now >= self._block_read_time():
            self._pop_block(now)
        self.next_deadline = self._compute_deadline(now)
        return self._block.rows

    @override
    def clear(self) -> None:
        self._skip_open_words()
        self._queue.clear()
        self.earlier_rows.add_rows(self._block.rows)
        self._block, self._next_blocks = _ShownBlock(), {}
        self.next_deadline = None

    @override
    def settle_words(self) -> None:
        """Do nothing: all words on screen are white."""

    @override
    def skip_committed(self, transcript: Transcript) -> None:
        self._closed_segments.collect_closed(transcript)

    @override
    def resize(self, measure: Measure, width: float, rows: int) -> None:
        self._fitter = RowFitter(measure, width)
        self.row_count = rows
        self._queue = [
            replace(words, pieces=self._fitter.split_pieces("".join(words.pieces)))
            for words in self._queue
        ]
        self.earlier_rows.resize(self._fitter.refill_rows)
        self._rewrap_block()

    def _rewrap_block(self) -> None:
        """Lay out the block on screen again; words that no longer fit come next."""
        block = self._block
        closed, opened = (
            self._fitter.split_pieces("".join(part)) for part in (block.closed, block.open)
        )
        end = self._block_length(caption_blocks.count_fitting, block, [*closed, *opened])
        fits = opened[: max(0, end - len(closed))]
        if len(fits) < len(opened):
            self._progress.mark_done(block.lane, [*block.earlier, *fits])
        if end < len(closed):
            self._queue.insert(0, _PendingWords(block.lane, block.speaker, closed[end:]))
        self._show_block(replace(block, closed=closed[:end], open=fits))

    def _enqueue_segment(self, segment: Committed) -> None:
        """Enqueue the words of a closed segment that were not shown."""
        lane, pieces = segment.lane, self._fitter.split_pieces(segment.text)
        self._revise_block(lane, pieces)
        if self._block.lane == lane and self._block.open:
            self._block = replace(self._block, closed=self._block.pieces, earlier=(), open=())
        rest = pieces[self._progress.close_segment(lane, pieces) :]
        if rest:
            self._enqueue_words(_PendingWords(lane, segment.speaker, rest))

    def _enqueue_words(self, added: _PendingWords) -> None:
        """Enqueue final words after all others, or after the beginning of their sentence."""
        lane = added.lane
        places = [place for place, words in enumerate(self._queue) if words.lane == lane]
        last = places[-1] if places else -1
        if (
            places
            and self._queue[last].speaker == added.speaker
            and (
                last == len(self._queue) - 1
                or not punctuation.ends_sentence(self._queue[last].pieces[-1])
            )
        ):
            pieces = [*self._queue[last].pieces, *added.pieces]
            self._queue[last] = replace(added, pieces=pieces)
        else:
            self._queue.append(added)

    def _skip_open_words(self) -> None:
        """Skip the settled words of the open segments."""
        for turn in self._open_segments:
            pieces, done, settled = self._count_settled(turn)
            if settled > done:
                self._progress.mark_done(turn.lane, pieces[:settled])

    def _count_settled(self, segment: PendingSegment) -> tuple[Sequence[str], int, int]:
        """Return the pieces of an open segment, and how many of them are processed and settled."""
        pieces = self._fitter.split_pieces(segment.text)
        waits = self._style.until_commit or self._style.starts_rows
        settled = 0 if waits else len(self._fitter.split_pieces(segment.settled))
        return pieces, self._progress.count_done(segment.lane, pieces), min(settled, len(pieces))

    def _revise_block(self, lane: str, pieces: Sequence[str]) -> None:
        """Update the block on screen after a revision of its segment."""
        block = self._block
        if block.lane != lane or not block.open:
            return
        start = align_prefix(block.earlier, pieces)
        revised = pieces[start : align_prefix([*block.earlier, *block.open], pieces)]
        if list(revised) == list(block.open):
            return
        end = self._block_length(caption_blocks.count_fitting, block, [*block.closed, *revised])
        count = max(0, end - len(block.closed))
        self._progress.mark_done(lane, pieces[: start + count])
        self._show_block(replace(block, earlier=pieces[:start], open=revised[:count]))

    def _find_next_blocks(self, now: float) -> dict[str, _NextBlock]:
        """Return the candidate words of each lane for the next block."""
        lanes = [*self._next_blocks, *(words.lane for words in self._queue)]
        lanes += [turn.lane for turn in self._open_segments]
        found = {lane: self._find_next_block(lane, now) for lane in dict.fromkeys(lanes)}
        return {lane: block for lane, block in found.items() if block is not None}

    def _find_next_block(self, lane: str, now: float) -> _NextBlock | None:
        """Return the candidate words of a lane, if any."""
        queued = [words for words in self._queue if words.lane == lane]
        closed: Sequence[str] = queued[0].pieces if queued else ()
        speaker = queued[0].speaker if queued else ""
        opened: Sequence[str] = ()
        turn = self._find_open(lane)
        if turn is not None and len(queued) <= 1:
            pieces, done, settled = self._count_settled(turn)
            opened = pieces[done:settled]
        if not closed and not opened:
            return None
        previous = self._next_blocks.get(lane)
        if previous is None:
            return _NextBlock(lane, speaker, closed, opened, now, now)
        has_changed = list(previous.pieces) != [*closed, *opened]
        return replace(
            previous,
            speaker=speaker,
            closed=closed,
            open=opened,
            last_settled_at=now if has_changed else previous.last_settled_at,
        )

    def _find_open(self, lane: str) -> PendingSegment | None:
        return next((turn for turn in self._open_segments if turn.lane == lane), None)

    def _sentence_deadline(self, block: _NextBlock) -> float:
        """Return when the beginning of a sentence stops waiting for its end."""
        if self._style.until_commit:
            return block.last_settled_at  # The user wants committed text at once.
        if sum(words.lane == block.lane for words in self._queue) > 1:
            return block.last_settled_at  # Another speaker continues in this lane.
        if self._find_open(block.lane) is not None:
            return block.first_settled_at + _MAX_SENTENCE_SECONDS
        if self._queue[-1].lane != block.lane:
            return block.last_settled_at  # The speaker has stopped, and the other one has answered.
        return block.last_settled_at + _MAX_PAUSE_SECONDS

    def _pop_block(self, now: float) -> None:
        """Show the block that was complete first, or has waited long enough."""
        for coming in sorted(self._next_blocks.values(), key=lambda block: block.first_settled_at):
            end = self._find_complete(coming, now)
            if end:
                self._start_block(coming, end, now)
                return

    def _find_complete(self, coming: _NextBlock, now: float) -> int:
        """Return how many words of a candidate can be shown; 0 if it has to wait."""
        end = self._block_length(caption_blocks.find_sentence_end, coming, coming.pieces)
        if not end and now >= self._sentence_deadline(coming):
            end = self._block_length(caption_blocks.find_block_end, coming, coming.pieces)
        return end

    def _start_block(self, coming: _NextBlock, end: int, now: float) -> None:
        """Show the first ``end`` words of a candidate."""
        if coming.closed:
            self._dequeue_words(coming.lane, coming.closed[end:])
        before = self._progress.done_pieces(coming.lane)
        opened = coming.open[: max(0, end - len(coming.closed))]
        if opened:
            self._progress.mark_done(coming.lane, [*before, *opened])
        self.earlier_rows.add_rows(self._block.rows)
        closed, speaker = coming.closed[:end], coming.speaker
        self._show_block(_ShownBlock(coming.lane, speaker, closed, before, opened, now))
        del self._next_blocks[coming.lane]
        self._next_blocks = self._find_next_blocks(now)

    def _dequeue_words(self, lane: str, rest: Sequence[str]) -> None:
        """Replace the first queued words of a lane by those that were not shown."""
        place = [words.lane for words in self._queue].index(lane)
        left = replace(self._queue[place], pieces=rest)
        self._queue[place : place + 1] = [left] if rest else []

    def _show_block(self, block: _ShownBlock) -> None:
        """Show a block; clear the screen if it contains no words."""
        texts = caption_blocks.break_rows(self._with_label(block, block.pieces), self._fitter)
        rows = tuple(
            Row((TextRun(text, settled=True),), block.lane, block.speaker) for text in texts
        )
        self._block = replace(block, rows=rows) if rows else _ShownBlock()

    def _block_length(
        self, find_end: _FindBlockEnd, block: _ShownBlock | _NextBlock, pieces: Sequence[str]
    ) -> int:
        """Return how many of the pieces a block contains, after its label."""
        headed = self._with_label(block, pieces)
        end = find_end(headed, self._fitter, self.row_count) if pieces else 0
        return max(1, end - (len(headed) - len(pieces))) if end else 0

    def _with_label(self, block: _ShownBlock | _NextBlock, pieces: Sequence[str]) -> Sequence[str]:
        """Insert the label of a block before its words, unless no word fits beside it."""
        name = lane_label(self._labels, block.lane, block.speaker)
        if not name or not pieces:
            return pieces
        headed = [f" {name}", f" {pieces[0].lstrip()}", *pieces[1:]]
        both = caption_blocks.count_fitting(headed[:2], self._fitter, self.row_count) == len(
            headed[:2]
        )
        return headed if both and self._fitter.fits(name) else pieces

    def _block_read_time(self) -> float:
        """Return when the user has had time to read the block on screen."""
        block = self._block
        text = join_words(row.text for row in block.rows)
        waiting = sum(reading_time.estimate_seconds("".join(words.pieces)) for words in self._queue)
        return block.shown_at + reading_time.display_seconds(
            max(self._style.hold, reading_time.estimate_seconds(text)), waiting
        )

    def _compute_deadline(self, now: float) -> float | None:
        """Return when the screen may change without an event, or the block has been read."""
        if now < self._block_read_time():
            return self._block_read_time()
        return min(map(self._sentence_deadline, self._next_blocks.values()), default=None)
