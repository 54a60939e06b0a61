"""When each word of a piece was spoken, estimated: its share of the speech, by its length."""

from captions.engine.piece import Piece
from captions.engine.ports import FRAME_SECONDS, Hypothesis
from captions.events import Word

_GAP_CHARS = 1
"""Each word takes the time of this many letters on top of its own, for what is between words."""


def spread(
    hypothesis: Hypothesis, piece: Piece, threshold: float, shift: float = 0.0
) -> tuple[Word, ...]:
    """Lay words over the frames that are speech.

    Args:
        hypothesis: what was said in the piece.
        piece: where it was said.
        threshold: the probability from which a frame counts as speech.
        shift: seconds of the stream at its frame 0.

    Returns:
        The words with seconds of stream time, in order and without overlap.
    """
    frames = [index for index, voiced in enumerate(piece.voiced(threshold)) if voiced]
    frames = frames or list(range(len(piece)))
    total = sum(len(word.text) + _GAP_CHARS for word in hypothesis)
    words: list[Word] = []
    chars = 0
    for word in hypothesis:
        first = chars * len(frames) // total
        chars += len(word.text) + _GAP_CHARS
        last = max(first, chars * len(frames) // total - 1)
        words.append(
            Word(
                word.text,
                (piece.start_frame + frames[first]) * FRAME_SECONDS + shift,
                (piece.start_frame + frames[last] + 1) * FRAME_SECONDS + shift,
            )
        )
    return tuple(words)
