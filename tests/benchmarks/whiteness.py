"""How soon captions turn white, worked out from a trace alone, so that anybody can recompute it.

A *word* is a stretch of a row without spaces, in a ``frame`` of the trace. It is *white* if all
runs that it touches have ``settled``, and *grey* otherwise. A frame is on screen until the next,
and the last one until the last line of the trace.

* *Grey share*: seconds during which words were grey, divided by the seconds during which they were
  on screen, both summed over all words of all frames.
* *Sentence delay*: a sentence ends with each word in ``words`` of a ``committed`` event that ends
  in ``.``, ``?``, ``!`` or ``…``. Its delay is the event's ``t`` minus the moment at which the word
  ended: the word's ``end`` after the first sample. The first sample was captured at the smallest
  ``t - stream_time - seconds`` of all chunks.
* *Left grey*: words that were grey in a frame and are missing in the next, although the recogniser
  had not revised them away. A word that follows all words of the next screen has not left: a longer
  revision pushed it below the last row, and it returns as rows roll up. The words of each frame are
  matched with the words that the recogniser had said by then, and these with the words that it had
  said by the next frame. A word is thereby known by its place in the speech, and not confused with
  the same word of a repeated phrase. Letters alone are compared. The matches are a longest common
  subsequence; among equally long ones, the one with the most adjacent words. Among several of
  these, frames take the one nearest the end of the speech, because rows leave the screen at the
  top; speech takes the one nearest its beginning, because it grows and changes at its end.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile
from typing import Any, NamedTuple

Line = dict[str, Any]
"""One line of a trace."""

SENTENCE_MARKS = (".", "?", "!", "…")
_QUOTES = "\"'”’)»"  # noqa: RUF001  # typographic quotes
_WORDS_COMPARED = 120
"""Words at the end of what was said; no screen holds more."""
_MATCH_SCORE = 1000
"""Score of two words that match, 1 less than if the words before them match too. No text has so
many words that adjacent matches are worth more than another match."""


class Shown(NamedTuple):
    """A word on screen."""

    text: str
    """Its letters and digits in lower case; a word without any is kept as it is."""
    grey: bool


class SpokenText(NamedTuple):
    """Words spoken in a lane so far, including the present hypothesis."""

    first: int = 0
    """How many words came before."""
    words: tuple[str, ...] = ()
    """The last words."""

    def followed_by(self, words: Iterable[str]) -> "SpokenText":
        """Return what has been said after more words."""
        every = (*self.words, *words)
        dropped = max(0, len(every) - _WORDS_COMPARED)
        return SpokenText(self.first + dropped, every[dropped:])


class Frame(NamedTuple):
    """Words on screen from a moment on, and the words spoken by then."""

    t: float
    words: tuple[Shown, ...]
    said: Mapping[str, SpokenText]
    """By lane."""


@dataclass(frozen=True, slots=True)
class Whiteness:
    """Figures about grey and white words from one trace."""

    grey_seconds: float = 0.0
    """Word-seconds that were grey."""
    word_seconds: float = 0.0
    """Word-seconds on screen."""
    first_white: float | None = None
    """When a word was first white, on the trace's clock."""
    sentence_delays: list[float] = field(default_factory=list)
    """Seconds from the end of each sentence to its commit."""
    left_grey: int = 0
    """Words that left the screen grey although they were not revised away."""


def whiteness(lines: Sequence[Line]) -> Whiteness:
    """Measure a trace."""
    frames = list(_frames(lines))
    if frames:
        frames.append(frames[-1]._replace(t=lines[-1]["t"]))
    grey = total = 0.0
    for frame, following in pairwise(frames):
        seconds = following.t - frame.t
        total += seconds * len(frame.words)
        grey += seconds * sum(word.grey for word in frame.words)
    white = (frame.t for frame in frames if any(not word.grey for word in frame.words))
    left = sum(_left_grey(*pair) for pair in pairwise(frames))
    return Whiteness(grey, total, next(white, None), list(_sentence_delays(lines)), left)


def share(found: Iterable[Whiteness]) -> float | None:
    """Return the grey share of several traces together, in percent; None without any word."""
    found = list(found)
    total = sum(item.word_seconds for item in found)
    return 100 * sum(item.grey_seconds for item in found) / total if total else None


