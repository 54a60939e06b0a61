"""The speakers of a stream, found while it is heard.

A voice becomes a speaker once enough of it was heard and it is different from all speakers so far;
the more alike they are, the more of it is needed. Between "the same" and "another" lies a wide
range in which nothing is decided: a wrong label is worse than none. Speakers are never merged,
split or numbered again.

Two people may be more alike than two sentences of one person. What tells them apart is that each is
still more alike themselves. So voices that were not certain are kept as candidates, and a turn that
is more alike a candidate than its speaker gets no label.
"""

from dataclasses import dataclass, field

import numpy as np

from captions.engine.speakers.ports import Vector, mean_vector

MAX_SPEAKERS = 8
"""Speakers that are told apart; the voices of any others get no label."""
_MAX_CANDIDATES = 8
"""Voices that may become speakers, the last heard ones."""
_END_WINDOWS = 3
"""Windows at the beginning and at the end of a turn that are compared on their own."""
_MEMORY_WINDOWS = 150.0
"""Windows that a speaker's voice is the mean of; older ones fade, so that it follows the room."""


@dataclass(frozen=True, slots=True)
class ClusterRules:
    """When two voices are the same; all likenesses are cosines."""

    same: float = 0.64
    """Least likeness of the shortest turn and its speaker."""
    same_per_window: float = 0.035
    """By how much it rises with each further window, because long turns vary less."""
    same_at_most: float = 0.8
    """Least likeness of a long turn and its speaker."""
    margin: float = 0.15
    """By how much the speaker has to be more alike than any other."""
    different: float = 0.45
    """Greatest likeness of a new speaker to the others, if little of the voice was heard."""
    different_at_most: float = 0.7
    """Greatest likeness of any new speaker to the others."""
    least_windows: int = 2
    """Windows of a turn that is labelled: 1.2 s."""
    founding_windows: int = 6
    """Windows of a different voice that becomes a speaker: 2.8 s in one turn, or several shorter
    ones."""
    founding_windows_if_alike: int = 12
    """Windows of a voice that becomes a speaker although it resembles another: 5.2 s in all."""
    least_windows_if_alike: int = 6
    """Windows of a turn from which such a voice is learnt."""
    same_at_ends: float = 0.5
    """Least likeness of the beginning and of the end of a turn and its speaker: where the voice
    changes within a sentence, the turn belongs to two."""
    same_candidate: float = 0.75
    """Least likeness of a turn, even a short one, and the candidate that it is added to: two people
    with similar voices reach 0.74, and must not become one speaker."""
    same_speaker: float = 0.85
    """Likeness of a candidate and a speaker from which they are one voice."""
    coherence: float = 0.55
    """Least likeness of the two parts of a turn from which a new speaker is learnt, wherever it is
    divided: a turn that begins or ends with somebody else's words is not one voice."""
    agreement: float = 0.7
    """Share of a turn's windows that have to be most alike its speaker."""

    def find_least(self, windows: int) -> float:
        """Return the least likeness of a turn of so many windows and its speaker."""
        rise = self.same_per_window * (windows - self.least_windows)
        return min(self.same_at_most, self.same + rise)


@dataclass(slots=True, eq=False)
class _Voice:
    """A voice heard in several windows."""

    total: Vector
    weight: float
    vector: Vector = field(init=False)

    def __post_init__(self) -> None:
        self.vector = mean_vector([self.total])

    def add_vectors(self, vectors: list[Vector]) -> None:
        """Refine the voice by more windows."""
        self.add_voice(_Voice(np.sum(vectors, axis=0), len(vectors)))

    def add_voice(self, other: "_Voice") -> None:
        """Refine the voice by another, which is the same."""
        fade = min(1.0, _MEMORY_WINDOWS / (self.weight + other.weight))
        self.total = self.total * np.float32(fade) + other.total
        self.weight = self.weight * fade + other.weight
        self.vector = mean_vector([self.total])


