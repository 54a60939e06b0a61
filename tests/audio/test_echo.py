"""Echo: what the computer plays goes, what is said in the room stays."""

import asyncio
import difflib
import sys

import numpy as np
import pytest

from captions.audio.echo import EchoCancelledSource, EchoCanceller, EchoReference, working_rate
from captions.engine import model_files
from captions.engine.models import LoadedModels
from captions.engine.ports import RecognitionHints
from captions.engine.recognition.moonshine.moonshine import BASE, MoonshineRecogniser
from captions.engine.text_alignment import normalise_word
from captions.errors import DeviceError
from captions.pcm import Chunk, Samples, measure_level
from captions.protocol.options import CommitStrategy, SessionOptions
from tests.conftest import on_loop
from tests.support.sound.fake_source import Given, cut, joined

RATE = 16_000
DELAY_SECONDS = 0.08


def in_the_room(played: Samples, said: Samples) -> Samples:
    """What a microphone hears: loudspeakers with a delay and the room's reverberation."""
    chance = np.random.default_rng(1)
    decay = np.exp(-np.arange(2400) / 480).astype(np.float32)
    room = chance.standard_normal(2400).astype(np.float32) * decay * np.float32(0.03)
    room[0] = 0.5
    delay = np.zeros(int(DELAY_SECONDS * RATE), np.float32)
    echo = np.concatenate([delay, np.convolve(played, room)])[: len(played)]
    heard: Samples = (echo + said + chance.standard_normal(len(played)) * 1e-4).astype(np.float32)
    return heard


def heard_by_both(played: Samples, microphone: Samples) -> Samples:
    """What is left of the microphone, when both are heard at once."""
    canceller = EchoCanceller(RATE)
    cleaned: list[Chunk] = []

    async def listen() -> None:
        async def speakers() -> None:
            async for _ in EchoReference(Given(cut(played, RATE)), canceller).iter_chunks():
                pass

        async def room() -> None:
            found = EchoCancelledSource(Given(cut(microphone, RATE)), canceller).iter_chunks()
            cleaned.extend([chunk async for chunk in found])

        await asyncio.gather(speakers(), room())

    on_loop(listen())
    assert [chunk.stream_time for chunk in cleaned] == [
        chunk.stream_time for chunk in cut(microphone, RATE)
    ]
    return joined(cleaned)


def words(models: LoadedModels, samples: Samples) -> list[str]:
    """What the recogniser writes."""
    options = SessionOptions(commit_strategy=CommitStrategy.MANUAL)
    transcriber = models.create_transcriber(options)
    committed = [*transcriber.feed(samples), transcriber.commit()]
    return [normalise_word(word) for segment in committed for word in segment.text.split()]


def settled_words(samples: Samples) -> list[str]:
    """What the accurate recogniser writes, without the guesses of a live session before."""
    recogniser = MoonshineRecogniser(model_files.find_path(BASE.name), BASE)
    return [word.text for word in recogniser.settle(samples, RecognitionHints(), ()).words]


def shared(one: list[str], other: list[str]) -> int:
    """How many words are the same, in order."""
    matcher = difflib.SequenceMatcher(a=one, b=other, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks())


def test_the_same_words_on_both_are_captioned_once(speech: Samples) -> None:
    played = speech[: 20 * RATE]
    microphone = in_the_room(played, np.zeros_like(played))
    assert len(settled_words(microphone)) > 40
    left = heard_by_both(played, microphone)
    assert len(settled_words(left)) <= 3
    settled = slice(3 * RATE, None)
    assert measure_level(left[settled]).rms < measure_level(microphone[settled]).rms - 25


@pytest.mark.timeout(240)  # It recognises 100 s of speech, whatever else the computer does.
def test_different_words_are_told_apart(models: LoadedModels, speech: Samples) -> None:
    played = speech[: 20 * RATE]
    wanted = words(models, speech[20 * RATE :][: 20 * RATE])
    mixed = words(models, in_the_room(played, speech[20 * RATE :][: 20 * RATE]))
    left_words = 0
    # What little is left of some syllables may be heard as this word or that, and much hangs on the
    # first of them: of one piece alone, 71 to 86 % of the words come out.
    for begin in (19.92, 19.96, 20.0):
        said = speech[round(begin * RATE) :][: 20 * RATE]
        left = words(models, heard_by_both(played, in_the_room(played, said)))
        left_words += shared(left, wanted)
        assert not {"worst", "wisdom", "foolishness", "season"} & set(left)
    assert left_words > 3 * 0.75 * len(wanted)
    assert left_words > 3 * shared(mixed, wanted)


def test_what_is_said_while_nothing_is_played_stays_as_it_is(speech: Samples) -> None:
    said = speech[20 * RATE : 30 * RATE]
    left = heard_by_both(np.zeros_like(said), said)
    assert abs(measure_level(left).rms - measure_level(said).rms) < 1


@pytest.mark.parametrize("size", [0, 1, 79, 80, 81, 800])
def test_no_sample_is_lost_however_sound_is_cut(size: int) -> None:
    canceller = EchoCanceller(8000)
    data = bytes(2 * size)
    reference = EchoReference(Given([Chunk(data, 8000, 0.0)]), canceller)

    async def fed() -> list[bytes]:
        return [chunk.data async for chunk in reference.iter_chunks()]

    assert on_loop(fed()) == [data]
    assert len(canceller.cancel_echo(data)) == len(data)


@pytest.mark.parametrize(
    ("rate", "found"),
    [(8000, 8000), (16_000, 16_000), (22_050, 48_000), (24_000, 48_000), (44_100, 48_000)],
)
def test_rates_that_the_canceller_does_not_take_are_made_of_a_higher_one(
    rate: int, found: int
) -> None:
    assert working_rate(rate) == found


def test_a_missing_library_is_told_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "livekit.rtc", None)
    with pytest.raises(DeviceError, match="pip install livekit"):
        EchoCanceller(RATE)
