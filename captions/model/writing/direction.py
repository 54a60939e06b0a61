"""Direction of text."""

import unicodedata


def is_right_to_left(text: str) -> bool:
    """Return True if a row of text is right-to-left.

    The direction of a paragraph is that of its first strong character (rule P2 of UAX #9). A row,
    however, may begin with a foreign name in the middle of a sentence, so most words decide, and
    the first one if neither direction has more.
    """
    if text.isascii():
        return False
    found = map(_find_direction, text.split())
    words = [is_right for is_right in found if is_right is not None]
    right, left = words.count(True), words.count(False)
    return right > left or (right == left and words[:1] == [True])


def _find_direction(word: str) -> bool | None:
    """Return True for a right-to-left word; `None` if it has no strong character."""
    kinds = map(unicodedata.bidirectional, word)
    return next((kind != "L" for kind in kinds if kind in {"L", "R", "AL"}), None)
