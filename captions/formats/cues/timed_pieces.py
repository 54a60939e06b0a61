"""Cuts a segment into pieces with times that can be relied on.

Servers and old files may send words out of order, times that are negative or not numbers, words
without times, and words longer than a line.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from captions.events import Word
from captions.formats.cues.alignment import TimeSpan, align_times, share_time
from captions.formats.cues.cue import TimedPiece
from captions.formats.cues.time_grid import MAX_SECONDS
from captions.model import line_breaking
from captions.model.saved_transcript import TranscriptSegment
from captions.model.writing.reading_limits import count_cells, find_limits
from captions.printable import make_printable

_SPOKEN_CELLS_PER_SECOND = 15.0
"""Rate of speech assumed where a segment has no times; 170 words a minute in English."""


def time_pieces(segment: TranscriptSegment, last: TimeSpan) -> list[TimedPiece]:
    """Return the pieces of a segment in the order of its text; their starts never decrease.

    Args:
        segment: any segment.
        last: time of the last piece of the same lane; a segment without times begins at its end.
    """
    texts = line_breaking.split_pieces(make_printable(segment.text))
    if not texts:
        return []
    whole = _find_span(segment, texts, last.end)
    spans = align_times(texts, _order_words(segment.words, whole), whole)
    not_before, line_cells = last.start, find_limits(segment.text).line_cells
    pieces: list[TimedPiece] = []
    for text, span in zip(texts, spans, strict=True):
        not_before = max(span.start, not_before)
        time = TimeSpan(not_before, max(span.end, not_before))
        pieces += _make_pieces(text, time, line_cells)
    return pieces


def time_words(segment: TranscriptSegment) -> Sequence[Word]:
    """Return the words of a segment's text with their times; none if it has no word times.

    If the text was corrected, its words have the times of those they replace.
    """
    recognised = "".join(word.text for word in segment.words)
    if not recognised or "".join(recognised.split()) == "".join(segment.text.split()):
        return segment.words
    pieces = time_pieces(segment, TimeSpan(0.0, 0.0))
    return [Word(piece.text.strip(), piece.start, piece.end) for piece in pieces]


def shift_pieces(pieces: Sequence[TimedPiece], offset: float) -> list[TimedPiece]:
    """Move pieces by seconds; what was spoken before the file begins is omitted."""
    moved = (
        piece._replace(start=max(0.0, piece.start + offset), end=piece.end + offset)
        for piece in pieces
    )
    return [piece for piece in moved if piece.end > 0]


def _find_span(segment: TranscriptSegment, texts: Sequence[str], begin: float) -> TimeSpan:
    """Return when a segment was spoken; estimated if it does not say."""
    if _is_time(segment.start) and _is_time(segment.end) and segment.start < segment.end:
        return TimeSpan(segment.start, segment.end)
    times = [time for word in segment.words for time in (word.start, word.end) if _is_time(time)]
    start = segment.start if _is_time(segment.start) else min(times, default=begin)
    end = max(times, default=start)
    if end <= start:
        end = start + sum(map(count_cells, texts)) / _SPOKEN_CELLS_PER_SECOND
    return TimeSpan(start, end)


def _order_words(words: Sequence[Word], span: TimeSpan) -> Sequence[Word]:
    """Return the words that have text, in order and within the time of their segment."""
    if _is_in_order(words, span):
        return words
    valid = [word for word in words if word.text.strip() and _is_time(word.start)]
    starts = sorted(_clamp(word.start, span) for word in valid)
    ends = sorted(_clamp(word.end, span) for word in valid)
    return [
        replace(word, text=make_printable(word.text), start=start, end=max(start, end))
        for word, start, end in zip(valid, starts, ends, strict=True)
    ]


def _is_in_order(words: Sequence[Word], span: TimeSpan) -> bool:
    last = span.start
    for word in words:
        if not (last <= word.start <= word.end <= span.end and word.text):
            return False
        last = word.start
    return True


def _is_time(seconds: float) -> bool:
    return math.isfinite(seconds) and 0 <= seconds <= MAX_SECONDS


def _clamp(seconds: float, span: TimeSpan) -> float:
    if not math.isfinite(seconds):
        return span.end
    return min(max(seconds, span.start), span.end)


def _make_pieces(text: str, span: TimeSpan, line_cells: int) -> Iterable[TimedPiece]:
    full_cells = count_cells(text)
    cells = full_cells - (text[0] == " ")
    if cells <= line_cells:
        return (TimedPiece(text, span.start, span.end, cells, full_cells),)
    return _cut_piece(text, span, line_cells)


def _cut_piece(text: str, span: TimeSpan, line_cells: int) -> Iterator[TimedPiece]:
    """Yield parts that fit a line, each with its share of the time."""
    bare = text.lstrip()
    texts = list(_cut_word(bare, line_cells))
    texts[0] = text[: len(text) - len(bare)] + texts[0]
    for part, (start, end) in zip(texts, share_time(texts, span), strict=True):
        yield TimedPiece(part, start, end, count_cells(part.lstrip()), count_cells(part))


def _cut_word(word: str, line_cells: int) -> Iterator[str]:
    """Cut a word into parts that fit a line, if possible between glyphs."""
    begin, fitting, cells = 0, 0, 0
    cuts = set(line_breaking.find_cuts(word))
    for place, character in enumerate(word):
        width = count_cells(character)
        if place in cuts:
            fitting = place
        if cells + width > line_cells:
            end = fitting if count_cells(word[begin:fitting]) else place
            yield word[begin:end]
            begin, cells = end, count_cells(word[end:place])
        cells += width
    yield word[begin:]
