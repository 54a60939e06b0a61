"""Random events of a recogniser: words appear, and are revised, settled and committed."""

from dataclasses import dataclass, field
from math import inf

from hypothesis import strategies as st

from captions.events import Committed, Partial
from tests.support.transcripts.simulated_display import LANES, Step, Wait


@dataclass
class Talk:
    """The speech of two people, as events of a server that marks settled words."""

    steps: list[Step] = field(default_factory=list)
    committed: dict[str, list[str]] = field(default_factory=lambda: {lane: [] for lane in LANES})
    _count: int = 0
    _open: dict[str, list[str]] = field(default_factory=lambda: {lane: [] for lane in LANES})
    _settled: dict[str, int] = field(default_factory=lambda: dict.fromkeys(LANES, 0))
    _waited: float = 0.0
    _said_at: dict[str, list[float]] = field(default_factory=lambda: {lane: [] for lane in LANES})

    def wait(self, seconds: float) -> None:
        """Advance the time."""
        self._waited += seconds
        self.steps.append(Wait(seconds))

    def say(self, lane: str, lengths: list[int]) -> None:
        """Add words, each unlike any other."""
        for length in lengths:
            self._count += 1
            self._open[lane].append(f"{'x' * length}{self._count}")
            self._said_at[lane].append(self._waited)

    def revise(self, lane: str, share: float, lengths: list[int], within: float) -> None:
        """Replace words at the end that are not settled.

        Nothing is replaced if the first of them was said ``within`` seconds ago or earlier: then a
        display may have accepted them all.
        """
        kept = self._settled[lane] + round(len(self._unsettled(lane)) * share)
        if not self._may_change(lane, within):
            kept = len(self._open[lane])
        del self._open[lane][kept:]
        del self._said_at[lane][kept:]
        self.say(lane, lengths)

    def punctuate(self, lane: str, share: float, within: float) -> None:
        """Add a full stop to a word that is not settled, or remove it; see `revise`."""
        words = self._unsettled(lane)
        if words and self._may_change(lane, within):
            at = self._settled[lane] + round((len(words) - 1) * share)
            word = self._open[lane][at]
            self._open[lane][at] = without_mark(word) if word.endswith(".") else f"{word}."

    def settle(self, lane: str, share: float) -> None:
        """Settle a share of the words that are not settled."""
        self._settled[lane] += round(len(self._unsettled(lane)) * share)

    def guess(self, lane: str) -> None:
        """Add a partial with all words that are not committed."""
        words = self._open[lane]
        settled = " ".join(words[: self._settled[lane]])
        self.steps.append(Partial(" ".join(words), lane, settled, marked=True))

    def commit(self, lane: str) -> None:
        """Commit all words."""
        words, self._open[lane], self._settled[lane] = self._open[lane], [], 0
        self._said_at[lane] = []
        self.committed[lane] += map(without_mark, words)
        self.steps.append(Committed(" ".join(words), lane=lane))

    def _unsettled(self, lane: str) -> list[str]:
        return self._open[lane][self._settled[lane] :]

    def _may_change(self, lane: str, within: float) -> bool:
        """Return True if all words that are not settled were said less than ``within`` ago."""
        said_at = self._said_at[lane][self._settled[lane] :]
        return all(self._waited - at < within for at in said_at)


def without_mark(word: str) -> str:
    """Return a word without its full stop."""
    return word.removesuffix(".")


LENGTHS = st.lists(st.integers(1, 9), min_size=1, max_size=5)
SHARES = st.sampled_from([0.0, 0.5, 1.0])


@st.composite
def talks(
    draw: st.DrawFn, *, lanes: int = 2, longest_wait: float = 5, revises_within: float = inf
) -> Talk:
    """Create a talk in one lane or two, which ends with a commit in each.

    Words can be revised until ``revises_within`` seconds after the first of them was said that is
    not settled.
    """
    talk, names = Talk(), list(LANES)[:lanes]
    for _ in range(draw(st.integers(1, 16))):
        lane = draw(st.sampled_from(names))
        match draw(
            st.sampled_from(["say", "say", "revise", "punctuate", "settle", "commit", "wait"])
        ):
            case "say":
                talk.say(lane, draw(LENGTHS))
                talk.guess(lane)
            case "revise":
                talk.revise(lane, draw(SHARES), draw(LENGTHS), revises_within)
                talk.guess(lane)
            case "punctuate":
                talk.punctuate(lane, draw(SHARES), revises_within)
                talk.guess(lane)
            case "settle":
                talk.settle(lane, draw(SHARES))
                talk.guess(lane)
            case "commit":
                talk.commit(lane)
            case _:
                talk.wait(draw(st.floats(0, longest_wait)))
    for lane in names:
        talk.commit(lane)
    return talk
