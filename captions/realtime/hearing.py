"""What a server said, once: its messages' repeats are dropped, and the copies of a commit paired.

The service sends a commit twice if word times are asked for, plain and timed, in either order. A
partial may repeat the one before, or echo the text that was just committed; one may be empty in the
middle of a segment. And for a while the service tripled the text within one commit.
"""

from collections import deque
from itertools import pairwise, takewhile
from typing import NamedTuple

from captions.events import Committed, Partial, Word
from captions.printable import printable
from captions.protocol.messages import WireWord
from captions.realtime.timeline import Timeline

COPY_SECONDS = 1.0
"""How long the timed copy of a commit is waited for."""
_ECHO_SECONDS = 0.5
_LATEST_SECONDS = 10.0
"""How long a timed copy may come behind a plain one that was not kept waiting."""
_MAX_CHARACTERS = 20_000
"""Characters of one transcript; half an hour of speech has fewer."""
_MAX_WORDS = 5_000
_MAX_COPIES = 64
"""Commits that wait for their other copy; no server is that far ahead of itself."""
_TRIPLED = 3
_SHORTEST_TRIPLED_WORDS = 3
"""Words of a sentence that nobody says three times without a change; "no, no, no" is shorter."""


class _Copy(NamedTuple):
    text: str
    since: float


class Heard(NamedTuple):
    """A commit, and what is known of where it ends."""

    committed: Committed
    until: float | None
    """Second of the session at which its last word ends; `None` if the server gives no times."""
    since: float
    """When it was first told, by the clock that is passed in."""


class Hearing:
    """Turns one connection's transcripts into partials and commits on stream time.

    ``now`` is any clock's seconds, the same for all calls.
    """

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._plain: deque[_Copy] = deque()
        """Plain copies that wait for their timed ones."""
        self._early: deque[_Copy] = deque(maxlen=_MAX_COPIES)
        """Timed copies that came before their plain ones."""
        self._late: deque[_Copy] = deque(maxlen=_MAX_COPIES)
        """Plain copies that were told without waiting any longer for their timed ones."""
        self._timed_ever = False
        self._untimed = 0
        """Commits in a row whose timed copy did not come."""
        self._last_committed = _Copy("", float("-inf"))
        self._heard_until = 0.0
        """Seconds of the session at the end of the last committed word."""
        self._partial = Partial("")
        """The guess that stands."""
        self.open = False
        """Whether the server hears something that it has not committed."""
        self.marks_settled = False
        """True if the server says which words of a partial will not change."""

    @property
    def due(self) -> float | None:
        """The moment at which a plain copy has waited for long enough; `None` if none waits."""
        return self._plain[0].since + COPY_SECONDS if self._plain else None

    def guess(self, text: str, now: float, settled_text: str = "") -> Partial | None:
        """Take a partial and its beginning that will not change; `None` if it says nothing new."""
        text = _plainly(text)
        committed, since = self._last_committed
        if text == committed and now - since <= _ECHO_SECONDS:
            return None
        self.open = bool(text)
        partial = Partial(text)
        if self.marks_settled:
            partial = Partial(text, settled_text=_beginning(settled_text, text), marked=True)
        if not text or partial == self._partial:
            return None
        self._partial = partial
        return partial

    def plain(self, text: str, now: float) -> list[Heard]:
        """Take a plain copy; it is a commit at once only if this server sends no timed ones."""
        text = _plainly(text)
        if _taken(self._early, text, now - COPY_SECONDS):
            return []
        self._plain.append(_Copy(text, now))
        if self._untimed > 1 and not self._timed_ever:
            return self._give_up(now)
        return self._give_up_first(now) if len(self._plain) > _MAX_COPIES else []

    def timed(self, text: str, words: list[WireWord], now: float) -> list[Heard]:
        """Take a timed copy; those before it whose timed copy is missing come with it."""
        text = _plainly(text)
        self._timed_ever = True
        if _taken(self._late, text, now - _LATEST_SECONDS):
            self._heard_until = _last_end(words) or self._heard_until
            return []
        paired = any(copy.text == text for copy in self._plain)
        found: list[Heard] = []
        while self._plain:
            copy = self._plain.popleft()
            if copy.text == text:
                break
            found.append(self._committed(copy.text, [], copy.since))
        if not paired:
            _forget(self._early, now - COPY_SECONDS)
            self._early.append(_Copy(text, now))
        if not self._is_repeat(text, words):
            found.append(self._committed(text, words, now))
        return found

    def overdue(self, now: float) -> list[Heard]:
        """Give up waiting for timed copies whose time is over."""
        return self._give_up(now - COPY_SECONDS)

    def _give_up(self, before: float) -> list[Heard]:
        found = []
        while self._plain and self._plain[0].since <= before:
            found += self._give_up_first(self._plain[0].since)
        return found

    def _give_up_first(self, now: float) -> list[Heard]:
        """Take the oldest plain copy for the commit that it is."""
        copy = self._plain.popleft()
        self._untimed += 1
        _forget(self._late, now - _LATEST_SECONDS)
        self._late.append(copy)
        return [self._committed(copy.text, [], copy.since)]

    def _is_repeat(self, text: str, words: list[WireWord]) -> bool:
        """Whether this is the last commit again: the same words, at the same time."""
        end = _last_end(words)
        said, _ = once(text, [word for word in words if word.type == "word"])
        return said == self._last_committed.text and end is not None and end <= self._heard_until

    def _committed(self, text: str, words: list[WireWord], since: float) -> Heard:
        timed = [word for word in words if word.type == "word"]
        text, timed = once(text, timed)
        until = _last_end(timed)
        self._heard_until = until or self._heard_until
        self._last_committed = _Copy(text, since)
        self._partial = Partial("")
        self.open = False
        return Heard(Committed(text, tuple(self._on_stream(timed))), until, since)

    def _on_stream(self, words: list[WireWord]) -> list[Word]:
        at = self._timeline.stream_time
        return [
            Word(_short(word.text), at(word.start), at(word.end), word.logprob)
            for word in words[:_MAX_WORDS]
            if word.start is not None and word.end is not None
        ]