def _frames(lines: Iterable[Line]) -> Iterable[Frame]:
    committed: dict[str, SpokenText] = {}
    said: dict[str, SpokenText] = {}
    for line in lines:
        if line["what"] == "event":
            lane, words = line.get("lane", ""), map(_letters, line["text"].split())
            said[lane] = committed.get(lane, SpokenText()).followed_by(words)
            if line["event"] == "committed":
                committed[lane] = said[lane]
        elif line["what"] == "frame":
            yield Frame(line["t"], tuple(_words(line["rows"])), dict(said))


def _words(rows: Iterable[Iterable[Line]]) -> Iterable[Shown]:
    for row in rows:
        letters = [(letter, run["settled"]) for run in row for letter in run["text"]]
        word: list[tuple[str, bool]] = []
        for letter, settled in [*letters, (" ", True)]:
            if not letter.isspace():
                word.append((letter, settled))
            elif word:
                text = "".join(letter for letter, _ in word)
                yield Shown(_letters(text), not all(settled for _, settled in word))
                word = []


def _left_grey(frame: Frame, following: Frame) -> int:
    """Count the words that went with a frame while they were grey and not revised."""
    grey = {at for at, word in enumerate(frame.words) if word.grey}
    kept: set[int] = set()
    gone: set[int] = set()
    for lane, said in frame.said.items() if grey else ():
        later = following.said[lane]
        shown = set(_places(following, later).values())
        remaining = _remaining(said, later)
        for at, place in _places(frame, said).items():
            if place in remaining:
                (kept if _is_still_there(remaining[place], shown) else gone).add(at)
    return len(grey & (gone - kept))


def _is_still_there(place: int, shown: set[int]) -> bool:
    """Return True for a word that is on screen, or waits below until its row rolls up."""
    return place in shown or (bool(shown) and place > max(shown))


def _places(frame: Frame, said: SpokenText) -> dict[int, int]:
    """Map the number of each word of a frame to its place in a lane's speech."""
    matches = _matches([word.text for word in frame.words], said.words)
    return {at: said.first + place for at, place in matches.items()}


def _remaining(said: SpokenText, later: SpokenText) -> dict[int, int]:
    """Map the place of each word in a lane's speech to its place later, if it was not revised."""
    first = max(said.first, later.first)
    one, other = (item.words[first - item.first :] for item in (said, later))
    pairs = zip(one, other, strict=False)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    # Both are reversed, so that the matches nearest the beginning are found.
    changed = _matches(one[same:][::-1], other[same:][::-1])
    one_last, other_last = first + len(one) - 1, first + len(other) - 1
    places = {place: place for place in range(first, first + same)}
    return places | {one_last - at: other_last - place for at, place in changed.items()}


def _matches(one: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    """Map the place of each word in one text to its place in the other, in order.

    There are as many matches as possible, then as many adjacent ones as possible, and then each is
    as near the end as possible.
    """
    best, matching = _scores(one, other)
    places: dict[int, int] = {}
    a, b = len(one), len(other)
    is_adjacent = False
    while best[a][b]:
        score = matching[a][b]
        if is_adjacent or score == best[a][b]:
            a, b = a - 1, b - 1
            places[a] = b
            is_adjacent = matching[a][b] == score - _MATCH_SCORE - 1
        elif best[a][b - 1] == best[a][b]:
            b -= 1
        else:
            a -= 1
    return places


def _scores(one: Sequence[str], other: Sequence[str]) -> tuple[list[list[int]], list[list[int]]]:
    """Score the best matches of the first ``a`` words of one text and ``b`` of the other.

    Returns:
        The score of the best matches, and that of the best ones that match the last word of both
        texts with each other, 0 if these words differ.
    """
    best = [[0] * (len(other) + 1)]
    matching = [[0] * (len(other) + 1)]
    for word in one:
        before, adjacent = best[-1], matching[-1]
        row, matches = [0], [0]
        for b, candidate in enumerate(other):
            score = 0
            if word == candidate:
                score = _MATCH_SCORE + max(before[b], adjacent[b] + 1 if adjacent[b] else 0)
            matches.append(score)
            row.append(max(before[b + 1], row[b], score))
        best.append(row)
        matching.append(matches)
    return best, matching


def _sentence_delays(lines: Sequence[Line]) -> Iterable[float]:
    chunks = [line for line in lines if line["what"] == "chunk"]
    if not chunks:
        return
    start = min(line["t"] - line["stream_time"] - line["seconds"] for line in chunks)
    for line in lines:
        if line["what"] == "event" and line["event"] == "committed":
            for word in line.get("words", ()):
                if word["text"].rstrip(_QUOTES).endswith(SENTENCE_MARKS):
                    yield line["t"] - start - word["end"]


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold() or text
