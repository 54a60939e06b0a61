"""Splits the text of a segment into lines of limited length, between words where possible."""

from collections.abc import Sequence
from itertools import pairwise

from captions.formats.fields import clean_text
from captions.model import line_breaking
from captions.model.saved_transcript import TranscriptSegment


def make_text(segment: TranscriptSegment) -> str:
    """Return the text of a segment on one line, after the name of its speaker."""
    text, label = clean_text(segment.text), clean_text(segment.label)
    return f"{label}: {text}" if text and label else text


def split_lines(text: str, max_chars: int, min_chars: int = 0) -> list[str]:
    """Split a text into lines.

    Args:
        text: text without line breaks.
        max_chars: maximum length of a line in characters; longer words are cut.
        min_chars: minimum length of all lines but the last, if the words allow it. A line may end
            early, after a sentence or a clause, once it has this length.
    """
    pieces = [
        part
        for piece in line_breaking.split_pieces(text)
        for part in cut_word(piece.strip(), max_chars, first=piece[: piece.startswith(" ")])
    ]
    lines = []
    while pieces:
        count = count_pieces(pieces, max_chars, min_chars)
        lines.append("".join(pieces[:count]).strip())
        del pieces[:count]
    return lines


def count_pieces(pieces: Sequence[str], max_chars: int, min_chars: int) -> int:
    """Return how many pieces the next line holds, at least one.

    Args:
        pieces: words, each with the space before it.
        max_chars: maximum length of the line in characters.
        min_chars: length from which the line may end early.
    """
    chars = -len(pieces[0]) + len(pieces[0].lstrip())
    fitting = []
    for count, piece in enumerate(pieces, 1):
        chars += len(piece)
        if chars > max_chars:
            break
        if chars >= min_chars:
            fitting.append(count)
    else:
        return len(pieces)
    if not fitting:
        return max(count - 1, 1)
    return min(fitting, key=lambda end: (_break_cost(pieces, end), -end))


def cut_word(word: str, max_chars: int, first: str = "") -> list[str]:
    """Cut a word into parts of limited length.

    Args:
        word: any word.
        max_chars: maximum length of a part in characters. A character is separated from its marks
            only if they are longer than that.
        first: what comes before the first part, such as a space.
    """
    parts = [""]
    for begin, end in pairwise((0, *line_breaking.find_cuts(word), len(word))):
        for start in range(begin, end, max_chars):
            piece = word[start : min(start + max_chars, end)]
            if len(parts[-1]) + len(piece) > max_chars:
                parts.append("")
            parts[-1] += piece
    return [first + parts[0], *parts[1:]]


def _break_cost(pieces: Sequence[str], end: int) -> float:
    return line_breaking.break_cost(pieces[end - 1], pieces[end])