def _plainly(text: str) -> str:
    """Return a text by which its copies are known: they may differ in white space.

    It goes to terminals and files, so that nothing in it may be obeyed; and it is bounded.
    """
    return " ".join(printable(text[:_MAX_CHARACTERS]).split())


def _short(word: str) -> str:
    return printable(word[:_MAX_CHARACTERS]).strip()


def _beginning(settled_text: str, text: str) -> str:
    """Return the words of a settled text, as far as the text begins with them."""
    pairs = zip(settled_text.split(), text.split(), strict=False)
    return " ".join(word for word, _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _last_end(words: list[WireWord]) -> float | None:
    return max((word.end for word in words if word.end is not None), default=None)


def _taken(copies: deque[_Copy], text: str, since: float) -> bool:
    """Take the first copy of a text out, if there is one, and whatever is older than ``since``."""
    _forget(copies, since)
    for copy in copies:
        if copy.text == text:
            copies.remove(copy)
            return True
    return False


def _forget(copies: deque[_Copy], before: float) -> None:
    while copies and copies[0].since < before:
        copies.popleft()


def once(text: str, words: list[WireWord]) -> tuple[str, list[WireWord]]:
    """Undo a text that stands three times in one commit, unless the words' times bear it out."""
    said = text.split()
    count, rest = divmod(len(said), _TRIPLED)
    if rest or count < _SHORTEST_TRIPLED_WORDS or said != said[:count] * _TRIPLED:
        return text, words
    if len(words) == len(said) and _goes_on(words):
        return text, words
    return " ".join(said[:count]), words[:count]


def _goes_on(words: list[WireWord]) -> bool:
    """Whether each word begins after the one before it."""
    starts = [word.start for word in words if word.start is not None]
    return len(starts) == len(words) and all(first < then for first, then in pairwise(starts))
