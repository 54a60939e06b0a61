"""How much like each other two hearings of the same words are."""

from collections.abc import Sequence


def plain(word: str) -> str:
    """Return what two spellings of a word share: no case, no punctuation around it."""
    kept = "".join(letter for letter in word.lower() if letter.isalnum() or letter == "'")
    return kept or word


def prefix_like(words: Sequence[str], heard: Sequence[str]) -> int:
    """Find how many of the words that were heard first say what some words say.

    It is the beginning with the smallest edit distance to the words; of equals, one that ends with
    the same word, then the one nearest to their number.
    """
    others = [plain(word) for word in heard]
    last = plain(words[-1]) if words else ""
    distances = list(range(len(others) + 1))
    for row, word in enumerate(map(plain, words), start=1):
        above = distances
        distances = [row]
        for column, other in enumerate(others, start=1):
            change = above[column - 1] + (word != other)
            distances.append(min(above[column] + 1, distances[-1] + 1, change))

    def merit(size: int) -> tuple[int, bool, int]:
        ends_alike = size > 0 and others[size - 1] == last
        return distances[size], not ends_alike, abs(size - len(words))

    return min(range(len(distances)), key=merit)
