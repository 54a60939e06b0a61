"""Laws of the speakers of a stream, with invented vectors."""

import numpy as np
import pytest

from captions.engine.speakers.ports import Vector, mean_vector
from captions.engine.speakers.speaker_clusters import MAX_SPEAKERS, SpeakerClusters

_SIZE = 256


def voice(seed: int) -> Vector:
    return mean_vector([np.random.default_rng(seed).standard_normal(_SIZE).astype(np.float32)])


def windows(speaker: int, count: int, noise: float = 0.04, seed: int = 0) -> list[Vector]:
    """Return vectors of a voice; with this noise two of them have a cosine of about 0.7."""
    generator = np.random.default_rng(1000 * seed + speaker)
    noisy = voice(speaker) + noise * generator.standard_normal((count, _SIZE)).astype(np.float32)
    return [mean_vector([vector]) for vector in noisy]


def alike_windows(likeness: float, count: int, noise: float = 0.02, seed: int = 0) -> list[Vector]:
    """Return vectors of a voice whose mean has a cosine of about ``likeness`` with voice 1."""
    across = voice(7) - (voice(7) @ voice(1)) * voice(1)
    mean = likeness * voice(1) + np.sqrt(1 - likeness**2) * mean_vector([across])
    generator = np.random.default_rng(seed)
    noisy = mean + noise * generator.standard_normal((count, _SIZE)).astype(np.float32)
    return [mean_vector([vector]) for vector in noisy]


def test_a_voice_becomes_a_speaker_only_after_enough_speech() -> None:
    clusters = SpeakerClusters()
    clusters.learn_turn(windows(1, 3))
    assert clusters.find_speaker(windows(1, 5, seed=1)) is None
    clusters.learn_turn(windows(1, 3, seed=2))
    assert clusters.find_speaker(windows(1, 5, seed=1)) == 0


def test_a_turn_between_two_voices_gets_no_label() -> None:
    clusters = SpeakerClusters()
    for speaker in (1, 2):
        clusters.learn_turn(windows(speaker, 8))
    assert clusters.find_speaker([*windows(1, 4, seed=1), *windows(2, 4, seed=1)]) is None
    assert clusters.find_speaker(windows(3, 8)) is None


def test_a_turn_that_ends_with_another_voice_gets_no_label() -> None:
    clusters = SpeakerClusters()
    clusters.learn_turn(windows(1, 8))
    assert clusters.find_speaker(windows(1, 10, seed=1)) == 0
    assert clusters.find_speaker([*windows(1, 10, seed=1), *windows(2, 3)]) is None


def test_a_turn_of_one_window_gets_no_label() -> None:
    clusters = SpeakerClusters()
    clusters.learn_turn(windows(1, 8))
    assert clusters.find_speaker(windows(1, 1, seed=1)) is None


def test_no_more_speakers_than_the_limit_are_told_apart() -> None:
    clusters = SpeakerClusters()
    for speaker in range(MAX_SPEAKERS + 3):
        clusters.learn_turn(windows(speaker, 8))
    found = [clusters.find_speaker(windows(each, 8, seed=1)) for each in range(MAX_SPEAKERS + 3)]
    assert found == [*range(MAX_SPEAKERS), None, None, None]


@pytest.mark.parametrize("seed", range(5))
def test_a_speaker_keeps_the_number_however_long_the_stream(seed: int) -> None:
    clusters, numbers = SpeakerClusters(), dict[int, set[int | None]]()
    order = np.random.default_rng(seed)
    for turn in range(300):
        speaker = int(order.integers(4))
        vectors = windows(speaker, int(order.integers(1, 10)), seed=turn)
        clusters.learn_turn(vectors)
        numbers.setdefault(speaker, set()).add(clusters.find_speaker(vectors))
    known = [found - {None} for found in numbers.values()]
    assert all(len(found) == 1 for found in known)
    assert len(set.union(*known)) == 4


def test_a_voice_like_a_speaker_gets_no_label_while_it_is_more_alike_itself() -> None:
    clusters = SpeakerClusters()
    clusters.learn_turn(windows(1, 6))
    assert clusters.find_speaker(alike_windows(0.86, 8)) == 0, "nothing else was heard so far"
    clusters.learn_turn(alike_windows(0.79, 8))
    assert clusters.find_speaker(alike_windows(0.86, 8, seed=1)) is None
    assert clusters.find_speaker(windows(1, 8, seed=1)) == 0


def test_a_voice_like_a_speaker_becomes_one_only_after_more_speech() -> None:
    clusters = SpeakerClusters()
    clusters.learn_turn(windows(1, 8))
    clusters.learn_turn(alike_windows(0.65, 8))
    assert clusters.find_speaker(alike_windows(0.65, 8, seed=1)) is None
    clusters.learn_turn(alike_windows(0.65, 8, seed=2))
    assert clusters.find_speaker(alike_windows(0.65, 8, seed=1)) == 1
    assert clusters.find_speaker(windows(1, 8, seed=1)) == 0


def test_two_short_turns_of_similar_voices_do_not_become_one_speaker() -> None:
    clusters = SpeakerClusters()
    clusters.learn_turn(windows(1, 4, noise=0.02))
    clusters.learn_turn(alike_windows(0.75, 3))
    assert clusters.find_speaker(windows(1, 8, noise=0.02, seed=1)) is None
    assert clusters.find_speaker(alike_windows(0.75, 8, seed=1)) is None


def test_speech_that_was_not_certain_does_not_compete_with_its_speaker_for_ever() -> None:
    clusters = SpeakerClusters()
    clusters.learn_turn(windows(1, 8, noise=0.02))
    for seed in range(2):
        clusters.learn_turn(alike_windows(0.78, 8, seed=seed))
    for seed in range(4):
        clusters.learn_turn(alike_windows(0.95, 8, seed=seed))
    assert clusters.find_speaker(windows(1, 8, noise=0.02, seed=1)) == 0
