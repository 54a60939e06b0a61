"""How soon captions turn white, worked out from a trace alone, so that anybody can recompute it.

A *word* is a stretch of a row without spaces, in a ``frame`` of the trace. It is *white* if all
runs that it touches have ``settled``, and *grey* otherwise. A frame is on screen until the next,
and the last one until the last line of the trace.

* *Grey share*: seconds during which words were grey, divided by the seconds during which they were
  on screen, both summed over all words of all frames.
* *Sentence delay*: a sentence ends with each word in ``words`` of a ``committed`` event that ends
  in ``.``, ``?``, ``!`` or ``…``. Its delay is the event's ``t`` minus the moment at which the word
  ended: the word's ``end`` behind the first sample. The first sample was heard at the smallest
  ``t - stream_time - seconds`` of all chunks.
* *Left grey*: words that were grey in a frame and are missing in the next, although the recogniser
  had not revised them away. Words of the two frames are matched in order (difflib, letters only),
  and so are the words that the recogniser had said before each frame: a word that is still among
  the later ones was not revised away.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any, NamedTuple

Line = dict[str, Any]
"""One line of a trace."""

SENTENCE_MARKS = (".", "?", "!", "…")
_QUOTES = "\"'”’)»"  # noqa: RUF001  # typographic quotes
_WORDS_COMPARED = 120
"""Words at the end of what was said; no screen holds more."""


class Shown(NamedTuple):
    """A word on screen."""

    text: str
    """Its letters and digits in lower case; a word without any is kept as it is."""
    grey: bool


class Frame(NamedTuple):
    """What was on screen from a moment on, and what had been said by then."""

    t: float
    words: tuple[Shown, ...]
    said: Mapping[str, tuple[str, ...]]
    """The last words of each lane, the present hypothesis included."""


@dataclass(frozen=True, slots=True)
class Whiteness:
    """What one trace says about grey and white."""

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
    committed: dict[str, tuple[str, ...]] = {}
    said: dict[str, tuple[str, ...]] = {}
    for line in lines:
        if line["what"] == "event":
            lane, words = line.get("lane", ""), tuple(map(_letters, line["text"].split()))
            said[lane] = (*committed.get(lane, ()), *words)[-_WORDS_COMPARED:]
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
    texts = [word.text for word in frame.words]
    kept = _matches(texts, [word.text for word in following.words])
    gone = {at for at, word in enumerate(frame.words) if word.grey and at not in kept}
    if not gone:
        return 0
    still_said: set[int] = set()
    for lane, said in frame.said.items():
        place = _matches(texts, said)
        remains = _matches(said, following.said.get(lane, ()))
        still_said |= {at for at, number in place.items() if number in remains}
    return len(gone & still_said)


def _matches(one: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    """Map the place of each word in one text to its place in the other, in order."""
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return {a + step: b + step for a, b, size in blocks for step in range(size)}


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
