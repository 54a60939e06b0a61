"""Direction of text."""

import unicodedata


def is_right_to_left(text: str) -> bool:
    """Return True if a row of text is right-to-left.

    The direction of a paragraph is that of its first strong character (rule P2 of UAX #9). A row,
    however, may begin with a foreign name in the middle of a sentence, so most letters decide.
    """
    if text.isascii():
        return False
    kinds = [unicodedata.bidirectional(character) for character in text]
    strong = [kind != "L" for kind in kinds if kind in {"L", "R", "AL"}]
    right = sum(strong)
    return right * 2 > len(strong) or (right > 0 and right * 2 == len(strong) and strong[0])
