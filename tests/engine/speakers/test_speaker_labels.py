"""Speakers are told apart by the real voice model, and a label is never a guess."""

from itertools import pairwise

import numpy as np
import pytest

from captions.engine.ports import ENGINE_RATE
from captions.engine.speakers.d_vector import DVectorEmbedder
from captions.engine.speakers.speaker_labels import SpeakerLabels
from captions.events import Word
from captions.pcm import Samples
from tests.engine.speakers.conversation import DEEP, HIGH, Conversation, make_conversation
from tests.support.models.voice_model import load_embedder

TURNS = [(DEEP, 6.0), (HIGH, 6.0), (DEEP, 3.0), (HIGH, 3.0), (DEEP, 0.8), (HIGH, 4.0)]
Labels = list[int | None]


@pytest.fixture(scope="module")
def embedder() -> DVectorEmbedder:
    return load_embedder()


@pytest.fixture(scope="module")
def talk(speech: Samples) -> Conversation:
    return make_conversation(speech, TURNS)


def labelled(
    embedder: DVectorEmbedder, talk: Conversation, chunk: float = 30.0, *, prepare: bool = False
) -> Labels:
    """Feed a conversation in chunks, and commit each turn half a second after its end."""
    labels = SpeakerLabels(embedder)
    found: Labels = []
    turns = _turns_of(talk)
    size = round(chunk * ENGINE_RATE)
    for start in range(0, len(talk.samples), size):
        labels.append(talk.samples[start : start + size])
        heard = (start + size) / ENGINE_RATE
        while turns and turns[0][-1].end + 0.3 <= heard:
            found += labels.label_words(turns.pop(0))
        if prepare:
            labels.prepare_words()
    return found


def _turns_of(talk: Conversation) -> list[list[Word]]:
    ends = [
        place
        for place, (one, other) in enumerate(pairwise(talk.words), 1)
        if other.start - one.end > 0.2
    ]
    return [
        talk.words[first:end]
        for first, end in zip([0, *ends], [*ends, len(talk.words)], strict=True)
    ]


def test_two_voices_get_a_label_each(embedder: DVectorEmbedder, talk: Conversation) -> None:
    found = labelled(embedder, talk)
    pairs = {pair for pair in zip(talk.voices, found, strict=True) if pair[1] is not None}
    assert pairs == {(DEEP, 0), (HIGH, 1)}
    assert sum(label is not None for label in found) > 0.9 * len(found)


def test_a_turn_too_short_to_be_certain_gets_no_label(
    embedder: DVectorEmbedder, talk: Conversation
) -> None:
    short = [talk.words.index(word) for word in _turns_of(talk)[4]]
    assert [labelled(embedder, talk)[place] for place in short] == [None] * len(short)


def test_a_change_without_a_pause_is_found(embedder: DVectorEmbedder, speech: Samples) -> None:
    talk = make_conversation(speech, [(DEEP, 6), (HIGH, 6), (DEEP, 4), (HIGH, 4)], pause=0.0)
    labels = SpeakerLabels(embedder)
    labels.append(talk.samples)
    found = labels.label_words(talk.words)
    wrong = [
        word.start
        for word, voice, label in zip(talk.words, talk.voices, found, strict=True)
        if label not in (None, (DEEP, HIGH).index(voice))
    ]
    changes = (6, 12, 16)
    assert set(found) >= {0, 1}
    # A change lies between two windows, so that the words beside it may be on the wrong side.
    assert all(min(abs(start - change) for change in changes) < 1.0 for start in wrong)
    assert len(wrong) <= 0.1 * len(found)


@pytest.mark.parametrize("other", [0.9, 1.15])
def test_similar_voices_get_no_wrong_label(
    embedder: DVectorEmbedder, speech: Samples, other: float
) -> None:
    talk = make_conversation(speech, [(1.0, 5.0), (other, 2.5), (1.0, 2.5), (other, 5.0)] * 2, 0.15)
    found = zip(talk.voices, labelled(embedder, talk), strict=True)
    assert {voice for voice, label in found if label == 0} == {1.0}


def test_one_voice_is_one_speaker(embedder: DVectorEmbedder, speech: Samples) -> None:
    talk = make_conversation(speech, [(1.0, 5.0)] * 8)
    assert set(labelled(embedder, talk)) <= {0, None}


@pytest.mark.parametrize("chunk", [0.1, 0.37])
def test_labels_do_not_depend_on_the_sizes_of_chunks_nor_on_preparation(
    embedder: DVectorEmbedder, talk: Conversation, chunk: float
) -> None:
    whole = labelled(embedder, talk)
    assert labelled(embedder, talk, chunk) == whole
    assert labelled(embedder, talk, chunk, prepare=True) == whole


def test_a_segment_without_words_has_no_labels(embedder: DVectorEmbedder) -> None:
    labels = SpeakerLabels(embedder)
    labels.append(np.zeros(ENGINE_RATE, np.float32))
    assert labels.label_words([]) == []
