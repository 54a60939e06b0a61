"""Alert words: where they are in a text, on screen, and which of them were just spoken."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from captions.events import Committed, Speech
from captions.model.rows import Row, Rows, TextRun
from captions.model.word_rules.phrases import PhraseTree
from captions.model.word_rules.tokens import split_tokens

_REPEAT_SECONDS = 30.0
"""Minimum interval between two alerts for the same word."""


class AlertMatch(NamedTuple):
    """An alert word in a text."""

    word: str
    """The word or phrase as the user wrote it."""
    start: int
    """Index of its first character."""
    end: int
    """Index after its last character."""


class AlertFinder:
    """Finds alert words; any case matches."""

    def __init__(self, words: Iterable[str]) -> None:
        """``words`` are the words and phrases to find."""
        self._tree: PhraseTree[str] = PhraseTree()
        self.is_empty = True
        """True if there are no words to find."""
        for word in words:
            if self._tree.add(word, " ".join(word.split())):
                self.is_empty = False

    def find_matches(self, text: str) -> list[AlertMatch]:
        """Return the alert words in a text, in order; they do not overlap."""
        if self.is_empty:
            return []
        tokens = split_tokens(text)
        matches: list[AlertMatch] = []
        place = 0
        while place < len(tokens):
            found = self._tree.find_longest(tokens, place, len(tokens))
            if found.value is not None:
                end = tokens[place + found.length - 1].end
                matches.append(AlertMatch(found.value, tokens[place].start, end))
            place += max(found.length, 1)
        return matches

    def mark_rows(self, rows: Rows) -> Rows:
        """Return rows in which the alert words are marked, also those that cross rows."""
        matches = self.find_matches(" ".join(row.text for row in rows))
        if not matches:
            return rows
        marked: list[Row] = []
        start = 0
        for row in rows:
            marked.append(_mark_row(row, start, matches))
            start += len(row.text) + 1
        return tuple(marked)


class AlertTracker:
    """Decides which alert words to report, so that each is reported once when it is spoken.

    Times are seconds of any monotonic clock.
    """

    def __init__(self) -> None:
        self._counted: dict[str, Counter[str]] = {}
        """Occurrences of each word in the open segment of each lane."""
        self._reported: dict[str, float] = {}
        """Time of the last report of each word."""

    def find_new(self, event: Speech, finder: AlertFinder, now: float) -> list[str]:
        """Return the words to report for an event.

        The last word of a partial does not count, because it may still grow into another.
        """
        matches = finder.find_matches(event.text)
        if isinstance(event, Committed):
            counts = Counter(match.word for match in matches)
            known = self._counted.pop(event.lane, Counter())
        else:
            last = split_tokens(event.text)[-1:]
            end = max(len(event.settled_text), *(token.start for token in last), 0)
            counts = Counter(match.word for match in matches if match.end <= end)
            known = self._counted.get(event.lane, Counter())
            self._counted[event.lane] = known | counts
        return [word for word in counts - known if self._record_report(word, now)]

    def _record_report(self, word: str, now: float) -> bool:
        """Return True if a word may be reported, and record that it is."""
        if now - self._reported.get(word, -_REPEAT_SECONDS) < _REPEAT_SECONDS:
            return False
        self._reported[word] = now
        return True


def _mark_row(row: Row, start: int, matches: Iterable[AlertMatch]) -> Row:
    """Return a row with its alert words in runs of their own.

    Args:
        row: the row.
        start: index of its first character in the text of all rows.
        matches: the alert words in that text.
    """
    inside = [(match.start - start, match.end - start) for match in matches]
    cuts = sorted({cut for span in inside for cut in span})
    runs: list[TextRun] = []
    first = 0
    for run in row.runs:
        end = first + len(run.text)
        edges = [first, *(cut for cut in cuts if first < cut < end), end]
        for left, right in pairwise(edges):
            is_alert = any(begin <= left and right <= after for begin, after in inside)
            part = replace(run, text=run.text[left - first : right - first], is_alert=is_alert)
            runs.append(part)
        first = end
    return Row(tuple(run for run in runs if run.text), row.lane)
