"""The real recogniser with the real voice model: committed words say who spoke them."""

import numpy as np
import pytest

from captions.engine.library.catalogue import LIGHT
from captions.engine.models import LoadedModels
from captions.engine.ports import ENGINE_RATE
from captions.events import Committed
from captions.pcm import Samples
from captions.protocol.options import CommitStrategy, SessionOptions
from tests.engine.speakers.conversation import DEEP, HIGH, make_conversation
from tests.support.engines.scripted_recogniser import fed, sound
from tests.support.models.voice_model import store_with_voice_model

_SECONDS = 8.0


@pytest.fixture(scope="module")
def light() -> LoadedModels:
    return LoadedModels.load(LIGHT, store_with_voice_model())


def options(*, diarize: bool) -> SessionOptions:
    return SessionOptions(
        commit_strategy=CommitStrategy.VAD, vad_silence_threshold_secs=0.5, diarize=diarize
    )


def caption(models: LoadedModels, samples: Samples, *, diarize: bool) -> list[Committed]:
    transcriber = models.create_transcriber(options(diarize=diarize))
    return fed(transcriber, np.append(samples, sound(1))).committed


def test_committed_words_name_their_speakers(light: LoadedModels, speech: Samples) -> None:
    assert light.capabilities.tells_speakers
    talk = make_conversation(speech, [(DEEP, _SECONDS), (HIGH, _SECONDS)], pause=1.0)
    committed = caption(light, talk.samples, diarize=True)
    found = {
        (word.start > _SECONDS + 0.5, word.speaker)
        for segment in committed
        for word in segment.words
        if word.speaker
    }
    assert found == {(False, "speaker_1"), (True, "speaker_2")}


def test_labels_change_no_word(light: LoadedModels, speech: Samples) -> None:
    part = speech[: 6 * ENGINE_RATE]
    plain, labelled = (caption(light, part, diarize=each) for each in (False, True))
    assert [segment.text for segment in plain] == [segment.text for segment in labelled]
    assert {word.speaker for segment in plain for word in segment.words} == {""}
