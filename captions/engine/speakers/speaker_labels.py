"""Labels the words of committed segments with their speakers."""

from collections.abc import Sequence

from captions.engine.speakers.ports import SpeakerEmbedder
from captions.engine.speakers.speaker_clusters import ClusterRules, SpeakerClusters
from captions.engine.speakers.turns import (
    EDGE_SECONDS,
    PAUSE_SECONDS,
    TimedVectors,
    Turn,
    cut_turns,
)
from captions.engine.speakers.voice_windows import VoiceWindows
from captions.events import Word
from captions.pcm import Samples


class SpeakerLabels:
    """The speakers of one stream."""

    def __init__(self, embedder: SpeakerEmbedder, rules: ClusterRules | None = None) -> None:
        self._windows = VoiceWindows(embedder)
        self._clusters = SpeakerClusters(rules)
        self._committed_until = 0.0

    def append(self, samples: Samples) -> None:
        """Add the next sound of the stream."""
        self._windows.append(samples)

    def prepare_words(self) -> None:
        """Compute a part of what the next committed words will need."""
        self._windows.prepare_windows(self._committed_until)

    def label_words(self, words: Sequence[Word]) -> list[int | None]:
        """Return the number of each committed word's speaker; `None` where it is not certain."""
        if not words:
            return []
        start, end = words[0].start - EDGE_SECONDS, words[-1].end + EDGE_SECONDS
        windows = self._windows.find_windows(start, end)
        turns = cut_turns(words, TimedVectors(windows, self._windows.seconds))
        for turn in turns:
            self._clusters.learn_turn(turn.vectors)
        speakers = [self._clusters.find_speaker(turn.vectors) for turn in turns]
        speakers = _fill_short_turns(words, turns, speakers)
        self._committed_until = words[-1].end
        self._windows.drop_before(words[-1].end)
        return [
            speaker
            for turn, speaker in zip(turns, speakers, strict=True)
            for _ in range(turn.first, turn.end)
        ]


def _fill_short_turns(
    words: Sequence[Word], turns: Sequence[Turn], speakers: list[int | None]
) -> list[int | None]:
    """Label turns too short for a voice that lie, without a pause, between turns of one speaker."""
    filled = list(speakers)
    for place in range(1, len(turns) - 1):
        turn = turns[place]
        neighbours = {speakers[place - 1], speakers[place + 1]}
        gaps = (
            words[turn.first].start - words[turn.first - 1].end,
            words[turn.end].start - words[turn.end - 1].end,
        )
        if not turn.vectors and len(neighbours) == 1 and max(gaps) < PAUSE_SECONDS:
            filled[place] = neighbours.pop()
    return filled