class SpeakerClusters:
    """The speakers so far, numbered from 0 in the order in which they were found."""

    def __init__(self, rules: ClusterRules | None = None) -> None:
        self._rules = rules or ClusterRules()
        self._speakers: list[_Voice] = []
        self._candidates: list[_Voice] = []

    def learn_turn(self, vectors: list[Vector]) -> None:
        """Hear a turn: it refines a speaker, or may become a new one."""
        if len(vectors) < self._rules.least_windows:
            return
        speaker = self.find_speaker(vectors)
        if speaker is not None:
            self._speakers[speaker].add_vectors(vectors)
        elif self._is_one_voice(vectors) and self._is_long_enough(vectors):
            self._add_candidate(vectors)

    def find_speaker(self, vectors: list[Vector]) -> int | None:
        """Return the speaker of a turn if it is certain."""
        rules = self._rules
        if len(vectors) < rules.least_windows or not self._speakers:
            return None
        mean = mean_vector(vectors)
        likeness = np.array([voice.vector @ mean for voice in self._speakers])
        best = int(np.argmax(likeness))
        others = np.delete(likeness, best)
        if (
            likeness[best] < rules.find_least(len(vectors))
            or np.any(others > likeness[best] - rules.margin)
            or any(voice.vector @ mean > likeness[best] for voice in self._candidates)
        ):
            return None
        is_certain = self._agree(vectors, best) and self._match_ends(vectors, best)
        return best if is_certain else None

    def _match_ends(self, vectors: list[Vector], speaker: int) -> bool:
        """Return True if a turn begins and ends with the voice of its speaker."""
        voice = self._speakers[speaker].vector
        ends = (vectors[:_END_WINDOWS], vectors[-_END_WINDOWS:])
        return all(voice @ mean_vector(end) >= self._rules.same_at_ends for end in ends)

    def _agree(self, vectors: list[Vector], speaker: int) -> bool:
        """Return True if most windows of a turn are most alike its speaker."""
        likeness = np.stack([voice.vector for voice in self._speakers]) @ np.stack(vectors).T
        return bool(np.mean(np.argmax(likeness, axis=0) == speaker) >= self._rules.agreement)

    def _is_one_voice(self, vectors: list[Vector]) -> bool:
        """Return True if a turn has the same voice before and after each of its windows."""
        side = min(_END_WINDOWS, len(vectors) // 2)
        return all(
            mean_vector(vectors[:place]) @ mean_vector(vectors[place:]) >= self._rules.coherence
            for place in range(side, len(vectors) - side + 1)
        )

    def _is_long_enough(self, vectors: list[Vector]) -> bool:
        """Return True if a turn may show that there is another speaker."""
        is_different = self._find_likeness(mean_vector(vectors)) <= self._rules.different
        return is_different or len(vectors) >= self._rules.least_windows_if_alike

    def _find_likeness(self, vector: Vector) -> float:
        """Return the likeness of a voice and the speaker most alike; -1 without speakers."""
        return max((float(voice.vector @ vector) for voice in self._speakers), default=-1.0)

    def _add_candidate(self, vectors: list[Vector]) -> None:
        mean = mean_vector(vectors)
        least = max(self._rules.same_candidate, self._rules.find_least(len(vectors)))
        alike = [item for item in self._candidates if item.vector @ mean >= least]
        if alike:
            candidate = max(alike, key=lambda item: float(item.vector @ mean))
            candidate.add_vectors(vectors)
            self._candidates.remove(candidate)
        else:
            candidate = _Voice(np.sum(vectors, axis=0), len(vectors))
        self._place_candidate(candidate)

    def _place_candidate(self, candidate: _Voice) -> None:
        """Merge a voice into the speaker that it is, make it a speaker, or wait for more of it."""
        if self._find_likeness(candidate.vector) >= self._rules.same_speaker:
            speaker = max(self._speakers, key=lambda item: float(item.vector @ candidate.vector))
            speaker.add_voice(candidate)
        elif self._is_speaker(candidate) and len(self._speakers) < MAX_SPEAKERS:
            self._speakers.append(candidate)
        else:
            self._candidates = [*self._candidates, candidate][-_MAX_CANDIDATES:]

    def _is_speaker(self, candidate: _Voice) -> bool:
        """Return True if enough of a voice was heard to be certain that it is another speaker."""
        rules, likeness = self._rules, self._find_likeness(candidate.vector)
        if likeness <= rules.different:
            return candidate.weight >= rules.founding_windows
        is_different = likeness <= rules.different_at_most
        return is_different and candidate.weight >= rules.founding_windows_if_alike
